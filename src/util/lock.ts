import { lstatSync, readFileSync, statSync } from "node:fs";
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
  writeNew,
} from "./disc.ts";
import { UserError } from "./user-error.ts";

/*
 * One run at a time writes a folder. The lock is a folder beside it, which is also where the run prepares what it
 * writes; a run that was killed leaves it, and the next one takes it over together with what is in it.
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
/** Milliseconds between the making of a lock and the writing of its owner, at most. */
const unnamed = 1_000;

const ownerFile = "owner";

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
    if (made(work)) return { takenOver: false };
    if (!lstatSync(work, { throwIfNoEntry: false })?.isDirectory())
      throw new UserError(`${work} stands where a run keeps what it prepares`, "Move it away");
    const owner = ownerOf(work);
    if (isGone(work, owner) && takeOver(work)) return { takenOver: true };
    if (Date.now() > end) {
      throw new UserError(
        `another run${owner ? ` (process ${owner.pid} on ${owner.host})` : ""} is writing ${place}`,
        `Wait for its end; if there is none, remove ${work}`,
      );
    }
  }
}

/** Makes the lock's folder, and writes whose it is. @returns false when there is one */
function made(work: string): boolean {
  try {
    makeFolder(work);
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
  try {
    name(work);
    return true;
  } catch (error) {
    // Another took it for one that was left, or there is no room: nothing of ours stays.
    removeTree(work);
    throw error;
  }
}

/** Gives the lock back; its folder must be empty but for the owner. */
export function giveLock(work: string): void {
  removeFile(path.join(work, ownerFile));
  removeEmptyFolder(work);
}

function name(work: string): void {
  const draft = path.join(work, `${ownerFile}.${process.pid}`);
  if (lstatSync(draft, { throwIfNoEntry: false })) removeFile(draft);
  writeNew(draft, JSON.stringify(self()));
  rename(draft, path.join(work, ownerFile));
}

function ownerOf(work: string): Owner | undefined {
  try {
    const owner = JSON.parse(readFileSync(path.join(work, ownerFile), "utf8")) as Owner;
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

/** Of several that try, the last to write its name has it. */
function takeOver(work: string): boolean {
  try {
    name(work);
    pause(10);
    const owner = ownerOf(work);
    return owner?.pid === process.pid && owner.started === self().started;
  } catch (error) {
    // Another took it over and gave it back meanwhile.
    if (codeOf(error) === "ENOENT" || codeOf(error) === "EEXIST") return false;
    throw error;
  }
}
