import { createHash } from "node:crypto";
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync, realpathSync, statSync } from "node:fs";
import path from "node:path";
import {
  alsoAs,
  copyTree,
  type Look,
  lookAt,
  makeFolder,
  makeFolders,
  mountsIn,
  removeEmptyFolder,
  removeTree,
  rename,
  writeNew,
  writing,
} from "./disc.ts";
import { exchange } from "./exchange.ts";
import { giveLock, isLockFile, takeLock } from "./lock.ts";
import { projectRoot } from "./paths.ts";
import { UserError } from "./user-error.ts";
import { sweep, writeAtomically } from "./write.ts";

/*
 * Folders that we fill. In each lies a list of what we wrote with its hashes: what is not on it, or has changed since,
 * is somebody else's and is never replaced. At every moment the old folder or the new one stands in its place, whole,
 * and what a killed run left beside it the next one removes.
 */

/** The list of what we wrote; it lies in the folder itself. */
export const manifestName = ".fenetre-manifest.json";

export interface Manifest {
  /** "fenetre 0.1.0" */
  madeBy: string;
  /** What the folder is: "build", "plugin", "report". */
  what: string;
  /** SHA-256 by path, with forward slashes. */
  files: Record<string, string>;
  /** Files that are being replaced, with the hash that they will have: such a run may have been killed. */
  writing?: Record<string, string>;
}

/** A file to be written: its path below the folder, with forward slashes. */
export interface NewFile {
  path: string;
  content: string | Uint8Array;
}

/** How a folder stands to us. */
export type Standing =
  | { kind: "absent" | "empty" }
  | { kind: "link"; to: string }
  | { kind: "file" }
  /** Nothing says that it is ours. @param sample some of what is in it */
  | { kind: "foreign"; sample: string[] }
  /** Paths: changed since we wrote them, of somebody else, gone. */
  | { kind: "ours"; manifest: Manifest; changed: string[]; added: string[]; gone: string[] };

export const sha256 = (content: string | Uint8Array): string => createHash("sha256").update(content).digest("hex");

