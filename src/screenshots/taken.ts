import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { compile } from "../build/compile.ts";
import type { Theme } from "../theme/theme.ts";
import { relativeToProject } from "../util/paths.ts";

/** What pictures were taken of: beside them, as `taken.json`. */
export interface Taken {
  /** The theme's style sheets they show, by their hash: of each file its own, by path. */
  sheets: Record<string, Record<string, string>>;
  /** Each picture's own hash, and the sheet it shows; null where it was taken before this was written down. */
  pictures: Record<string, { hash: string; sheet: string | null }>;
}

/** The theme at one time. */
export interface ThemeState {
  sheet: string;
  files: Record<string, string>;
}

export const takenFile = "taken.json";

const hash = (content: string | Uint8Array): string => createHash("sha256").update(content).digest("hex").slice(0, 16);

/** The theme as it is now: the whole sheet's hash, and each file's, so that what changed can be named. */
export function sheetOf(theme: Theme): ThemeState {
  const root = compile(theme);
  const files = new Set<string>();
  for (const node of root.nodes) if (node.source?.input.file) files.add(node.source.input.file);
  return {
    sheet: hash(root.toString()),
    files: Object.fromEntries(
      [...files]
        .sort()
        .map((file) => [relativeToProject(file), hash(readFileSync(file, "utf8").replaceAll("\r\n", "\n"))]),
    ),
  };
}

export function readTaken(folder: string): Taken | undefined {
  const file = path.join(folder, takenFile);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Taken) : undefined;
}

export const hashOfPicture = (content: Uint8Array): string => hash(content);

/** What was taken before, with new pictures of one theme; sheets that no picture shows any more are forgotten. */
export function withPictures(before: Taken | undefined, now: ThemeState, hashes: Record<string, string>): Taken {
  const added = Object.entries(hashes).map(([name, own]) => [name, { hash: own, sheet: now.sheet }] as const);
  const pictures = Object.fromEntries(
    Object.entries({ ...before?.pictures, ...Object.fromEntries(added) }).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  const shown = new Set(Object.values(pictures).map(({ sheet }) => sheet));
  const sheets = Object.entries({ ...before?.sheets, [now.sheet]: now.files }).filter(([sheet]) => shown.has(sheet));
  return { sheets: Object.fromEntries(sheets), pictures };
}

/** Files of the theme that are not as they were when a picture was taken; `undefined` where nobody knows. */
export function changedSince(taken: Taken, picture: string, now: ThemeState): string[] | undefined {
  const sheet = taken.pictures[picture]?.sheet ?? undefined;
  if (sheet === now.sheet) return [];
  const files = sheet === undefined ? undefined : taken.sheets[sheet];
  if (!files) return undefined;
  const names = new Set([...Object.keys(files), ...Object.keys(now.files)]);
  return [...names].filter((name) => files[name] !== now.files[name]).sort();
}
