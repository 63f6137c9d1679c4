import { parentPort, Worker } from "node:worker_threads";

/** What a thread answers: in the order in which it was asked. */
type Message<Answer> = { answer: Answer } | { error: Error };

const done = "done";

/** MB; what is judged is short-lived. */
const youngGenerationSizeMb = 96;

/** A thread that answers one task after the other, while the browser goes on. */
export class Thread<Task, Answer> {
  readonly #worker: Worker;
  /** What ended the thread. */
  #ended: Error | undefined;
  readonly #waiting: { resolve(answer: Answer): void; reject(error: Error): void }[] = [];

  /**
   * @param module its address: a file that calls `answerTasks`
   * @param order what the module finds as `workerData`
   */
  constructor(module: URL, order: unknown) {
    // A thread does not take over how this one reads TypeScript.
    const load = `import(${JSON.stringify(import.meta.resolve("tsx/esm/api"))}).then(({ register }) => {
      register();
      return import(${JSON.stringify(module.href)});
    });`;
    this.#worker = new Worker(load, {
      eval: true,
      workerData: order,
      resourceLimits: { maxYoungGenerationSizeMb: youngGenerationSizeMb },
    });
    this.#worker.on("message", (message: Message<Answer>) => {
      const next = this.#waiting.shift();
      if ("answer" in message) next?.resolve(message.answer);
      else next?.reject(message.error);
    });
    this.#worker.on("error", (error) => this.#end(error as Error));
    this.#worker.on("exit", () => this.#end(new Error("the judging thread ended")));
  }

  /** @throws what the task throws; where the thread itself ends, every answer that is still awaited */
  ask(task: Task): Promise<Answer> {
    if (this.#ended) return Promise.reject(this.#ended);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#worker.postMessage(task);
    });
  }

  #end(error: Error): void {
    this.#ended ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#ended);
  }

  /** Lets the thread keep what it knows and end; at once where answers are still awaited. */
  async close(): Promise<void> {
    if (this.#ended) return;
    if (this.#waiting.length > 0) {
      await this.#worker.terminate();
      return;
    }
    const ended = new Promise((resolve) => this.#worker.once("exit", resolve));
    this.#worker.postMessage(done);
    await ended;
  }
}

/** In the thread: answers each task, and ends when it is told to. */
export function answerTasks<Task, Answer>(answer: (task: Task) => Answer, end: () => void): void {
  parentPort?.on("message", (task: Task | typeof done) => {
    if (task === done) {
      end();
      parentPort?.close();
      return;
    }
    let message: Message<Answer>;
    try {
      message = { answer: answer(task) };
    } catch (error) {
      message = { error: error as Error };
    }
    parentPort?.postMessage(message);
  });
}