/** The list for files of ours. */
export function manifestOf(files: readonly NewFile[], what: string, version: string): string {
  const hashes = Object.fromEntries(
    files.map((file) => [file.path, sha256(file.content)] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  return `${JSON.stringify({ madeBy: `fenetre ${version}`, what, files: hashes } satisfies Manifest, null, 1)}\n`;
}

/** What systems put into folders that somebody looks at: nobody's work. */
const droppings = new Set([".DS_Store", "Thumbs.db", "desktop.ini"]);

/** Looks at a folder; nothing is changed. */
export function standingOf(folder: string): Standing {
  const stats = lstatSync(folder, { throwIfNoEntry: false });
  if (!stats) return { kind: "absent" };
  if (stats.isSymbolicLink()) return { kind: "link", to: readlinkSync(folder) };
  if (!stats.isDirectory()) return { kind: "file" };
  const names = readdirSync(folder).filter((name) => !droppings.has(name));
  if (names.length === 0) return { kind: "empty" };
  const manifest = readManifest(folder);
  if (!manifest) return { kind: "foreign", sample: names.sort().slice(0, 3) };
  const hashes = new Map(Object.entries(manifest.files));
  for (const name of Object.keys(manifest.writing ?? {})) if (!hashes.has(name)) hashes.set(name, "");
  const ownFolders = new Set([...hashes.keys()].flatMap(foldersOf));
  const standing = { changed: [] as string[], added: [] as string[] };
  for (const { path: name, isFile, isFolder } of entriesOf(folder)) {
    if (name === manifestName || droppings.has(path.posix.basename(name))) continue;
    const known = hashes.get(name);
    if (known === undefined) {
      if (!(isFolder && ownFolders.has(name))) standing.added.push(name);
      continue;
    }
    hashes.delete(name);
    const hash = isFile ? sha256(readFileSync(path.join(folder, name))) : "";
    if (!isFile || (hash !== known && hash !== manifest.writing?.[name])) standing.changed.push(name);
  }
  const gone = [...hashes].filter(([, hash]) => hash !== "").map(([name]) => name);
  return { kind: "ours", manifest, ...standing, gone };
}

/** The folders above a path: of "a/b/c" "a" and "a/b". */
function foldersOf(name: string): string[] {
  const parts = name.split("/").slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}

interface Entry {
  path: string;
  isFile: boolean;
  isFolder: boolean;
}

/** Everything below a folder, folders before what is in them; links are not followed. */
function entriesOf(folder: string, below = ""): Entry[] {
  return readdirSync(path.join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    const name = below === "" ? entry.name : `${below}/${entry.name}`;
    const own = { path: name, isFile: entry.isFile(), isFolder: entry.isDirectory() };
    return own.isFolder ? [own, ...entriesOf(folder, name)] : [own];
  });
}

/** Whether a path of a list names something in the folder: a list that leads out of it is none of ours. */
const liesBelow = (name: string): boolean =>
  !name.includes("\\") && name.split("/").every((part) => part !== "" && part !== "." && part !== "..");

function readManifest(folder: string): Manifest | undefined {
  const file = path.join(folder, manifestName);
  if (!lstatSync(file, { throwIfNoEntry: false })?.isFile()) return undefined;
  try {
    const manifest = JSON.parse(readFileSync(file, "utf8")) as Manifest;
    const isList = (list: unknown): boolean =>
      typeof list === "object" &&
      list !== null &&
      Object.entries(list).every(([name, hash]) => typeof hash === "string" && liesBelow(name));
    const isOurs = typeof manifest.madeBy === "string" && manifest.madeBy.startsWith("fenetre ");
    return isOurs && isList(manifest.files) && isList(manifest.writing ?? {}) ? manifest : undefined;
  } catch {
    // Nobody's list, so the folder is not known to be ours.
    return undefined;
  }
}

/**
 * A folder that a user names for us to write into, checked before anything is done.
 * @param option as it was typed: "--out"
 * @param near folders that must not be lost with it, besides the project and the one we work in: a theme's
 * @returns absolute
 * @throws {UserError}
 */
export function checkedFolder(option: string, given: string, near: readonly string[] = []): string {
  const folder = checkedName(option, given);
  const standing = writing(folder, () => lstatSync(folder, { throwIfNoEntry: false }));
  const named = `${option} ${given}`;
  if (standing?.isSymbolicLink()) throw aLink(folder);
  if (standing && !standing.isDirectory())
    throw new UserError(`${named} is no folder`, "Name a folder, or one that is yet to be made");
  for (const [kept, what] of [
    [projectRoot, "the project"],
    [process.cwd(), "the folder you are in"],
    ...near.map((theme) => [theme, "the theme"] as const),
  ] as const) {
    if (isAbove(folder, kept))
      throw new UserError(`${named} holds ${what}`, `Name a folder of its own, as ${option} out`);
  }
  // What is built would be a part of what the next build reads.
  for (const theme of near)
    if (isAbove(theme, folder) && isRoom(path.relative(realOf(theme), realOf(folder)).split(path.sep)))
      throw new UserError(
        `${named} lies within a folder that the theme is read from`,
        `Name another, as ${option} out`,
      );
  if (existsSync(path.join(folder, ".git")))
    throw new UserError(`${named} is a git repository`, `Name a folder of its own, as ${option} out`);
  return folder;
}

/** Whether a path below a theme is, or lies in, a folder that a build reads; `dist` beside them is none. */
const isRoom = (below: string[]): boolean =>
  below.length > 1 || /^(tokens|controls|shell|portals|icons|editor|elements|simplify)$/.test(below[0] as string);

/**
 * A file that a user names for us to write, checked before anything is done.
 * @throws {UserError} where a folder or a link stands, or where the name is none
 */
export function checkedFile(option: string, given: string): string {
  const file = checkedName(option, given);
  const standing = writing(file, () => lstatSync(file, { throwIfNoEntry: false }));
  if (standing?.isSymbolicLink()) throw aLink(file);
  if (standing?.isDirectory() || /[/\\]$/.test(given))
    throw new UserError(`"${given}" is a folder`, `Name a file with ${option}`);
  if (standing && !standing.isFile())
    throw new UserError(`"${given}" is no regular file`, `Name a file with ${option}`);
  return file;
}

function checkedName(option: string, given: string): string {
  if (given.trim() === "")
    throw new UserError(
      `${option} is empty`,
      `Give it a name, or leave ${option} out (is a variable of a script not set?)`,
    );
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(given))
    throw new UserError(`${option} holds a control character`, "Name it without");
  const place = path.resolve(given);
  if (place.split(path.sep).includes(".git"))
    throw new UserError(`${option} ${given} lies within a git repository's own folder`, "Name another");
  return place;
}

