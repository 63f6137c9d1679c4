import { workerData } from "node:worker_threads";
import { DrawingCache } from "../references/drawing-cache.ts";
import { NativeData } from "../references/resolve.ts";
import { loadTheme } from "../theme/theme.ts";
import { addConfusion, confusions } from "../visual/distinct.ts";
import type { CellFacts } from "../visual/page.ts";
import { encodePng } from "../visual/raster.ts";
import { type DetailedResult, Drafter, judge, prepare, type Shots, type Stage } from "../visual/run.ts";
import { answerTasks } from "../visual/thread.ts";
import type { ChangesOrder, StageOrder, StageVerdicts } from "./judging.ts";
import type { Judgement } from "./results.ts";

/*
 * A thread of its own (judging.ts): holds both sides of what changed against native, by the gates of `fenetre visual`.
 */

const order = workerData as ChangesOrder;
const data = NativeData.load();
const cache = new DrawingCache();
const drafter = new Drafter(prepare(loadTheme(order.theme), order.widgets, data).prepared, data, cache);

answerTasks<StageOrder, StageVerdicts>(verdicts, () => cache.save());

function verdicts({ before, after, changed, touched }: StageOrder): StageVerdicts {
  const now = judged(after, changed, touched);
  const then = before ? judged(before, changed, touched) : undefined;
  const pick = (side: typeof now | undefined): (Judgement | null)[] =>
    changed.map((index) => side?.verdicts.get(index) ?? null);
  return {
    before: pick(then),
    after: pick(now),
    native: changed.map((index) => portrait(now.stage, after.facts, index)),
  };
}

function judged(
  shots: Shots,
  changed: number[],
  touched: number[],
): { stage: Stage; verdicts: Map<number, Judgement> } {
  const stage = drafter.stage(shots, new Set(touched));
  const results = judge(stage, drafter, order.budgets);
  const wanted = new Set(changed);
  for (const { subject, other } of confusions(stage, drafter, results, wanted)) addConfusion(results, subject, other);
  const byName = new Map(results.map((result) => [`${result.widget} ${result.state}`, result]));
  const found = new Map<number, Judgement>();
  for (const index of changed) {
    const cell = drafter.cells[index];
    const result = cell && byName.get(`${cell.widget} ${cell.variant}/${cell.state}`);
    if (result) found.set(index, judgement(result));
  }
  return { stage, verdicts: found };
}

function judgement({
  pass,
  mismatch,
  allowed,
  maxDeltaE,
  boxError,
  sums,
  reason,
  failures,
}: DetailedResult): Judgement {
  const kept = (value: number, digits: number): number => Number(value.toFixed(digits));
  return {
    pass,
    mismatch,
    allowed: kept(allowed, 6),
    maxDeltaE,
    boxError,
    sums: { epx: kept(sums.epx, 2), deltaE: kept(sums.deltaE, 2), pixels: kept(sums.pixels, 1) },
    ...(reason === undefined ? {} : { reason }),
    failures,
  };
}

/** The native state with its text, in a picture of the cell. */
function portrait(stage: Stage, facts: CellFacts[], index: number): string | null {
  const subject = stage.subjects.find((one) => one.index === index);
  const own = facts[index];
  const picture = subject && own && drafter.portrait(subject, stage, own.cell);
  return picture ? encodePng(picture).toString("base64") : null;
}
