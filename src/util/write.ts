import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

/**
 * Writes beside the file and renames: a reader sees the old file or the new one, never half of either. The file beside
 * ends in .tmp, for those who take every file of an ending.
 */
export function writeAtomically(file: string, content: string | Uint8Array): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, content);
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/**
 * Replaces a folder: filled beside it first, then swapped in by renaming, so that whoever reads it finds the old files or
 * the new ones, and never a part.
 * @param fill writes the new files into the folder it is given
 */
export function replaceFolder(folder: string, fill: (fresh: string) => void): void {
  const parent = path.dirname(path.resolve(folder));
  mkdirSync(parent, { recursive: true });
  const scratch = mkdtempSync(path.join(parent, `.${path.basename(folder)}-`));
  try {
    const fresh = path.join(scratch, "new");
    mkdirSync(fresh);
    fill(fresh);
    if (existsSync(folder)) renameSync(folder, path.join(scratch, "old"));
    renameSync(fresh, folder);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
