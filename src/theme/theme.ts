import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import type { Node } from "jsonc-parser";
import { readJsonObject } from "../util/json.ts";
import { projectRoot, relativeToProject } from "../util/paths.ts";
import { type Place, UserError } from "../util/user-error.ts";
import { parseColour } from "./accent.ts";

/** What decides between light and dark: GLPI's own palette, Windows (`prefers-color-scheme`), or the theme. */
export const schemes = ["glpi", "windows", "light", "dark"] as const;
export type Scheme = (typeof schemes)[number];

/** WinUI's two densities: standard (32 epx controls, 40 epx rows) and compact (24 and 32). */
export const densities = ["standard", "compact"] as const;
export type Density = (typeof densities)[number];

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

type Kind = "string" | "colour" | "strings" | "swatches" | Scheme[] | Density[];

const fields: Record<string, Kind> = {
  name: "string",
  key: "string",
  description: "string",
  extends: "string",
  accent: "colour",
  scheme: [...schemes],
  density: [...densities],
  glpi: "strings",
  modules: "strings",
  simplify: "strings",
  essential: "strings",
  dispensable: "strings",
  swatches: "swatches",
};

/** Folders under `themes/` that hold a `theme.json`. */
export function themeNames(): string[] {
  const folder = path.join(projectRoot, "themes");
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(path.join(folder, entry.name, "theme.json")))
    .map((entry) => entry.name)
    .sort();
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
  values: Record<string, unknown>;
  place: (...keys: (string | number)[]) => Place;
}

function resolveFolder(nameOrFolder: string, from?: { base: string; place: Place }): string {
  const candidates = [
    path.join(projectRoot, "themes", nameOrFolder),
    path.resolve(from?.base ?? process.cwd(), nameOrFolder),
  ];
  const folder = candidates.find((candidate) => existsSync(path.join(candidate, "theme.json")));
  if (folder) return folder;
  throw new UserError(
    `there is no theme "${nameOrFolder}"`,
    `Name one of: ${themeNames().join(", ")}, or a folder that holds a theme.json`,
    from?.place,
  );
}

function readChain(folder: string, seen: string[]): Layer[] {
  const layer = readLayer(folder);
  const base = layer.values.extends as string | undefined;
  if (base === undefined) return [layer];
  const chain = [...seen, folder];
  const next = resolveFolder(base, { base: folder, place: layer.place("extends") });
  if (chain.includes(next)) {
    throw new UserError(
      `"${base}" extends itself`,
      "Break the circle: a theme cannot extend one that extends it",
      layer.place("extends"),
    );
  }
  return [...readChain(next, chain), layer];
}

function readLayer(folder: string): Layer {
  const file = path.join(folder, "theme.json");
  const shown = relativeToProject(file);
  const { tree, at } = readJsonObject(file);

  const values: Record<string, unknown> = {};
  const nodes = new Map<string, Node>();
  for (const property of tree.children ?? []) {
    const [keyNode, valueNode] = property.children as [Node, Node];
    const key = keyNode.value as string;
    const kind = fields[key];
    if (key === "$schema") continue;
    if (!kind) {
      throw new UserError(
        `unknown field "${key}"`,
        `Use one of: ${Object.keys(fields).join(", ")}`,
        at(keyNode.offset),
      );
    }
    if (nodes.has(key)) throw new UserError(`"${key}" stands twice`, "Keep one of the two", at(keyNode.offset));
    nodes.set(key, valueNode);
    values[key] = checkValue(key, kind, valueNode, at);
  }
  return {
    folder,
    file: shown,
    values,
    place: (key, index) => {
      const node = nodes.get(String(key));
      const target = typeof index === "number" ? node?.children?.[index] : node;
      return at(target?.offset ?? 0);
    },
  };
}

function checkValue(key: string, kind: Kind, node: Node, at: (offset: number) => Place): unknown {
  const fail = (problem: string, remedy: string, where = node): never => {
    throw new UserError(problem, remedy, at(where.offset));
  };
  const colour = (target: Node): string => {
    const parsed = typeof target.value === "string" ? parseColour(target.value) : undefined;
    return parsed ?? fail(`${JSON.stringify(target.value ?? null)} is not a colour`, 'Write it as "#RRGGBB"', target);
  };
  if (Array.isArray(kind)) {
    if (!(kind as unknown[]).includes(node.value)) {
      fail(`"${key}" cannot be ${JSON.stringify(node.value ?? null)}`, `Use one of: ${kind.join(", ")}`);
    }
    return node.value;
  }
  switch (kind) {
    case "string":
      if (typeof node.value !== "string" || node.value.trim() === "")
        fail(`"${key}" must be a text`, "Put it in quotes");
      if (key === "key" && !/^[a-z][a-z0-9_]*$/.test(node.value as string)) {
        fail(
          `"${node.value}" cannot be a key`,
          "Use small letters, digits and underscores, a letter first: GLPI makes a file name of it",
        );
      }
      return node.value;
    case "colour":
      return colour(node);
    case "strings": {
      if (node.type !== "array") fail(`"${key}" must be a list`, 'Write it as ["…", "…"]');
      const seen = new Set<unknown>();
      for (const child of node.children ?? []) {
        if (typeof child.value !== "string") fail(`"${key}" must hold texts only`, "Put each in quotes", child);
        if (seen.has(child.value)) fail(`"${child.value}" stands twice in "${key}"`, "Remove one of the two", child);
        seen.add(child.value);
      }
      return (node.children ?? []).map((child) => child.value as string);
    }
    case "swatches": {
      const lists = Object.fromEntries(
        (node.children ?? []).map((property) => [property.children?.[0]?.value, property.children?.[1]]),
      ) as Record<string, Node | undefined>;
      const read = (name: string): string[] => {
        const list = lists[name];
        if (list?.type !== "array" || list.children?.length !== 4) {
          fail(
            `"swatches.${name}" must be a list of four colours`,
            "GLPI draws four fields in its list of palettes",
            list,
          );
        }
        return (list?.children ?? []).map(colour);
      };
      return { light: read("light"), dark: read("dark") };
    }
  }
}

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
  const theme = {
    description: "",
    scheme: "glpi",
    density: "standard",
    glpi: [],
    simplify: [],
    essential: [],
    dispensable: [],
    ...merged,
  } as unknown as Theme;
  theme.folders = layers.map((layer) => layer.folder);
  for (const module of theme.modules) {
    if (!theme.folders.some((folder) => existsSync(path.join(folder, module)))) {
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
      if (theme.folders.some((folder) => existsSync(path.join(folder, name)))) continue;
      const layer = layers.findLast((candidate) => candidate.values[field]) as Layer;
      throw new UserError(
        `there is no "${name}" to ${field === "essential" ? "keep" : "leave out"}`,
        `Name a folder or a file below ${relativeToProject(last.folder)}, such as controls/slider`,
        layer.place(field, index),
      );
    }
  }
  for (const name of theme.simplify) {
    if (!theme.folders.some((folder) => existsSync(path.join(folder, "simplify", `${name}.css`)))) {
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
