/** What can `report` and `run` be told about their task on the command line? */
import type { Command as EntryCommand, Link } from "../../model/entry.js";
import type { Status } from "../../model/status.js";
import type { TaskOptionKey } from "./options.js";
import type { Problem } from "../input/problem.js";

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
  /** Whether `run` takes its command for Bazel: by its name, in any case, or never. */
  readonly bep: "auto" | "forced" | "off";
  /** Bazel's build event file, of `report`. */
  readonly bepFile?: string;
  /** Globs of JUnit XML files. */
  readonly junit: readonly string[];
  /** Globs of SARIF files. */
  readonly sarif: readonly string[];
  /** True for `report`: the input or the results must name a status if the options do not. */
  readonly needsStatus: boolean;
  /** The options that a variable gave: what is wrong with them keeps no command from running. */
  readonly fromVariables: readonly TaskOptionKey[];
  /** Wrong variables, which were left out. */
  readonly warnings: readonly Problem[];
}

/** True if there are files in which the status may be found. */
export function namesResults({
  bepFile,
  junit,
  sarif,
}: Pick<TaskFlags, "bepFile" | "junit" | "sarif">): boolean {
  return bepFile !== undefined || junit.length > 0 || sarif.length > 0;
}
