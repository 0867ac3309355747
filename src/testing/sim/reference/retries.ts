/** Which failures does the reference try again? (Fact sheet 4.6.) */
import { RollcallError } from "../../../model/errors.js";
import type { Clock } from "../../../ports/clock.js";

/** The waits before the second and the third try. */
const backoffMs = [250, 500];

/** Everything but a POST is tried up to three times. */
export class Retries {
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The work's result, or its last failure. */
  async run<Value>(work: () => Promise<Value>): Promise<Value> {
    for (const delayMs of backoffMs) {
      try {
        return await work();
      } catch (error) {
        if (!isTriedAgain(error)) throw error;
        await this.#clock.sleep(delayMs);
      }
    }
    return await work();
  }
}

/** Broken connections, 5xx and 429; not a 403, whose `retry-after` is not looked at either. */
function isTriedAgain(error: unknown): boolean {
  return (
    error instanceof RollcallError &&
    (error.code === "unreachable" || error.code === "server-error" || error.httpStatus === 429)
  );
}
