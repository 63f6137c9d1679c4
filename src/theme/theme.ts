import path from "node:path";
import type { z } from "zod";
import { readChecked } from "../schema/read.ts";
import { themeSchema } from "../schema/theme.ts";
import { quoted } from "../util/escape.ts";
import { checkName, forms } from "../util/names.ts";
import { projectRoot, relativeToProject } from "../util/paths.ts";
import { isFile, isFolder, isNamed, readFolder } from "../util/read.ts";
import { type Place, UserError } from "../util/user-error.ts";
import { type Density, type PluginSettings, pluginDefaults, type Scheme } from "./settings.ts";

export { type Density, densities, type Scheme, schemes } from "./settings.ts";

/** A theme, read and checked; what `extends` brings is merged in. */
export interface Theme {
  /** Shown to people: "Windows 11". */
  name: string;
  /** GLPI's key for it, also the palette's file name: "windows_11". */
  key: string;
  description: string;
  /** The accent's base colour, `#RRGGBB`. */
  accent: string;
  scheme: Scheme;
  density: Density;
  /** Whether icons.json's icons take the place of GLPI's; `false` is short for leaving "icons" out of `modules`. */
  icons: boolean;
  plugin: PluginSettings;
  /** The GLPI versions it is made for. */
  glpi: string[];
  /** Rooms of `index.css` that are built, in its order. */
  modules: string[];
  /** Names of files under `simplify/` that are built. */
  simplify: string[];
  /** Folders and files of the theme that entity CSS keeps even where GLPI's pages rarely show them. */
  essential: string[];
  /** Those that entity CSS leaves out first, since browsers' own look will do. */
  dispensable: string[];
  /** Four colours for GLPI's palette list, per scheme. */
  swatches: { light: string[]; dark: string[] };
  /** Folders that hold the theme's CSS, the most basic first; the theme's own folder is last. */
  folders: string[];
}

/** Folders under `themes/` that hold a `theme.json`. */
export function themeNames(): string[] {
  const folder = path.join(projectRoot, "themes");
  return readFolder(folder)
    .filter((entry) => entry.isFolder && isFile(path.join(folder, entry.name, "theme.json")))
    .map((entry) => entry.name);
}

/**
 * Reads a theme and everything it extends.
 * @param nameOrFolder a folder name under `themes/`, or a path to a folder that holds a theme.json
 * @param overrides what the command line changes for one build
 * @throws {UserError} naming file and line, when it is missing, malformed or refers to what is not there
 */
export function loadTheme(nameOrFolder: string, overrides: Partial<Theme> = {}): Theme {
  return merge(readChain(resolveFolder(nameOrFolder), []), overrides);
}

interface Layer {
  folder: string;
  file: string;
  values: Omit<z.output<typeof themeSchema>, "$schema">;
  place: (...keys: (string | number)[]) => Place;
}

function resolveFolder(nameOrFolder: string, from?: { base: string; place: Place }): string {
  const candidates = [
    path.join(projectRoot, "themes", nameOrFolder),
    path.resolve(from?.base ?? process.cwd(), nameOrFolder),
  ];
  const folder = candidates.find((candidate) => isNamed(path.join(candidate, "theme.json")));
  if (nameOrFolder !== "" && folder) return folder;
  throw new UserError(
    `there is no theme ${quoted(nameOrFolder)}`,
    `Name one of: ${themeNames().join(", ")}, or a folder that holds a theme.json`,
    from?.place,
  );
}

function readChain(folder: string, seen: string[]): Layer[] {
  const layer = readLayer(folder);
  const base = layer.values.extends;
  if (base === undefined) return [layer];
  const chain = [...seen, folder];
  if (chain.length >= longestChain)
    throw new UserError(
      `more than ${longestChain} themes extend one another`,
      "Extend a more basic one",
      layer.place("extends"),
    );
  const next = resolveFolder(base, { base: folder, place: layer.place("extends") });
  if (chain.includes(next)) {
    throw new UserError(
      `${quoted(base)} extends itself`,
      "Break the circle: a theme cannot extend one that extends it",
      layer.place("extends"),
    );
  }
  return [...readChain(next, chain), layer];
}

function readLayer(folder: string): Layer {
  const file = path.join(folder, "theme.json");
  const { value, place } = readChecked(file, themeSchema);
  const { $schema: _, ...values } = value;
  return { folder, file: relativeToProject(file), values, place };
}

/** Themes that one may stand upon, one upon the other. */
const longestChain = 8;

function merge(layers: Layer[], overrides: Partial<Theme>): Theme {
  const last = layers.at(-1) as Layer;
  const merged: Record<string, unknown> = {};
  for (const layer of layers) Object.assign(merged, layer.values);
  Object.assign(merged, overrides);
  for (const required of ["name", "key", "accent", "modules", "swatches"]) {
    if (merged[required] === undefined) {
      throw new UserError(
        `"${required}" is missing`,
        `Add it, or extend a theme that has it: "extends": "windows-11"`,
        { file: last.file, line: 1 },
      );
    }
  }
  for (const name of [...(overrides.modules ?? []), ...(overrides.simplify ?? [])]) checkName(name, forms.module);
  const theme = {
    description: "",
    scheme: "glpi",
    density: "standard",
    icons: true,
    glpi: [],
    simplify: [],
    essential: [],
    dispensable: [],
    ...merged,
  } as unknown as Theme;
  theme.folders = layers.map((layer) => layer.folder);
  theme.plugin = { ...pluginDefaults, ...theme.plugin };
  if (!theme.icons) theme.modules = theme.modules.filter((module) => module !== "icons");
  for (const module of theme.modules) {
    if (
      !theme.folders.some((folder) => isFolder(path.join(folder, module)) || isFile(path.join(folder, `${module}.css`)))
    ) {
      const layer = layers.findLast((candidate) => candidate.values.modules) as Layer;
      const place = overrides.modules
        ? undefined
        : layer.place("modules", (layer.values.modules as string[]).indexOf(module));
      throw new UserError(
        `there is no module "${module}"`,
        `Make the folder ${relativeToProject(path.join(last.folder, module))}, or take the name out`,
        place,
      );
    }
  }
  for (const field of ["essential", "dispensable"] as const) {
    for (const [index, name] of theme[field].entries()) {
      if (theme.folders.some((folder) => isNamed(path.join(folder, name)))) continue;
      const layer = layers.findLast((candidate) => candidate.values[field]) as Layer;
      throw new UserError(
        `there is no "${name}" to ${field === "essential" ? "keep" : "leave out"}`,
        `Name a folder or a file below ${relativeToProject(last.folder)}, such as controls/slider`,
        layer.place(field, index),
      );
    }
  }
  for (const name of theme.simplify) {
    if (!theme.folders.some((folder) => isNamed(path.join(folder, "simplify", `${name}.css`)))) {
      const layer = layers.findLast((candidate) => candidate.values.simplify) as Layer;
      const place = overrides.simplify
        ? undefined
        : layer.place("simplify", (layer.values.simplify as string[]).indexOf(name));
      throw new UserError(
        `there is no simplify module "${name}"`,
        `Name a file under ${relativeToProject(path.join(last.folder, "simplify"))}, without .css`,
        place,
      );
    }
  }
  return theme;
}