const aLink = (place: string): UserError =>
  new UserError(`${place} is a symbolic link to ${readlinkSync(place)}`, "Name what it leads to, or remove the link");

/** Whether a folder is another one or holds it, by what they are and not by how they are written. */
function isAbove(folder: string, kept: string): boolean {
  const [outer, inner] = [realOf(folder), realOf(kept)];
  const relative = path.relative(outer, inner);
  if (relative === "" || !(relative.startsWith("..") || path.isAbsolute(relative))) return true;
  const own = statSync(folder, { throwIfNoEntry: false });
  if (!own) return false;
  for (let place = inner; ; place = path.dirname(place)) {
    const other = statSync(place, { throwIfNoEntry: false });
    if (other && other.ino === own.ino && other.dev === own.dev && own.ino !== 0) return true;
    if (place === path.dirname(place)) return false;
  }
}

/** With its links followed, as far as it exists. */
function realOf(place: string): string {
  const resolved = path.resolve(place);
  if (existsSync(resolved)) return realpathSync(resolved);
  const above = path.dirname(resolved);
  return above === resolved ? resolved : path.join(realOf(above), path.basename(resolved));
}

export interface FolderOptions {
  /** "build", "plugin", "report" */
  what: string;
  version: string;
}

export interface ReplaceOptions extends FolderOptions {
  /** What others put into it: refused, or kept in the new one. Default refused. */
  added?: "refuse" | "keep";
  /** Recognises what earlier versions made, which wrote no list. */
  isOlder?: (folder: string) => boolean;
  /** Replace what has changed or is not ours. What is in it has been copied elsewhere. */
  force?: boolean;
  /** Owner and permissions of the folder and of files; default as the place is. */
  look?: { folder: Look; file: Look };
  /** Whether all must be on the disc before the old is gone. */
  durable?: boolean;
}

/** What became of it: nothing was to be done, or something was taken over from a version without a list. */
export interface Replaced {
  was: "absent" | "older" | "ours" | "same" | "forced";
  /** Paths of others' that were kept. */
  kept: string[];
  /** What was not on our list any more, and is again. */
  restored: string[];
}

/**
 * Replaces a folder: filled beside it first, then put in its place at once, so that whoever reads it finds the old files
 * or the new ones, and never a part.
 * @throws {UserError} when it holds anything but what we made, and nothing is changed
 */
export function replaceFolder(folder: string, files: readonly NewFile[], options: ReplaceOptions): Replaced {
  return writing(folder, () => inTurn(folder, options.isOlder, (work) => replaceIn(work, folder, files, options)));
}

function replaceIn(work: string, folder: string, files: readonly NewFile[], options: ReplaceOptions): Replaced {
  const standing = standingOf(folder);
  const { was, keep } = replaceable(folder, standing, files, options);
  const list = manifestOf(files, options.what, options.version);
  if (standing.kind === "ours" && was !== "forced" && isSame(standing, list))
    return { was: "same", kept: keep, restored: [] };
  const fresh = path.join(work, "new");
  const look = options.look ?? { folder: lookAt(folder), file: ownerOnly(lookAt(folder)) };
  makeFolder(fresh, look.folder);
  for (const file of [...files, { path: manifestName, content: list }]) {
    const place = path.join(fresh, file.path);
    makeFolders(path.dirname(place), look.folder);
    const mode = options.look ? {} : modeAt(path.join(folder, file.path));
    writeNew(place, file.content, { ...look.file, ...mode }, options.durable);
  }
  carry(folder, fresh, keep);
  put(fresh, folder, work);
  const restored = standing.kind === "ours" ? standing.gone : [];
  return { was, kept: keep, restored };
}

