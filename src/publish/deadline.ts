/** How much time is left for this publication, and who may cut it short? */
import type { Cancellation, Clock } from "../ports/clock.js";

/** A budget of time that starts when it is made. */
export class Deadline {
  readonly #clock: Clock;
  readonly #endMs: number;
  readonly #cancellation: Cancellation | undefined;

  constructor(clock: Clock, budgetMs: number, cancellation?: Cancellation) {
    this.#clock = clock;
    this.#endMs = clock.monotonicMs() + budgetMs;
    this.#cancellation = cancellation;
  }

  /** Milliseconds left, never negative. */
  get remainingMs(): number {
    return Math.max(0, this.#endMs - this.#clock.monotonicMs());
  }

  /** True when the time is up or the publication was cut short. */
  get over(): boolean {
    return this.remainingMs === 0 || this.#cancellation?.cancelled === true;
  }

  /** Waits, but not past the end. */
  async sleep(delayMs: number): Promise<void> {
    const boundedMs = Math.min(delayMs, this.remainingMs);
    if (boundedMs > 0 && !this.over) await this.#clock.sleep(boundedMs, this.#cancellation);
  }

  /** The work's value, or undefined when the time is up first; the work itself is not stopped. */
  async race<Value>(work: Promise<Value>): Promise<Value | undefined> {
    return await this.raceFor(this.remainingMs, work);
  }

  /** As `race`, but for no longer than so many milliseconds. */
  async raceFor<Value>(durationMs: number, work: Promise<Value>): Promise<Value | undefined> {
    const done = new Race();
    const boundedMs = Math.min(durationMs, this.remainingMs);
    const timeUp = this.#clock.sleep(boundedMs, done).then(() => undefined);
    try {
      return await Promise.race([work, timeUp]);
    } finally {
      done.finish();
    }
  }
}

/** Ends the wait of a race that was won. */
class Race implements Cancellation {
  cancelled = false;
  readonly #callbacks: (() => void)[] = [];

  onCancel(callback: () => void): () => void {
    this.#callbacks.push(callback);
    return () => undefined;
  }

  finish(): void {
    this.cancelled = true;
    for (const callback of this.#callbacks) callback();
  }
}
