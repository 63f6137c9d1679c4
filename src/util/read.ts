import { closeSync, constants, fstatSync, lstatSync, openSync, readdirSync, readSync, statSync } from "node:fs";
import path from "node:path";
import { relativeToProject } from "./paths.ts";
import { type Place, UserError } from "./user-error.ts";

/*
 * The one boundary through which everything comes in that somebody gave us: themes, pages, pictures, results of other
 * runs, a GLPI's sources. What passes it is a regular file of bounded size; a text is UTF-8. Files of our own
 * (src/, node_modules) and caches are not read through it.
 */

const MiB = 1024 * 1024;

/** What is read, as messages call it, and how many bytes of it are read at most. */
export interface Kind {
  /** With its article: "a theme". */
  what: string;
  /** Bytes. */
  largest: number;
}

/** The kinds of files, each with a multiple of the largest that anyone would write. */
export const kinds = {
  json: { what: "a JSON file", largest: 4 * MiB },
  css: { what: "a style sheet", largest: 2 * MiB },
  html: { what: "a page's markup", largest: 4 * MiB },
  /** As browsers save them, with pictures inside. */
  savedPage: { what: "a saved page", largest: 64 * MiB },
  /** Of an audit or of a comparison of revisions; the latter holds pictures. */
  results: { what: "the results of a run", largest: 256 * MiB },
  picture: { what: "a picture", largest: 64 * MiB },
  source: { what: "a source file", largest: 16 * MiB },
} as const satisfies Record<string, Kind>;

/** What messages say. */
export interface ReadOptions {
  /** What to do when it is not there, one sentence without the final stop. */
  remedy?: string;
  /** Where the file was named, when it was not named on the command line. Default: the file itself. */
  place?: Place;
}

/**
 * The bytes of a regular file.
 * @throws {UserError} when it is not there, no regular file (a folder, a pipe, a device), unreadable or too large
 */
