/**
 * `rollcall demo`: does it really work?
 *
 * The embedded GitHub, two workflows, every task a real `rollcall run` process, all racing on one pull
 * request. Prints what happens, the comment in the end and what it cost; exits 1 if a row is wrong.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { EmulatorClock } from "../emulator/time.js";
import { closestName } from "./command-line-closest.js";
import type { ParsedCommand } from "./command-line.js";
import { findFaults, rostersOf } from "./demo/check.js";
import { type JobSurroundings, type StartedJob, startJob, startSync } from "./demo/job.js";
import { type PlannedTask, type PlannedWorkflow, demoPlan } from "./demo/plan.js";
import { DemoWorld, demoHead, demoPullNumber } from "./demo/world.js";
import { exitCodes } from "./exit-code.js";
import type { Host } from "./host.js";
import { shownValue } from "./settings-problem.js";

type DemoOptions = Extract<ParsedCommand, { kind: "demo" }>;

/** Runs the demo; returns the exit code. */
export async function demoCommand(host: Host, options: DemoOptions): Promise<number> {
  const unknown = unknownTask(options.kill);
  if (unknown !== undefined) {
    host.writeErrorLine(unknown);
    return exitCodes.wrongUsage;
  }
  const directory = await mkdtemp(join(host.temporaryDirectory, "rollcall-demo-"));
  const clock: EmulatorClock = {
    nowMs: () => host.clock.wallMs(),
    wait: async (delayMs) => {
      await host.clock.sleep(delayMs);
    },
  };
  const world = await DemoWorld.open(demoPlan, clock, options);
  try {
    const eventPath = join(directory, "event.json");
    const head = { sha: demoHead, repo: { full_name: "octo-org/widgets" } };
    const event = { number: demoPullNumber, pull_request: { number: demoPullNumber, head } };
    await writeFile(eventPath, JSON.stringify(event));
    const demo = new Demo(host, options, world, { eventPath, directory });
    return await demo.toItsEnd();
  } finally {
    await world.served.close();
    await rm(directory, { recursive: true, force: true });
  }
}

/** The line about a task to kill that there is not: the demo would run to its end without a kill. */
function unknownTask(kill: string | undefined): string | undefined {
  const tasks = [
    ...new Set(demoPlan.flatMap((workflow) => workflow.tasks).map(({ task }) => task)),
  ];
  if (kill === undefined || tasks.includes(kill)) return undefined;
  const closest = closestName(kill, tasks);
  const hint = closest === undefined ? "" : `; did you mean ${closest}?`;
  return `rollcall demo: --kill must be one of ${tasks.join(", ")}, found ${shownValue(kill)}${hint}`;
}

/** One demo. */
class Demo {
  readonly #host: Host;
  readonly #options: DemoOptions;
  readonly #world: DemoWorld;
  readonly #files: { readonly eventPath: string; readonly directory: string };
  readonly #killed = new Set<PlannedTask>();
  readonly #startedMs: number;

  constructor(
    host: Host,
    options: DemoOptions,
    world: DemoWorld,
    files: { readonly eventPath: string; readonly directory: string },
  ) {
    this.#host = host;
    this.#options = options;
    this.#world = world;
    this.#files = files;
    this.#startedMs = host.clock.monotonicMs();
  }

  async toItsEnd(): Promise<number> {
    const count = demoPlan.reduce((sum, { tasks }) => sum + tasks.length, 0);
    this.#say(`two workflows, ${count} tasks, one pull request: ${this.#world.served.url}`);
    let running = true;
    const progress = this.#showProgress(() => running);
    await Promise.all(
      demoPlan.map(async (workflow) => {
        await this.#runWorkflow(workflow);
      }),
    );
    running = false;
    await progress;
    if (this.#killed.size > 0) await this.#sync();
    return await this.#conclude();
  }

  get #surroundings(): JobSurroundings {
    return {
      world: this.#world,
      self: this.#host.self,
      environment: this.#host.env,
      eventPath: this.#files.eventPath,
      temporaryDirectory: this.#files.directory,
      logLevel: this.#options.flags.logLevel,
    };
  }

