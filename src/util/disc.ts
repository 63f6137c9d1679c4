import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  lchownSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmdirSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeSync,
} from "node:fs";
import path from "node:path";
import { UserError } from "./user-error.ts";

/*
 * Every change that we make to the file system, one step at a time. Before each step a hook may be called: tests count
 * the steps and end the process at each of them, so that what is promised of a kill is seen and not believed.
 */

/** Called before a step. @param file what is changed by it */
export type StepHook = (operation: string, file: string) => void;

let hook: StepHook | undefined;

/** Sets what is called before each step, or nothing. For tests. */
export function onStep(before: StepHook | undefined): void {
  hook = before;
}

/** To be called before what changes the disc. */
export const step = (operation: string, file: string): void => hook?.(operation, file);

/** Owner and permissions of something to be made. */
export interface Look {
  /** Of files: permission bits. Kept whatever the umask is. */
  mode?: number;
  /** Where they are to differ from the process's own; tried, and left where the system forbids it. */
  uid?: number;
  gid?: number;
}

/**
 * How something is to look at a place: as what stands there; where nothing does, the system's administrator makes it
 * the owner's of the folder above, and everybody else as the system does.
 */
export function lookAt(place: string): Look {
  if (process.platform === "win32") return {};
  const here = lstatSync(place, { throwIfNoEntry: false });
  if (here && !here.isSymbolicLink()) return { mode: here.mode & 0o7777, uid: here.uid, gid: here.gid };
  if (process.getuid?.() !== 0) return {};
  const above = path.dirname(path.resolve(place));
  if (above === place) return {};
  const { uid, gid } = lookAt(above);
  return { ...(uid === undefined ? {} : { uid }), ...(gid === undefined ? {} : { gid }) };
}

/** Bytes written by one step. */
const chunk = 1 << 16;

/**
 * Writes a new file.
 * @param durable whether it must be on the disc before anything follows, should the machine lose its power
 * @throws when there is one already, or with the system's code
 */
export function writeNew(file: string, content: string | Uint8Array, look: Look = {}, durable = false): void {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  step("create", file);
  const descriptor = openSync(file, "wx", 0o666);
  try {
    for (let offset = 0; offset < bytes.length; ) {
      step("write", file);
      offset += writeSync(descriptor, bytes, offset, Math.min(chunk, bytes.length - offset));
    }
    wear(descriptor, look);
    if (durable) fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function wear(descriptor: number, { mode, uid, gid }: Look): void {
  if (process.platform === "win32") return;
  // The owner first: a change of owner takes bits away.
  if (uid !== undefined || gid !== undefined)
    allowed(() => fchownSync(descriptor, uid ?? process.getuid?.() ?? 0, gid ?? process.getgid?.() ?? 0));
  if (mode !== undefined) fchmodSync(descriptor, mode);
}

/** Gives a folder or link its owner, a folder its permissions. */
export function dress(place: string, { mode, uid, gid }: Look): void {
  if (process.platform === "win32") return;
  const stats = lstatSync(place);
  if ((uid !== undefined && uid !== stats.uid) || (gid !== undefined && gid !== stats.gid)) {
    step("chown", place);
    allowed(() => lchownSync(place, uid ?? stats.uid, gid ?? stats.gid));
  }
  if (mode !== undefined && !stats.isSymbolicLink() && (lstatSync(place).mode & 0o7777) !== mode) {
    step("chmod", place);
    chmodSync(place, mode);
  }
}

/** What only the system's administrator may do is left where we are not. */
function allowed(change: () => void): void {
  try {
    change();
  } catch (error) {
    if (codeOf(error) !== "EPERM") throw error;
  }
}

/** Makes one folder. */
export function makeFolder(folder: string, look: Look = {}): void {
  step("mkdir", folder);
  mkdirSync(folder);
  dress(folder, look);
}

/** Makes a folder and those above it that lack. */
export function makeFolders(folder: string, look: Look = lookAt(folder)): void {
  if (existsSync(folder)) return;
  makeFolders(path.dirname(folder), look);
  try {
    makeFolder(folder, look);
  } catch (error) {
    // Another run was quicker.
    if (codeOf(error) !== "EEXIST") throw error;
  }
}

/** Makes a symbolic link to a folder; where Windows allows none, a junction. */
export function makeFolderLink(to: string, link: string): void {
  step("symlink", link);
  symlinkSync(to, link, "junction");
}

export function rename(from: string, to: string): void {
  step("rename", to);
  renameSync(from, to);
}

export function removeFile(file: string): void {
  step("unlink", file);
  unlinkSync(file);
}

export function removeEmptyFolder(folder: string): void {
  step("rmdir", folder);
  rmdirSync(folder);
}

/**
 * Removes a file, a link or a folder with all that is in it; nothing where there is nothing. Links are not followed, and
 * a folder that its owner has closed to themselves is opened.
 */
export function removeTree(place: string): void {
  const stats = lstatSync(place, { throwIfNoEntry: false });
  if (!stats) return;
  if (stats.isDirectory()) {
    const isClosed = process.platform !== "win32" && (stats.mode & 0o700) !== 0o700;
    if (isClosed && stats.uid === process.geteuid?.()) dress(place, { mode: (stats.mode & 0o7777) | 0o700 });
    for (const name of readdirSync(place)) removeTree(path.join(place, name));
    removeEmptyFolder(place);
  } else removeFile(place);
}

/**
 * The same file under a second name, or a copy where the file system knows no second names. Owner, permissions and time
 * are the first one's; a link stays a link.
 */
export function alsoAs(from: string, to: string): void {
  const stats = lstatSync(from);
  if (stats.isSymbolicLink()) {
    copyFile(from, to);
    return;
  }
  try {
    step("link", to);
    linkSync(from, to);
  } catch (error) {
    if (codeOf(error) === "EEXIST") throw error;
    copyFile(from, to);
  }
}

/** A copy with its owner, permissions and time; a link stays a link. */
export function copyFile(from: string, to: string): void {
  const stats = lstatSync(from);
  const { uid, gid } = stats;
  step("copy", to);
  if (stats.isSymbolicLink()) {
    symlinkSync(readlinkSync(from), to);
    dress(to, { uid, gid });
  } else if (stats.isFile()) {
    copyFileSync(from, to, constants.COPYFILE_EXCL);
    dress(to, { mode: stats.mode & 0o7777, uid, gid });
    utimesSync(to, stats.atime, stats.mtime);
  } else throw new UserError(`${from} is no file that could be copied`, "Move it away first");
}

/** A copy of a folder with all that is in it, or of a file. */
export function copyTree(from: string, to: string): void {
  const stats = lstatSync(from);
  const { mode, uid, gid } = stats;
  if (stats.isDirectory()) {
    makeFolder(to, { uid, gid });
    for (const name of readdirSync(from)) copyTree(path.join(from, name), path.join(to, name));
    dress(to, { mode: mode & 0o7777 });
  } else copyFile(from, to);
}

/** File systems that are mounted on a folder or below it, where the system tells. @param folder without links */
export function mountsIn(folder: string): string[] {
  if (process.platform !== "linux") return [];
  let table: string;
  try {
    table = readFileSync("/proc/self/mountinfo", "utf8");
  } catch {
    return [];
  }
  // The fifth field; blanks and backslashes in it are written in octal.
  const places = table
    .split("\n")
    .map((line) =>
      line.split(" ")[4]?.replace(/\\([0-7]{3})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 8))),
    );
  return places.filter(
    (mounted) => mounted !== undefined && (mounted === folder || mounted.startsWith(`${folder}${path.sep}`)),
  ) as string[];
}

