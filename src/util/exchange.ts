import { spawnSync } from "node:child_process";
import { lstatSync } from "node:fs";
import { step } from "./disc.ts";

/** The number of Linux's renameat2 by Node.js' name of the processor. */
const renameat2: Partial<Record<NodeJS.Architecture, number>> = { x64: 316, arm64: 276, riscv64: 276, s390x: 347 };

/**
 * Exchanges two folders of one file system at once. Linux can (renameat2, RENAME_EXCHANGE), Node.js does not offer it:
 * whichever is there of Perl, Python and a recent mv is asked to.
 * @returns false where nothing of that is there or the file system cannot; then nothing has changed
 */
export function exchange(one: string, other: string): boolean {
  if (process.platform !== "linux") return false;
  const number = renameat2[process.arch];
  const ways: [program: string, args: string[]][] = [
    ...(number === undefined
      ? []
      : [
          ["/usr/bin/perl", ["-e", `exit(syscall(${number}, -100, $ARGV[0], -100, $ARGV[1], 2) == 0 ? 0 : 1)`]] as [
            string,
            string[],
          ],
        ]),
    [
      "/usr/bin/python3",
      [
        "-I",
        "-c",
        "import ctypes,os,sys; sys.exit(ctypes.CDLL(None).renameat2(-100, os.fsencode(sys.argv[1]), -100, os.fsencode(sys.argv[2]), 2) and 1)",
      ],
    ],
    ["/usr/bin/mv", ["--exchange", "--no-copy", "--no-target-directory", "--"]],
  ];
  const inode = (place: string): number => lstatSync(place).ino;
  const before = inode(one);
  step("exchange", other);
  for (const [program, args] of ways) {
    spawnSync(program, [...args, one, other], { stdio: "ignore", env: {}, timeout: 10_000 });
    // Not by its exit code: one that was stopped may have done it.
    if (inode(other) === before) return true;
  }
  return false;
}