  /** Who was killed says nothing any more: a sync tells, once his run is over. */
  async #sync(): Promise<void> {
    for (const { runId } of demoPlan) this.#world.completeRun(runId, "failure");
    const [workflow] = demoPlan;
    if (workflow === undefined) return;
    this.#say("both runs are over; rollcall sync looks for rows without a verdict");
    const { exitCode, log } = await startSync(this.#surroundings, workflow).ended;
    for (const line of log.split("\n").filter((text) => text !== "")) this.#say(`sync: ${line}`);
    if (exitCode !== exitCodes.done) this.#wrongExit.push(`sync: exit code ${String(exitCode)}`);
  }

  async #runWorkflow(workflow: PlannedWorkflow): Promise<void> {
    const surroundings = this.#surroundings;
    await Promise.all(
      workflow.tasks.map(async (task) => {
        await this.#host.clock.sleep(task.startMs);
        const job = startJob(surroundings, workflow, task);
        if (task.task === this.#options.kill) await this.#kill(job, task);
        const { exitCode, log } = await job.ended;
        this.#judgeJob(workflow, task, exitCode, log);
      }),
    );
  }

  /** As a runner dies: in the middle, without a word. */
  async #kill(job: StartedJob, task: PlannedTask): Promise<void> {
    await this.#host.clock.sleep(task.durationMs * 0.6);
    this.#killed.add(task);
    job.process.kill("SIGKILL");
    this.#say(`killed ${task.task} with SIGKILL`);
  }

  #judgeJob(
    workflow: PlannedWorkflow,
    task: PlannedTask,
    exitCode: number | null,
    log: string,
  ): void {
    const name = `${workflow.name} › ${task.task}`;
    for (const line of log.split("\n").filter((text) => text !== "")) this.#say(`${name}: ${line}`);
    if (!this.#killed.has(task) && exitCode !== task.exitCode) {
      this.#wrongExit.push(
        `${name}: exit code ${String(exitCode)}, its command's was ${task.exitCode}`,
      );
    }
  }

  readonly #wrongExit: string[] = [];

  async #showProgress(isRunning: () => boolean): Promise<void> {
    let last = "";
    while (isRunning()) {
      await this.#host.clock.sleep(500);
      const rows = rostersOf(this.#world.comments()).flatMap(({ entries }) => entries);
      const count = (...statuses: readonly string[]): number =>
        rows.filter(({ status }) => statuses.includes(status)).length;
      const line = `${rows.length} rows: ${count("running", "failing")} in progress, ${count("failed", "aborted")} failed, ${count("warning")} flagged, ${count("passed")} passed`;
      if (line !== last) this.#say(line);
      last = line;
    }
  }

  async #conclude(): Promise<number> {
    const bodies = this.#world.comments();
    if (!this.#options.flags.json) this.#host.writeOut(`\n${visiblePart(bodies[0] ?? "")}\n\n`);
    const { rest, notModified, graphqlPoints, writes, boardCalls, operations } =
      this.#world.costs();
    this.#say(
      `cost: ${rest} REST requests, ${notModified} answered 304, ${graphqlPoints} GraphQL points, ${writes} writes (${this.#world.lostRaces()} of them lost a race and were mended), ${boardCalls} board calls`,
    );
    if (this.#options.flags.logLevel === "debug") this.#say(JSON.stringify(operations));
    const faults = [...findFaults(bodies, demoPlan, this.#killed), ...this.#wrongExit];
    for (const fault of faults) this.#host.writeErrorLine(`rollcall demo: ${fault}`);
    this.#say(faults.length === 0 ? "every task's row is there and right" : "some rows are wrong");
    return await Promise.resolve(faults.length === 0 ? exitCodes.done : exitCodes.notPublished);
  }

  #say(line: string): void {
    const seconds = (this.#host.clock.monotonicMs() - this.#startedMs) / 1_000;
    this.#host.writeOut(`[${seconds.toFixed(1).padStart(5)} s] ${line}\n`);
  }
}

/** The comment without its hidden last line. */
function visiblePart(body: string): string {
  return body.trimEnd().split("\n").slice(0, -1).join("\n");
}
