import { workerData } from "node:worker_threads";
import { DrawingCache } from "../references/drawing-cache.ts";
import { NativeData } from "../references/resolve.ts";
import { loadTheme } from "../theme/theme.ts";
import { addConfusion, confusions } from "./distinct.ts";
import type { Judged, JudgingOrder } from "./judging.ts";
import type { CellFacts } from "./page.ts";
import { crop, decodePng, type Raster, type Rectangle } from "./raster.ts";
import { reportPart } from "./report.ts";
import { type DetailedResult, Drafter, judge, plain, prepare, type Shots, type Stage } from "./run.ts";
import { answerTasks } from "./thread.ts";

/*
 * A thread of its own (judging.ts): draws, compares and pictures each stage that it is sent.
 */

const { theme, only } = workerData as JudgingOrder;
const data = NativeData.load();
const cache = new DrawingCache();
const drafter = new Drafter(prepare(loadTheme(theme), only, data).prepared, data, cache);

answerTasks<Shots, Judged>(
  (shots) => {
    const stage = drafter.stage(shots);
    const results = verdicts(stage);
    if (shots.whole) portray(stage, decodePng(shots.whole), results);
    return { results: results.map(plain), part: reportPart(results) };
  },
  () => cache.save(),
);

/** Room around the widget on the pictures for people, CSS px: what shadows need. */
const room = 12;

/** The widget with some room, without whatever else its specimen has around it. */
function frameOf({ cell, root }: CellFacts): Rectangle {
  if (!root) return cell;
  const left = Math.max(cell.x, Math.floor(root.x - room));
  const top = Math.max(cell.y, Math.floor(root.y - room));
  return {
    x: left,
    y: top,
    width: Math.min(cell.x + cell.width, Math.ceil(root.x + root.width + room)) - left,
    height: Math.min(cell.y + cell.height, Math.ceil(root.y + root.height + room)) - top,
  };
}

/** Sets what people see beside what was compared: native and ours, with texts. */
function portray(stage: Stage, whole: Raster, results: DetailedResult[]): void {
  const byName = new Map(results.map((result) => [`${result.widget} ${result.state}`, result]));
  for (const subject of stage.subjects) {
    const { cell, facts } = subject;
    const result = byName.get(`${cell.widget} ${cell.variant}/${cell.state}`);
    const frame = frameOf(facts);
    const native = drafter.portrait(subject, stage, frame);
    if (!result || !native) continue;
    const [x, y] = [frame.x, frame.y].map((length) => Math.round(length * stage.scale)) as [number, number];
    result.seen = { native, ours: crop(whole, { x, y, width: native.width, height: native.height }) };
  }
}

function verdicts(stage: Stage): DetailedResult[] {
  const results = judge(stage, drafter);
  // Which states look alike does not depend on the screen, but lines that are missing there take away what tells them apart.
  if (!Number.isInteger(stage.scale)) return results;
  for (const { subject, other } of confusions(stage, drafter, results)) addConfusion(results, subject, other);
  return results;
}
