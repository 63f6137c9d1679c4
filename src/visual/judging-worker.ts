import { parentPort, workerData } from "node:worker_threads";
import { DrawingCache } from "../references/drawing-cache.ts";
import { NativeData } from "../references/resolve.ts";
import { loadTheme } from "../theme/theme.ts";
import { addConfusion, confusions } from "./distinct.ts";
import type { JudgingMessage, JudgingOrder } from "./judging.ts";
import { crop, decodePng, type Raster } from "./raster.ts";
import { reportPart } from "./report.ts";
import { type DetailedResult, Drafter, judge, plain, prepare, type Shots, type Stage } from "./run.ts";

/*
 * A thread of its own (judging.ts): draws, compares and pictures each stage that it is sent.
 */

const { theme, only } = workerData as JudgingOrder;
const data = NativeData.load();
const cache = new DrawingCache();
const drafter = new Drafter(prepare(loadTheme(theme), only, data).prepared, data, cache);

const send = (message: JudgingMessage): void => parentPort?.postMessage(message);

parentPort?.on("message", (shots: Shots | "done") => {
  if (shots === "done") {
    cache.save();
    parentPort?.close();
    return;
  }
  try {
    const stage = drafter.stage(shots);
    const results = verdicts(stage);
    if (shots.whole) portray(stage, decodePng(shots.whole), results);
    send({ judged: { results: results.map(plain), part: reportPart(results) } });
  } catch (error) {
    send({ error: error as Error });
  }
});

/** Sets what people see beside what was compared: the whole cell, native and ours. */
function portray(stage: Stage, whole: Raster, results: DetailedResult[]): void {
  const byName = new Map(results.map((result) => [`${result.widget} ${result.state}`, result]));
  for (const subject of stage.subjects) {
    const { cell, facts } = subject;
    const result = byName.get(`${cell.widget} ${cell.variant}/${cell.state}`);
    const native = drafter.portrait(subject, stage, facts.cell);
    if (!result || !native) continue;
    const [x, y] = [facts.cell.x, facts.cell.y].map((length) => Math.round(length * stage.scale)) as [number, number];
    result.seen = { native, ours: crop(whole, { x, y, width: native.width, height: native.height }) };
  }
}

function verdicts(stage: Stage): DetailedResult[] {
  const results = judge(stage);
  for (const { subject, other } of confusions(stage, drafter, results)) addConfusion(results, subject, other);
  return results;
}
