import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/*
 * Runs once around all tests: whatever they put into the system's temporary folder goes into one of this run's, where it
 * is counted at the end and taken away.
 */

const names = ["TMPDIR", "TMP", "TEMP"] as const;
let folder: string;

export function setup(): void {
  folder = mkdtempSync(path.join(os.tmpdir(), "fenetre-tests-"));
  for (const name of names) process.env[name] = folder;
}

/** @throws when a test or what it ran left something of ours behind */
export function teardown(): void {
  const left = readdirSync(folder).filter((name) => /^\.?fenetre/.test(name));
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  if (left.length > 0) throw new Error(`${left.length} left in the temporary folder: ${left.slice(0, 20).join(", ")}`);
}
