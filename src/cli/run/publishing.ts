/**
 * How does the row of a command of `rollcall run` follow it to its end?
 *
 * While it runs, a loop in the background publishes. When we are told to end (a job is cancelled), the
 * verdict is published at once, whatever the command makes of its signal: the runner kills us soon. When
 * the command has ended, its verdict is published, unless that stands already.
 */
import { writerOf } from "../../codec/board-name.js";
import { describeError } from "../../model/errors.js";
import type { Entry } from "../../model/entry.js";
import { Deadline } from "../../publish/deadline.js";
import type { CommandOutcome } from "./child-process-outcome.js";
import { commentAlone } from "../publishing/comment-alone.js";
import type { ContextFlags } from "../command-line/command-line.js";
import type { Host } from "../host/host.js";
import { LiveUpdates } from "./live-updates.js";
import { type OpenedTask, openPublisher } from "../publishing/open-publisher.js";
import { writeDryRun } from "../publishing/outcome-json.js";
import { reportOutcome } from "../publishing/outcome-report.js";
import { type ObservedCommand, gatherResults } from "./results.js";
import { cancelledVerdict, verdictOf } from "./verdict.js";
import { type Problem, problemLine } from "../input/problem.js";
import { writeSummary } from "../publishing/summary.js";
import { type Surroundings, readSurroundings, warnProblems } from "../publishing/surroundings.js";
import type { TaskFlags } from "../command-line/task-flags.js";
import { readTaskFields } from "../task/options.js";
import type { TaskOutcome } from "../publishing/task-publisher.js";
import { TaskState, linksOf } from "../task/state.js";
import { type FollowedUpdates, followUpdates } from "./updates-file.js";

/** Publishes a command's row until it has ended and its verdict stands, or cannot be published. */
export async function publishRun(
  host: Host,
  flags: ContextFlags,
  taskFlags: TaskFlags,
  observed: ObservedCommand,
): Promise<void> {
  const [surroundings, task] = await Promise.all([
    readSurroundings(host, flags),
    readTaskFields(taskFlags, host),
  ]);
  if (!task.ok || !surroundings.ok) {
    tellUnpublished(
      host,
      [task, surroundings].flatMap((read) => (read.ok ? [] : read.problem)),
    );
    return;
  }
  const { settings, log } = surroundings.value;
  warnProblems(log, [...task.value.warnings, ...settings.warnings]);
  const { updatesPath, outputProblem } = observed.running;
  if (updatesPath === undefined) log.write("warning", noUpdates);
  if (outputProblem !== undefined) log.write("debug", `${outputUnseen} (${outputProblem})`);
  const state = new TaskState(task.value.task, task.value.fields, {
    settings,
    clock: host.clock,
    mask: (text) => log.mask(text),
    links: linksOf(settings, log),
    measures: true,
    startedMonotonicMs: observed.startedMonotonicMs,
  });
  const { junit, sarif } = taskFlags;
  const files = { junit, sarif };
  await new RunPublishing({ host, surroundings: surroundings.value, observed, state, files }).run();
}

function tellUnpublished(host: Host, problems: readonly Problem[]): void {
  for (const problem of problems) {
    host.writeErrorLine(`rollcall: warning: not published: ${problemLine(problem)}`);
  }
}

const outputUnseen =
  "the command writes where we write; should it fail, nothing of its output is shown: no named pipe could be made";
const noUpdates =
  "the command has no ROLLCALL_UPDATES: no file can be made in the folder for temporary files; set RUNNER_TEMP or TMPDIR to one that can be written";

/**
 * GitHub sends SIGINT, 7.5 s later SIGTERM, 2.5 s later SIGKILL. The verdict is to stand 5 s after the
 * first signal; where it cannot be published by then we end without it, if the command has. What says more than
 * the verdict may take longer, but everything is to be over before the last signal.
 */
const cancelledVerdictMs = 4_000;
const cancelledVerdictEndMs = 4_500;
const cancelledEndMs = 8_500;
/** Later than that we live on a host that gives more time: then there is at least so much. */
const cancelledEndMsMin = 2_000;
/** A request that is under way is waited for, so that it cannot land on top of the verdict. */
const liveEndMsMax = 1_000;
/** Told to end after the command's end, we look for its results no longer than so. */
const killedResultsMsMax = 1_000;
/** The search for results may take this part of the publishing budget, and no longer than that. */
const resultsBudgetPart = 1 / 3;
const resultsMsMax = 5_000;

