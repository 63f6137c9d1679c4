import { existsSync, readdirSync, readFileSync, readlinkSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { onStep } from "../../src/util/disc.ts";

class Killed extends Error {}

/**
 * Runs something up to a step on the disc, and no further: from there on nothing changes, as in a process that was
 * killed, since whatever would clean up must take a step too. Locks are made out to a process that is not there.
 * @param at counted from 0
 * @param below where locks may have been left
 * @returns false when it ended before that step
 */
export function killedAt(at: number, below: string, run: () => void): boolean {
  let count = 0;
  onStep(() => {
    if (count++ >= at) throw new Killed("no further");
  });
  try {
    run();
    return false;
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
    return true;
  } finally {
    onStep(undefined);
    for (const name of readdirSync(below, { recursive: true, encoding: "utf8" }))
      if (name.endsWith(`-swap.${process.pid}`))
        renameSync(path.join(below, name), path.join(below, name.replace(/\d+$/, "999999999")));
    for (const name of readdirSync(below, { recursive: true, encoding: "utf8" })) {
      const owner = path.join(below, name);
      if (name.endsWith(`.fenetre-${process.pid}.tmp`)) renameSync(owner, owner.replace(/\d+\.tmp$/, "999999999.tmp"));
      if (/-swap(\.\d+)?[/\\](owner|after-\w+)$/.test(name) && existsSync(owner))
        writeFileSync(owner, readFileSync(owner, "utf8").replace(/"pid":\d+/, '"pid":999999999'));
    }
  }
}

/** Everything below a folder with its content, to be compared. */
export function everythingIn(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .map((entry): [string, string] => {
        const full = path.join(entry.parentPath, entry.name);
        const content = entry.isFile()
          ? readFileSync(full, "base64")
          : entry.isSymbolicLink()
            ? `-> ${readlinkSync(full)}`
            : "a folder";
        return [path.relative(folder, full), content];
      })
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
