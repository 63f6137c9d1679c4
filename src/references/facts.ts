import { existsSync } from "node:fs";
import path from "node:path";
import { parse } from "culori";
import { readJson } from "../schema/read.ts";
import { isNamed } from "../util/read.ts";
import { UserError } from "../util/user-error.ts";

/** The themes WinUI publishes brushes for, by the names results carry. */
export const themeNames = ["light", "dark", "high-contrast"] as const;
export type ThemeName = (typeof themeNames)[number];

/** Where a figure or a brush stands in WinUI's sources. */
export interface Source {
  file: string;
  key?: string;
  line?: number;
}

/** A figure in epx (or as its path says), the same in every theme or one a theme. */
export interface FigureEntry extends Source {
  value: number | Record<ThemeName, number>;
}

/** `#rrggbb[aa]`, a CSS system colour in high contrast, or a gradient. */
export type BrushValue = string | Gradient;

/** A vertical gradient as WinUI publishes it. */
export interface Gradient {
  /** Lengths in epx from the top edge, or from the bottom edge when flipped; or shares of the box's height. */
  mode: "absolute" | "relative";
  flipped: boolean;
  /** Length of the gradient: epx, or 1 for the whole box. */
  length: number;
  stops: { offset: number; colour: string }[];
}

export interface BrushEntry extends Source {
  light: BrushValue;
  dark: BrushValue;
  "high-contrast": BrushValue;
  /** The semantic brush it stands for in light: says whether it follows the accent. */
  token?: string;
}

/** `winui.json`: exactly what the specifications name, nothing more. */
export interface WinUi {
  repository: string;
  commit: string;
  licence: string;
  figures: Record<string, FigureEntry>;
  brushes: Record<string, BrushEntry>;
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

/**
 * WinUI's facts as published in a folder: `tokens.json` and `controls/<Control>.json`. Files are read once, when asked for.
 */
export class Facts {
  readonly #files = new Map<string, JsonObject | undefined>();

  constructor(readonly folder: string) {
    if (!existsSync(path.join(folder, "tokens.json"))) {
      throw new UserError(
        "FENETRE_FACTS names a folder without tokens.json",
        "Let it name the folder of WinUI's facts",
        { file: folder },
      );
    }
  }

  /** The facts that the environment names, if it does. */
  static fromEnvironment(): Facts | undefined {
    const folder = process.env.FENETRE_FACTS;
    return folder ? new Facts(folder) : undefined;
  }

  get meta(): { repository: string; commit: string; licence: string } {
    const meta = this.#file("tokens")?.meta as JsonObject;
    return {
      repository: meta.repo as string,
      commit: meta.commit as string,
      licence: meta.licence as string,
    };
  }

  #file(name: string): JsonObject | undefined {
    if (!this.#files.has(name)) {
      const file = path.join(this.folder, name === "tokens" ? "tokens.json" : `controls/${name}.json`);
      this.#files.set(name, isNamed(file) ? (readJson(file) as JsonObject) : undefined);
    }
    return this.#files.get(name);
  }

  hasControl(name: string): boolean {
    return this.#file(name) !== undefined;
  }

