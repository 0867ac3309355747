/**
 * How much must live updates slow down, so that a budget lasts until it is full again?
 *
 * Two observations make a rate, which is compared with what may be spent; one alone, or one without a
 * known end, is judged by what is left (fact sheet 4.7, SEED).
 */
import { minuteMs, secondMs } from "../base/time.js";
import type { QuotaObservation } from "../model/entry.js";
import { type Throttle, slowedBy, terminalOnly, unthrottled } from "./throttle.js";

/** This share of a budget is kept for verdicts (SEED; HEAD's 30 % would idle a third of an hour). */
export const reserveShare = 0.2;

/** More than this share left, and this factor applies (SEED; strictly more). */
const ladder = [
  { leftShare: 0.5, factor: 1 },
  { leftShare: 0.2, factor: 2 },
  { leftShare: 0.05, factor: 5 },
];
/** The time until the reset counts as no shorter than this (SEED). */
const untilResetMsMin = minuteMs;
/**
 * A burst is no rate: the three requests of one publication, half a second apart, would else count as
 * six in a second. Not the reference's; its own cases lie 10 s apart.
 */
const spanMsMin = 10 * secondMs;
/** A budget is counted by the hour: an observation without a known end is worth nothing after it. */
const windowMsMax = 60 * minuteMs;

/** The throttle from one budget's observations, in the order of time. */
export function quotaThrottle(observations: readonly QuotaObservation[], nowMs: number): Throttle {
  const oldest = observations.at(0);
  const newest = observations.at(-1);
  if (oldest === undefined || newest === undefined) return unthrottled;
  // Without this an empty budget would stop live updates for ever: they are what would see it refilled.
  if (nowMs >= endOf(newest)) return unthrottled;
  if (newest.atMs <= oldest.atMs || newest.resetAtMs === 0) {
    return ladderThrottle(newest.remaining, newest.limit);
  }
  const spendable = newest.remaining - reserveShare * newest.limit;
  if (spendable <= 0) return terminalOnly;
  // What nobody saw being spent since the newest observation counts as not spent: after a burst
  // somebody must publish again to see how things are.
  const spanMs = Math.max(spanMsMin, Math.max(nowMs, newest.atMs) - oldest.atMs);
  const burnPerMs = (oldest.remaining - newest.remaining) / spanMs;
  const safePerMs = spendable / Math.max(untilResetMsMin, newest.resetAtMs - nowMs);
  return slowedBy(burnPerMs / safePerMs);
}

/** The throttle from nothing but what is left. */
export function ladderThrottle(remaining: number, limit: number): Throttle {
  const rung = ladder.find(({ leftShare }) => remaining > leftShare * limit);
  return rung === undefined ? terminalOnly : slowedBy(rung.factor);
}

function endOf({ atMs, resetAtMs }: QuotaObservation): number {
  return resetAtMs === 0 ? atMs + windowMsMax : resetAtMs;
}
