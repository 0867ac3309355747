/** What must a way of publishing do, to be compared with others on the same day? */
import type { Entry } from "../../model/entry.js";
import type { PublishWorld, TaskPlace } from "../publish-world.js";

/** One task's process. */
export interface TaskProtocol {
  /** Called in each interval while the task runs, with its newest entry. */
  live(entry: Entry): Promise<void>;
  /** Called once, when the task's command has ended. */
  verdict(entry: Entry): Promise<void>;
}

/** A way of publishing: makes the process of one task. */
export interface Protocol {
  readonly name: string;
  open(world: PublishWorld, place: TaskPlace, intervalMs: number): TaskProtocol;
}
