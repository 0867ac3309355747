/**
 * What is known of a command when it has ended, and how long may the search for it take?
 *
 * Its results lie in files, its last words in the updates file, its output in the pipes: whatever of that
 * cannot be had in time is done without.
 */
import { joinFindings } from "../../ingest/join-findings.js";
import { describeError } from "../../model/errors.js";
import type { Log } from "../../ports/log.js";
import { Deadline } from "../../publish/deadline.js";
import type { CommandOutcome } from "./child-process-outcome.js";
import type { RunningCommand } from "./child-process.js";
import type { CommandObserver } from "./command-observer.js";
import type { Host } from "../host/host.js";
import { outputSnippet } from "../results/output-snippet.js";
import type { ReadResults, ReadResultsOptions, ResultFiles } from "../results/results.js";
import { warnProblems } from "../publishing/surroundings.js";
import { namesResults } from "../command-line/task-flags.js";
import type { TaskState } from "../task/state.js";

/** A command that runs, and who looks at it. */
export interface ObservedCommand {
  /** As it was typed. */
  readonly command: readonly [string, ...string[]];
  readonly running: RunningCommand;
  readonly observer: CommandObserver | undefined;
  /** When it was started, on this machine's clocks. */
  readonly startedMonotonicMs: number;
  readonly startedWallMs: number;
}

/** The output that was under way when the command ended is there at once, or its reader is slow. */
const outputMsMax = 1_000;

/** So much of the time is kept for what was read to be said before it is up. */
const answerPart = 1 / 5;

/** Puts all that is known at the command's end into its state. */
export async function gatherResults(
  host: Host,
  { command, running, observer, startedWallMs }: ObservedCommand,
  options: {
    readonly state: TaskState;
    readonly files: ResultFiles;
    readonly outcome: CommandOutcome;
    readonly budgetMs: number;
    readonly log: Log;
  },
): Promise<void> {
  const { state, files, outcome, budgetMs, log } = options;
  const deadline = new Deadline(host.clock, budgetMs);
  const kind = state.fields.kind ?? state.identity.task;
  const guarded = async <Value>(work: Promise<Value>): Promise<Value | undefined> =>
    await deadline.race(
      work.catch((error: unknown) => {
        log.write("warning", `a bug in reading results: ${describeError(error)}`);
        return undefined;
      }),
    );
  const [observed, read] = await Promise.all([
    observer === undefined ? undefined : guarded(observer.finish(outcome, budgetMs)),
    guarded(
      named(files, host, {
        ...{ kind, sinceMs: startedWallMs, exitCode: outcome.exitCode },
        mayGoOn: () => deadline.remainingMs > budgetMs * answerPart,
      }),
    ),
    deadline.raceFor(outputMsMax, running.outputDone),
  ]);
  warnProblems(log, read?.warnings ?? []);
  // An observer that is too slow has told something before, if there was anything.
  const found = joinFindings([
    observed ?? state.found,
    ...(read === undefined ? [] : [read.findings]),
  ]);
  state.find(found);
  const { outputTail } = running;
  const known = state.fields.snippets ?? [];
  if (outcome.exitCode === 0 || known.length > 0 || outputTail === undefined) return;
  const snippet = outputSnippet(outputTail, { command, kind }, (text) => state.mask(text));
  if (snippet !== undefined) state.find({ ...found, snippets: [snippet] });
}

/** The readers of result files are loaded only if some are named. */
async function named(
  files: ResultFiles,
  host: Host,
  options: ReadResultsOptions,
): Promise<ReadResults | undefined> {
  if (!namesResults(files)) return undefined;
  return await (await import("../results/results.js")).readResults(files, host, options);
}
