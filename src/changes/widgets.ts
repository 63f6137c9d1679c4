import type { Browser } from "@playwright/test";
import type { NativeData, NativeState } from "../references/resolve.ts";
import type { Theme } from "../theme/theme.ts";
import type { Budgets } from "../visual/budgets.ts";
import { ground } from "../visual/comparator.ts";
import { type CellFacts, type Host, SpecimenPage } from "../visual/page.ts";
import { crop, decodePng, encodePng, type Raster, type Rectangle } from "../visual/raster.ts";
import { Drafter, type Prepared, prepare, type Shots } from "../visual/run.ts";
import { type Cell, cellsOf, type Widget } from "../visual/specimens.ts";
import type { Clock } from "./clock.ts";
import { type ReachInput, reach, texts } from "./inside.ts";
import { startChangesJudging } from "./judging.ts";
import { losses, type Reading } from "./losses.ts";
import { around, differing, withContrast } from "./pictures.ts";
import { type FoundChange, type Mode, modes, type Shown } from "./results.ts";
import type { Question, TokenUse } from "./rules.ts";

/** What both widgets and pages are asked. */
export interface Inquiry {
  /** The theme's style sheets; no base when there is none to compare with. */
  theirs: string | undefined;
  ours: string;
  /** One a changed declaration or rule. */
  questions: Question[];
  uses: TokenUse[];
  /** Indices of the questions that something has an element for, whether or not it looks otherwise. */
  seen: Set<number>;
  clock: Clock;
}

/** With the indices of the questions whose rules reach it. */
export type Found = Omit<FoundChange, "causes"> & { reached: number[]; shown: Shown };

const stages = {
  light: { theme: "light", direction: "ltr" },
  "light rtl": { theme: "light", direction: "rtl" },
  dark: { theme: "dark", direction: "ltr" },
  "high-contrast": { theme: "high-contrast", direction: "ltr" },
} as const satisfies Record<Mode, Pick<Shots, "theme" | "direction">>;

/** Behind a specimen whose native ground nobody has written down: WinUI's own. */
const plainGround = "light-dark(#f3f3f3, #202020)";

export interface WidgetsOptions {
  theme: Theme;
  /** Its folder. */
  themeFolder: string;
  /** Read by widget: the base's budgets, since one that is raised together with the change must not hide it. */
  baseBudgets: (widget: string) => Budgets;
  data: NativeData;
}

/**
 * Renders every specimen with both themes in every mode that the comparison with native has, and holds both sides of
 * what differs, in pixels or in what the browser computes, against native.
 */
export async function compareWidgets(
  browser: Browser,
  widgets: Widget[],
  host: Host,
  inquiry: Inquiry,
  { theme, themeFolder, baseBudgets, data }: WidgetsOptions,
): Promise<{ found: Found[]; unchanged: number }> {
  if (widgets.length === 0) return { found: [], unchanged: 0 };
  const names = widgets.map(({ name }) => name);
  const { prepared } = prepare(theme, names, data);
  const drafter = new Drafter(prepared, data);
  const cells = [...drafter.cells, ...otherCells(widgets, prepared)];
  const timed = <T>(work: Promise<T>): Promise<T> => inquiry.clock.wait(work);
  const sheets = [inquiry.ours, inquiry.theirs ?? ""].map((css, index) => ({ file: String(index), nodes: [], css }));
  const budgets = Object.fromEntries(names.map((name) => [name, baseBudgets(name)]));
  const judging = startChangesJudging({ theme: themeFolder, widgets: names, budgets });
  const waiting: Promise<Found[]>[] = [];
  let unchanged = 0;
  try {
    // The second sheet only lends its names to the page's own rules.
    const page = await timed(SpecimenPage.open(browser, cells, sheets, host));
    try {
      await timed(page.replaceSheet(1, ""));
      for (const mode of modes) {
        const shown = await compareStage(page, cells, drafter, mode, inquiry, judging);
        unchanged += cells.length - shown.count;
        shown.found.catch(() => undefined);
        waiting.push(shown.found);
      }
    } finally {
      await timed(page.close());
    }
    const found = (await Promise.all(waiting)).flat();
    return { found: found.map((change) => (host === "glpi-10" ? { ...change, host } : change)), unchanged };
  } finally {
    await judging.close();
  }
}

