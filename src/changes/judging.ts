import type { Budgets } from "../visual/budgets.ts";
import type { Shots } from "../visual/run.ts";
import { Thread } from "../visual/thread.ts";
import type { Judgement } from "./results.ts";

/** What the thread needs to know of the run: it reads theme and references itself. */
export interface ChangesOrder {
  /** The theme's folder. */
  theme: string;
  widgets: string[];
  /** The base's budgets by widget: one that is raised together with the change must not hide it. */
  budgets: Record<string, Budgets>;
}

/** One stage of both sides: cells that changed, by their index, with all cells of their variants. */
export interface StageOrder {
  before: Shots | undefined;
  after: Shots;
  /** Judged: what changed. */
  changed: number[];
  /** Drawn: whatever these may be taken for. */
  touched: number[];
}

/** In the order of `changed`; `null` where nothing native is known. */
export interface StageVerdicts {
  before: (Judgement | null)[];
  after: (Judgement | null)[];
  /** The native state in the place that ours has in its cell: PNG in base64. */
  native: (string | null)[];
}

/** Judges stages in a thread of its own, while the browser goes on. */
export const startChangesJudging = (order: ChangesOrder): Thread<StageOrder, StageVerdicts> =>
  new Thread(new URL("judging-worker.ts", import.meta.url), order);
