import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { iconsSchema } from "../schema/files.ts";
import { readChecked } from "../schema/read.ts";
import type { Theme } from "../theme/theme.ts";
import { readCached, writeCached } from "../util/cache.ts";
import { quoted } from "../util/escape.ts";
import { projectRoot } from "../util/paths.ts";
import { isNamed, kinds, readText } from "../util/read.ts";
import { type Place, UserError } from "../util/user-error.ts";
import { fluentIconBody } from "./fluent-icon.ts";
import { codeOf, hashOf } from "./kept.ts";

/** One glyph for the font: a code point and a drawing. */
export interface Glyph {
  name: string;
  /** Unicode code point. */
  code: number;
  /** A whole `<svg>` document. */
  svg: string;
}

/**
 * A web font of Fluent System Icons at the code points GLPI uses, as a quoted data address. Made once and kept in
 * .cache by what it is made from: the WOFF2 compressor is asynchronous, the compiler is not, so a child process makes it.
 * @param set "tabler" or "awesome": a section of the theme's icons/icons.json
 * @throws {UserError} when the map names an icon or a set that is not there
 */
export function iconFont(theme: Theme, set: string): string {
  const map = iconMapOf(theme);
  const stamp = `${map} ${statSync(map).mtimeMs} ${set}`;
  let address = addresses.get(stamp);
  if (address === undefined) {
    address = makeFont(theme, set);
    addresses.set(stamp, address);
  }
  return address;
}

/** A build asks for the same fonts in each of its style sheets. */
const addresses = new Map<string, string>();

function makeFont(theme: Theme, set: string): string {
  const map = readMap(theme, set);
  const code = codeOf("fluent-icon", "icon-font", "icon-font-worker");
  const name = hashOf(code, set, JSON.stringify(map.section)).slice(0, 24);
  const file = `icons/${name}.woff2`;
  let font = readCached(file);
  if (!font) {
    const input = JSON.stringify({ name: `Fenetre ${set}`, glyphs: readGlyphs(map) });
    const worker = fileURLToPath(new URL("./icon-font-worker.ts", import.meta.url));
    const made = spawnSync(process.execPath, ["--import", "tsx", worker], {
      input,
      maxBuffer: 1 << 26,
      cwd: projectRoot,
    });
    if (made.status !== 0) throw new Error(`the icon font could not be made: ${made.stderr}`);
    font = made.stdout;
    writeCached(file, font);
  }
  return `url("data:font/woff2;base64,${font.toString("base64")}")`;
}

/** The text of what a theme's icon fonts are made from; empty where it has none. */
export function iconMap(theme: Theme): string {
  const file = findMap(theme);
  return file === undefined ? "" : readText(file, kinds.json);
}

const findMap = (theme: Theme): string | undefined =>
  theme.folders.map((folder) => path.join(folder, "icons/icons.json")).findLast(isNamed);

function iconMapOf(theme: Theme): string {
  const file = findMap(theme);
  if (!file) throw new UserError("no icons/icons.json", 'Extend a theme that has one, or take the module "icons" out');
  return file;
}

/** One set of a theme's map, and where its icons stand. */
interface SetMap {
  section: Record<string, { code: string; fluent: string }>;
  place: (icon: string) => Place;
}

function readMap(theme: Theme, set: string): SetMap {
  const file = iconMapOf(theme);
  const { value, place } = readChecked(file, iconsSchema);
  const section = Object.hasOwn(value, set) ? value[set] : undefined;
  if (typeof section !== "object")
    throw new UserError(`there is no icon set ${quoted(set)}`, "Add it, or name one that is there", place());
  return { section, place: (icon) => place(set, icon) };
}

function readGlyphs({ section, place }: SetMap): Glyph[] {
  return Object.entries(section).map(([name, { code, fluent }]) => {
    const svg = fluentIconBody(fluent);
    if (!svg) throw new UserError(`there is no icon ${quoted(fluent)}`, "Correct it here", place(name));
    return { name, code: Number.parseInt(code, 16), svg };
  });
}
