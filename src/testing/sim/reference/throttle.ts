/**
 * How much slower than configured are the reference's live updates? (Fact sheet 4.7, SEED.)
 *
 * Its own numbers to the letter, without what `protocol/quota-throttle.ts` does better. The ramp is the
 * same in both.
 */
import { minuteMs } from "../../../base/time.js";
import type { QuotaObservation } from "../../../model/entry.js";
import { timeRamp } from "../../../protocol/time-ramp.js";

/** No live update at all; the reference's 999999. */
export const terminalOnlyFactor: number = Infinity;

const ladder = [
  { leftShare: 0.5, factor: 1 },
  { leftShare: 0.2, factor: 2 },
  { leftShare: 0.05, factor: 5 },
];
const reserveShare = 0.2;
const untilResetMsMin = minuteMs;

/** The effective factor: the quota's or the long task's, whichever is slower. */
export function referenceFactor(
  observations: readonly QuotaObservation[],
  { nowMs, elapsedMs, baseMs }: { nowMs: number; elapsedMs: number; baseMs: number },
): number {
  const ramp = timeRamp(Math.max(0, elapsedMs), baseMs);
  const rampFactor = ramp.kind === "factor" ? ramp.factor : terminalOnlyFactor;
  return Math.max(quotaFactor(observations, nowMs), rampFactor);
}

/** The factor from a budget's observations, in the order of time. */
export function quotaFactor(observations: readonly QuotaObservation[], nowMs: number): number {
  const oldest = observations.at(0);
  const newest = observations.at(-1);
  if (oldest === undefined || newest === undefined) return 1;
  const spanMs = newest.atMs - oldest.atMs;
  if (spanMs <= 0 || newest.resetAtMs === 0) return ladderFactor(newest);
  const burnPerMs = (oldest.remaining - newest.remaining) / spanMs;
  // Which of this and the reserve comes first is not known; this is kinder.
  if (burnPerMs <= 0) return 1;
  const spendable = newest.remaining - reserveShare * newest.limit;
  if (spendable <= 0) return terminalOnlyFactor;
  const safePerMs = spendable / Math.max(untilResetMsMin, newest.resetAtMs - nowMs);
  return Math.max(1, burnPerMs / safePerMs);
}

function ladderFactor({ remaining, limit }: QuotaObservation): number {
  const rung = ladder.find(({ leftShare }) => remaining > leftShare * limit);
  return rung?.factor ?? terminalOnlyFactor;
}
