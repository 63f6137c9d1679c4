import type { Sums } from "../visual/compare.ts";
import type { Rectangle } from "../visual/raster.ts";
import type { Result } from "../visual/run.ts";
import type { Cause } from "./causes.ts";
import type { Loss } from "./losses.ts";
import type { Sizes } from "./side.ts";

/** What is seen: widgets in all four, pages in light and dark, and in high contrast where the change names it. */
export const modes = ["light", "light rtl", "dark", "high-contrast"] as const;
export type Mode = (typeof modes)[number];

/** One side's verdict against native, by every gate of the comparison with native. */
export interface Judgement {
  pass: boolean;
  /** Share of the pixels that differ from the native drawing, and what it may be: the budget and two pixels. */
  mismatch: number;
  allowed: number;
  /** ΔE2000 and epx, the largest of all gates. */
  maxDeltaE: number;
  boxError: number;
  /** Deviations of all gates added up. */
  sums: Sums;
  /** Why it may differ, where its reference says so and it does. */
  reason?: string;
  failures: Result["failures"];
}

/** A change passes, fails, or would fail but for a reason that somebody stated. */
export type Status = "passes" | "fails" | "excused";

/** A widget's state or a page that the two sides show differently. */
export interface Change {
  kind: "widget" | "page";
  /** The widget's name, or the page's path below the fixtures, without its ending. */
  id: string;
  /** "variant/state"; empty for pages. */
  state: string;
  mode: Mode;
  /** Style sheets beneath a widget, where they are not GLPI 11's. */
  host?: "glpi-10";
  /** Pixels that differ; `null` when there is no base to differ from. */
  pixels: number | null;
  /** Against native; `null` where nothing native is known, or on a side that is not there. */
  before: Judgement | null;
  after: Judgement | null;
  /** What a reader loses: text cut off, covered, pushed out, grown faint. */
  losses: Loss[];
  /** Ids of the causes that reach it. */
  causes: string[];
  /** The base has no specimen or page of this name. */
  new?: true;
  status: Status;
  /** What makes the run fail, if anything. */
  failures: string[];
  /** The reference's reason to differ, or the reason of whoever accepted the failures. */
  reason?: string;
}

/** What one machine finds of a change: the verdict is told when all parts are together. */
export type FoundChange = Omit<Change, "status" | "failures" | "reason">;

/** Pictures of a change, PNG in base64, and where they differ, px of the pictures. */
export interface Shown {
  before: string | null;
  after: string;
  /** The native widget in the same place, with its text; `null` where nothing native is known. */
  native: string | null;
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
  format: 2;
  shard: { index: number; of: number };
  base: Base;
  /** SHA-256 of both sides' style sheets: parts of other sides are no parts of this run. */
  sides: string;
  theme: string;
  browser: string;
  changes: (FoundChange & { shown: Shown })[];
  unchanged: number;
  /** How many of those were not even rendered, since no changed rule can reach them. */
  unreached: number;
  causes: Cause[];
  /** Ids of causes that nothing among what this machine rendered has an element for, and of those no picture can show. */
  unreachedCauses: string[];
  unpicturedCauses: string[];
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
  unreached: number;
  pass: boolean;
  /** What fails that is no single widget's or page's, one sentence each. */
  failures: string[];
  /** Changed declarations and rules as the author wrote them: what moves what. */
  causes: Cause[];
  bytes: { artefact: string; before: number | null; after: number | null }[];
  cost: Cost | null;
  added: string[];
  removed: string[];
  renamed: { from: string; to: string }[];
  notes: string[];
}

/** A change's name for people and for links: "button standard/pressed dark". */
export function nameOf({
  kind,
  id,
  state,
  mode,
  host,
}: Pick<Change, "kind" | "id" | "state" | "mode" | "host">): string {
  return [kind === "page" ? "page" : "", id, state, mode, host].filter(Boolean).join(" ");
}

/** In an order of its own, not the order of finding. */
export function byName<T extends Pick<Change, "kind" | "id" | "state" | "mode" | "host">>(a: T, b: T): number {
  const key = ({ kind, id, state, mode, host }: T): string =>
    [kind === "widget" ? 0 : 1, id, state, modes.indexOf(mode), host ?? ""].join("\u0000");
  return key(a) < key(b) ? -1 : 1;
}
