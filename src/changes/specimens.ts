import type { Browser } from "@playwright/test";
import { type Drawing, drawState, type FocusThickness, type Palette } from "../references/draw.ts";
import { readReference } from "../references/read.ts";
import { focusThickness, type NativeData, type NativeState, resolveState } from "../references/resolve.ts";
import { UserError } from "../util/user-error.ts";
import { budgetKey, readBudgets } from "../visual/budgets.ts";
import { compareState, limits, over } from "../visual/compare.ts";
import { type CellFacts, type Host, SpecimenPage } from "../visual/page.ts";
import { crop, decodePng, encodePng, type Raster, type Rectangle, type Rgb } from "../visual/raster.ts";
import { cut } from "../visual/run.ts";
import { type Cell, cellsOf, type Widget } from "../visual/specimens.ts";
import type { Clock } from "./clock.ts";
import { alive, type ReachInput, reach, texts } from "./inside.ts";
import { around, differing, faint } from "./pictures.ts";
import type { Change, Shown } from "./results.ts";
import type { Question, TokenUse } from "./rules.ts";

/** What both specimens and pages are asked. */
export interface Inquiry {
  /** The theme's style sheets; no base when there is none to compare with. */
  theirs: string | undefined;
  ours: string;
  questions: Question[];
  uses: TokenUse[];
  /** Selectors whose matches are looked for, as `querySelector` takes them. */
  queries: string[];
  /** Notes which of the queries matched. */
  matched(indices: number[]): void;
  clock: Clock;
}

export type Found = Change & { shown: Shown };

const schemes = ["light", "dark"] as const;

/** Behind a specimen whose native ground nobody has written down: WinUI's own. */
const plainGround = "light-dark(#f3f3f3, #202020)";

interface Subject {
  cell: Cell;
  widget: Widget;
  natives: Partial<Record<"light" | "dark", NativeState>>;
}

/** A subject that the two sides show differently. */
interface Seen {
  subject: Subject;
  index: number;
  area: Rectangle;
  pixels: number | null;
  regions: Rectangle[];
}

/**
 * Renders every specimen with both themes, light and dark, and compares cell by cell.
 * @param baseBudgets reads the base's budgets of a widget: a budget raised together with the change must not hide it
 */
export async function compareSpecimens(
  browser: Browser,
  widgets: Widget[],
  host: Host,
  inquiry: Inquiry,
  data: NativeData,
  baseBudgets: (widget: string) => ReturnType<typeof readBudgets>,
): Promise<{ found: Found[]; unchanged: number }> {
  const subjects = widgets.flatMap((widget) => subjectsOf(widget, data));
  if (subjects.length === 0) return { found: [], unchanged: 0 };
  const { theirs, ours } = inquiry;
  const timed = <T>(work: Promise<T>): Promise<T> => inquiry.clock.wait(work);
  const cells = subjects.map(({ cell }) => cell);
  // The second sheet only lends its names to the page's own rules.
  const sheets = [ours, theirs ?? ""].map((css, index) => ({ file: String(index), nodes: [], css }));
  const page = await timed(SpecimenPage.open(browser, cells, sheets, host));
  const focus = focusThickness(data);
  const found: Found[] = [];
  let unchanged = 0;
  try {
    await timed(page.replaceSheet(1, ""));
    const wear = (css: string): Promise<void> => timed(page.replaceSheet(0, css));
    for (const scheme of schemes) {
      const grounds = subjects.map(({ natives }) => ground(natives[scheme]));
      const sizesOf = (facts: CellFacts[]) => facts.map(({ cell: { width, height } }) => ({ width, height }));
      let before: Buffer | undefined;
      let factsBefore: CellFacts[] | undefined;
      let { facts, palette } = await timed(page.show(scheme, 1, grounds));
      if (theirs !== undefined) {
        const own = sizesOf(facts);
        await wear(theirs);
        ({ facts: factsBefore } = await timed(page.show(scheme, 1, grounds)));
        const others = sizesOf(factsBefore);
        // One layout for both, with room for the larger: a cell's place decides how its edges are smoothed.
        const sizes = own.map((size, index) => ({
          width: Math.max(size.width, others[index]?.width ?? 0),
          height: Math.max(size.height, others[index]?.height ?? 0),
        }));
        factsBefore = await timed(page.arrange(sizes));
        before = await timed(page.capture("whole"));
        await wear(ours);
        facts = await timed(page.measure());
      }
      if (scheme === "light") inquiry.matched(await timed(page.evaluate(alive, inquiry.queries)));
      const after = await timed(page.capture("whole"));
      if (before?.equals(after)) {
        unchanged += subjects.length;
        continue;
      }
      const rasters = { before: before && decodePng(before), after: decodePng(after) };
      const changed = subjects.flatMap((subject, index): Seen[] => {
        const area = rounded((facts[index] as CellFacts).cell);
        if (!rasters.before) return [{ subject, index, area, pixels: null, regions: [] }];
        const { pixels, regions } = differing(rasters.before, rasters.after, area);
        return pixels === 0 ? [] : [{ subject, index, area, pixels, regions }];
      });
      unchanged += subjects.length - changed.length;
      if (changed.length === 0) continue;

      const wanted = changed.map(({ index }) => index);
      const parts = "fenetre-cell";
      const rules = theirs === undefined ? [] : await timed(page.evaluate(reach, asked(inquiry, parts, wanted)));
      const faints = async (picture: Raster): Promise<Map<number, string[]>> => {
        const seen = await timed(page.evaluate(texts, { parts, wanted }));
        const byPart = new Map<number, string[]>();
        for (const { part, fault } of faint(seen, picture)) byPart.set(part, [...(byPart.get(part) ?? []), fault]);
        return byPart;
      };
      const clip = around(changed.map(({ area }) => area));
      const natively = async (own: CellFacts[]): Promise<(Distance | null)[]> => {
        if (!changed.some(({ subject }) => subject.natives[scheme])) return changed.map(() => null);
        const surfaces = await timed(page.shoot("surfaces", clip));
        const glyphs = await timed(page.shoot("glyph boxes", clip));
        return changed.map(({ subject, index }) =>
          distance(subject.natives[scheme], own[index] as CellFacts, surfaces, glyphs, clip, focus, palette),
        );
      };
      const nativeAfter = await natively(facts);
      const faintAfter = await faints(rasters.after);
      let nativeBefore: (Distance | null)[] = changed.map(() => null);
      let faintBefore = new Map<number, string[]>();
      if (theirs !== undefined && factsBefore && rasters.before) {
        await wear(theirs);
        nativeBefore = await natively(factsBefore);
        faintBefore = await faints(rasters.before);
        await wear(ours);
      }
      for (const [position, { subject, index, area, pixels, regions }] of changed.entries()) {
        const { cell, widget, natives } = subject;
        const state = `${cell.variant}/${cell.state}`;
        const native = natives[scheme];
        const budgets = [readBudgets(widget.budget), baseBudgets(widget.name)].map(
          (list) => list[state]?.[budgetKey(scheme, 1, "ltr")],
        );
        const known = budgets.filter((budget) => budget !== undefined);
        const budget = Math.min(...(known.length > 0 ? known : [native?.reason ? 1 : limits.mismatch]));
        const exempt = subject.cell.state.includes("disabled");
        found.push({
          kind: "widget",
          id: widget.name,
          state,
          theme: scheme,
          ...(host === "glpi-10" ? { host } : {}),
          pixels,
          nativeBefore: nativeBefore[position]?.mismatch ?? null,
          nativeAfter: nativeAfter[position]?.mismatch ?? null,
          budget: native ? millionths(budget + (nativeAfter[position]?.slack ?? 0)) : null,
          rules: (rules[position] ?? []).map(String),
          faintBefore: exempt ? 0 : (faintBefore.get(index)?.length ?? 0),
          faintAfter: exempt ? 0 : (faintAfter.get(index)?.length ?? 0),
          failures: [],
          shown: {
            before: rasters.before ? encodePng(crop(rasters.before, area)).toString("base64") : null,
            after: encodePng(crop(rasters.after, area)).toString("base64"),
            width: area.width,
            height: area.height,
            regions,
          },
        });
      }
    }
  } finally {
    await timed(page.close());
  }
  return { found, unchanged };
}

