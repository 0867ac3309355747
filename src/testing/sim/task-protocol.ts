/** What must a way of publishing do, to be compared with others on the same day? */
import type { Entry } from "../../model/entry.js";
import type { TokenSource } from "../../ports/token.js";
import type { PublishWorld, TaskPlace } from "../publish-world.js";

/** One task's process. */
export interface TaskProtocol {
  /** Called again and again while the task runs, with its newest entry. */
  live(entry: Entry): Promise<void>;
  /** The command has ended: resolves when no live update is under way any more. */
  stop(): Promise<void>;
  /** Called once, after `stop`. */
  verdict(entry: Entry): Promise<void>;
  /** Writes that it made only because it had seen an earlier one of its own lose a race. */
  readonly rewrites: number;
}

/** Everything that a task's process is opened with. */
export interface TaskOptions {
  readonly world: PublishWorld;
  readonly place: TaskPlace;
  readonly intervalMs: number;
  readonly token: TokenSource;
}

/** A way of publishing: makes the process of one task. */
export interface Protocol {
  readonly name: string;
  /** Which budget it spends: the one of the job's own token, or an app's. */
  readonly budget: "job" | "app";
  /** How long after a live update it wants the next one; `unit` is a random number below 1. */
  pollMs(intervalMs: number, unit: number): number;
  open(options: TaskOptions): TaskProtocol;
}