const ownerOnly = ({ uid, gid }: Look): Look => ({
  ...(uid === undefined ? {} : { uid }),
  ...(gid === undefined ? {} : { gid }),
});

/** A file that is replaced keeps its permissions. */
function modeAt(file: string): Look {
  const stats = process.platform === "win32" ? undefined : lstatSync(file, { throwIfNoEntry: false });
  return stats?.isFile() ? { mode: stats.mode & 0o777 } : {};
}

const isSame = ({ manifest, changed, gone }: Standing & { kind: "ours" }, list: string): boolean =>
  changed.length === 0 && gone.length === 0 && `${JSON.stringify(manifest, null, 1)}\n` === list;

/** Whether a folder may be replaced, and what of it goes into the new one. */
function replaceable(
  folder: string,
  standing: Standing,
  files: readonly NewFile[],
  { isOlder, force, added = "refuse" }: ReplaceOptions,
): { was: Replaced["was"]; keep: string[] } {
  switch (standing.kind) {
    case "absent":
    case "empty":
      return { was: "absent", keep: [] };
    case "link":
      throw aLink(folder);
    case "file":
      throw new UserError(`${folder} is no folder`, "Move it away, or name another");
    case "foreign": {
      if (existsSync(path.join(folder, ".git"))) throw aRepository(folder);
      if (isOlder?.(folder)) return { was: "older", keep: [] };
      if (force) return { was: "forced", keep: [] };
      const theirs = entriesOf(folder);
      // Where only what is not there is added, nothing is lost: what is left of a folder that we once had.
      if (added === "keep" && files.length > 0 && inTheWay(theirs, files).length === 0)
        return { was: "absent", keep: theirs.map((entry) => entry.path) };
      throw new UserError(
        `${folder} holds what fenetre did not make: ${listed(standing.sample)}`,
        "Name an empty folder or one that is yet to be made, or move these away",
      );
    }
    case "ours": {
      if (standing.added.includes(".git")) throw aRepository(folder);
      if (standing.changed.length > 0 && !force) {
        throw new UserError(
          `${folder} has been changed since fenetre wrote it: ${listed(standing.changed)}`,
          "Move what you need away, then remove the folder",
        );
      }
      if (standing.added.length > 0 && added === "refuse") {
        throw new UserError(
          `${folder} holds what fenetre did not make: ${listed(standing.added)}`,
          "Move it away, or name another folder",
        );
      }
      const theirs = entriesOf(folder).filter((entry) => standing.added.includes(entry.path));
      const lost = inTheWay(theirs, files);
      if (lost.length > 0 && !force)
        throw new UserError(`${listed(lost)} in ${folder} stands where fenetre would write`, "Move it away first");
      const keep = standing.added.filter((name) => !lost.some((way) => way === name || name.startsWith(`${way}/`)));
      return { was: standing.changed.length + lost.length > 0 ? "forced" : "ours", keep };
    }
  }
}

const aRepository = (folder: string): UserError =>
  new UserError(`${folder} is a git repository`, "Move it away, or name another folder");

/** Those of others' entries in whose place we would write. */
function inTheWay(theirs: readonly Entry[], files: readonly NewFile[]): string[] {
  const own = [...files.map((file) => file.path), manifestName];
  return theirs
    .filter(({ path: name, isFolder }) =>
      own.some((file) => file === name || (!isFolder && file.startsWith(`${name}/`))),
    )
    .map((entry) => entry.path);
}

export const listed = (names: readonly string[]): string =>
  names.length <= 3 ? names.join(", ") : `${names.slice(0, 3).join(", ")} and ${names.length - 3} more`;

