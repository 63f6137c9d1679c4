import { closeSync, openSync, readSync } from "node:fs";
import path from "node:path";
import { checkedFolder, checkInto, type NewFile, writeInto } from "./owned-folder.ts";
import { projectRoot } from "./paths.ts";
import { version } from "./version.ts";

/** Where reports go unless they are told otherwise: reports/, which is nobody's but ours. */
const own = path.join(projectRoot, "reports");

/**
 * A report's folder, checked before the work begins.
 * @param given what followed `--out`; without it reports/<name>
 * @param near folders that must not be lost, a theme's
 * @throws {UserError}
 */
export function reportFolder(name: string, given: string | undefined, near: readonly string[] = []): string {
  const folder = given === undefined ? path.join(own, name) : checkedFolder("--out", given, near);
  checkInto(folder, known);
  return folder;
}

/**
 * Writes a report's files; others of ours that lie there stay.
 * @throws {UserError} when the folder holds what is not ours
 */
export function writeReport(folder: string, files: readonly NewFile[]): void {
  writeInto(folder, files, { what: "report", version, ...known });
}

/** Of versions that wrote no list, and of shards that were brought from other machines, where lists stay behind. */
const forms: [name: RegExp, begins: RegExp, anywhere?: boolean][] = [
  [/^shard-\d+-of-\d+\.json$/, /^\{"format":[12],/, true],
  [/^(results|faults)\.json$/, /^[[{]/],
  [/^index\.html$/, /^<!doctype html>/],
  [/^junit\.xml$/, /^<\?xml /],
  [/^summary\.md$/, /^#/],
];

function isReport(file: string): boolean {
  const name = path.basename(file);
  const isOwn = !path.relative(own, file).startsWith("..");
  return forms.some(
    ([form, begins, anywhere]) => (isOwn || anywhere) && form.test(name) && begins.test(beginning(file)),
  );
}

/** The pictures of the documentation: git keeps every one there was. */
const isPicture = (file: string): boolean =>
  path.dirname(file) === path.join(projectRoot, "docs/screenshots") &&
  /\.webp$|^(README\.md|pages\.json|taken\.json)$/.test(path.basename(file));

const known = { isOlder: isReport, isTracked: isPicture };

function beginning(file: string): string {
  const bytes = Buffer.alloc(200);
  const descriptor = openSync(file, "r");
  try {
    return bytes.toString("utf8", 0, readSync(descriptor, bytes));
  } finally {
    closeSync(descriptor);
  }
}
