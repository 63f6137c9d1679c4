import { lstatSync, readdirSync } from "node:fs";
import path from "node:path";
import { codeOf, type Look, lookAt, makeFolders, removeFile, rename, writeNew, writing } from "./disc.ts";
import { isAlive } from "./lock.ts";
import { relativeToProject } from "./paths.ts";

/**
 * Writes beside the file and renames: a reader sees the old file or the new one, never half of either. The file beside
 * ends in .tmp, for those who take every file of an ending; one that a killed run left is removed by the next that
 * writes into the folder.
 * @param durable whether it must be on the disc before the old one is gone
 * @throws {UserError} where the system does not let us
 */
export function writeAtomically(file: string, content: string | Uint8Array, look: Look = {}, durable = false): void {
  writing(relativeToProject(file), () => writeBeside(file, content, look, durable));
}

function writeBeside(file: string, content: string | Uint8Array, look: Look, durable: boolean): void {
  const folder = path.dirname(file);
  makeFolders(folder);
  sweep(folder);
  // Its name says that it is ours: others have files that end in a number and .tmp.
  const temporary = `${file}.fenetre-${process.pid}.tmp`;
  const clean = (): void => {
    if (lstatSync(temporary, { throwIfNoEntry: false })) removeFile(temporary);
  };
  // Of another process that had this one's number.
  clean();
  try {
    writeNew(temporary, content, { ...lookAt(file), ...look }, durable);
    rename(temporary, file);
  } catch (error) {
    clean();
    throw error;
  }
}

const swept = new Set<string>();

/** As another process would find it. For tests. */
export function forgetSwept(): void {
  swept.clear();
}

/** Removes what killed runs left in a folder, once a run. */
export function sweep(folder: string): void {
  if (swept.has(folder)) return;
  swept.add(folder);
  for (const name of readdirSync(folder)) {
    const pid = /\.fenetre-(\d+)\.tmp$/.exec(name)?.[1];
    if (pid === undefined || isAlive(Number(pid))) continue;
    try {
      removeFile(path.join(folder, name));
    } catch (error) {
      if (codeOf(error) !== "ENOENT") throw error;
    }
  }
}
