/** How quick is GitHub on this day, and what does it refuse? */
import type { PublishWorld } from "../../publish-world.js";
import type { DayOptions } from "./day.js";

/** `ResultsBoard.upload` makes so many requests: create, two for the blob, finalize. */
const uploadRequests = 4;

/** Sets the world's knobs. */
export function setLatencies(world: PublishWorld, options: DayOptions): void {
  const prng = world.prng.fork("day latency");
  const { apiMsMin, apiMsMax, uploadMs, listingLagMs } = options;
  world.behaviour.writesPerMinuteMax = options.writesPerMinuteMax;
  world.behaviour.writesPerHourMax = options.writesPerHourMax;
  world.behaviour.latency = ({ name }) => {
    // Nobody has measured the results service's other calls: they take as long as the API's.
    const wholeMs = isOfUpload(name) ? uploadMs / uploadRequests : prng.integer(apiMsMin, apiMsMax);
    return { beforeMs: wholeMs / 2, afterMs: wholeMs / 2 };
  };
  // Each listing is behind by a time of its own.
  const lag = { get: (): number => prng.integer(0, listingLagMs) };
  Object.defineProperties(world.storage.behaviour, {
    resultsListingLagMs: lag,
    restListingLagMs: lag,
  });
}

/** True for the requests that an artifact's upload is made of, by the emulator's names. */
function isOfUpload(operation: string): boolean {
  return /^(POST (Create|Finalize)Artifact|PUT blobs)$/.test(operation);
}
