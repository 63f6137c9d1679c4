import { mkdirSync, rmdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { giveLock, takeLock } from "../../src/util/lock.ts";

/*
 * A process that takes a lock again and again, looks each time whether it is alone, and ends while it has it.
 * Arguments: the lock's folder, how often, where to say that it was not alone.
 */

const [work = "", rounds = "1", report = ""] = process.argv.slice(2);
const inside = path.join(path.dirname(work), "inside");
for (let round = 1; ; round++) {
  takeLock(work, "a place");
  try {
    mkdirSync(inside);
  } catch {
    writeFileSync(report, `not alone in round ${round}`);
  }
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
  rmdirSync(inside);
  if (round === Number(rounds)) process.exit(0);
  giveLock(work);
}