/** The questions that tell which changed rules reach which parts. */
export function asked({ questions, uses }: Inquiry, parts: string, wanted: number[]): ReachInput {
  // Only tokens that can lead from a change are worth sending.
  return { parts, wanted, questions, uses: questions.some(({ tokens }) => tokens.length > 0) ? uses : [] };
}

/** A widget's cells with what is native of each, where a reference says so; a faulty one says nothing here. */
function subjectsOf(widget: Widget, data: NativeData): Subject[] {
  let resolve: (cell: Cell, scheme: "light" | "dark") => NativeState | undefined = () => undefined;
  if (widget.reference) {
    try {
      const reference = readReference(widget.reference);
      resolve = (cell, scheme) => resolveState(reference, cell.variant, cell.state, scheme, data);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
    }
  }
  return cellsOf(widget).map((cell) => {
    const natives: Subject["natives"] = {};
    for (const scheme of schemes) {
      try {
        const native = resolve(cell, scheme);
        if (native) natives[scheme] = native;
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
      }
    }
    return { cell, widget, natives };
  });
}

interface Distance {
  /** Share of the pixels that differ from the native drawing. */
  mismatch: number;
  /** What a budget may be missed by: an edge falls differently where its cell moves on the page. */
  slack: number;
}

const millionths = (value: number): number => Number(value.toFixed(6));

/** `null` where nothing native is known. */
function distance(
  native: NativeState | undefined,
  facts: CellFacts,
  surfaces: Raster,
  glyphs: Raster,
  origin: Rectangle,
  focus: FocusThickness,
  palette: Palette,
): Distance | null {
  if (!native || !facts.root) return null;
  const { width, height } = facts.root;
  const size = {
    width: Math.max(1, Math.round(native.width ?? width)),
    height: Math.max(1, Math.round(native.height ?? height)),
  };
  const drawing: Drawing = drawState(native, size, 1, focus, palette);
  const { mismatch } = compareState(drawing, native, cut(surfaces, glyphs, facts, drawing, origin));
  return { mismatch: millionths(mismatch), slack: slackOf(drawing) };
}

/** Two pixels, as the comparison with native allows. */
const slackOf = ({ image }: Drawing): number => 2 / (image.width * image.height);

/** What the native widget stands on, composited. */
function ground(native: NativeState | undefined): string {
  if (!native) return plainGround;
  const [r, g, b] = native.on.reduce<Rgb>((below, colour) => over(colour, below), [255, 255, 255]);
  return `rgb(${r} ${g} ${b})`;
}

function rounded({ x, y, width, height }: Rectangle): Rectangle {
  return { x: Math.round(x), y: Math.round(y), width: Math.round(width), height: Math.round(height) };
}