  /** @param pathInFacts `<Control>/<path>`. `undefined` when it leads nowhere or not to a number */
  figure(pathInFacts: string): FigureEntry | undefined {
    const [name, inside] = split(pathInFacts);
    const root = this.#file(name);
    if (!root) return undefined;
    const found = walk(root, inside.split(/\.|(?=\[)/).filter(Boolean), {
      file: "",
    });
    if (!found) return undefined;
    const { source } = found;
    let node: Json | undefined = found.node;
    if (isObject(node) && node.value !== undefined) node = node.value;
    if (isObject(node) && node.light !== undefined && node.dark !== undefined) {
      const light = toNumber(node.light);
      const dark = toNumber(node.dark);
      const contrast = toNumber(node.highContrast ?? node.dark);
      if (light === undefined || dark === undefined || contrast === undefined) return undefined;
      if (light === dark && dark === contrast) return { value: light, ...source };
      return { value: { light, dark, "high-contrast": contrast }, ...source };
    }
    const value = toNumber(node);
    return value === undefined ? undefined : { value, ...source };
  }

  /**
   * @param name a resource key, `<Control>/<key>`, or `tokens/<key>`
   * @param control whose resources come first
   * @returns the name it is stored under, and what it is
   */
  brush(name: string, control: string | null): { name: string; entry: BrushEntry } | undefined {
    const [owner, key] = name.includes("/") ? split(name) : [control, name];
    if (owner && owner !== "tokens") {
      const entry = this.#controlBrush(owner, key);
      if (entry) return { name: `${owner}/${key}`, entry };
      if (name.includes("/")) return undefined;
    }
    const entry = this.#commonBrush(key);
    return entry && { name: `tokens/${key}`, entry };
  }

  #controlBrush(control: string, key: string): BrushEntry | undefined {
    const file = this.#file(control);
    const resource = (file?.resources as JsonObject | undefined)?.[key];
    if (!isObject(resource)) return undefined;
    const values = ["light", "dark", "highContrast"].map((theme) => {
      const value = resource[theme];
      if (!isObject(value)) return undefined;
      const token = String(value.token ?? "");
      const gradient = this.#gradient(token, theme);
      if (gradient) return gradient;
      if (value.css === "gradient") return undefined;
      return colourText(value.css) ?? this.#commonColour(token, theme);
    });
    const light = isObject(resource.light) ? String(resource.light.token ?? "") : "";
    return entryOf(values, sourceOf(resource.source, "light"), light);
  }

  #commonBrush(key: string): BrushEntry | undefined {
    const source = this.#commonSource(key);
    const values = ["light", "dark", "highContrast"].map(
      (theme) => this.#gradient(key, theme) ?? this.#commonColour(key, theme),
    );
    return source && entryOf(values, source, key);
  }

  #commonSource(key: string): Source | undefined {
    const tokens = this.#file("tokens") as JsonObject;
    for (const table of ["brushes", "elevationGradients", "acrylic", "colors"]) {
      for (const name of [key, `${key}Brush`]) {
        const entry = (tokens[table] as JsonObject)[name];
        if (isObject(entry)) return sourceOf(entry.source, "light");
      }
    }
    const palette = (tokens.accent as JsonObject).palette as JsonObject;
    if (palette[key]) return { file: "UISettings.GetColorValue on Windows 11", key };
    return undefined;
  }

  #commonColour(key: string, theme: string): string | undefined {
    const tokens = this.#file("tokens") as JsonObject;
    for (const table of ["brushes", "semantic", "acrylic", "colors"]) {
      for (const name of [key, `${key}Brush`]) {
        const entry = (tokens[table] as JsonObject)[name];
        if (!isObject(entry)) continue;
        const value = entry[theme];
        const css = isObject(value) ? (value.css ?? value.fallbackCss) : value;
        const colour = colourText(css ?? null);
        if (colour) return colour;
      }
    }
    const shade = ((tokens.accent as JsonObject).palette as JsonObject)[key];
    return isObject(shade) ? colourText(shade.css ?? null) : undefined;
  }

  #gradient(key: string, theme: string): BrushValue | undefined {
    const tokens = this.#file("tokens") as JsonObject;
    const table = tokens.elevationGradients as JsonObject;
    const entry = table[key] ?? table[`${key}Brush`];
    if (!isObject(entry)) return undefined;
    const value = entry[theme] as JsonObject;
    if (isObject(value.flat)) return colourText(value.flat.css ?? null);
    const relative = value.mappingMode === "RelativeToBoundingBox";
    const [, end] = String(value.end).split(",");
    const stops = (value.stops as JsonObject[]).map((stop) => ({
      offset: stop.offset as number,
      colour: colourText(stop.css as Json) ?? "#00000000",
    }));
    return {
      mode: relative ? "relative" : "absolute",
      flipped: value.transform !== null,
      length: Number(end),
      stops: stops.sort((a, b) => a.offset - b.offset),
    };
  }
}

