/**
 * How is a running task's row kept up to date without ever holding the task up?
 *
 * One publication at a time, in the background; the command's end cuts it short.
 */
import { CancellationSource } from "../../adapters/node/clock.js";
import { describeError } from "../../model/errors.js";
import type { Clock } from "../../ports/clock.js";
import type { Log } from "../../ports/log.js";
import type { Random } from "../../ports/random.js";
import type { ServerTime } from "../../ports/server-time.js";
import type { TaskPublisher } from "../publishing/task-publisher.js";
import type { TaskState } from "../task/state.js";

/** What the loop works with. */
export interface LiveUpdatesOptions {
  readonly publisher: TaskPublisher;
  readonly state: TaskState;
  readonly clock: Clock;
  readonly random: Random;
  readonly serverTime: ServerTime;
  readonly log: Log;
  readonly intervalMs: number;
}

/** The background loop of one task. */
export class LiveUpdates {
  readonly #options: LiveUpdatesOptions;
  readonly #end = new CancellationSource();
  readonly #done: Promise<void>;

  constructor(options: LiveUpdatesOptions) {
    this.#options = options;
    this.#done = this.#loop();
  }

  /** Stops the loop; resolves when nothing of it is under way any more. */
  async stop(): Promise<void> {
    this.#end.cancel();
    await this.#done;
  }

  async #loop(): Promise<void> {
    const { clock, random, intervalMs, log } = this.#options;
    while (!this.#end.cancelled) {
      try {
        await this.#publish();
      } catch (error) {
        log.write(
          "warning",
          `a bug in a live update, the next one tries again: ${describeError(error)}`,
        );
      }
      // Tasks of one run must not wake together for ever.
      await clock.sleep(intervalMs * (0.75 + random.unit() / 2), this.#end);
    }
  }

  async #publish(): Promise<void> {
    const { publisher, state, serverTime, log } = this.#options;
    const outcome = await publisher.publish(state.entry(serverTime), {
      cancellation: this.#end,
    });
    // A live update that failed is mended by the next one: nothing that people must be told.
    log.write(
      "debug",
      outcome.kind === "failed"
        ? `live update: ${outcome.problem}`
        : `live update: ${outcome.kind}`,
    );
  }
}
