import { createHash, randomBytes } from "node:crypto";
import { lstatSync, readdirSync, realpathSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { codeOf, makeFolder, removeTree, writing } from "./disc.ts";
import { endWithUs } from "./ending.ts";
import { isAlive } from "./lock.ts";

/** A folder for what a run needs only while it lasts. */
export interface Scratch {
  /** Absolute, without links. */
  folder: string;
  /** Takes it away with all that is in it. Safe to call twice; called by itself when the process is told to end. */
  remove(): void;
}

/** Of this machine, since process numbers are: folders for temporary files may be shared by several. */
const machine = createHash("sha256").update(os.hostname()).digest("hex").slice(0, 6);

/**
 * Makes a folder of this run's own among the system's temporary files, which nobody else may read. Whatever else a
 * signal closes is closed before it is removed; one that a killed run left is removed by the next run that makes one.
 * @param what part of its name: "base", "bench"
 * @throws {UserError} where there is no place for it
 */
export function makeScratch(what: string): Scratch {
  const parent = writing(os.tmpdir(), () => realpathSync(os.tmpdir()));
  const prefix = `fenetre-${what}-${machine}-`;
  sweepScratch(parent, prefix);
  const folder = path.join(parent, `${prefix}${process.pid}-${randomBytes(6).toString("hex")}`);
  writing(folder, () => makeFolder(folder, { mode: 0o700 }));
  // Registered for nothing but that signals end the process through its exit, at which it is removed.
  const unregister = endWithUs(() => undefined);
  const remove = (): void => {
    process.off("exit", remove);
    unregister();
    removeTree(folder);
  };
  process.once("exit", remove);
  return { folder, remove };
}

/** Removes what killed runs of this user's left. What cannot be removed stays: it is in nobody's way. */
function sweepScratch(parent: string, prefix: string): void {
  for (const name of readdirSync(parent)) {
    const pid = name.startsWith(prefix) ? /^(\d+)-[0-9a-f]{12}$/.exec(name.slice(prefix.length))?.[1] : undefined;
    if (pid === undefined || isAlive(Number(pid))) continue;
    const place = path.join(parent, name);
    try {
      const stats = lstatSync(place);
      const isMine = process.platform === "win32" || stats.uid === process.getuid?.();
      if (stats.isDirectory() && isMine) removeTree(place);
    } catch (error) {
      if (codeOf(error) === "") throw error;
    }
  }
}