interface RunPublishingOptions {
  readonly host: Host;
  readonly surroundings: Surroundings;
  readonly observed: ObservedCommand;
  readonly state: TaskState;
  readonly files: Parameters<typeof gatherResults>[2]["files"];
}

/** A verdict that was tried to be published. */
interface Published {
  readonly entry: Entry;
  readonly outcome: TaskOutcome | undefined;
}

/** One command with its row. */
class RunPublishing {
  readonly #host: Host;
  readonly #surroundings: Surroundings;
  readonly #observed: ObservedCommand;
  readonly #state: TaskState;
  readonly #files: RunPublishingOptions["files"];
  #live: LiveUpdates | undefined;
  /** No live update is to start any more. */
  #concluding = false;
  /** When the first signal came, whether the command still ran or not. */
  #signalledAtMs: number | undefined;
  /** Set by the first signal, if the command ran. */
  #cancelledAtMs: number | undefined;
  /** When the command had ended. */
  #endedAtMs = Number.POSITIVE_INFINITY;
  #inSummary: boolean | undefined;

  constructor({ host, surroundings, observed, state, files }: RunPublishingOptions) {
    this.#host = host;
    this.#surroundings = surroundings;
    this.#observed = observed;
    this.#state = state;
    this.#files = files;
  }

  async run(): Promise<void> {
    const { running, observer } = this.#observed;
    const { log } = this.#surroundings;
    const updates = this.#followUpdates();
    observer?.follow(log, (found) => {
      this.#state.find(found);
    });
    const opening = this.#open();
    const cancelling = running.signalled.then(async () => {
      this.#signalledAtMs = this.#host.clock.monotonicMs();
      return await this.#cancel(opening);
    });
    const outcome = await running.ended;
    this.#endedAtMs = this.#host.clock.monotonicMs();
    const cancelled = running.receivedSignal === undefined ? undefined : await cancelling;
    await this.#conclude(outcome, updates, opening, cancelled);
  }

