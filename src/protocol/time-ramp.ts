/** How much slower are the updates of a task that has been running for long? */
import { minuteMs } from "../base/time.js";
import { type Throttle, slowedBy, unthrottled } from "./throttle.js";

/** Up to here a task's row is as lively as configured, from there it is at its slowest (4.7). */
const rampStartMs = 5 * minuteMs;
const rampEndMs = 30 * minuteMs;
/** The slowest: one update in so long, unless configured slower. */
const slowestWindowMs = minuteMs;

/** The ramp of fact sheet 4.7 (SEED): linear from the configured window to a minute. */
export function timeRamp(elapsedMs: number, baseMs: number): Throttle {
  if (!(baseMs > 0)) return unthrottled;
  const rampedMs = Math.min(elapsedMs, rampEndMs) - rampStartMs;
  const share = Math.max(0, rampedMs / (rampEndMs - rampStartMs));
  return slowedBy(1 + share * (slowestWindowMs / baseMs - 1));
}
