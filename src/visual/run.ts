import { createHash } from "node:crypto";
import {
  type Drawing,
  drawState,
  type FocusThickness,
  lineOn,
  type Nudges,
  type Offset,
  type Palette,
  roundedLines,
} from "../references/draw.ts";
import type { DrawingCache } from "../references/drawing-cache.ts";
import { type ThemeName, themeNames } from "../references/facts.ts";
import { type Reference, readReference } from "../references/read.ts";
import {
  type Direction,
  focusThickness,
  mirrored,
  type NativeData,
  type NativeState,
  resolveState,
} from "../references/resolve.ts";
import type { Theme } from "../theme/theme.ts";
import { relativeToProject } from "../util/paths.ts";
import { UserError } from "../util/user-error.ts";
import { allowance, type Budgets, budgetKey, readBudgets, withinBudget } from "./budgets.ts";
import { type Comparison, compareState, limits, type Rendering, type Sums } from "./compare.ts";
import type { CellFacts, Host } from "./page.ts";
import { portray } from "./portrait.ts";
import { crop, decodePng, type Raster, type Rectangle } from "./raster.ts";
import { settle } from "./settling.ts";
import { type Cell, cellsOf, readSpecimens, type Widget } from "./specimens.ts";

/** One line of results.json. */
export interface Result {
  widget: string;
  /** "variant/state" */
  state: string;
  theme: ThemeName;
  scale: number;
  /** Of writing. */
  direction: Direction;
  reference: "drawn" | "measured" | "captured";
  /** Share of pixels that differ. */
  mismatch: number;
  /** ΔE2000 */
  maxDeltaE: number;
  /** epx */
  boxError: number;
  /** What mismatch may be at most. */
  budget: number;
  pass: boolean;
  /** False where WinUI has no such widget: not counted as native. */
  native: boolean;
  /** SHA-256 of the reference's pixels and figures. */
  hash: string;
  /** Why it differs by more than the gates allow, where it does and the reference says so. */
  reason?: string;
  failures: Omit<Comparison, "pass">[];
}

/** A result with what the report shows of it. */
export interface DetailedResult extends Result {
  /** What mismatch may be with the pixels that edges may fall by: budget and a little. */
  allowed: number;
  /** How far from native by all gates together. */
  sums: Sums;
  rows: Comparison[];
  /** What is compared: surfaces, without text. */
  expected: Raster | undefined;
  got: Raster | undefined;
  /** What people see, both in pictures of one size: native drawn with its text, and ours. */
  seen?: { native: Raster; ours: Raster };
  /** A real screenshot, where the evidence is one, and its device px a CSS px. */
  capture?: { image: Raster; scale: number; source: string };
}

/** A result as it is written: without its pictures and the gates it passed. */
export function plain(detailed: DetailedResult): Result {
  const {
    rows: _,
    expected: __,
    got: ___,
    sums: ____,
    allowed: _____,
    seen: ______,
    capture: _______,
    ...result
  } = detailed;
  return result;
}

/** A widget of which every specimen has a reference, ready to be compared. */
export interface Prepared {
  widget: Widget;
  reference: Reference;
  cells: Cell[];
}

export interface Preparation {
  prepared: Prepared[];
  /** Specimens and references with mistakes; their widgets are left out. */
  errors: UserError[];
  /** What cannot be compared, and why: in progress, or forgotten. */
  warnings: string[];
}

/**
 * Reads the widgets' specimens and references.
 * @param only names of widgets; default all
 * @throws {UserError} for an unknown widget
 */
export function prepare(theme: Theme, only: string[] | undefined, data: NativeData): Preparation {
  const errors: UserError[] = [];
  const warnings: string[] = [];
  const report = (error: UserError): void => void errors.push(error);
  const widgets = readSpecimens(theme.folders, report);
  for (const name of only ?? []) {
    const known =
      widgets.some((widget) => widget.name === name) ||
      errors.some(({ place }) => place?.file.endsWith(`/${name}.html`));
    if (!known)
      throw new UserError(
        `there is no widget "${name}"`,
        `Name one of: ${widgets.map((widget) => widget.name).join(", ")}`,
      );
  }
  const prepared = widgets
    .filter((widget) => !only || only.includes(widget.name))
    .flatMap((widget): Prepared[] => {
      if (!widget.reference) {
        warnings.push(`${relativeToProject(widget.folder)}: not compared, it has no ${widget.name}.reference.json yet`);
        return [];
      }
      try {
        const reference = readReference(widget.reference);
        for (const [variant, { states }] of Object.entries(reference.specification.variants)) {
          for (const state of Object.keys(states))
            for (const scheme of themeNames) resolveState(reference, variant, state, scheme, data);
        }
        return [{ widget, reference, cells: comparable(widget, reference, warnings) }];
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        report(error);
        return [];
      }
    });
  return { prepared, errors, warnings };
}

