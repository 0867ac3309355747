/**
 * How long does a writer wait before it tries again?
 *
 * Two writers that lost a race to each other must not meet again, so delays grow, are spread by the
 * number of rivals, and are ordered by a hash of the writer: jitter alone was seen to collide twice
 * in a row (docs/protocol.md, "What was tried").
 */
import { hash32 } from "../base/prng.js";

/** The bounds of a delay. */
export interface BackoffOptions {
  /** 0 for the first try. */
  readonly round: number;
  readonly baseMs: number;
  readonly maxMs: number;
  /** From 0 (included) to 1 (excluded). */
  readonly random: number;
}

/** Full jitter over a range that doubles with every round. */
export function backoffMs({ round, baseMs, maxMs, random }: BackoffOptions): number {
  const ceilingMs = Math.min(maxMs, baseMs * 2 ** round);
  return Math.round(ceilingMs * (0.5 + random / 2));
}

/** What spreads the verifiers of one moment. */
export interface SettleOptions {
  /** Longest time from anybody's read to the landing of the write that was made from it. */
  readonly landingMsMax: number;
  /** Width of one writer's place in the order: longer than a read and the write after it. */
  readonly slotMs: number;
  /** Our own place among the writers, from 0: all compute the same order. */
  readonly place: number;
  /** More places than this are not waited for: they are shared. */
  readonly placesMax: number;
  readonly random: number;
}

/**
 * How long to wait before reading back, when no log tells whether a write stands. One after the other:
 * each verifier then mends on top of what the one before has mended.
 */
export function settleMs(options: SettleOptions): number {
  const { landingMsMax, slotMs, place, placesMax, random } = options;
  return Math.round(landingMsMax + ((place % placesMax) + random / 2) * slotMs);
}

/** The place of a writer among all: by a hash, so that no job is always the last. */
export function placeAmong(writers: readonly string[], own: string): number {
  const order = (writer: string): number => hash32(writer);
  return writers.filter((writer) => order(writer) < order(own)).length;
}
