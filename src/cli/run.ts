/**
 * `rollcall run`: how does a command run as if alone, while its row shows what it does?
 *
 * It starts first of all: what was typed is checked, and nothing else is loaded before it runs. Whatever
 * becomes of publishing never changes its exit code.
 */
import { parseBazelCommand } from "../ingest/bazel-command.js";
import { describeError } from "../model/errors.js";
import { startCommand } from "./run/child-process.js";
import type { ContextFlags } from "./command-line/command-line.js";
import type { CommandObserver } from "./run/command-observer.js";
import { maskTokenShapes } from "./log/mask-shapes.js";
import { exitCodes } from "./host/exit-code.js";
import type { Host } from "./host/host.js";
import type { ObservedCommand } from "./run/results.js";
import { typedProblems } from "./run/typed.js";
import { problemLine } from "./input/problem.js";
import type { TaskFlags } from "./command-line/task-flags.js";

/** Our output has no reader any more, and we were told to end: so long it is waited for. */
const cancelledOutputMsMax = 1_000;

/** Runs the command; returns the exit code: the command's own. */
export async function runCommand(
  host: Host,
  flags: ContextFlags,
  taskFlags: TaskFlags,
  command: readonly [string, ...string[]],
): Promise<number> {
  const typed = await typedProblems(host, flags, taskFlags);
  for (const problem of typed) host.writeErrorLine(`rollcall: ${problemLine(problem)}`);
  if (typed.length > 0) return exitCodes.wrongUsage;
  const { env, temporaryDirectory, clock } = host;
  const observer = await observe(command, taskFlags, host);
  const startedMonotonicMs = clock.monotonicMs();
  const startedWallMs = clock.wallMs();
  const started = observer?.command ?? command;
  const running = startCommand({ command: started, env, temporaryDirectory, clock });
  void running.ended.then((ended) => {
    if (ended.kind === "not-started") host.writeErrorLine(ended.line);
  });
  try {
    const { publishRun } = await import("./run/publishing.js");
    const observed: ObservedCommand = {
      ...{ command, running, observer, startedMonotonicMs, startedWallMs },
    };
    await publishRun(host, flags, taskFlags, observed);
  } catch (error) {
    tellBug(host, error);
  }
  try {
    const { exitCode } = await running.ended;
    const toldToEnd = running.signalled.then(async () => await clock.sleep(cancelledOutputMsMax));
    await Promise.race([running.outputDone, toldToEnd]);
    return exitCode;
  } finally {
    running.release();
    observer?.release();
  }
}

/** Nothing that goes wrong here may keep the command from running. */
async function observe(
  command: readonly [string, ...string[]],
  taskFlags: TaskFlags,
  host: Host,
): Promise<CommandObserver | undefined> {
  try {
    const isBazel = parseBazelCommand(command, taskFlags.bep === "forced") !== undefined;
    if (taskFlags.bep === "off" || !isBazel) return undefined;
    const { observeBazel } = await import("./run/bazel-observer.js");
    return await observeBazel(command, taskFlags.bep, host);
  } catch (error) {
    tellBug(host, error);
    return undefined;
  }
}

function tellBug(host: Host, error: unknown): void {
  const what = maskTokenShapes(describeError(error).split("\n")[0] ?? "");
  host.writeErrorLine(
    `rollcall: warning: a bug of Rollcall's own, the task is not affected: ${what}`,
  );
}
