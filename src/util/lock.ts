import { createHash } from "node:crypto";
import { linkSync, lstatSync, readdirSync, readFileSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import {
  codeOf,
  makeFolder,
  makeFolders,
  removeEmptyFolder,
  removeFile,
  removeTree,
  rename,
  step,
  writeNew,
} from "./disc.ts";
import { UserError } from "./user-error.ts";

/*
 * One run at a time writes a folder. The lock is a folder beside it, which is also where the run prepares what it
 * writes; a run that was killed leaves it, and the next one takes it over together with what is in it.
 *
 * It appears at once with its owner's name in it, and vanishes at once: both are renames. Who takes it over from an
 * owner that is gone writes a file whose name is made of that owner's: of several that try, one can.
 */

interface Owner {
  pid: number;
  host: string;
  /** When the process started, in the system's own measure; empty where it tells nobody. */
  started: string;
}

/** Milliseconds for which a run waits for another, and after which one of another machine counts as gone. */
const patience = 30_000;
const staleElsewhere = 600_000;
/** Milliseconds after which a lock without a name in it, which none of ours is, counts as left. */
const unnamed = 1_000;

const ownerFile = "owner";

/** Whether something in a lock's folder says whose it is. */
export const isLockFile = (name: string): boolean => name === ownerFile || /^(after-|claim\.)/.test(name);

/** Whether a process of this machine runs. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

/** The 22nd field of Linux's stat: ticks since the machine started. */
function startOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\)/, "").split(" ")[20] ?? "";
  } catch {
    return "";
  }
}

const self = (): Owner => ({ pid: process.pid, host: os.hostname(), started: startOf(process.pid) });

function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

/**
 * Takes the lock, waiting for a run that holds it.
 * @param work the lock's folder
 * @param place what is locked, for the message
 * @returns whether it was taken over from a run that was killed, whose things may lie in it
 * @throws {UserError} when another run keeps it
 */
export function takeLock(work: string, place: string): { takenOver: boolean } {
  makeFolders(path.dirname(work));
  for (const end = Date.now() + patience; ; pause(40)) {
    if (made(work)) return { takenOver: sweepDrafts(work) };
    if (!lstatSync(work, { throwIfNoEntry: false })?.isDirectory()) {
      // Given back meanwhile, or in the way for ever.
      if (!lstatSync(work, { throwIfNoEntry: false })) continue;
      throw new UserError(`${work} stands where a run keeps what it prepares`, "Move it away");
    }
    const owner = ownerOf(work);
    if (isGone(work, owner) && takeOver(work, owner)) {
      sweepDrafts(work);
      return { takenOver: true };
    }
    if (Date.now() > end) {
      throw new UserError(
        `another run${owner ? ` (process ${owner.pid} on ${owner.host})` : ""} is writing ${place}`,
        `Wait for its end; if there is none, remove ${work}`,
      );
    }
  }
}

/** Gives the lock back, with all that is in its folder. */
export function giveLock(work: string): void {
  const gone = draftOf(work);
  removeTree(gone);
  rename(work, gone);
  removeTree(gone);
}

/** Where this process makes a lock before it is one, and takes it apart after it was. */
const draftOf = (work: string): string => `${work}.${process.pid}`;

/** Makes the lock with our name in it. @returns false when there is one */
function made(work: string): boolean {
  if (lstatSync(work, { throwIfNoEntry: false })) return false;
  const draft = draftOf(work);
  // Of another process that had this one's number.
  removeTree(draft);
  try {
    makeFolder(draft);
    writeNew(path.join(draft, ownerFile), JSON.stringify(self()));
    rename(draft, work);
    return true;
  } catch (error) {
    removeTree(draft);
    if (lstatSync(work, { throwIfNoEntry: false })) return false;
    throw error;
  }
}

/** Removes what killed processes left of locks that were none yet, or none any more. @returns whether any did */
function sweepDrafts(work: string): boolean {
  const parent = path.dirname(work);
  const prefix = `${path.basename(work)}.`;
  let found = false;
  for (const name of readdirSync(parent)) {
    const pid = name.startsWith(prefix) ? /^\d+$/.exec(name.slice(prefix.length))?.[0] : undefined;
    if (pid === undefined || isAlive(Number(pid))) continue;
    const draft = path.join(parent, name);
    if (!lstatSync(draft, { throwIfNoEntry: false })?.isDirectory()) continue;
    const owner = readOwner(path.join(draft, ownerFile));
    if (owner && !isGone(draft, owner)) continue;
    removeTree(draft);
    found = true;
  }
  return found;
}

/** Whose the lock is: of those who took it over one after the other the last. */
function ownerOf(work: string): Owner | undefined {
  let owner = readOwner(path.join(work, ownerFile));
  for (;;) {
    const next = readOwner(path.join(work, successorOf(owner)));
    if (!next) return owner;
    owner = next;
  }
}

/** The file in which who takes over from an owner writes its name. */
function successorOf(owner: Owner | undefined): string {
  if (!owner) return "after-nobody";
  const { pid, host, started } = owner;
  return `after-${createHash("sha256")
    .update(JSON.stringify([pid, host, started]))
    .digest("hex")
    .slice(0, 16)}`;
}

function readOwner(file: string): Owner | undefined {
  try {
    const owner = JSON.parse(readFileSync(file, "utf8")) as Owner;
    return typeof owner.pid === "number" ? owner : undefined;
  } catch {
    return undefined;
  }
}

function isGone(work: string, owner: Owner | undefined): boolean {
  let age: number;
  try {
    age = Date.now() - statSync(work).mtimeMs;
  } catch {
    return false;
  }
  if (!owner) return age > unnamed;
  if (owner.host !== os.hostname()) return age > staleElsewhere;
  if (owner.pid === process.pid) return owner.started !== startOf(process.pid);
  return !isAlive(owner.pid) || (owner.started !== "" && startOf(owner.pid) !== owner.started);
}

/** Takes the lock over from an owner that is gone. @returns false where another did */
function takeOver(work: string, owner: Owner | undefined): boolean {
  const claim = path.join(work, `claim.${process.pid}`);
  const name = path.join(work, successorOf(owner));
  try {
    removeTree(claim);
    writeNew(claim, JSON.stringify(self()));
    asOne(claim, name);
    if (isSelf(ownerOf(work))) return true;
    // It was given back meanwhile, and another has made it anew.
    removeFile(name);
    leave(work);
    return false;
  } catch (error) {
    if (codeOf(error) !== "ENOENT" && codeOf(error) !== "EEXIST") throw error;
    return false;
  } finally {
    removeTree(claim);
  }
}

/** Gives a file a second name that there is not yet; where the file system knows no second names, writes it anew. */
function asOne(file: string, name: string): void {
  step("link", name);
  try {
    linkSync(file, name);
  } catch (error) {
    if (codeOf(error) === "EEXIST" || codeOf(error) === "ENOENT") throw error;
    writeNew(name, readFileSync(file));
  }
}

function isSelf(owner: Owner | undefined): boolean {
  const { pid, host, started } = self();
  return owner?.pid === pid && owner.host === host && owner.started === started;
}

/** Where nobody has the lock any more, its empty folder goes too. */
function leave(work: string): void {
  try {
    removeEmptyFolder(work);
  } catch {
    // Somebody's.
  }
}
