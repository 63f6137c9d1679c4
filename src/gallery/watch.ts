import { existsSync, type FSWatcher, readdirSync, watch } from "node:fs";
import path from "node:path";

/**
 * Watches folders and all below them, one watch a folder: at once, where polling or settling would cost a designer's
 * 150 ms, and the same on every system. New folders are watched as they appear.
 * @param changed the files that changed since it was last called, absolute
 * @returns ends the watch
 */
export function watchFolders(folders: string[], changed: (files: string[]) => void): () => void {
  const watchers = new Map<string, FSWatcher>();
  const pending = new Set<string>();
  let timer: NodeJS.Timeout | undefined;

  const note = (file: string): void => {
    pending.add(file);
    // An editor writes in several steps (truncate, write, rename): a moment lets them become one.
    timer ??= setTimeout(() => {
      timer = undefined;
      const files = [...pending];
      pending.clear();
      changed(files);
    }, 8);
  };

  const add = (folder: string, fresh: boolean): void => {
    if (watchers.has(folder)) return;
    try {
      const watcher = watch(folder, (_, name) => {
        if (name === null) return note(folder);
        const full = path.join(folder, name);
        note(full);
        if (isFolder(full)) add(full, true);
      });
      watcher.on("error", () => drop(folder));
      watchers.set(folder, watcher);
      for (const entry of readdirSync(folder, { withFileTypes: true })) {
        const full = path.join(folder, entry.name);
        if (entry.isDirectory()) add(full, fresh);
        // What was put into a new folder before it was watched.
        else if (fresh) note(full);
      }
    } catch {
      drop(folder);
    }
  };

  const drop = (folder: string): void => {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  };

  for (const folder of folders) if (existsSync(folder)) add(folder, false);
  // Nobody tells of a folder that went as a whole and came back: another branch, a backup.
  const returned = setInterval(() => {
    for (const folder of folders) if (!watchers.has(folder) && existsSync(folder)) add(folder, true);
  }, 1000);
  returned.unref();
  return () => {
    clearInterval(returned);
    clearTimeout(timer);
    for (const folder of [...watchers.keys()]) drop(folder);
  };
}

function isFolder(file: string): boolean {
  try {
    readdirSync(file);
    return true;
  } catch {
    return false;
  }
}