/** The system's name of an error: "ENOENT" ...; empty for others. */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

/** What a system's code means to somebody who wanted to write, and what to do. */
const refusals: Record<string, [problem: string, remedy: string]> = {
  EACCES: ["permission denied", "Allow yourself to write there, or name another place"],
  EPERM: ["permission denied", "Allow yourself to write there, or name another place"],
  EROFS: ["the file system is read-only", "Name another place, or mount it for writing"],
  ENOSPC: ["the disc is full", "Make room, or name another place"],
  EDQUOT: ["the quota is used up", "Make room, or name another place"],
  EFBIG: ["the file system takes no file of that size", "Name another place"],
  ENOTDIR: ["a file stands where a folder is needed", "Move it away, or name another place"],
  EISDIR: ["a folder stands in its place", "Move it away, or name another place"],
  EEXIST: ["something stands in its place", "Move it away, or name another place"],
  ENOTEMPTY: ["something stands in its place", "Move it away, or name another place"],
  ENOENT: ["a folder on the way to it is not there", "Make it, or name another place"],
  ENAMETOOLONG: ["its name is too long", "Name another place"],
  ELOOP: ["its symbolic links lead in a circle", "Name another place"],
  EINVAL: ["the system does not take that name", "Name another place"],
  EBUSY: ["it is in use", "Close what uses it, and try again"],
  EXDEV: ["it cannot be moved within its file system", "Name another place"],
  EMFILE: ["too many files are open", "Close some programs, and try again"],
  EIO: ["the disc reports an error", "Check the disc"],
};

/**
 * Does what writes, and says what the system refuses as one line.
 * @param place what is written, as the user knows it
 * @throws {UserError} for what the system refuses; anything else as it is
 */
export function writing<T>(place: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    throw refusalOf(error, place) ?? error;
  }
}

/**
 * What the system refuses, as one line; `undefined` for any other error.
 * @param place what was written, as the user knows it; default: the file that the system names
 */
export function refusalOf(error: unknown, place?: string): UserError | undefined {
  const refusal = refusals[codeOf(error)];
  if (!refusal) return undefined;
  const { path: at } = error as NodeJS.ErrnoException;
  const what = place ?? at ?? "a file";
  const where = at === undefined || at === what ? "" : ` (${at})`;
  return new UserError(`${what} cannot be written: ${refusal[0]}${where}`, refusal[1]);
}
