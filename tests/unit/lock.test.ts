import { spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { giveLock, takeLock } from "../../src/util/lock.ts";
import { projectRoot } from "../../src/util/paths.ts";

let root: string;
let work: string;
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), "fenetre-lock-"));
  work = path.join(root, ".out-swap");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** A lock whose owner is gone. */
function leave(owner: object): void {
  mkdirSync(work);
  writeFileSync(path.join(work, "owner"), JSON.stringify(owner));
}

const gone = { pid: 999_999_999, host: os.hostname(), started: "1" };

test("it is there with a name in it, and gone with all that is in it", () => {
  expect(takeLock(work, "x")).toEqual({ takenOver: false });
  expect(readdirSync(work)).toEqual(["owner"]);
  expect(JSON.parse(readFileSync(path.join(work, "owner"), "utf8")).pid).toBe(process.pid);
  writeFileSync(path.join(work, "claim.1"), "");
  giveLock(work);
  expect(readdirSync(root)).toEqual([]);
});

test("one that was left is taken over once, with what is in it", () => {
  leave(gone);
  mkdirSync(path.join(work, "old"));
  expect(takeLock(work, "x")).toEqual({ takenOver: true });
  expect(readdirSync(work)).toContain("old");
  giveLock(work);
  expect(readdirSync(root)).toEqual([]);
});

test("what is no lock is left alone", () => {
  symlinkSync(os.tmpdir(), work);
  expect(() => takeLock(work, "x")).toThrow(/stands where a run keeps what it prepares/);
  expect(existsSync(work)).toBe(true);
});

test("what a killed process made or took apart is removed, another's not", () => {
  for (const [name, owner] of [
    [`${work}.999999999`, gone],
    [`${work}.999999998`, { ...gone, host: "elsewhere" }],
  ] as const) {
    mkdirSync(name);
    writeFileSync(path.join(name, "owner"), JSON.stringify(owner));
  }
  expect(takeLock(work, "x")).toEqual({ takenOver: true });
  giveLock(work);
  expect(readdirSync(root)).toEqual([".out-swap.999999998"]);
});

test("several processes have it one after the other, whoever is killed with it", { timeout: 120_000 }, async () => {
  leave(gone);
  const report = path.join(root, "report");
  const child = path.join(projectRoot, "tests/helpers/lock-child.ts");
  const ended = await Promise.all(
    [7, 11, 13, 17].map(
      (rounds) =>
        new Promise<number | null>((resolve) => {
          const args = ["--import", "tsx", child, work, String(rounds), report];
          spawn(process.execPath, args, { cwd: projectRoot, stdio: "inherit" }).on("close", resolve);
        }),
    ),
  );
  expect(ended).toEqual([0, 0, 0, 0]);
  expect(existsSync(report) ? readFileSync(report, "utf8") : "alone").toBe("alone");
  takeLock(work, "x");
  giveLock(work);
  expect(readdirSync(root)).toEqual([]);
});
