import { Worker } from "node:worker_threads";
import type { ReportPart } from "./report.ts";
import type { Result, Shots } from "./run.ts";

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

export type JudgingMessage = { judged: Judged } | { error: Error };

/** Bytes; what is judged is short-lived. */
const youngGenerationSizeMb = 96;

/** Judges stages in a thread of its own, one after the other, while the browser goes on to the next. */
export class Judging {
  readonly #worker: Worker;
  /** What ended the thread. */
  #ended: Error | undefined;
  readonly #waiting: { resolve(judged: Judged): void; reject(error: Error): void }[] = [];

  constructor(order: JudgingOrder) {
    // A thread does not take over how this one reads TypeScript.
    const load = `import(${JSON.stringify(import.meta.resolve("tsx/esm/api"))}).then(({ register }) => {
      register();
      return import(${JSON.stringify(new URL("judging-worker.ts", import.meta.url).href)});
    });`;
    this.#worker = new Worker(load, {
      eval: true,
      workerData: order,
      resourceLimits: { maxYoungGenerationSizeMb: youngGenerationSizeMb },
    });
    this.#worker.on("message", (message: JudgingMessage) => {
      const next = this.#waiting.shift();
      if ("judged" in message) next?.resolve(message.judged);
      else next?.reject(message.error);
    });
    this.#worker.on("error", (error) => this.#end(error as Error));
    this.#worker.on("exit", () => this.#end(new Error("the judging thread ended")));
  }

  /** @throws what comparing throws; where the thread itself ends, every verdict that is still awaited */
  judge(shots: Shots): Promise<Judged> {
    if (this.#ended) return Promise.reject(this.#ended);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#worker.postMessage(shots);
    });
  }

  #end(error: Error): void {
    this.#ended ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#ended);
  }

  /** Lets the thread keep its drawings and end; at once where verdicts are still awaited. */
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
