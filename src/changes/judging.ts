import { Worker } from "node:worker_threads";
import type { Budgets } from "../visual/budgets.ts";
import type { Shots } from "../visual/run.ts";
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

export type ChangesMessage = { verdicts: StageVerdicts } | { error: Error };

/** Judges stages in a thread of its own, while the browser goes on. */
export class ChangesJudging {
  readonly #worker: Worker;
  #ended: Error | undefined;
  readonly #waiting: { resolve(verdicts: StageVerdicts): void; reject(error: Error): void }[] = [];

  constructor(order: ChangesOrder) {
    // A thread does not take over how this one reads TypeScript.
    const load = `import(${JSON.stringify(import.meta.resolve("tsx/esm/api"))}).then(({ register }) => {
      register();
      return import(${JSON.stringify(new URL("judging-worker.ts", import.meta.url).href)});
    });`;
    this.#worker = new Worker(load, { eval: true, workerData: order });
    this.#worker.on("message", (message: ChangesMessage) => {
      const next = this.#waiting.shift();
      if ("verdicts" in message) next?.resolve(message.verdicts);
      else next?.reject(message.error);
    });
    this.#worker.on("error", (error) => this.#end(error as Error));
    this.#worker.on("exit", () => this.#end(new Error("the judging thread ended")));
  }

  judge(order: StageOrder): Promise<StageVerdicts> {
    if (this.#ended) return Promise.reject(this.#ended);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#worker.postMessage(order);
    });
  }

  #end(error: Error): void {
    this.#ended ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#ended);
  }

  /** Lets the thread keep its drawings and end. */
  async close(): Promise<void> {
    if (this.#ended) return;
    if (this.#waiting.length > 0) {
      await this.#worker.terminate();
      return;
    }
    const ended = new Promise((resolve) => this.#worker.once("exit", resolve));
    this.#worker.postMessage("done");
    await ended;
  }
}
