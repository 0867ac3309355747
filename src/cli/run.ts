/**
 * `rollcall run`: how does a command run as if alone, while its row shows what it does?
 *
 * The command starts before anything is published, and what becomes of publishing never changes its
 * exit code. After its end at most the publishing budget is spent.
 */
import { writerOf } from "../codec/board-name.js";
import { describeError } from "../model/errors.js";
import type { Status } from "../model/status.js";
import type { CommandOutcome } from "./child-process-outcome.js";
import { type RunningCommand, startCommand } from "./child-process.js";
import type { ContextFlags } from "./command-line.js";
import type { TaskFlags } from "./task-flags.js";
import { exitCodes } from "./exit-code.js";
import type { Host } from "./host.js";
import { LiveUpdates } from "./live-updates.js";
import { type OpenedTask, openPublisher } from "./open-publisher.js";
import { Deadline } from "../publish/deadline.js";
import { writeDryRun } from "./outcome-json.js";
import { reportOutcome } from "./outcome-report.js";
import { type Problem, problemLine } from "./settings-problem.js";
import { writeSummary } from "./summary.js";
import { type Surroundings, readSurroundings, warnProblems } from "./surroundings.js";
import { readTaskFields } from "./task-options.js";
import type { TaskOutcome } from "./task-publisher.js";
import { type TaskFields, TaskState } from "./task-state.js";
import { followUpdates } from "./updates-file.js";

/** Runs the command; returns the exit code: the command's own. */
export async function runCommand(
  host: Host,
  flags: ContextFlags,
  taskFlags: TaskFlags,
  command: readonly [string, ...string[]],
): Promise<number> {
  const [surroundings, task] = await Promise.all([
    readSurroundings(host, flags),
    readTaskFields(taskFlags, host),
  ]);
  const problems = [task, surroundings].flatMap((result) => (result.ok ? [] : result.problem));
  // What was typed is wrong usage; a bad file or variable must not keep the command from running.
  const typed = problems.filter(({ where }) => where.startsWith("--"));
  for (const problem of typed) host.writeErrorLine(`rollcall: ${problemLine(problem)}`);
  if (typed.length > 0) return exitCodes.wrongUsage;
  const { env, temporaryDirectory, clock } = host;
  const running = startCommand({ command, env, temporaryDirectory, clock });
  try {
    if (!task.ok || !surroundings.ok) return await runUnpublished(host, running, problems);
    const { settings, log } = surroundings.value;
    warnProblems(log, [...task.value.warnings, ...settings.warnings]);
    if (running.updatesPath === undefined) log.write("warning", noUpdates);
    const fields = { status: "running", ...task.value.fields, final: false } as const;
    const mask = (text: string): string => log.mask(text);
    const state = new TaskState(task.value.task, fields, { settings, clock, mask, measures: true });
    try {
      return await new TaskRun(host, surroundings.value, state, running).toItsEnd();
    } catch (error) {
      log.write(
        "warning",
        `a bug of Rollcall's own, the task is not affected: ${describeError(error)}`,
      );
      return (await running.ended).exitCode;
    }
  } finally {
    running.release();
  }
}

async function runUnpublished(
  host: Host,
  running: RunningCommand,
  problems: readonly Problem[],
): Promise<number> {
  for (const problem of problems) {
    host.writeErrorLine(`rollcall: warning: not published: ${problemLine(problem)}`);
  }
  const ended = await running.ended;
  if (ended.kind === "not-started") host.writeErrorLine(ended.line);
  return ended.exitCode;
}

const noUpdates =
  "the command has no ROLLCALL_UPDATES: no file can be made in the folder for temporary files; set RUNNER_TEMP or TMPDIR to one that can be written";

/** One command with its row. */
class TaskRun {
  readonly #host: Host;
  readonly #surroundings: Surroundings;
  readonly #state: TaskState;
  readonly #running: RunningCommand;

  constructor(host: Host, surroundings: Surroundings, state: TaskState, running: RunningCommand) {
    this.#host = host;
    this.#surroundings = surroundings;
    this.#state = state;
    this.#running = running;
  }

  async toItsEnd(): Promise<number> {
    const { log, settings } = this.#surroundings;
    const updates = followUpdates({
      path: this.#running.updatesPath,
      clock: this.#host.clock,
      log,
      onUpdate: (fields) => {
        this.#state.update(fields);
      },
    });
    const opened = await openPublisher(
      this.#host,
      this.#surroundings,
      writerOf(this.#state.identity),
    );
    if (!opened.ok) {
      log.write(
        settings.noPull === undefined ? "warning" : "info",
        `not published: ${opened.problem}`,
      );
    }
    const live = opened.ok ? this.#live(opened.value) : undefined;
    const ended = await this.#running.ended;
    const deadline = new Deadline(this.#host.clock, settings.publishBudgetMs);
    if (ended.kind === "not-started") this.#host.writeErrorLine(ended.line);
    await updates.stop();
    this.#state.update(verdict(ended, this.#running, this.#state.status));
    // A request that is under way is waited for, so that it cannot land on top of the verdict.
    if (live !== undefined) {
      await new Deadline(this.#host.clock, settings.publishBudgetMs / 3).race(live.stop());
    }
    if (opened.ok) {
      await this.#publishVerdict(opened.value, deadline.remainingMs);
    } else {
      await writeSummary(this.#host, settings, this.#state.entry(undefined), log);
    }
    return ended.exitCode;
  }

  #live({ publisher, serverTime }: OpenedTask): LiveUpdates {
    const { clock, random } = this.#host;
    const { settings, log } = this.#surroundings;
    return new LiveUpdates({
      publisher,
      state: this.#state,
      clock,
      random,
      serverTime,
      log,
      intervalMs: settings.intervalMs,
    });
  }

  async #publishVerdict(opened: OpenedTask, budgetMs: number): Promise<void> {
    const { log, settings } = this.#surroundings;
    const entry = this.#state.entry(opened.serverTime);
    let outcome: TaskOutcome | undefined;
    try {
      outcome = await opened.publisher.publish(entry, { budgetMs });
      writeDryRun(this.#host, opened.dryRun?.body);
    } catch (error) {
      log.write("warning", `not published, by a bug of Rollcall's own: ${describeError(error)}`);
    }
    const inSummary = await writeSummary(this.#host, settings, entry, log);
    if (outcome !== undefined) reportOutcome(outcome, log, inSummary);
  }
}

/** What the command's end makes of the row: its exit code decides, whatever it said before. */
function verdict(ended: CommandOutcome, running: RunningCommand, said: Status): TaskFields {
  if (running.receivedSignal !== undefined) {
    return { status: "aborted", final: true, abortReason: "cancelled" };
  }
  if (ended.kind === "signalled") {
    return { status: "aborted", final: true, abortReason: ended.signal };
  }
  if (ended.exitCode === 0) {
    return { status: said === "warning" ? "warning" : "passed", final: true };
  }
  return { status: said === "aborted" ? "aborted" : "failed", final: true };
}
