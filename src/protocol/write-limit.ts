/**
 * How far are the writes of the whole token from GitHub's secondary limits?
 *
 * These are counted apart from the budgets and no header tells of them: whoever creates content faster
 * is refused with 403 and `retry-after`, verdicts and all.
 */
import { ladderThrottle, reserveShare } from "./quota-throttle.js";
import { type Throttle, slowest, terminalOnly } from "./throttle.js";

/** GitHub's documentation, "Rate limits for the REST API", secondary limits. */
const writesPerMinuteMax = 80;
const writesPerHourMax = 500;

/** How many writes are known: what is not known only makes the throttle late. */
export interface KnownWrites {
  readonly lastMinute: number;
  readonly lastHour: number;
}

/** Half a limit is free; from there twice as slow; the last fifth is for verdicts. */
export function writeThrottle({ lastMinute, lastHour }: KnownWrites): Throttle {
  return slowest([below(writesPerMinuteMax, lastMinute), below(writesPerHourMax, lastHour)]);
}

function below(limit: number, writes: number): Throttle {
  const left = limit - writes;
  return left <= reserveShare * limit ? terminalOnly : ladderThrottle(left, limit);
}
