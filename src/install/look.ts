import { lstatSync, readdirSync, type Stats, statSync } from "node:fs";
import path from "node:path";
import type { Look } from "../util/disc.ts";

/**
 * Owner and permissions for what is put into a tree: those of the folder it goes into. A folder that it replaces keeps its
 * owner, unless that is the system's administrator.
 * Permissions do not depend on the umask: who reads the neighbours reads ours. None but the owner may write, unless the
 * folder is shared by a group on purpose (its set-group-ID bit).
 * @param place a folder, which need not exist
 */
export function lookOf(place: string): { folder: Look; file: Look } {
  if (process.platform === "win32") return { folder: {}, file: {} };
  const { mode, ...above } = nearest(path.dirname(path.resolve(place)));
  const here = lstatSync(place, { throwIfNoEntry: false });
  const { uid, gid } = here && here.uid !== 0 ? here : above;
  const shared = (mode & 0o2000) !== 0;
  const bits = (mode & (shared ? 0o2775 : 0o755)) | 0o700;
  return { folder: { uid, gid, mode: bits }, file: { uid, gid, mode: bits & 0o666 } };
}

function nearest(place: string): Stats {
  const stats = lstatSync(place, { throwIfNoEntry: false });
  if (stats?.isDirectory()) return stats;
  const above = path.dirname(path.resolve(place));
  return above === place ? statSync(place) : nearest(above);
}

/** Whether a user can read all that is in a folder, as far as permissions go that everybody can see. */
export function mayRead(place: string, { uid, gid }: { uid: number; gid: number }): boolean {
  if (process.platform === "win32" || uid === 0) return true;
  const stats = lstatSync(place);
  if (stats.isSymbolicLink()) return true;
  const shift = stats.uid === uid ? 6 : stats.gid === gid ? 3 : 0;
  const granted = (stats.mode >> shift) & 0o7;
  if (!stats.isDirectory()) return (granted & 0o4) !== 0;
  return (granted & 0o5) === 0o5 && readdirSync(place).every((name) => mayRead(path.join(place, name), { uid, gid }));
}
