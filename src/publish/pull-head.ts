/**
 * Which commit is the pull request's head now, for one who speaks for no run?
 *
 * A read that fails for a moment is tried again, as in a publication.
 */
import { RollcallError, isPassing } from "../model/errors.js";
import { backoffMs } from "../protocol/backoff.js";
import type { Deadline } from "./deadline.js";
import type { PublishPorts } from "./ports.js";
import type { Timing } from "./settings.js";

/** So many reads may fail. */
const failuresMax = 8;

/**
 * The head. Throws the last read's `RollcallError` when it is no passing one, or when the time is
 * over.
 */
export async function findHead(
  { comments, random, log }: Pick<PublishPorts, "comments" | "random" | "log">,
  timing: Pick<Timing, "retryBaseMs" | "retryMsMax">,
  deadline: Deadline,
): Promise<string> {
  for (let round = 0; ; round += 1) {
    try {
      return (await comments.read({ edits: 1 })).pull.head;
    } catch (error) {
      if (!(error instanceof RollcallError) || !isPassing(error.code)) throw error;
      const { retryBaseMs: baseMs, retryMsMax: maxMs } = timing;
      const jitteredMs = backoffMs({ round, baseMs, maxMs, random: random.unit() });
      const delayMs = Math.max(error.retryAfterMs ?? 0, jitteredMs);
      if (round >= failuresMax || delayMs >= deadline.remainingMs) throw error;
      log.write("debug", `head: ${error.message}`);
      await deadline.sleep(delayMs);
    }
  }
}
