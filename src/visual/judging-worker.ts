import { parentPort, workerData } from "node:worker_threads";
import { DrawingCache } from "../references/drawing-cache.ts";
import { NativeData } from "../references/resolve.ts";
import { loadTheme } from "../theme/theme.ts";
import { addConfusion, confusions } from "./distinct.ts";
import type { JudgingMessage, JudgingOrder } from "./judging.ts";
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
    const results = verdicts(drafter.stage(shots));
    send({ judged: { results: results.map(plain), part: reportPart(results) } });
  } catch (error) {
    send({ error: error as Error });
  }
});

function verdicts(stage: Stage): DetailedResult[] {
  const results = judge(stage);
  for (const { subject, other } of confusions(stage, drafter, results)) addConfusion(results, subject, other);
  return results;
}