/** What others put into the old folder, into the new one: the same files under their second names. */
function carry(from: string, to: string, names: readonly string[]): void {
  const folderLike = (name: string): void => {
    const place = path.join(to, name);
    if (name === "." || existsSync(place)) return;
    folderLike(path.posix.dirname(name));
    const { mode, uid, gid } = lstatSync(path.join(from, name));
    makeFolder(place, { mode: mode & 0o7777, uid, gid });
  };
  for (const name of names) {
    const old = path.join(from, name);
    if (lstatSync(old).isDirectory()) folderLike(name);
    else {
      folderLike(path.posix.dirname(name));
      alsoAs(old, path.join(to, name));
    }
  }
}

/**
 * Puts what was prepared into its place. Where the system can exchange two folders there is no moment without one;
 * elsewhere the old one is moved aside first, and back should the new one not take its place.
 */
function put(fresh: string, folder: string, work: string): void {
  if (!lstatSync(folder, { throwIfNoEntry: false })) rename(fresh, folder);
  else if (readdirSync(folder).length === 0) ontoEmpty(fresh, folder);
  else if (!exchange(fresh, folder)) {
    const aside = path.join(work, "old");
    rename(folder, aside);
    try {
      rename(fresh, folder);
    } catch (error) {
      rename(aside, folder);
      throw error;
    }
  }
}

function ontoEmpty(fresh: string, folder: string): void {
  try {
    rename(fresh, folder);
  } catch {
    // Windows renames onto no folder, be it empty.
    removeEmptyFolder(folder);
    rename(fresh, folder);
  }
}

export interface RemoveOptions {
  force?: boolean;
  /** Owner and permissions of what stays; default as it is. */
  isOlder?: (folder: string) => boolean;
}

/**
 * Removes what we put into a folder, all at once; what others put there stays.
 * @returns paths that stay; `undefined` when nothing was there (but for what a killed run may have left: "cleaned")
 * @throws {UserError} when it is not ours, or has been changed
 */
export function removeFolder(
  folder: string,
  { force = false, isOlder }: RemoveOptions = {},
): { kept: string[]; was: "absent" | "cleaned" | "removed" } {
  return writing(folder, () =>
    inTurn(folder, isOlder, (work, cleaned) => {
      const standing = standingOf(folder);
      if (standing.kind === "absent" || standing.kind === "empty")
        return { kept: [], was: cleaned ? ("cleaned" as const) : ("absent" as const) };
      // Of a removal that was killed: what stays is others'.
      if (cleaned && standing.kind === "foreign" && !isOlder?.(folder)) return { kept: [], was: "cleaned" as const };
      const { keep } = replaceable(folder, standing, [], {
        what: "",
        version: "",
        added: "keep",
        force,
        ...(isOlder ? { isOlder } : {}),
      });
      if (keep.length > 0) {
        const rest = path.join(work, "new");
        makeFolder(rest, lookAt(folder));
        carry(folder, rest, keep);
        put(rest, folder, work);
      } else {
        // At one moment all of it is there, at the next nothing.
        rename(folder, path.join(work, "gone"));
      }
      return { kept: keep, was: "removed" as const };
    }),
  );
}

/** Whether a killed run left something beside a folder. */
export function hasLeavings(folder: string): boolean {
  const parent = path.dirname(path.resolve(folder));
  const prefix = `.${path.basename(folder)}-`;
  return existsSync(parent) && readdirSync(parent).some((name) => name.startsWith(prefix));
}

/** Removes what a killed run left beside a folder that is not to be written. */
export function cleanUp(folder: string): { kept: string[]; was: "absent" | "cleaned" } {
  if (!hasLeavings(folder)) return { kept: [], was: "absent" };
  return writing(folder, () =>
    inTurn(folder, undefined, (_, cleaned) => ({
      kept: [],
      was: cleaned ? ("cleaned" as const) : ("absent" as const),
    })),
  );
}

export interface IntoOptions {
  /** Recognises a file of an earlier version, which wrote no list. */
  isOlder?: (file: string) => boolean;
  /** Recognises a file that may be written over whatever is in it, since version control keeps it. */
  isTracked?: (file: string) => boolean;
}

/** Whether we may write into a folder, asked before the work begins. @throws {UserError} */
export function checkInto(folder: string, options: IntoOptions): void {
  knownIn(folder, standingOf(folder), [], options);
}