function entryOf(values: (BrushValue | undefined)[], source: Source, token: string): BrushEntry | undefined {
  const [light, dark, contrast] = values;
  if (light === undefined || dark === undefined) return undefined;
  return {
    light,
    dark,
    "high-contrast": contrast ?? dark,
    ...(token ? { token } : {}),
    ...source,
  };
}

function split(name: string): [string, string] {
  const slash = name.indexOf("/");
  return [name.slice(0, slash), name.slice(slash + 1)];
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Follows a path; keys may themselves hold dots, so the longest that fits is taken. Remembers the nearest source. */
function walk(node: Json, path: string[], source: Source): { node: Json; source: Source } | undefined {
  let here = source;
  if (isObject(node)) {
    const own = node.source ?? node.thicknessSource;
    if (own !== undefined) here = sourceOf(own, "light");
    else if (typeof node.line === "number" && here.file) here = { ...here, line: node.line };
  }
  const [first] = path;
  if (first === undefined) return { node, source: here };
  const index = /^\[(\d+)\]$/.exec(first)?.[1];
  if (index !== undefined) {
    if (isObject(node) && node.value !== undefined) return walk(node.value, path, here);
    if (isObject(node) && node.light !== undefined && node.dark !== undefined) {
      const sides = ["light", "dark", "highContrast"].map(
        (theme) => walk(node[theme] ?? (node.dark as Json), path, here)?.node,
      );
      if (sides.some((side) => side === undefined)) return undefined;
      return {
        node: {
          light: sides[0] as Json,
          dark: sides[1] as Json,
          highContrast: sides[2] as Json,
        },
        source: here,
      };
    }
    const list = typeof node === "string" ? node.split(/[\s,]+/).map(Number) : node;
    // A uniform Thickness or CornerRadius is published as one number.
    if (typeof list === "number" && path.length === 1) return { node: list, source: here };
    if (!Array.isArray(list)) return undefined;
    // XAML's two-number Thickness is horizontal, vertical.
    const item = list.length === 2 && Number(index) > 1 ? list[Number(index) - 2] : list[Number(index)];
    return item === undefined ? undefined : walk(item, path.slice(1), here);
  }
  if (!isObject(node)) return undefined;
  for (let length = path.length; length > 0; length--) {
    const key = path.slice(0, length).join(".");
    const child = node[key];
    if (child !== undefined) {
      const found = walk(child, path.slice(length), here);
      if (found) return found;
    }
  }
  if (node.value !== undefined) return walk(node.value, path, here);
  return undefined;
}

function toNumber(value: Json | undefined): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value.trim())) return Number(value);
  if (Array.isArray(value) && value.length > 0 && value.every((item) => item === value[0])) return toNumber(value[0]);
  return undefined;
}

/** `#rrggbb`, `#rrggbbaa`, or a system colour's keyword as it is. */
function colourText(css: Json | undefined): string | undefined {
  if (typeof css !== "string" || css === "gradient" || css === "") return undefined;
  if (/^(?!transparent$)[A-Z]\w+$/.test(css)) return css;
  const colour = parse(css);
  if (colour?.mode !== "rgb") return undefined;
  const bytes = [colour.r, colour.g, colour.b].map((channel) => Math.round(channel * 255));
  const alpha = Math.round((colour.alpha ?? 1) * 255);
  if (alpha < 255) bytes.push(alpha);
  return `#${bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

function sourceOf(value: Json | undefined, theme: string): Source {
  if (!isObject(value)) return { file: "" };
  const lines = value.lines;
  const line = typeof value.line === "number" ? value.line : isObject(lines) ? lines[theme] : undefined;
  return {
    file: String(value.file),
    ...(typeof value.key === "string" ? { key: value.key } : {}),
    ...(typeof line === "number" ? { line } : {}),
  };
}
