/** Time during which the browser is waited for; waits at the same time count once. */
export class Clock {
  #waiting = 0;
  #since = 0;
  #total = 0;

  /** Milliseconds so far. */
  get total(): number {
    return this.#total + (this.#waiting > 0 ? performance.now() - this.#since : 0);
  }

  enter(): void {
    if (this.#waiting++ === 0) this.#since = performance.now();
  }

  leave(): void {
    if (--this.#waiting === 0) this.#total += performance.now() - this.#since;
  }

  async wait<T>(work: Promise<T>): Promise<T> {
    this.enter();
    try {
      return await work;
    } finally {
      this.leave();
    }
  }

  /** Work of our own amid a wait. */
  apart<T>(work: () => T): T {
    this.leave();
    try {
      return work();
    } finally {
      this.enter();
    }
  }
}
