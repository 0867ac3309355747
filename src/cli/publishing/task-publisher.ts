/** What does a task need of whoever publishes it, and how did that end? */
import type { Entry } from "../../model/entry.js";
import type { Cancellation } from "../../ports/clock.js";
import type { Outcome } from "../../publish/outcome.js";
import type { ReadOnlyReason } from "../host/ci-facts.js";

/** The end of a publication, as the command line tells it. */
export type TaskOutcome =
  | Outcome
  /** The token may not write: the comment is left to somebody else's `sync`. */
  | { readonly kind: "read-only"; readonly reason: ReadOnlyReason; readonly onBoard: boolean };

/** Publishes one task's entries: the publisher itself, or what stands for it. */
export interface TaskPublisher {
  /** See `Publisher.publish`. */
  publish(
    entry: Entry,
    options?: { readonly cancellation?: Cancellation; readonly budgetMs?: number },
  ): Promise<TaskOutcome>;
  /** See `Publisher.publishOnce`. */
  publishOnce(entry: Entry): Promise<TaskOutcome>;
}
