/**
 * What have answers told about one budget of the token, in the hour that it is counted by?
 *
 * REST and GraphQL have a history each. When the hour is over, everything about it is forgotten.
 */
import { minuteMs } from "../base/time.js";
import type { QuotaObservation } from "../model/entry.js";

/** A process keeps so many of its own observations of each budget (fact sheet 4.7). */
export const ownObservationsMax = 16;
/** Its own and the siblings' together are so many, the newest by time (4.7). */
export const mergedObservationsMax = 32;
/** A reset that is later than the known one by more than this belongs to a new hour (4.7). */
const rollMs = 10 * minuteMs;

/** What is known of one budget's present hour. */
export interface QuotaHistory {
  /** In the order of time, the newest last. */
  readonly observations: readonly QuotaObservation[];
  /** The watermark: the lowest that was ever left, also in observations that are kept no more. */
  readonly lowestRemaining: number;
}

/** Nothing is known. */
export const noHistory: QuotaHistory = { observations: [], lowestRemaining: Infinity };

/** Takes in the newest observation. A record that cannot be true, or is known, changes nothing. */
export function observed(
  history: QuotaHistory,
  observation: QuotaObservation,
  observationsMax: number = ownObservationsMax,
): QuotaHistory {
  if (!credible(observation)) return history;
  if (history.observations.some((known) => sameObservation(known, observation))) return history;
  const laterMs = laterByMs(observation.resetAtMs, resetOf(history));
  if (laterMs < -rollMs) return history;
  const { observations, lowestRemaining } = laterMs > rollMs ? noHistory : history;
  return {
    observations: [...observations, observation].slice(-observationsMax),
    lowestRemaining: Math.min(lowestRemaining, observation.remaining),
  };
}

/** The history that observations in any order make together. */
export function historyOf(observations: readonly QuotaObservation[]): QuotaHistory {
  return [...observations]
    .sort((a, b) => a.atMs - b.atMs)
    .reduce((history, one) => observed(history, one, mergedObservationsMax), noHistory);
}

/** Our own history with what siblings have told. */
export function mergedHistory(
  own: QuotaHistory,
  siblings: readonly QuotaObservation[],
): QuotaHistory {
  const merged = historyOf([...own.observations, ...siblings]);
  // A sibling may have seen the next hour already.
  const sameHour = Math.abs(laterByMs(resetOf(merged), resetOf(own))) <= rollMs;
  const lowestRemaining = sameHour
    ? Math.min(own.lowestRemaining, merged.lowestRemaining)
    : merged.lowestRemaining;
  return { ...merged, lowestRemaining };
}

/** The oldest and the newest: enough for a rate, and small enough to be told with every entry. */
export function endsOf({ observations }: QuotaHistory): readonly QuotaObservation[] {
  return observations.filter((_, index) => index === 0 || index === observations.length - 1);
}

function credible({ atMs, remaining, limit, resetAtMs }: QuotaObservation): boolean {
  const numbers = [atMs, remaining, limit, resetAtMs];
  return limit > 0 && numbers.every((number) => Number.isFinite(number) && number >= 0);
}

function sameObservation(a: QuotaObservation, b: QuotaObservation): boolean {
  return (
    a.atMs === b.atMs &&
    a.remaining === b.remaining &&
    a.limit === b.limit &&
    a.resetAtMs === b.resetAtMs
  );
}

/** When the hour of a history ends; 0 when unknown. */
function resetOf({ observations }: QuotaHistory): number {
  return Math.max(0, ...observations.map(({ resetAtMs }) => resetAtMs));
}

/** By how much one end is later than another; unknown ends are taken for the same. */
function laterByMs(resetAtMs: number, otherMs: number): number {
  return resetAtMs === 0 || otherMs === 0 ? 0 : resetAtMs - otherMs;
}
