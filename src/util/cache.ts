import { createHash } from "node:crypto";
import { lstatSync, readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { codeOf, makeFolder } from "./disc.ts";
import { projectRoot } from "./paths.ts";
import { UserError } from "./user-error.ts";
import { writeAtomically } from "./write.ts";

/*
 * What a run made and the next one need not make again. It carries a hash of itself, so that one that was damaged, cut
 * short or emptied is none; and whatever keeps us from reading or writing it costs time, never the run.
 */

/** Bytes of SHA-256 before what is kept. */
const hashBytes = 32;

const hashed = (content: Uint8Array): Buffer => createHash("sha256").update(content).digest();

/** @param name below .cache, with forward slashes. @returns what was kept under that name; `undefined` where nothing whole is */
export function readCached(name: string): Buffer | undefined {
  for (const folder of [ownCache(), otherCache(false)]) {
    const content = folder === undefined ? undefined : readSealed(path.join(folder, name));
    if (content) return content;
  }
  return undefined;
}

/** Keeps something for the next run, where there is a place for it. */
export function writeCached(name: string, content: string | Uint8Array): void {
  for (const folder of [ownCache, () => otherCache(true)]) {
    const place = folder();
    if (place !== undefined && writeSealed(path.join(place, name), content)) return;
  }
}

/** What was kept in a file, if it is whole. */
export function readSealed(file: string): Buffer | undefined {
  try {
    // Nothing but a file is opened: a pipe would be waited for.
    if (!lstatSync(file).isFile()) return undefined;
    const bytes = readFileSync(file);
    const content = bytes.subarray(hashBytes);
    return bytes.length > hashBytes && hashed(content).equals(bytes.subarray(0, hashBytes)) ? content : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps something in a file. @returns whether the system let us */
export function writeSealed(file: string, content: string | Uint8Array): boolean {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  return tried(() => writeAtomically(file, Buffer.concat([hashed(bytes), bytes])));
}

/**
 * A file with exactly this content, for what reads files and not bytes.
 * @throws {UserError} where there is no place for it at all
 */
export function cachedFile(name: string, content: Uint8Array): string {
  for (const folder of [ownCache, () => otherCache(true)]) {
    const place = folder();
    if (place === undefined) continue;
    const file = path.join(place, name);
    if (holds(file, content) || (tried(() => writeAtomically(file, content)) && holds(file, content))) return file;
  }
  throw new UserError(
    "there is no place to keep files in: neither .cache nor the system's temporary folder can be written",
    "Make room, or set TMPDIR to a folder that can be written",
  );
}

function holds(file: string, content: Uint8Array): boolean {
  try {
    return lstatSync(file).isFile() && readFileSync(file).equals(content);
  } catch {
    return false;
  }
}

function tried(write: () => void): boolean {
  try {
    write();
    return true;
  } catch (error) {
    if (error instanceof UserError || codeOf(error) !== "") return false;
    throw error;
  }
}

/** The checkout's own; it is made when something is written. */
const ownCache = (): string => path.join(projectRoot, ".cache");

/**
 * For a checkout that cannot be written: a folder of this user's among the temporary files, where anybody may make
 * folders. One that is not ours alone is not touched.
 */
function otherCache(make: boolean): string | undefined {
  if (process.platform === "win32") return undefined;
  const { uid } = os.userInfo();
  const checkout = createHash("sha256").update(projectRoot).digest("hex").slice(0, 12);
  const folder = path.join(os.tmpdir(), `fenetre-cache-${uid}-${checkout}`);
  const stats = lstatSync(folder, { throwIfNoEntry: false });
  if (stats) return stats.isDirectory() && stats.uid === uid && (stats.mode & 0o077) === 0 ? folder : undefined;
  return make && tried(() => makeFolder(folder, { mode: 0o700, uid })) ? otherCache(false) : undefined;
}
