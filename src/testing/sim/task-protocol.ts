/** What must a way of publishing do, to be compared with others in the same worlds? */
import type { Entry } from "../../model/entry.js";
import type { Outcome } from "../../publish/outcome.js";
import type { PublishPorts } from "../../publish/ports.js";
import type { PublishSettings } from "../../publish/settings.js";

/** One task's process. */
export interface TaskProtocol {
  /** Called in each interval while the task runs, with its newest entry. */
  live(entry: Entry): Promise<void>;
  /** Called once, when the task's command has ended; a live call may still be under way. */
  verdict(entry: Entry): Promise<Outcome>;
}

/** A way of publishing: makes the process of one task out of ports and settings. */
export interface Protocol {
  readonly name: string;
  /** Which of GitHub's APIs it asks for, where there are two; GraphQL if it does not say. */
  readonly comments?: "rest";
  open(ports: PublishPorts, settings: PublishSettings): TaskProtocol;
  /** A last look at the end, if it has one. */
  sync?(ports: PublishPorts, settings: PublishSettings): Promise<Outcome>;
}
