/** What slows the live updates of this process down, all in all? */
import { coldStartThrottle } from "./cold-start.js";
import type { QuotaHistory } from "./quota-history.js";
import { quotaThrottle } from "./quota-throttle.js";
import { type Throttle, slowest } from "./throttle.js";
import { timeRamp } from "./time-ramp.js";
import { type KnownWrites, writeThrottle } from "./write-limit.js";

/** Everything that counts. */
export interface Load {
  /** GitHub's time. */
  readonly nowMs: number;
  /** The configured window. */
  readonly baseMs: number;
  /** How long our task has been running. */
  readonly elapsedMs: number;
  /** The budgets that our live updates spend. */
  readonly budgets: readonly QuotaHistory[];
  /** How many publishers under way share no window with each other. */
  readonly publishers: number;
  readonly writes: KnownWrites;
}

/** The effective throttle: whatever is slowest. */
export function liveThrottle(load: Load): Throttle {
  const { nowMs, baseMs, elapsedMs, budgets, publishers, writes } = load;
  return slowest([
    timeRamp(elapsedMs, baseMs),
    writeThrottle(writes),
    ...budgets.flatMap(({ observations }) => [
      quotaThrottle(observations, nowMs),
      coldStartThrottle(observations, publishers),
    ]),
  ]);
}