/** The cells that the reference knows; what only one of the two knows is warned of. */
function comparable(widget: Widget, reference: Reference, warnings: string[]): Cell[] {
  const shown = relativeToProject(reference.file);
  const all = cellsOf(widget);
  for (const [variant, { states }] of Object.entries(reference.specification.variants)) {
    for (const state of Object.keys(states)) {
      if (all.some((cell) => cell.variant === variant && cell.state === state)) continue;
      const { line } = reference.place("variants", variant, "states", state);
      warnings.push(`${shown}:${line}: ${variant}/${state} is not compared, no specimen shows it`);
    }
  }
  return all.flatMap((cell) => {
    const { variant, state, place } = cell;
    const own = reference.specification.variants[variant];
    const deltas = own?.states[state];
    if (!own || !deltas) {
      warnings.push(`${place.file}:${place.line}: ${variant}/${state} is not compared, ${shown} has no such state`);
      return [];
    }
    const texts = Object.entries(own.texts ?? {}).flatMap(([name, { at }]): [string, string][] => {
      const delta = deltas.texts?.[name];
      return delta === null ? [] : [[name, delta?.at ?? at]];
    });
    return [
      {
        ...cell,
        ...(texts.length > 0 ? { texts: Object.fromEntries(texts) } : {}),
        ...(own.shadow === undefined ? {} : { shadow: true }),
      },
    ];
  });
}

export interface RunOptions {
  theme: Theme;
  host: Host;
}

/** What the browser gave for one theme at one scale in one writing direction: plain data, as a worker takes it. */
export interface Shots {
  theme: ThemeName;
  scale: number;
  direction: Direction;
  palette: Palette;
  /** Colours that the cells stand on instead of the references' own. */
  backgrounds: string[] | undefined;
  facts: CellFacts[];
  /** PNG of the whole page. */
  surfaces: Uint8Array;
  /** PNG of the cells with glyphs, each glyph a filled square. */
  glyphs: Uint8Array | undefined;
  /** PNG of the whole page with text, glyphs and shadows; only for people. */
  whole?: Uint8Array;
  /** Where on the page the pictures begin, CSS px; default: at its top left. */
  origin?: { x: number; y: number };
}

/** The same, drawn and cut up: everything that is to be compared. */
export interface Stage {
  theme: ThemeName;
  scale: number;
  direction: Direction;
  palette: Palette;
  subjects: Subject[];
  /** The whole page. */
  surfaces: Raster;
  glyphs: Raster | undefined;
  /** Cells whose root is not laid out: nothing can be compared. */
  invisible: { prepared: Prepared; cell: Cell }[];
  /** Where on the page the pictures begin, CSS px. */
  origin: { x: number; y: number } | undefined;
}

/** A cell with its native state, its drawing and our rendering. */
export interface Subject {
  prepared: Prepared;
  cell: Cell;
  /** Its index on the page. */
  index: number;
  native: NativeState;
  drawing: Drawing;
  facts: CellFacts;
  ours: Rendering;
  /** Lines that no style sheet can draw as thick as they are on a screen of this scale, epx. */
  lines: number[];
}

/** Draws native states, once each, and sets them beside what was shot. Needs no browser. */
export class Drafter {
  readonly cells: Cell[];
  readonly #owners: Prepared[];
  readonly #drawings = new Map<string, Drawing>();
  readonly focus: FocusThickness;

  constructor(
    prepared: Prepared[],
    readonly data: NativeData,
    /** Of earlier runs. */
    private readonly cache?: DrawingCache,
  ) {
    this.cells = prepared.flatMap((entry) => entry.cells);
    this.#owners = prepared.flatMap((entry) => entry.cells.map(() => entry));
    this.focus = focusThickness(data);
  }

