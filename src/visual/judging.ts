import type { ReportPart } from "./report.ts";
import type { Result, Shots } from "./run.ts";
import { Thread } from "./thread.ts";

/** What the judging thread needs to know of the run: it reads the theme and the references itself. */
export interface JudgingOrder {
  /** A folder's name below themes/. */
  theme: string;
  /** Names of widgets; default all. */
  only: string[] | undefined;
}

/** A stage's verdicts, and the same as the report shows them. */
export interface Judged {
  results: Result[];
  part: ReportPart;
}

/** Judges stages in a thread of its own, one after the other, while the browser goes on to the next. */
export const startJudging = (order: JudgingOrder): Thread<Shots, Judged> =>
  new Thread(new URL("judging-worker.ts", import.meta.url), order);
