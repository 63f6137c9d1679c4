// Plain JavaScript on purpose: it reads TypeScript for all the rest.
import { lstatSync, mkdirSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/**
 * Lets this process, and those it starts, read TypeScript as it is. tsx keeps what it compiled in the system's temporary
 * folder, under a name that anybody may take first, and runs what it finds there: only where that folder is ours alone.
 */
export async function registerTypeScript() {
  if (!isOursAlone(path.join(os.tmpdir(), `tsx-${process.geteuid?.() ?? ""}`))) process.env.TSX_DISABLE_CACHE = "1";
  const { register } = await import("tsx/esm/api");
  register();
}

/** Whether nobody else can put anything into a folder, or another in its place. It is made where it is not there. */
export function isOursAlone(folder) {
  // Each user of Windows has a temporary folder of their own.
  if (process.platform === "win32") return true;
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (error.code !== "EEXIST") return false;
  }
  try {
    const [own, above] = [lstatSync(folder), statSync(path.dirname(folder))];
    const user = process.geteuid();
    const isSafe =
      (above.mode & 0o1000) !== 0 || ((above.uid === user || above.uid === 0) && (above.mode & 0o022) === 0);
    return isSafe && own.isDirectory() && own.uid === user && (own.mode & 0o022) === 0;
  } catch {
    return false;
  }
}
