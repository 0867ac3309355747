/**
 * Without log and boards: may a writer leave?
 *
 * A version that stood unchanged for longer than the longest time from a read to the landing of its
 * write stays for good: whatever lands later was made from a read of it, and so holds what it holds.
 * Seeing one's own row twice is not enough: a stale write may have come and been mended in between,
 * and a third writer may be on his way with what he read of it.
 */

/** A version of the comment, and since when we know that nothing else was written. */
export interface Standing {
  /** The write that left the version; undefined for a text that is not ours. */
  readonly writeId: string | undefined;
  /** When the first answer that showed it arrived, by our own clock. */
  readonly sinceMs: number;
}

/** Takes in one more sight of the comment; an earlier one counts only while nothing has changed. */
export function seeAgain(
  before: Standing | undefined,
  writeId: string | undefined,
  nowMs: number,
): Standing {
  const same = before !== undefined && writeId !== undefined && before.writeId === writeId;
  return same ? before : { writeId, sinceMs: nowMs };
}

/** How long until the version counts as lasting; 0 when it does. */
export function untilLastingMs(standing: Standing, nowMs: number, landingMsMax: number): number {
  return Math.max(0, standing.sinceMs + landingMsMax - nowMs);
}
