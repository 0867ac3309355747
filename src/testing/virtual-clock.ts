/**
 * How does a test move time?
 *
 * A scheduler without real time: `advance` runs every wait that falls due, in order of time and, at the
 * same time, in order of asking, and lets everything that follows from it happen before the next.
 */
import type { EmulatorClock } from "../emulator/time.js";
import { quiet } from "./quiet.js";

interface Waiter {
  readonly dueMs: number;
  readonly order: number;
  readonly wake: () => void;
}

/** A clock that stands still until it is advanced. */
export class VirtualClock implements EmulatorClock {
  #nowMs: number;
  #order = 0;
  readonly #waiters = new Set<Waiter>();

  /** Starts at a fixed moment of 2026, or at another one. */
  constructor(startMs: number = Date.UTC(2026, 0, 15, 12)) {
    this.#nowMs = startMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  wait(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.timer(delayMs, resolve);
    });
  }

  /** Calls back after the delay. Returns a function that withdraws the call-back. */
  timer(delayMs: number, wake: () => void): () => void {
    this.#order += 1;
    const waiter = { dueMs: this.#nowMs + Math.max(0, delayMs), order: this.#order, wake };
    this.#waiters.add(waiter);
    return () => {
      this.#waiters.delete(waiter);
    };
  }

  /** How many waits have not ended. */
  get waiting(): number {
    return this.#waiters.size;
  }

  /** When the next wait ends; undefined if there is none. */
  get nextDueMs(): number | undefined {
    return this.#next()?.dueMs;
  }

  /** Moves on by the duration, running all that falls due. */
  async advance(durationMs: number): Promise<void> {
    const untilMs = this.#nowMs + durationMs;
    await quiet();
    await this.#runUntil(untilMs);
    this.#nowMs = untilMs;
    await quiet();
  }

  /** Moves time on, no further than needed, until the work is done; its result. */
  async run<Value>(work: Promise<Value>): Promise<Value> {
    const state = { done: false };
    const settled = work.finally(() => {
      state.done = true;
    });
    // A failure is the awaiting caller's; this keeps Node from calling it unhandled before that.
    settled.catch(() => undefined);
    await quiet();
    while (!state.done) {
      const dueMs = this.nextDueMs;
      if (dueMs === undefined) throw new Error("the work waits for something that will not come");
      await this.#runUntil(dueMs);
    }
    return await settled;
  }

  /** Runs until nothing waits any more, at most for the duration; false if something still waits. */
  async drain(durationMaxMs: number): Promise<boolean> {
    const untilMs = this.#nowMs + durationMaxMs;
    await quiet();
    await this.#runUntil(untilMs);
    return this.#waiters.size === 0;
  }

  /** Runs everything that falls due until then. */
  async #runUntil(untilMs: number): Promise<void> {
    for (
      let next = this.#next();
      next !== undefined && next.dueMs <= untilMs;
      next = this.#next()
    ) {
      await this.#run(next);
    }
  }

  async #run(waiter: Waiter): Promise<void> {
    this.#waiters.delete(waiter);
    this.#nowMs = Math.max(this.#nowMs, waiter.dueMs);
    waiter.wake();
    await quiet();
  }

  #next(): Waiter | undefined {
    let first: Waiter | undefined;
    for (const waiter of this.#waiters) {
      const earlier =
        first === undefined ||
        waiter.dueMs < first.dueMs ||
        (waiter.dueMs === first.dueMs && waiter.order < first.order);
      if (earlier) first = waiter;
    }
    return first;
  }
}