/**
 * Writes files into a folder that others of ours lie in too, as reports of several runs do. Each file is replaced at
 * once; those not named stay.
 * @throws {UserError} when the folder holds anything that we did not make, or one of the files has been changed
 */
export function writeInto(folder: string, files: readonly NewFile[], options: FolderOptions & IntoOptions): void {
  writing(folder, () =>
    inTurn(folder, undefined, () => {
      const standing = standingOf(folder);
      const known = knownIn(folder, standing, files, options);
      const hashes = Object.fromEntries(files.map((file) => [file.path, sha256(file.content)]));
      const write = (manifest: Omit<Manifest, "madeBy" | "what">): void =>
        writeAtomically(
          path.join(folder, manifestName),
          `${JSON.stringify({ madeBy: `fenetre ${options.version}`, what: options.what, ...manifest } satisfies Manifest, null, 1)}\n`,
        );
      makeFolders(folder);
      write({ files: known, writing: hashes });
      for (const file of files) {
        const place = path.join(folder, file.path);
        makeFolders(path.dirname(place));
        writeAtomically(place, file.content);
      }
      write({ files: { ...known, ...hashes } });
    }),
  );
}

/** Hashes of what is ours in a folder that is to be written into. */
function knownIn(
  folder: string,
  standing: Standing,
  files: readonly NewFile[],
  { isOlder = () => false, isTracked = () => false }: IntoOptions,
): Record<string, string> {
  switch (standing.kind) {
    case "absent":
    case "empty":
      return {};
    case "link":
      throw aLink(folder);
    case "file":
      throw new UserError(`${folder} is no folder`, "Move it away, or name another");
    case "foreign": {
      const entries = entriesOf(folder).filter(({ isFolder }) => !isFolder);
      const isKnown = (file: string): boolean => isOlder(file) || isTracked(file);
      if (entries.every((entry) => entry.isFile && isKnown(path.join(folder, entry.path)))) return {};
      throw new UserError(
        `${folder} holds what fenetre did not make: ${listed(standing.sample)}`,
        "Name an empty folder or one that is yet to be made, or move these away",
      );
    }
    case "ours": {
      const { manifest, changed, added } = standing;
      const isRealFolder = (name: string): boolean =>
        lstatSync(path.join(folder, name), { throwIfNoEntry: false })?.isDirectory() === true;
      const lost = files.filter(({ path: name }) => {
        const file = path.join(folder, name);
        if (changed.includes(name)) return !isTracked(file);
        // A link or a file where a folder is needed.
        if (foldersOf(name).some((above) => changed.includes(above) || (added.includes(above) && !isRealFolder(above))))
          return true;
        return added.includes(name) && !isOlder(file) && !isTracked(file);
      });
      if (lost.length > 0) {
        throw new UserError(
          `${listed(lost.map((file) => path.join(folder, file.path)))} is not as fenetre wrote it`,
          "Move it away, or name another folder",
        );
      }
      // Of a run that was killed amid: what had been written counts.
      const { writing: begun = {} } = manifest;
      const written = Object.fromEntries(
        Object.entries(begun).filter(([name, hash]) => hashAt(path.join(folder, name)) === hash),
      );
      return { ...manifest.files, ...written };
    }
  }
}

/**
 * Writes files that a user named. One that is there already is somebody's work, unless it holds the same.
 * @param files their paths as they are
 * @param force write it nevertheless, and keep what it held beside it
 * @returns where that is kept
 * @throws {UserError} and nothing is written
 */
export function writeFiles(files: readonly NewFile[], force: boolean): string[] {
  const others = files.filter(({ path: file, content }) => {
    if (!lstatSync(checkedFile("--out", file), { throwIfNoEntry: false })) return false;
    return hashAt(file) !== sha256(content);
  });
  if (others.length > 0 && !force) {
    throw new UserError(
      `${listed(others.map(({ path: file }) => file))} is there already`,
      "Name another file with --out, or keep it beside the new one with --force",
    );
  }
  const kept = others.map(({ path: file }) => {
    let number = 1;
    while (lstatSync(`${file}.old-${number}`, { throwIfNoEntry: false })) number++;
    const copy = `${file}.old-${number}`;
    writeAtomically(copy, readFileSync(file));
    return copy;
  });
  for (const { path: file, content } of files) writeAtomically(file, content);
  return kept;
}