  #followUpdates(): FollowedUpdates {
    return followUpdates({
      path: this.#observed.running.updatesPath,
      clock: this.#host.clock,
      log: this.#surroundings.log,
      onUpdate: (fields) => {
        this.#state.update(fields);
      },
    });
  }

  /** Opens the publisher and starts the live updates. */
  async #open(): Promise<OpenedTask | undefined> {
    const { log, settings } = this.#surroundings;
    const { clock } = this.#host;
    const state = this.#state;
    const random = await this.#host.random();
    const opened = await openPublisher(this.#host, this.#surroundings, writerOf(state.identity));
    if (!opened.ok) {
      const level = settings.noPull === undefined ? "warning" : "info";
      log.write(level, `not published: ${opened.problem}`);
      return undefined;
    }
    const { publisher, serverTime } = opened.value;
    const { intervalMs } = settings;
    if (!this.#concluding) {
      const options = { publisher, state, clock, random, serverTime, log, intervalMs };
      this.#live = new LiveUpdates(options);
    }
    return opened.value;
  }

  /** The first signal: says at once what will be true in any case. */
  async #cancel(opening: Promise<OpenedTask | undefined>): Promise<Published | undefined> {
    if (this.#observed.running.receivedSignal === undefined) return undefined;
    const { clock } = this.#host;
    this.#cancelledAtMs = clock.monotonicMs();
    const deadline = new Deadline(clock, cancelledVerdictMs);
    await this.#stopLive(liveEndMsMax);
    this.#state.conclude(cancelledVerdict);
    const opened = await deadline.race(opening);
    if (opened === undefined) return undefined;
    const { publishBudgetMs } = this.#surroundings.settings;
    return await this.#publish(opened, Math.min(publishBudgetMs, deadline.remainingMs));
  }

  async #conclude(
    outcome: CommandOutcome,
    updates: FollowedUpdates,
    opening: Promise<OpenedTask | undefined>,
    cancelled: Published | undefined,
  ): Promise<void> {
    const { clock } = this.#host;
    const { log } = this.#surroundings;
    const isTold = cancelled !== undefined && cancelled.outcome?.kind !== "failed";
    const deadline = new Deadline(clock, this.#endBudgetMs(isTold));
    await this.#hurried(this.#stopLive(this.#liveEndMs(deadline)), liveEndMsMax);
    const budgetMs = Math.min(resultsMsMax, deadline.remainingMs * resultsBudgetPart);
    const [state, files] = [this.#state, this.#files];
    const gathered = Promise.all([
      deadline.raceFor(budgetMs, updates.stop()),
      gatherResults(this.#host, this.#observed, { state, files, outcome, budgetMs, log }),
    ]);
    await this.#hurried(gathered, killedResultsMsMax);
    state.conclude(
      this.#cancelledAtMs === undefined ? verdictOf(outcome, state.fields) : cancelledVerdict,
    );
    const opened = await this.#hurried(deadline.race(opening), cancelledVerdictMs);
    if (opened === undefined) {
      const alone = state.entry(undefined);
      const { settings } = this.#surroundings;
      if (settings.dryRun) writeDryRun(this.#host, commentAlone(this.#host, settings, alone));
      await this.#summarize(alone);
      return;
    }
    const entry = state.entry(opened.serverTime);
    const published =
      isTold && cancelled.entry === entry
        ? cancelled
        : await this.#hurried(this.#publish(opened, deadline.remainingMs), cancelledVerdictMs);
    writeDryRun(this.#host, opened.dryRun?.body);
    await this.#summarize(entry);
    if (published === undefined) log.write("warning", "not published: told to end meanwhile");
    else if (published.outcome !== undefined) {
      reportOutcome(published.outcome, log, this.#inSummary === true);
    }
  }

  /** The time for all that is left to do, from now; `isTold` if the verdict stands already. */
  #endBudgetMs(isTold: boolean): number {
    const { publishBudgetMs } = this.#surroundings.settings;
    if (this.#cancelledAtMs === undefined) return publishBudgetMs;
    const nowMs = this.#host.clock.monotonicMs();
    const endMs = this.#cancelledAtMs + cancelledEndMs;
    // Who could not publish in all that time cannot do it now.
    const isVain = !isTold && this.#endedAtMs <= this.#cancelledAtMs + cancelledVerdictMs;
    if (isVain) return Math.max(0, this.#cancelledAtMs + cancelledVerdictEndMs - nowMs);
    return Math.min(publishBudgetMs, Math.max(cancelledEndMsMin, endMs - nowMs));
  }

  /** How long the live update that is under way is waited for; after a signal that has been done. */
  #liveEndMs(deadline: Deadline): number {
    const thirdMs = deadline.remainingMs / 3;
    return this.#cancelledAtMs === undefined ? Math.max(liveEndMsMax, thirdMs) : thirdMs;
  }

  async #stopLive(budgetMs: number): Promise<void> {
    this.#concluding = true;
    if (this.#live === undefined) return;
    await new Deadline(this.#host.clock, budgetMs).race(this.#live.stop());
  }

  /**
   * A signal after the command's end changes no verdict, but the runner will not wait for long: from the signal on, work
   * is given no more than so many milliseconds.
   */
  async #hurried<Value>(work: Promise<Value>, signalledMs: number): Promise<Value | undefined> {
    const { running } = this.#observed;
    if (running.receivedSignal !== undefined) return await work;
    const { clock } = this.#host;
    const killed = running.signalled.then(async () => {
      const sinceMs = clock.monotonicMs() - (this.#signalledAtMs ?? clock.monotonicMs());
      await clock.sleep(Math.max(0, signalledMs - sinceMs));
      return undefined;
    });
    return await Promise.race([work, killed]);
  }

  async #publish(opened: OpenedTask, budgetMs: number): Promise<Published> {
    const entry = this.#state.entry(opened.serverTime);
    const { log } = this.#surroundings;
    try {
      const outcome = await opened.publisher.publish(entry, { budgetMs });
      if (this.#cancelledAtMs !== undefined) await this.#summarize(entry);
      return { entry, outcome };
    } catch (error) {
      log.write("warning", `not published, by a bug of Rollcall's own: ${describeError(error)}`);
      return { entry, outcome: undefined };
    }
  }

  /** The row in the job summary: once, since it can only be added to. */
  async #summarize(entry: Entry): Promise<void> {
    const { settings, log } = this.#surroundings;
    this.#inSummary ??= await writeSummary(this.#host, settings, entry, log);
  }
}
