import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Theme } from "../theme/theme.ts";
import { projectRoot, relativeToProject } from "../util/paths.ts";
import { UserError } from "../util/user-error.ts";
import { writeAtomically } from "../util/write.ts";
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

interface IconMap {
  [set: string]: Record<string, { code: string; fluent: string }> | string;
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
  const file = path.join(projectRoot, `.cache/icons/${name}.woff2`);
  if (!existsSync(file)) {
    const input = JSON.stringify({ name: `Fenetre ${set}`, glyphs: readGlyphs(map) });
    const worker = fileURLToPath(new URL("./icon-font-worker.ts", import.meta.url));
    const made = spawnSync(process.execPath, ["--import", "tsx", worker], {
      input,
      maxBuffer: 1 << 26,
      cwd: projectRoot,
    });
    if (made.status !== 0) throw new Error(`the icon font could not be made: ${made.stderr}`);
    writeAtomically(file, made.stdout);
  }
  return `url("data:font/woff2;base64,${readFileSync(file).toString("base64")}")`;
}

/** The text of what a theme's icon fonts are made from; empty where it has none. */
export function iconMap(theme: Theme): string {
  const file = findMap(theme);
  return file === undefined ? "" : readFileSync(file, "utf8");
}

const findMap = (theme: Theme): string | undefined =>
  theme.folders.map((folder) => path.join(folder, "icons/icons.json")).findLast(existsSync);

function iconMapOf(theme: Theme): string {
  const file = findMap(theme);
  if (!file) throw new UserError("no icons/icons.json", 'Extend a theme that has one, or take the module "icons" out');
  return file;
}

/** One set of a theme's map, and where it stands. */
interface SetMap {
  file: string;
  text: string;
  section: Record<string, { code: string; fluent: string }>;
}

function readMap(theme: Theme, set: string): SetMap {
  const file = iconMapOf(theme);
  const text = readFileSync(file, "utf8");
  const section = (JSON.parse(text) as IconMap)[set];
  if (typeof section !== "object") {
    throw new UserError(`there is no icon set "${set}"`, "Add it, or name one that is there", {
      file: relativeToProject(file),
      line: 1,
    });
  }
  return { file, text, section };
}

function readGlyphs({ file, text, section }: SetMap): Glyph[] {
  const lineOf = (needle: string): number => text.slice(0, Math.max(0, text.indexOf(needle))).split("\n").length;
  return Object.entries(section).map(([name, { code, fluent }]) => {
    const icon = fluentIconBody(fluent);
    if (!icon || !/^[0-9a-f]{2,6}$/.test(code)) {
      throw new UserError(icon ? `"${code}" is not a code point` : `there is no icon "${fluent}"`, "Correct it here", {
        file: relativeToProject(file),
        line: lineOf(`"${name}":`),
      });
    }
    return { name, code: Number.parseInt(code, 16), svg: icon };
  });
}