/** Cells that no reference speaks of: they are shown, and nothing native is known of them. */
function otherCells(widgets: Widget[], prepared: Prepared[]): Cell[] {
  const key = ({ widget, variant, state }: Cell): string => `${widget} ${variant}/${state}`;
  const known = new Set(prepared.flatMap((entry) => entry.cells.map(key)));
  return widgets.flatMap(cellsOf).filter((cell) => !known.has(key(cell)));
}

async function compareStage(
  page: SpecimenPage,
  cells: Cell[],
  drafter: Drafter,
  mode: Mode,
  inquiry: Inquiry,
  judging: ReturnType<typeof startChangesJudging>,
): Promise<{ count: number; found: Promise<Found[]> }> {
  const { theirs, ours, clock } = inquiry;
  const timed = <T>(work: Promise<T>): Promise<T> => clock.wait(work);
  const wear = (css: string): Promise<void> => timed(page.replaceSheet(0, css));
  const { theme, direction } = stages[mode];
  const natives = drafter.natives(theme, direction);
  const grounds = cells.map((_, index) => (natives[index] ? ground(natives[index] as NativeState) : plainGround));
  const withGlyphs = cells.map((_, index) => natives[index]?.parts.some(({ shape }) => shape === "glyph") ?? false);
  const show = () => timed(page.show(theme, 1, grounds, withGlyphs, direction));
  let { facts, palette } = await show();
  let factsBefore: CellFacts[] | undefined;
  let before: Buffer | undefined;
  if (theirs !== undefined) {
    const own = facts.map(({ cell }) => cell);
    await wear(theirs);
    const others = (await show()).facts.map(({ cell }) => cell);
    // One layout for both, with room for the larger: a cell's place decides how its edges are smoothed.
    const sizes = own.map((size, index) => ({
      width: Math.max(size.width, others[index]?.width ?? 0),
      height: Math.max(size.height, others[index]?.height ?? 0),
    }));
    factsBefore = await timed(page.arrange(sizes, withGlyphs));
    before = await timed(page.capture("whole"));
    await wear(ours);
    facts = await timed(page.measure());
  }
  await timed(noteReached(inquiry, (argument) => page.evaluate(reach, argument)));
  const after = await timed(page.capture("whole"));
  const computed = (own: CellFacts): string => JSON.stringify({ ...own, cell: null });
  const computedOtherwise = (index: number): boolean =>
    factsBefore !== undefined && computed(factsBefore[index] as CellFacts) !== computed(facts[index] as CellFacts);
  if (before?.equals(after) && !cells.some((_, index) => computedOtherwise(index)))
    return { count: 0, found: Promise.resolve([]) };

  const rasters = { before: before && decodePng(before), after: decodePng(after) };
  const changed = cells.flatMap((_, index): Seen[] => {
    const area = rounded((facts[index] as CellFacts).cell);
    if (!rasters.before) return [{ index, area, pixels: null, regions: [] }];
    const { pixels, regions } = differing(rasters.before, rasters.after, area);
    return pixels > 0 || computedOtherwise(index) ? [{ index, area, pixels, regions }] : [];
  });
  if (changed.length === 0) return { count: 0, found: Promise.resolve([]) };

  const wanted = changed.map(({ index }) => index);
  const reached = theirs === undefined ? [] : await timed(page.evaluate(reach, asked(inquiry, cellName, wanted)));
  const readings = async (picture: Raster): Promise<Map<number, Reading>> => {
    const seen = withContrast(await timed(page.evaluate(texts, { parts: cellName, wanted })), picture);
    return new Map(
      wanted.map((index) => [index, { texts: seen.filter(({ part }) => part === index), sideways: 0 }] as const),
    );
  };
  // With the other states of their variants, which they may be taken for.
  const kin = new Set(wanted.map((index) => variantOf(cells[index] as Cell)));
  const touched = drafter.cells.flatMap((cell, index) => (kin.has(variantOf(cell)) ? [index] : []));
  const clip = around([...touched, ...wanted].map((index) => rounded((facts[index] as CellFacts).cell)));
  const shots = async (own: CellFacts[]): Promise<Shots> => ({
    theme,
    scale: 1,
    direction,
    palette,
    backgrounds: undefined,
    facts: own,
    surfaces: await timed(page.capture("surfaces", clip)),
    glyphs: touched.some((index) => withGlyphs[index]) ? await timed(page.capture("glyph boxes", clip)) : undefined,
    origin: { x: clip.x, y: clip.y },
  });
  const hasNative = touched.length > 0;
  const readAfter = await readings(rasters.after);
  const shotsAfter = hasNative ? await shots(facts) : undefined;
  let readBefore: Map<number, Reading> | undefined;
  let shotsBefore: Shots | undefined;
  if (theirs !== undefined && factsBefore && rasters.before) {
    await wear(theirs);
    readBefore = await readings(rasters.before);
    if (hasNative) shotsBefore = await shots(factsBefore);
    await wear(ours);
  }
  const order = shotsAfter && { before: shotsBefore, after: shotsAfter, changed: wanted, touched };
  const found = (order ? judging.ask(order) : Promise.resolve(undefined)).then((verdicts) =>
    changed.map(({ index, area, pixels, regions }, position): Found => {
      const cell = cells[index] as Cell;
      const [was, is] = [readBefore?.get(index), readAfter.get(index)];
      return {
        kind: "widget",
        id: cell.widget,
        state: `${cell.variant}/${cell.state}`,
        mode,
        pixels,
        before: verdicts?.before[position] ?? null,
        after: verdicts?.after[position] ?? null,
        losses: was && is ? losses(was, is) : [],
        reached: reached[position] ?? [],
        shown: {
          before: rasters.before ? encodePng(crop(rasters.before, area)).toString("base64") : null,
          after: encodePng(crop(rasters.after, area)).toString("base64"),
          native: verdicts?.native[position] ?? null,
          width: area.width,
          height: area.height,
          regions,
        },
      };
    }),
  );
  return { count: changed.length, found };
}

