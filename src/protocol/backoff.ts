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
  /** Width of one writer's place in the order. */
  readonly slotMs: number;
  readonly writer: string;
  /** Changes the order from round to round. */
  readonly round: number;
  /** How many others may be verifying now. */
  readonly rivals: number;
  readonly random: number;
}

/** How long to wait before reading back, when no log tells whether a write stands. */
export function settleMs(options: SettleOptions): number {
  const places = Math.max(1, options.rivals + 1);
  const place = hash32(`${options.writer}/${String(options.round)}`) % places;
  return Math.round(options.landingMsMax + (place + options.random) * options.slotMs);
}
