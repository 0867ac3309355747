/** What must a way of publishing do, to be compared with others in the same worlds? */
import type { Entry } from "../../../model/entry.js";
import type { Outcome } from "../../../publish/outcome.js";
import type { PublishPorts } from "../../../publish/ports.js";
import type { PublishSettings } from "../../../publish/settings.js";

/** One task's process. */
export interface TaskProtocol {
  /** Called again and again while the task runs, with its newest entry. */
  live(entry: Entry): Promise<void>;
  /** The command has ended: resolves when no live update is under way any more. */
  stop(): Promise<void>;
  /** Called once, after `stop`. */
  verdict(entry: Entry): Promise<Outcome>;
  /** Writes that it made only because it had seen an earlier one of its own lose a race. */
  readonly rewrites: number;
}

/** A way of publishing: makes the process of one task out of ports and settings. */
export interface Protocol {
  readonly name: string;
  /** Which budget it spends: the one of the job's own token, or an app's. */
  readonly budget: "job" | "app";
  /** There if it knows comments over REST only; whether it lists them after it has created one. */
  readonly rest?: { readonly listsAfterCreate: boolean };
  /** How long after a live update it wants the next one; `unit` is a random number below 1. */
  pollMs(intervalMs: number, unit: number): number;
  open(ports: PublishPorts, settings: PublishSettings): TaskProtocol;
  /** A last look at the end, if it has one. */
  sync?(ports: PublishPorts, settings: PublishSettings): Promise<Outcome>;
}
