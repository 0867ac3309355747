/**
 * `rollcall demo`: does it really work?
 *
 * The embedded GitHub, two workflows, every task a real `rollcall run` process, all racing on one pull
 * request. Prints what happens, the comment in the end and what it cost; exits 1 if a row is wrong. With
 * `--hostile` there are strangers, too; it exits 1 if anything that they tried had an effect.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { EmulatorClock } from "../emulator/time.js";
import { closestName } from "./input/closest.js";
import type { ParsedCommand } from "./command-line/command-line.js";
import { findFaults, rostersOf } from "./demo/check.js";
import { type JobSurroundings, type StartedJob, startJob, startSync } from "./demo/job.js";
import { Hostility, hostilePlan } from "./demo/hostility.js";
import { type PlannedTask, type PlannedWorkflow, demoPlan } from "./demo/plan.js";
import { DemoWorld, demoHead, demoPullNumber } from "./demo/world.js";
import { exitCodes } from "./host/exit-code.js";
import type { Host } from "./host/host.js";
import { shownValue } from "./input/problem.js";

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
  const plan = options.hostile ? hostilePlan(demoPlan) : demoPlan;
  const world = await DemoWorld.open(plan, clock, options);
  try {
    const eventPath = join(directory, "event.json");
    const head = { sha: demoHead, repo: { full_name: "octo-org/widgets" } };
    const event = { number: demoPullNumber, pull_request: { number: demoPullNumber, head } };
    await writeFile(eventPath, JSON.stringify(event));
    const hostility = options.hostile ? new Hostility(world, plan, host.clock, options) : undefined;
    const demo = new Demo({ host, options, world, plan, hostility, eventPath, directory });
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

/** What a demo is made of. */
interface DemoParts {
  readonly host: Host;
  readonly options: DemoOptions;
  readonly world: DemoWorld;
  readonly plan: readonly PlannedWorkflow[];
  /** Under `--hostile`. */
  readonly hostility: Hostility | undefined;
  readonly eventPath: string;
  readonly directory: string;
}

/** One demo. */
class Demo {
  readonly #in: DemoParts;
  readonly #killed = new Set<PlannedTask>();
  readonly #startedMs: number;

  constructor(parts: DemoParts) {
    this.#in = parts;
    this.#startedMs = parts.host.clock.monotonicMs();
  }

  async toItsEnd(): Promise<number> {
    const { plan, world, hostility } = this.#in;
    const count = plan.reduce((sum, { tasks }) => sum + tasks.length, 0);
    this.#say(`two workflows, ${count} tasks, one pull request: ${world.served.url}`);
    let running = true;
    const progress = this.#showProgress(() => running);
    const attack = hostility?.play(() => running);
    await Promise.all(
      plan.map(async (workflow) => {
        await this.#runWorkflow(workflow);
      }),
    );
    running = false;
    await Promise.all([progress, attack]);
    if (this.#killed.size > 0 || hostility !== undefined) await this.#sync();
    return await this.#conclude();
  }

  get #surroundings(): JobSurroundings {
    const { world, host, eventPath, directory, options } = this.#in;
    return {
      world,
      self: host.self,
      environment: host.env,
      eventPath,
      temporaryDirectory: directory,
      logLevel: options.flags.logLevel,
    };
  }

  /** Who was killed says nothing any more: a sync tells, once his run is over. */
  async #sync(): Promise<void> {
    const { plan, world, hostility } = this.#in;
    for (const { runId } of plan) world.completeRun(runId, "failure");
    const [workflow] = plan;
    if (workflow === undefined) return;
    this.#say("both runs are over; rollcall sync looks for rows without a verdict");
    await this.#judgeSync("sync", startSync(this.#surroundings, workflow));
    if (hostility === undefined) return;
    this.#say("so is the fork's; a trusted workflow's rollcall sync publishes for it");
    await this.#judgeSync("fork's sync", await hostility.startForkSync(this.#surroundings));
  }

  async #judgeSync(name: string, { ended }: StartedJob): Promise<void> {
    const { exitCode, log } = await ended;
    for (const line of log.split("\n").filter((text) => text !== "")) this.#say(`${name}: ${line}`);
    if (exitCode !== exitCodes.done) this.#wrongExit.push(`${name}: exit code ${String(exitCode)}`);
  }

  async #runWorkflow(workflow: PlannedWorkflow): Promise<void> {
    const surroundings = this.#surroundings;
    await Promise.all(
      workflow.tasks.map(async (task) => {
        await this.#in.host.clock.sleep(task.startMs);
        const job = startJob(surroundings, workflow, task);
        if (task.task === this.#in.options.kill) await this.#kill(job, task);
        const { exitCode, log } = await job.ended;
        this.#judgeJob(workflow, task, exitCode, log);
      }),
    );
  }

  /** As a runner dies: in the middle, without a word. */
  async #kill(job: StartedJob, task: PlannedTask): Promise<void> {
    await this.#in.host.clock.sleep(task.durationMs * 0.6);
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
      await this.#in.host.clock.sleep(500);
      const rows = rostersOf(this.#bodies()).flatMap(({ entries }) => entries);
      const count = (...statuses: readonly string[]): number =>
        rows.filter(({ status }) => statuses.includes(status)).length;
      const line = `${rows.length} rows: ${count("running", "failing")} in progress, ${count("failed", "aborted")} failed, ${count("warning")} flagged, ${count("passed")} passed`;
      if (line !== last) this.#say(line);
      last = line;
    }
  }

  #bodies(): readonly string[] {
    return this.#in.world.comments().map(({ body }) => body);
  }

  async #conclude(): Promise<number> {
    const { world, host, options, plan, hostility } = this.#in;
    const bodies = this.#bodies();
    if (!options.flags.json) host.writeOut(`\n${visiblePart(bodies[0] ?? "")}\n\n`);
    const { rest, notModified, graphqlPoints, writes, boardCalls, operations } = world.costs();
    this.#say(
      `cost: ${rest} REST requests, ${notModified} answered 304, ${graphqlPoints} GraphQL points, ${writes} writes (${world.lostRaces()} of them lost a race and were mended), ${boardCalls} board calls`,
    );
    if (options.flags.logLevel === "debug") this.#say(JSON.stringify(operations));
    const faults = [
      ...findFaults(bodies, plan, this.#killed),
      ...this.#wrongExit,
      ...(hostility === undefined ? [] : this.#judgeAttempts(hostility)),
    ];
    for (const fault of faults) host.writeErrorLine(`rollcall demo: ${fault}`);
    const fine = `every task's row is there and right${hostility === undefined ? "" : ", and nothing that was tried had an effect"}`;
    this.#say(faults.length === 0 ? fine : "some rows are wrong");
    return await Promise.resolve(faults.length === 0 ? exitCodes.done : exitCodes.notPublished);
  }

  /** Tells what was tried; what had an effect is a fault. */
  #judgeAttempts({ attempts }: Hostility): readonly string[] {
    return attempts.flatMap(({ what, cameOf }) => {
      const { words, isHarm } = cameOf();
      this.#say(`tried: ${what} → ${words}`);
      return isHarm ? [`${what}: ${words}`] : [];
    });
  }

  #say(line: string): void {
    const seconds = (this.#in.host.clock.monotonicMs() - this.#startedMs) / 1_000;
    this.#in.host.writeOut(`[${seconds.toFixed(1).padStart(5)} s] ${line}\n`);
  }
}

/** The comment without its hidden last line. */
function visiblePart(body: string): string {
  return body.trimEnd().split("\n").slice(0, -1).join("\n");
}
