import type { Rectangle } from "../visual/raster.ts";
import type { RuleChange } from "./rules.ts";
import type { Sizes } from "./side.ts";

/** A widget's state or a page that the two sides show differently. */
export interface Change {
  kind: "widget" | "page";
  /** The widget's name, or the page's path below the fixtures, without its ending. */
  id: string;
  /** "variant/state"; empty for pages. */
  state: string;
  theme: "light" | "dark";
  /** Style sheets beneath a widget, where they are not GLPI 11's. */
  host?: "glpi-10";
  /** Pixels that differ; `null` when there is no base to differ from. */
  pixels: number | null;
  /** Share of the pixels that differ from the native drawing; `null` where nothing native is known. */
  nativeBefore: number | null;
  nativeAfter: number | null;
  /** What nativeAfter may be; `null` where nothing native is known. */
  budget: number | null;
  /** Ids of the changed rules that reach it. */
  rules: string[];
  /** Texts that cannot be read, before and after. */
  faintBefore: number;
  faintAfter: number;
  /** The base has no specimen or page of this name. */
  new?: true;
  /** What makes the run fail, if anything. */
  failures: string[];
  /** The reason of whoever accepted the failures. */
  accepted?: string;
}

/** Pictures of a change, PNG in base64, and where they differ, px of the pictures. */
export interface Shown {
  before: string | null;
  after: string;
  width: number;
  height: number;
  regions: Rectangle[];
}

export interface Cost {
  /** Selectors held against elements one by one, on the largest fixture pages. */
  before: number;
  after: number;
  pages: string[];
}

/** What one machine found: everything that the results, the report and the verdict are made from. */
export interface Part {
  format: 1;
  shard: { index: number; of: number };
  base: Base;
  /** SHA-256 of both sides' style sheets: parts of other sides are no parts of this run. */
  sides: string;
  theme: string;
  browser: string;
  /** Without failures: those are told when all parts are together. */
  changes: (Change & { shown: Shown })[];
  unchanged: number;
  rules: RuleChange[];
  /** Selectors, and which of them matched something somewhere. */
  selectors: { before: string[]; after: string[]; alive: string[] };
  sizes: { before: Sizes | null; after: Sizes | null };
  cost: Cost | null;
  added: string[];
  removed: string[];
  renamed: { from: string; to: string }[];
  notes: string[];
  /** Milliseconds, for people: not part of the results. */
  times: { all: number; browser: number };
}

export interface Base {
  revision: string;
  commit: string;
  /** Why there is nothing to compare with. */
  error?: string;
}

/** results.json */
export interface Results {
  base: Base;
  changed: Change[];
  unchanged: number;
  pass: boolean;
  /** What fails that is no single widget's or page's, one sentence each. */
  failures: string[];
  rules: RuleChange[];
  bytes: { artefact: string; before: number | null; after: number | null }[];
  /** Selectors that match nothing on any specimen or page; of those that came or went, by name. */
  dead: { before: number; after: number; added: string[]; removed: string[] };
  /** Texts of what changed that cannot be read. */
  contrast: { before: number; after: number };
  cost: Cost | null;
  added: string[];
  removed: string[];
  renamed: { from: string; to: string }[];
  notes: string[];
}

/** A change's name for people and for links: "button standard/pressed dark". */
export function nameOf({ kind, id, state, theme, host }: Omit<Change, "failures">): string {
  return [kind === "page" ? "page" : "", id, state, theme, host].filter(Boolean).join(" ");
}

/** In an order of its own, not the order of finding. */
export function byName(a: Change, b: Change): number {
  const key = ({ kind, id, state, theme, host }: Change): string =>
    [kind === "widget" ? 0 : 1, id, state, theme === "light" ? 0 : 1, host ?? ""].join("\u0000");
  return key(a) < key(b) ? -1 : 1;
}