export function readBytes(file: string, kind: Kind, options: ReadOptions = {}): Buffer {
  const fail = failing(file, options);
  let descriptor: number | undefined;
  try {
    // Asked before it is opened: to open a pipe waits for its writer, to open a device may do something.
    mustBeFile(statSync(file), fail);
    descriptor = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    mustBeFile(fstatSync(descriptor), fail);
    return readAll(descriptor, kind, fail);
  } catch (error) {
    return explain(error, file, fail, options);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/**
 * Sees that something is a regular file, for what is read later and by others.
 * @throws {UserError} as `readBytes` does
 */
export function requireFile(file: string, options: ReadOptions = {}): void {
  const fail = failing(file, options);
  try {
    mustBeFile(statSync(file), fail);
  } catch (error) {
    explain(error, file, fail, options);
  }
}

/**
 * A text: UTF-8, with or without a byte order mark; line ends come out as "\n".
 * @throws {UserError} as `readBytes` does, and at the line of the first byte that is not UTF-8
 */
export function readText(file: string, kind: Kind, options: ReadOptions = {}): string {
  return textOf(readBytes(file, kind, options), file);
}

/**
 * Bytes that came out of a file, as text. @param file named in the message
 * @throws {UserError} at the line of the first byte that is not UTF-8
 */
export function textOf(bytes: Uint8Array, file: string): string {
  const text = decoded(bytes);
  const fail = failing(file);
  if (text === undefined) {
    const [first, second] = bytes;
    if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
      return fail("it is UTF-16", "Save it as UTF-8");
    return fail("it is not UTF-8", "Save it as UTF-8", lineOfFault(bytes));
  }
  const zero = text.indexOf("\0");
  if (zero >= 0) return fail("it holds a zero byte, so it is no text", "Name a text file", lineAt(text, zero));
  return text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
}

/**
 * Entries of a folder, sorted by name.
 * @throws {UserError} when it is not there, no folder or not readable
 */
export function readFolder(folder: string, options: ReadOptions = {}): { name: string; isFolder: boolean }[] {
  const fail = failing(folder, options);
  try {
    return (
      readdirSync(folder, { withFileTypes: true })
        // A link counts as what it leads to; one that leads nowhere counts as a file, whose reading then says so.
        .map((entry) => ({
          name: entry.name,
          isFolder:
            entry.isDirectory() ||
            (entry.isSymbolicLink() &&
              statSync(path.join(folder, entry.name), { throwIfNoEntry: false })?.isDirectory() === true),
        }))
        .sort((a, b) => (a.name < b.name ? -1 : 1))
    );
  } catch (error) {
    return explain(error, folder, fail, options);
  }
}

/** Whether it is a regular file, or a link to one. Never throws. */
export function isFile(file: string): boolean {
  return kindOf(file) === "file";
}

/** Whether it is a folder, or a link to one. Never throws. */
export function isFolder(folder: string): boolean {
  return kindOf(folder) === "folder";
}

/** Whether anything has that name, a link that leads nowhere too: it is there to be read, and to be complained of. */
export function isNamed(file: string): boolean {
  try {
    return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
  } catch {
    // ENOTDIR, EACCES, a name that is too long: whatever is asked for is not there for us.
    return false;
  }
}

function kindOf(file: string): "file" | "folder" | "other" | undefined {
  try {
    const found = statSync(file, { throwIfNoEntry: false });
    if (!found) return undefined;
    return found.isFile() ? "file" : found.isDirectory() ? "folder" : "other";
  } catch {
    return undefined;
  }
}

/** Throws a user's error about the thing that is read. */
export type Fail = (problem: string, remedy: string, line?: number) => never;

/** Throws about one file. */
export function failing(file: string, { place }: ReadOptions = {}): Fail {
  return (problem, remedy, line) => {
    throw new UserError(
      place ? `"${relativeToProject(path.resolve(file))}": ${problem}` : problem,
      remedy,
      place ?? { file: relativeToProject(path.resolve(file)), line },
    );
  };
}

function mustBeFile(found: ReturnType<typeof fstatSync>, fail: Fail): void {
  if (found.isFile()) return;
  if (found.isDirectory()) fail("it is a folder", "Name a file");
  const what = found.isFIFO()
    ? "a pipe"
    : found.isSocket()
      ? "a socket"
      : found.isCharacterDevice() || found.isBlockDevice()
        ? "a device"
        : "no regular file";
  fail(`it is ${what}`, "Name a regular file");
}

/** Bounded by what is read, not by what the file system says: a file may grow, and some say that they are empty. */
function readAll(descriptor: number, kind: Kind, fail: Fail): Buffer {
  const chunks: Buffer[] = [];
  let size = 0;
  for (;;) {
    const chunk = Buffer.allocUnsafe(Math.min(kind.largest + 1, 64 * 1024 + fstatSync(descriptor).size - size || 1));
    const read = readSync(descriptor, chunk, 0, chunk.length, null);
    if (read === 0) return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, size);
    size += read;
    if (size > kind.largest) {
      const limit = kind.largest / MiB;
      return fail(`it is larger than ${limit} MiB`, `Name ${kind.what}: none is that large`);
    }
    chunks.push(chunk.subarray(0, read));
  }
}

/** What the file system refused, in words. */
function explain(error: unknown, file: string, fail: Fail, { remedy }: ReadOptions): never {
  if (error instanceof UserError) throw error;
  switch ((error as NodeJS.ErrnoException).code) {
    case "ENOENT":
    case "ENOTDIR":
      if (kindOf(file) !== undefined) return fail("it is no folder", "Name a folder");
      if (isNamed(file)) return fail("it is a link to what is not there", "Correct the link, or remove it");
      return fail("it is not there", remedy ?? "Correct the path");
    case "EACCES":
    case "EPERM":
      return fail("it may not be read", "Give yourself the right to read it");
    case "ELOOP":
      return fail("it is a link that leads to itself", "Correct the link, or remove it");
    case "ENAMETOOLONG":
    case "ERR_INVALID_ARG_VALUE":
      return fail("this cannot be a file's name", remedy ?? "Correct the path");
    case "EISDIR":
      return fail("it is a folder", "Name a file");
    default:
      return fail(`it cannot be read (${(error as Error).message})`, "Try again, or name another file");
  }
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** The line, from 1, of the first byte that is not UTF-8. */
function lineOfFault(bytes: Uint8Array): number {
  let line = 1;
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(10, from);
    const next = end < 0 ? bytes.length : end + 1;
    // A line end is never part of a longer sequence, so each line is right or wrong by itself.
    if (decoded(bytes.subarray(from, next)) === undefined) return line;
    from = next;
    line++;
  }
  return line;
}

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split("\n").length;