const hashAt = (file: string): string | undefined =>
  lstatSync(file, { throwIfNoEntry: false })?.isFile() ? sha256(readFileSync(file)) : undefined;

/** A copy of a folder under another name, whole or not at all. @throws when there is one of that name */
export function keepCopy(folder: string, copy: string, look: Look): void {
  const parent = path.dirname(copy);
  makeFolders(parent, look);
  // Of a run that was killed amid: what it was copying is still where it was.
  for (const name of readdirSync(parent))
    if (/^fenetre-.*-\d{14}(-\d+)?\.partial$/.test(name)) removeTree(path.join(parent, name));
  const partial = path.join(parent, `${path.basename(copy)}.partial`);
  copyTree(folder, partial);
  rename(partial, copy);
}

/**
 * What another file system holds is not moved or removed with the folder that it is mounted on.
 * @throws {UserError}
 */
function mustHoldNoMount(place: string): void {
  const mounted = mountsIn(place)[0];
  if (mounted === undefined) return;
  throw new UserError(
    `a file system is mounted on ${mounted}`,
    mounted === place ? "Name a folder below it" : "Unmount it, or name another folder",
  );
}

/**
 * Does what writes a folder while no other run does, after what killed ones left has been put right. Hidden, and with
 * no file but the owner's name directly in it: GLPI takes such a folder beside its plugins for none.
 * @param write is given the folder in which it may prepare, and whether something of a killed run was put right
 */
function inTurn<T>(
  folder: string,
  isOlder: ((folder: string) => boolean) | undefined,
  write: (work: string, cleaned: boolean) => T,
): T {
  const parent = realOf(path.dirname(path.resolve(folder)));
  const place = path.join(parent, path.basename(path.resolve(folder)));
  const work = path.join(parent, `.${path.basename(place)}-swap`);
  mustHoldNoMount(place);
  const { takenOver } = takeLock(work, place);
  const tidy = (): void => {
    for (const name of readdirSync(work)) if (!isLockFile(name)) removeTree(path.join(work, name));
  };
  try {
    let cleaned = takenOver;
    if (takenOver) {
      // Killed between two renames: the old folder goes back into its place.
      const aside = path.join(work, "old");
      if (existsSync(aside) && !lstatSync(place, { throwIfNoEntry: false })) rename(aside, place);
      tidy();
    }
    cleaned = removeEarlier(parent, place, isOlder) || cleaned;
    if (existsSync(place) && statSync(place).isDirectory()) sweep(place);
    return write(work, cleaned);
  } finally {
    tidy();
    giveLock(work);
  }
}

/** What earlier versions left when they were killed: `.dist-a1b2c3` with "new" and "old" in it. */
function removeEarlier(parent: string, place: string, isOlder: ((folder: string) => boolean) | undefined): boolean {
  const prefix = `.${path.basename(place)}-`;
  let removed = false;
  for (const name of readdirSync(parent)) {
    if (!name.startsWith(prefix) || !/^[A-Za-z0-9]{6}$/.test(name.slice(prefix.length))) continue;
    const scratch = path.join(parent, name);
    const names = lstatSync(scratch).isDirectory() ? readdirSync(scratch) : ["no folder"];
    if (!names.every((inside) => inside === "new" || inside === "old")) continue;
    const old = path.join(scratch, "old");
    const isOurs = (folder: string): boolean => {
      const standing = standingOf(folder);
      return standing.kind === "ours" || standing.kind === "empty" || (isOlder?.(folder) ?? false);
    };
    // Six letters may be anybody's: "out" and ".out-backup".
    if (names.length === 0 || !names.every((inside) => isOurs(path.join(scratch, inside)))) continue;
    if (existsSync(old) && !lstatSync(place, { throwIfNoEntry: false })) rename(old, place);
    removeTree(scratch);
    removed = true;
  }
  return removed;
}
