import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { projectRoot } from "../../src/util/paths.ts";
import { cacheFolder, isOurs } from "../../src/visual/browser.ts";

let scratch: string;

beforeEach(() => {
  scratch = mkdtempSync(path.join(os.tmpdir(), "fenetre-cache-"));
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

const posix = process.platform !== "win32";

test.runIf(posix)("a program is run from a folder of the user's own, and from no other's", () => {
  const folder = cacheFolder({ XDG_CACHE_HOME: scratch });
  expect(folder).toBe(path.join(scratch, "fenetre"));
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  const program = path.join(folder, "chromium");
  writeFileSync(program, "#!/bin/sh\n", { mode: 0o755 });
  expect(isOurs(folder, [program])).toBe(true);
  chmodSync(program, 0o777);
  expect(isOurs(folder, [program])).toBe(false);
  chmodSync(program, 0o755);
  chmodSync(folder, 0o777);
  expect(isOurs(folder, [program])).toBe(false);
  // A folder that others may write to is left alone, and another taken.
  expect(cacheFolder({ XDG_CACHE_HOME: scratch })).toBe(path.join(projectRoot, ".cache", "browser"));
});

test.runIf(posix)("links are not followed, and what is not there is not ours", () => {
  const other = path.join(scratch, "other");
  mkdirSync(other);
  symlinkSync(other, path.join(scratch, "fenetre"));
  expect(isOurs(path.join(scratch, "fenetre"))).toBe(false);
  expect(isOurs(path.join(scratch, "nothing"))).toBe(false);
  expect(cacheFolder({ XDG_CACHE_HOME: scratch })).not.toBe(path.join(scratch, "fenetre"));
});

test.runIf(posix && process.getuid?.() === 0)("another user's program is not run", () => {
  const folder = cacheFolder({ XDG_CACHE_HOME: scratch });
  const program = path.join(folder, "chromium");
  writeFileSync(program, "#!/bin/sh\n", { mode: 0o755 });
  // What root may set up: a file of the user 65534.
  chownSync(program, 65534, 65534);
  expect(isOurs(folder, [program])).toBe(false);
});
