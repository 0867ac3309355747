/**
 * How careful must a swarm be that does not know yet what it costs?
 *
 * The reference's HEAD slows everybody tenfold until there are three observations over 30 s, even a
 * task that is alone. Here the floor grows with the publishers that do not share a window: two of them,
 * 2 requests each in the default 20 s, spend 0.2 a second, and 1,000 an hour without the reserve are
 * 0.22. So half their number keeps within the budget, and twenty get HEAD's tenfold.
 */
import { secondMs } from "../base/time.js";
import type { QuotaObservation } from "../model/entry.js";
import { type Throttle, slowedBy, unthrottled } from "./throttle.js";

/** So many observations over so long tell a rate (4.7, HEAD). */
const observationsMin = 3;
const spanMsMin = 30 * secondMs;
/** Publishers whose costs the budget bears without a throttle. */
const publishersBorne = 2;
/** No floor is higher (4.7, HEAD). */
const floorMax = 10;

/**
 * The floor under a budget's factor, from its observations in the order of time. None at all is no cold
 * start: either nothing was asked yet, or the server counts nothing (Enterprise Server can do so).
 */
export function coldStartThrottle(
  observations: readonly QuotaObservation[],
  publishers: number,
): Throttle {
  const oldest = observations.at(0);
  const newest = observations.at(-1);
  if (oldest === undefined || newest === undefined) return unthrottled;
  const warm = observations.length >= observationsMin && newest.atMs - oldest.atMs >= spanMsMin;
  return warm ? unthrottled : slowedBy(Math.min(floorMax, publishers / publishersBorne));
}
