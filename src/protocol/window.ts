/**
 * May a live update be published yet?
 *
 * One publication in a window serves everybody. All moments are GitHub's time (docs/protocol.md).
 */
import type { ServerMs } from "../base/time.js";

/**
 * True while somebody's publication is still fresh: strictly less than one window old (fact sheet
 * 4.2). A publication that seems to lie in the future counts as one of this moment.
 */
export function windowHeld(
  now: ServerMs,
  lastPublished: ServerMs | undefined,
  windowMs: number,
): boolean {
  if (lastPublished === undefined || lastPublished <= 0) return false;
  return Math.max(0, now - lastPublished) < windowMs;
}

/** The newest of several moments, some of them unknown. */
export function newestMoment(moments: readonly (ServerMs | undefined)[]): ServerMs | undefined {
  let newest: ServerMs | undefined;
  for (const moment of moments) {
    if (moment !== undefined && (newest === undefined || moment > newest)) newest = moment;
  }
  return newest;
}
