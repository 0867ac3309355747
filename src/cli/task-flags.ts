/** What can `report` and `run` be told about their task on the command line? */
import type { Command as EntryCommand, Link } from "../model/entry.js";
import type { Status } from "../model/status.js";
import type { TaskOptionKey } from "./command-line-options.js";
import type { Problem } from "./settings-problem.js";

/** What `report` and `run` say about their task. */
export interface TaskFlags {
  readonly task?: string;
  readonly kind?: string;
  readonly status?: Status;
  readonly result?: string;
  readonly links: readonly Link[];
  readonly reproduce: readonly EntryCommand[];
  readonly fix: readonly EntryCommand[];
  readonly tipFiles: readonly string[];
  readonly elapsedMs?: number;
  /** In milliseconds since 1970, as the user wrote it: on whatever clock that was. */
  readonly startedAtMs?: number;
  /** A file, or `-` for standard input. */
  readonly input?: string;
  /** True for `report`: the input must name a status if the options do not. */
  readonly needsStatus: boolean;
  /** The options that a variable gave: what is wrong with them keeps no command from running. */
  readonly fromVariables: readonly TaskOptionKey[];
  /** Wrong variables, which were left out. */
  readonly warnings: readonly Problem[];
}
