/**
 * How many writes has the token made lately, as far as this process can know?
 *
 * Its own it counts; other writers' stand in the comment's edit log, of which an answer shows only the
 * newest, by the second. The log holds ours too, so the larger of the two numbers counts.
 */
import { minuteMs, secondMs } from "../base/time.js";
import type { KnownWrites } from "../protocol/write-limit.js";

const hourMs = 60 * minuteMs;

/** Writes by the second of GitHub's time in which they were made. */
export class WriteCount {
  readonly #own = new Map<number, number>();
  readonly #logged = new Map<number, number>();

  /** Counts one write of our own. */
  noteOwn(atMs: number): void {
    const second = secondOf(atMs);
    this.#own.set(second, (this.#own.get(second) ?? 0) + 1);
  }

  /** Takes in the edits that one answer shows; most have been shown before. */
  noteLogged(moments: readonly number[]): void {
    const shown = new Map<number, number>();
    for (const atMs of moments) {
      const second = secondOf(atMs);
      shown.set(second, (shown.get(second) ?? 0) + 1);
    }
    for (const [second, count] of shown) {
      this.#logged.set(second, Math.max(count, this.#logged.get(second) ?? 0));
    }
  }

  /** The writes of the last minute and hour. */
  known(nowMs: number): KnownWrites {
    const since = (pastMs: number): number =>
      Math.max(countSince(this.#own, nowMs - pastMs), countSince(this.#logged, nowMs - pastMs));
    forget(this.#own, nowMs - hourMs);
    forget(this.#logged, nowMs - hourMs);
    return { lastMinute: since(minuteMs), lastHour: since(hourMs) };
  }
}

function secondOf(atMs: number): number {
  return Math.floor(atMs / secondMs) * secondMs;
}

function countSince(counts: ReadonlyMap<number, number>, sinceMs: number): number {
  let sum = 0;
  for (const [second, count] of counts) if (second > sinceMs) sum += count;
  return sum;
}

function forget(counts: Map<number, number>, beforeMs: number): void {
  for (const second of counts.keys()) if (second <= beforeMs) counts.delete(second);
}