  /** The native state of every cell. */
  natives(theme: ThemeName, direction: Direction, backgrounds?: string[]): NativeState[] {
    return this.cells.map(({ variant, state }, index): NativeState => {
      const { reference } = this.#owners[index] as Prepared;
      const native = resolveState(reference, variant, state, theme, this.data) as NativeState;
      const turned = direction === "rtl" ? mirrored(native) : native;
      const on = backgrounds?.[index]?.toLowerCase();
      return on ? { ...turned, on: [on] } : turned;
    });
  }

  /** @param only indices of the cells that are wanted; default: all */
  stage(
    { theme, scale, direction, palette, backgrounds, facts, origin, ...shots }: Shots,
    only?: ReadonlySet<number>,
  ): Stage {
    const surfaces = decodePng(shots.surfaces);
    const glyphs = shots.glyphs && decodePng(shots.glyphs);
    const invisible: Stage["invisible"] = [];
    const subjects = this.natives(theme, direction, backgrounds).flatMap((native, index): Subject[] => {
      if (!native.compared || (only && !only.has(index))) return [];
      const [cell, prepared, own] = [this.cells[index], this.#owners[index], facts[index]] as [
        Cell,
        Prepared,
        CellFacts,
      ];
      const drawing = this.draw(native, own, scale, palette);
      if (!drawing) {
        invisible.push({ prepared, cell });
        return [];
      }
      return [
        {
          prepared,
          cell,
          index,
          native,
          drawing,
          facts: own,
          ours: cut(surfaces, glyphs, own, drawing, origin),
          lines: roundedLines(native, scale, this.focus),
        },
      ];
    });
    return { theme, scale, direction, palette, surfaces, glyphs, subjects, invisible, origin };
  }

  /**
   * The native state for people to look at, in the place that ours has in its cell.
   * @param frame the picture: where it begins on the page and how large it is, CSS px
   */
  portrait({ native, facts }: Subject, { scale, palette, direction }: Stage, frame: Rectangle): Raster | undefined {
    const size = rootSize(native, facts, scale);
    if (!size || !facts.root) return undefined;
    const { x, y } = facts.root;
    const px = (length: number): number => Math.round(length * scale);
    return portray(native, size, scale, this.focus, palette, facts, direction === "rtl", {
      left: px(x - frame.x),
      top: px(y - frame.y),
      width: px(frame.width),
      height: px(frame.height),
    });
  }

  /**
   * The same on those device pixels on which ours lies, where the screen's scale is not whole (settling.ts).
   * @returns the drawing and the names of the parts that lie elsewhere; nothing where none is better elsewhere
   */
  settled(
    { native, facts, drawing, ours }: Subject,
    { scale, palette }: Stage,
  ): { drawing: Drawing; moved: string[] } | undefined {
    const size = rootSize(native, facts, scale);
    if (!size || Number.isInteger(scale)) return undefined;
    const offset = offsetOf(facts, scale);
    const nudges = settle(native, size, scale, this.focus, palette, offset, ours.surfaces);
    if (!nudges) return undefined;
    const settled = drawState(native, size, scale, this.focus, palette, offset, nudges);
    const moved = native.parts.flatMap(({ name }, index) => (isMoved(nudges[index]) ? [name] : []));
    return settled.left === drawing.left && settled.top === drawing.top
      ? { drawing: settled, moved: [...new Set(moved)] }
      : undefined;
  }

  /** The native state at the size our root has: its own height and width where it has them. */
  draw(native: NativeState, facts: CellFacts, scale: number, palette: Palette): Drawing | undefined {
    const size = rootSize(native, facts, scale);
    if (!size) return undefined;
    const { reason, ...seen } = native;
    const offset = offsetOf(facts, scale);
    const key = JSON.stringify([seen, size, scale, usesPalette(native) ? palette : null, offset]);
    let drawing = this.#drawings.get(key);
    if (!drawing) {
      const draw = (): Drawing => drawState(native, size, scale, this.focus, palette, offset);
      drawing = this.cache ? this.cache.take(`${key}${JSON.stringify(this.focus)}`, draw) : draw();
      this.#drawings.set(key, drawing);
    }
    return drawing;
  }
}

