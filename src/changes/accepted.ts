import { execFileSync } from "node:child_process";
import path from "node:path";
import { acceptedSchema } from "../schema/files.ts";
import { check } from "../schema/read.ts";
import { isNamed, kinds, readText } from "../util/read.ts";
import { writeAtomically } from "../util/write.ts";
import { type Assembled, fingerprint, open } from "./assemble.ts";

/** A failure that somebody accepts, committed together with the change that causes it. */
export interface Acceptance {
  /** What fails: "button standard/pressed dark", "page glpi-11/ticket light", "bytes css/…", "cost". */
  key: string;
  why: string;
  /** How bad it was when it was accepted; worse is another change. */
  amount: number;
  /** Fingerprint of what causes it; after another edit it must be accepted anew. */
  rules: string;
}

/** The file's place in the tree. */
export const acceptedFile = "tests/changes/accepted.json";

const parse = (text: string): Acceptance[] => check(text, acceptedFile, acceptedSchema).value;

/**
 * The acceptances that the working tree adds to the base's: what the base holds already was a matter of its own change.
 * @throws {UserError} when the file cannot be read
 */
export function ownAcceptances(tree: string, baseCommit: string): Acceptance[] {
  const file = path.join(tree, acceptedFile);
  if (!isNamed(file)) return [];
  const ours = parse(readText(file, kinds.json));
  let theirs: Acceptance[] = [];
  try {
    theirs = parse(
      execFileSync("git", ["show", `${baseCommit}:./${acceptedFile}`], { cwd: tree, encoding: "utf8", stdio: "pipe" }),
    );
  } catch {
    // The base has none.
  }
  const known = new Set(theirs.map((one) => JSON.stringify(one)));
  return ours.filter((one) => !known.has(JSON.stringify(one)));
}

/**
 * Writes all that fails into the file, with the reason; acceptances that still apply keep theirs, others go.
 * @returns how many were added
 */
export function acceptAll(tree: string, assembled: Assembled, still: Acceptance[], why: string): number {
  const added = open(assembled).map(
    ({ key, amount }): Acceptance => ({
      key,
      why,
      amount: Number(amount.toFixed(6)),
      rules: fingerprint(key, assembled.results, assembled.results.changed),
    }),
  );
  const kept = still.filter(({ key }) => !added.some((one) => one.key === key));
  const list = [...kept, ...added].sort((a, b) => (a.key < b.key ? -1 : 1));
  writeAtomically(path.join(tree, acceptedFile), `${JSON.stringify(list, null, 2)}\n`);
  return added.length;
}