const cellName = "fenetre-cell";
const variantOf = ({ widget, variant }: Cell): string => `${widget} ${variant}`;

/** A cell that the two sides show differently. */
interface Seen {
  index: number;
  area: Rectangle;
  pixels: number | null;
  regions: Rectangle[];
}

/** Notes which of the questions nobody has met so far a page has an element for. */
export async function noteReached(
  { questions, uses, seen }: Inquiry,
  evaluate: (argument: ReachInput) => Promise<number[][]>,
): Promise<void> {
  const open = questions.flatMap((_, index) => (seen.has(index) ? [] : [index]));
  if (open.length === 0) return;
  const asked = open.map((index) => questions[index] as Question);
  const withTokens = asked.some(({ tokens }) => tokens.length > 0);
  const [met = []] = await evaluate({
    parts: "html",
    wanted: [0],
    questions: asked,
    uses: withTokens ? uses : [],
  });
  for (const at of met) seen.add(open[at] as number);
}

/** The questions that tell which changed rules reach which parts. */
export function asked({ questions, uses }: Inquiry, parts: string, wanted: number[]): ReachInput {
  // Only tokens that can lead from a change are worth sending.
  return { parts, wanted, questions, uses: questions.some(({ tokens }) => tokens.length > 0) ? uses : [] };
}

function rounded({ x, y, width, height }: Rectangle): Rectangle {
  return { x: Math.round(x), y: Math.round(y), width: Math.round(width), height: Math.round(height) };
}