const isMoved = (nudge: Nudges[number]): boolean => nudge === "smoothed" || (nudge?.some((by) => by !== 0) ?? false);

/** The size a native state is drawn at, device px; none where our root has no box. */
function rootSize(
  native: NativeState,
  { root }: CellFacts,
  scale: number,
): { width: number; height: number } | undefined {
  if (!root) return undefined;
  const { x, y, width, height } = root;
  const snapped = (from: number, length: number): number =>
    Math.max(1, Math.round(layoutUnits(from + length, scale)) - Math.round(layoutUnits(from, scale)));
  const own = (from: number, length: number, ours: number): number => {
    if (Number.isInteger(scale)) return Math.round(length * scale);
    // What its lines take less room for may be a device pixel smaller.
    const [wanted, got] = [snapped(from, length), snapped(from, ours)];
    return Math.abs(wanted - got) <= 1 ? got : wanted;
  };
  return {
    width: native.width === undefined ? snapped(x, width) : own(x, native.width, width),
    height: native.height === undefined ? snapped(y, height) : own(y, native.height, height),
  };
}

/** A length as the browser lays it out: 64ths of a device pixel, of which scripts are told as CSS px. */
const layoutUnits = (length: number, scale: number): number => Math.round(length * scale * 64) / 64;

/** What the root's top left lies off a whole device pixel; it only matters where lengths are none either. */
function offsetOf({ root }: CellFacts, scale: number): Offset {
  if (!root || Number.isInteger(scale)) return { x: 0, y: 0 };
  const off = (at: number): number => layoutUnits(at, scale) - Math.round(layoutUnits(at, scale));
  return { x: off(root.x), y: off(root.y) };
}

/** Our rendering around the root, cut to the drawing's size. */
export function cut(
  surfaces: Raster,
  glyphs: Raster | undefined,
  facts: CellFacts,
  drawing: Drawing,
  origin = { x: 0, y: 0 },
): Rendering {
  const root = facts.root as NonNullable<CellFacts["root"]>;
  const area = {
    x: Math.round(layoutUnits(root.x - origin.x, drawing.scale)) - drawing.left,
    y: Math.round(layoutUnits(root.y - origin.y, drawing.scale)) - drawing.top,
    width: drawing.image.width,
    height: drawing.image.height,
  };
  return {
    surfaces: crop(surfaces, area),
    glyphs: glyphs && drawing.glyphs.length > 0 ? crop(glyphs, area) : undefined,
    width: root.width,
    height: root.height,
    text: facts.text,
    texts: facts.texts,
    shadow: facts.shadow,
    icons: facts.icons,
  };
}

function usesPalette(native: NativeState): boolean {
  return native.on.some((colour) => !colour.startsWith("#"));
}

/**
 * Holds every subject of a stage against its own reference.
 * @param others further budgets by widget: the lowest holds
 */
