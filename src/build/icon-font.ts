import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Theme } from "../theme/theme.ts";
import { projectRoot, relativeToProject } from "../util/paths.ts";
import { UserError } from "../util/user-error.ts";
import { writeAtomically } from "../util/write.ts";
import { fluentIconBody } from "./fluent-icon.ts";

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
 * .cache by content: the WOFF2 compressor is asynchronous, the compiler is not, so a child process makes it.
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
  const glyphs = readGlyphs(theme, set);
  const input = JSON.stringify({ name: `Fenetre ${set}`, glyphs });
  const folder = path.join(projectRoot, ".cache/icons");
  const file = path.join(folder, `${createHash("sha256").update(input).digest("hex").slice(0, 24)}.woff2`);
  if (!existsSync(file)) {
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

function iconMapOf(theme: Theme): string {
  const file = theme.folders.map((folder) => path.join(folder, "icons/icons.json")).findLast(existsSync);
  if (!file) throw new UserError("no icons/icons.json", 'Extend a theme that has one, or take the module "icons" out');
  return file;
}

function readGlyphs(theme: Theme, set: string): Glyph[] {
  const file = iconMapOf(theme);
  const text = readFileSync(file, "utf8");
  const lineOf = (needle: string): number => text.slice(0, Math.max(0, text.indexOf(needle))).split("\n").length;
  const section = (JSON.parse(text) as IconMap)[set];
  if (typeof section !== "object") {
    throw new UserError(`there is no icon set "${set}"`, "Add it, or name one that is there", {
      file: relativeToProject(file),
      line: 1,
    });
  }
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
