/**
 * What looks at a command while `rollcall run` runs it?
 *
 * Chosen before the command starts, so that it may add to its arguments; it never fails and never waits
 * longer than it is told.
 */
import type { Findings } from "../../ingest/findings.js";
import type { Log } from "../../ports/log.js";
import type { CommandOutcome } from "./child-process-outcome.js";

/** One command's observer. */
export interface CommandObserver {
  /** What is to be started: the command as it was typed, with what the observer needs added. */
  readonly command: readonly [string, ...string[]];
  /** Follows the command that has been started; tells findings whenever they are new. */
  follow(log: Log, onFindings: (findings: Findings) => void): void;
  /** Everything that is known now that it has ended, within `budgetMs`. Call it once, after `follow`. */
  finish(outcome: CommandOutcome, budgetMs: number): Promise<Findings>;
  /** Removes what was made. */
  release(): void;
}