export function judge(stage: Stage, drafter: Drafter, others: Record<string, Budgets> = {}): DetailedResult[] {
  const budgets = new Map<string, Budgets>();
  return [
    ...stage.invisible.map((entry) => notLaidOut(stage, entry)),
    ...stage.subjects.map((subject): DetailedResult => {
      const { prepared, cell, native, drawing, ours, lines } = subject;
      const { widget, reference } = prepared;
      if (!budgets.has(widget.name)) budgets.set(widget.name, readBudgets(widget.budget));
      const state = `${cell.variant}/${cell.state}`;
      let verdict = compareState(drawing, native, ours);
      let moved: string[] = [];
      if (verdict.rows.some((row) => !row.pass)) {
        const settled = drafter.settled(subject, stage);
        const again = settled && compareState(settled.drawing, native, ours);
        if (again?.rows.every((row) => row.pass)) [verdict, moved] = [again, settled?.moved ?? []];
      }
      const key = budgetKey(stage.theme, stage.scale, stage.direction);
      const known = [budgets.get(widget.name), others[widget.name]].flatMap((list) => list?.[state]?.[key] ?? []);
      const budget = known.length > 0 ? Math.min(...known) : native.reason ? 1 : limits.mismatch;
      const pixels = drawing.image.width * drawing.image.height;
      const surfaces: Comparison = {
        gate: "surfaces",
        part: "all",
        expected: `at most ${percent(budget)}`,
        got: percent(verdict.mismatch),
        where: "box + 4 epx",
        pass: withinBudget(verdict.mismatch, budget, pixels),
      };
      const judged = [surfaces, ...verdict.rows];
      const wrong = judged.filter((row) => !row.pass);
      // A stated reason excuses gates, never a budget that was better once.
      const elsewhere = stage.scale === 1 ? undefined : reference.specification.otherScales;
      const pass = native.reason ? surfaces.pass : wrong.length === 0 || elsewhere !== undefined;
      const rounding = [
        ...lines.map((line) => lineRow(line, stage.scale)),
        ...moved.map((part) => movedRow(part, stage.scale)),
      ];
      const rows = [...judged, ...(wrong.length === 0 ? rounding : [])];
      const failed = rows.filter((row) => !row.pass);
      const screens = wrong.length > 0 ? elsewhere : rounding.length > 0 ? roundingReason : undefined;
      const reason = native.reason ?? screens;
      const excused = reason !== undefined && (failed.length > 0 || verdict.mismatch > limits.mismatch);
      return {
        widget: widget.name,
        state,
        theme: stage.theme,
        scale: stage.scale,
        direction: stage.direction,
        reference: "drawn",
        mismatch: rounded(verdict.mismatch, 6),
        maxDeltaE: rounded(verdict.maxDeltaE, 3),
        boxError: rounded(verdict.boxError, 3),
        budget,
        allowed: allowance(budget, pixels),
        sums: verdict.sums,
        pass,
        native: reference.specification.control !== null,
        hash: hashOf(native, drawing),
        ...(excused ? { reason } : {}),
        failures: failed.map(({ pass: _, ...failure }) => failure),
        rows,
        expected: drawing.image,
        got: ours.surfaces,
      };
    }),
  ];
}

/** Why a state that is right in all else differs at 125 or 150 %. */
const roundingReason =
  "at this scale CSS draws lines in whole device pixels, rounded down, where XAML rounds a border's to the nearest and smooths a shape's; what stands beside them may lie one device pixel elsewhere";

/** What a line would be on a screen, and what CSS makes of it. */
function lineRow(line: number, scale: number): Comparison {
  const px = (length: number): string => `${Number((length * scale).toFixed(2))} device px`;
  return {
    gate: "surfaces",
    part: `line of ${line} epx`,
    expected: px(line),
    got: px(lineOn(scale, line)),
    where: `scale ${scale}`,
    pass: false,
  };
}

/** A part that lies on another of the device pixels between which it would be. */
function movedRow(part: string, scale: number): Comparison {
  return {
    gate: "boxes",
    part,
    expected: "its own device pixels",
    got: "one beside",
    where: `scale ${scale}`,
    pass: false,
  };
}

/** A root without a box fails outright. */
function notLaidOut(stage: Stage, { prepared, cell }: { prepared: Prepared; cell: Cell }): DetailedResult {
  const row: Comparison = {
    gate: "boxes",
    part: "root",
    expected: "a box",
    got: "none: not laid out",
    where: `${cell.place.file}:${cell.place.line}`,
    pass: false,
  };
  const { pass: _, ...failure } = row;
  return {
    widget: prepared.widget.name,
    state: `${cell.variant}/${cell.state}`,
    theme: stage.theme,
    scale: stage.scale,
    direction: stage.direction,
    reference: "drawn",
    mismatch: 1,
    maxDeltaE: 0,
    boxError: 0,
    budget: limits.mismatch,
    allowed: limits.mismatch,
    sums: { epx: 0, deltaE: 0, pixels: 0 },
    pass: false,
    native: prepared.reference.specification.control !== null,
    hash: "",
    failures: [failure],
    rows: [row],
    expected: undefined,
    got: undefined,
  };
}

const hashes = new WeakMap<Drawing, string>();

/** Two references are the same when their pixels, glyphs and text are. */
function hashOf(native: NativeState, drawing: Drawing): string {
  const text = JSON.stringify([native.text ?? null, native.texts, native.shadow ?? null, drawing.glyphs]);
  let image = hashes.get(drawing);
  if (!image) {
    image = createHash("sha256").update(`${drawing.image.width} `).update(drawing.image.data).digest("hex");
    hashes.set(drawing, image);
  }
  return createHash("sha256").update(image).update(text).digest("hex").slice(0, 16);
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
