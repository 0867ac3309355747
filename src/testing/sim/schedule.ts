/**
 * How does one seed's story run its course?
 *
 * The production publishers over modelled ports under a virtual clock: first everything that can go
 * wrong, then the world heals and a `sync` looks once more.
 */
import { Prng } from "../../base/prng.js";
import { writerOf } from "../../codec/board-name.js";
import type { Entry } from "../../model/entry.js";
import { commentMarker } from "../../render/comment.js";
import { Deadline } from "../../publish/deadline.js";
import { Publisher } from "../../publish/publisher.js";
import type { Outcome } from "../../publish/outcome.js";
import type { PublishPorts } from "../../publish/ports.js";
import { defaultTiming } from "../../publish/settings.js";
import { CancellationSource } from "../../adapters/node/clock.js";
import { ProcessClock } from "../process-clock.js";
import { seededRandom } from "../seeded-random.js";
import { VirtualClock } from "../virtual-clock.js";
import { Wire } from "./call.js";
import { GitHubModel } from "./github-model.js";
import { type Knobs, drawKnobs } from "./knobs.js";
import { meddle } from "./people.js";
import {
  ModelledBoard,
  ModelledComments,
  ModelledRuns,
  ModelledServerTime,
  type Process,
} from "./port-adapters.js";
import { type Story, type StoryRun, type StoryTask, drawStory, firstHead } from "./story.js";
import { Trace } from "./trace.js";

/** What became of one task. */
export interface TaskEnd {
  readonly task: StoryTask;
  /** Undefined if it was killed before it could say. */
  readonly outcome: Outcome | undefined;
  /** When it said it, since the story's beginning. */
  readonly atMs: number;
  /** How long it was held up after its command had ended. */
  readonly heldMs: number;
}

/** One schedule that has run to its end, for the checkers. */
export interface Played {
  readonly story: Story;
  readonly github: GitHubModel;
  readonly ends: readonly TaskEnd[];
  readonly syncs: readonly Outcome[];
  readonly trace: Trace;
  readonly endMs: number;
}

const pullNumber = 7;
export const simMarker: string = commentMarker("pull-request", pullNumber);
/** Longer than any write can still be on its way. */
const calmMs = 30_000;

/** Plays the schedule of a seed. */
export async function playSeed(seed: string): Promise<Played> {
  return await new Stage(drawKnobs(seed)).play();
}

/** Everything of one schedule. */
class Stage {
  readonly #clock = new VirtualClock();
  readonly #startMs: number;
  readonly #knobs: Knobs;
  readonly #story: Story;
  readonly #trace: Trace;
  readonly #github: GitHubModel;
  readonly #prng: Prng;
  readonly #wires: Wire[] = [];
  readonly #heads = new Map<string, string>();
  #lags = true;

  constructor(knobs: Knobs) {
    this.#knobs = knobs;
    this.#story = drawStory(knobs);
    this.#prng = Prng.fromSeed(`play ${knobs.seed}`);
    const nowMs = (): number => this.#clock.nowMs();
    this.#startMs = nowMs();
    this.#trace = new Trace(nowMs);
    const { log } = knobs;
    this.#github = new GitHubModel({ nowMs, marker: simMarker, head: firstHead, log });
  }

  async play(): Promise<Played> {
    const { runs, tasks, pushes, endMs } = this.#story;
    for (const run of runs)
      this.#clock.timer(run.startMs, () => {
        this.#start(run);
      });
    for (const { atMs, head } of pushes)
      this.#clock.timer(atMs, () => {
        this.#push(head);
      });
    this.#clock.timer(this.#story.peopleMs, () => {
      meddle(this.#github, this.#knobs.people, this.#trace);
    });
    if (this.#knobs.log === "hidden") this.#hideAt(this.#story.peopleMs);
    const ends = await this.#clock.run(
      Promise.all(tasks.map(async (task, index) => await this.#task(task, index))),
    );
    for (const run of runs) this.#complete(run);
    this.#heal();
    await this.#clock.advance(Math.max(0, this.#startMs + endMs - this.#clock.nowMs()) + calmMs);
    const syncs = [await this.#sync(0)];
    await this.#clock.advance(calmMs);
    syncs.push(await this.#sync(1));
    return {
      story: this.#story,
      github: this.#github,
      ends,
      syncs,
      trace: this.#trace,
      endMs: this.#clock.nowMs(),
    };
  }

  #start(run: StoryRun): void {
    const { workflow, event, runId, attempt, head } = run;
    this.#heads.set(runId, head);
    this.#trace.add("github", `run ${runId}, attempt ${attempt} of ${workflow} starts`);
    const status = "in_progress";
    this.#github.runs.set(runId, { workflow, event, runId, attempt, status, conclusion: "" });
    if (run.cancelMs !== undefined) {
      this.#clock.timer(run.cancelMs - run.startMs, () => {
        this.#complete(run, "cancelled");
      });
    }
  }

  #complete(run: StoryRun, conclusion = "success"): void {
    const known = this.#github.runs.get(run.runId);
    if (known === undefined || known.attempt !== run.attempt || known.status === "completed")
      return;
    this.#trace.add("github", `run ${run.runId} ends: ${conclusion}`);
    this.#github.runs.set(run.runId, { ...known, status: "completed", conclusion });
  }

  #push(head: string): void {
    this.#trace.add("github", `the head is now ${head.slice(0, 4)}`);
    this.#github.push(head);
  }

  #hideAt(delayMs: number): void {
    this.#clock.timer(delayMs, () => {
      this.#trace.add("maintainer", "deletes old versions");
      for (const { versions } of this.#github.comments) {
        for (const version of versions.slice(0, -1)) version.hidden = true;
      }
    });
  }

  #heal(): void {
    this.#lags = false;
    for (const wire of this.#wires) wire.healed = true;
  }

  /** One task's process, from its start to its end or death. */
  async #task(task: StoryTask, index: number): Promise<TaskEnd> {
    const { clock, publisher, entry, wire } = this.#open(task, index);
    await this.#clock.wait(task.startMs);
    if (task.killMs !== undefined) {
      this.#clock.timer(task.killMs - task.startMs, () => {
        this.#trace.add(nameOf(task), "dies");
        wire.kill();
      });
    }
    const said = this.#publishing(task, publisher, entry, clock);
    const dead = new Promise<undefined>((resolve) => {
      wire.onKill(() => {
        resolve(undefined);
      });
    });
    const outcome = await Promise.race([said, dead]);
    const nowMs = this.#clock.nowMs() - this.#startMs;
    this.#trace.add(nameOf(task), `is done: ${outcome?.kind ?? "dead"}`);
    return { task, outcome, atMs: nowMs, heldMs: Math.max(0, nowMs - task.endMs) };
  }

  async #publishing(
    task: StoryTask,
    publisher: Publisher,
    entry: (status: Entry["status"]) => Entry,
    clock: ProcessClock,
  ): Promise<Outcome> {
    const cancellation = new CancellationSource();
    const live = this.#knobs.live
      ? this.#liveUpdates(publisher, entry("running"), clock, cancellation)
      : Promise.resolve();
    await this.#clock.wait(task.endMs - task.startMs);
    // As `cli/run.ts` does it: what is under way is waited for, but not for long.
    const { finalBudgetMs } = defaultTiming;
    const deadline = new Deadline(clock, finalBudgetMs);
    cancellation.cancel();
    await new Deadline(clock, finalBudgetMs / 3).race(live);
    return await publisher.publish(entry(task.verdict), { budgetMs: deadline.remainingMs });
  }

  /** As `cli/live-updates.ts` does it. */
  async #liveUpdates(
    publisher: Publisher,
    running: Entry,
    clock: ProcessClock,
    cancellation: CancellationSource,
  ): Promise<void> {
    while (!cancellation.cancelled) {
      await publisher.publish(running, { cancellation });
      await clock.sleep(20_000, cancellation);
    }
  }

  #open(
    task: StoryTask,
    index: number,
  ): {
    publisher: Publisher;
    clock: ProcessClock;
    wire: Wire;
    entry: (status: Entry["status"]) => Entry;
  } {
    const { run } = task;
    const { workflow, event, runId, attempt, head } = run;
    const identity = { workflow, event, job: task.job, leg: task.leg, task: task.task };
    const { ports, wire, clock } = this.#ports(nameOf(task), `task ${index}`, run);
    const publisher = new Publisher(ports, {
      lane: "pull-request",
      head,
      pullNumber,
      run: { workflow, event, runId, attempt, status: "in_progress", conclusion: "" },
      writer: writerOf(identity),
      programVersion: "sim",
      timing: defaultTiming,
    });
    let seq = 0;
    const entry = (status: Entry["status"]): Entry => {
      seq += 1;
      return {
        ...identity,
        runId,
        attempt,
        seq,
        kind: "test",
        status,
        final: status !== "running",
      };
    };
    return { publisher, clock, wire, entry };
  }

  #ports(
    who: string,
    label: string,
    run: StoryRun | undefined,
  ): { ports: PublishPorts; wire: Wire; clock: ProcessClock } {
    const prng = this.#prng.fork(label);
    const wire = new Wire(this.#clock, prng.fork("wire"), this.#knobs);
    wire.healed = !this.#lags;
    this.#wires.push(wire);
    const { replicaLagMs, listingLagMs, clockSkewMs } = this.#knobs;
    const lag = (maxMs: number): number => (this.#lags ? prng.integer(0, maxMs) : 0);
    const process: Process = {
      who,
      github: this.#github,
      wire,
      clock: this.#clock,
      trace: this.#trace,
      prng,
      replicaLagMs: () => lag(replicaLagMs),
      listingLagMs: () => lag(listingLagMs),
    };
    const skewMs = prng.integer(-clockSkewMs, clockSkewMs);
    const clock = new ProcessClock(this.#clock, { monotonicMs: 2 * skewMs, wallMs: skewMs });
    const ports = {
      comments: new ModelledComments(process),
      clock,
      random: seededRandom(prng.fork("random")),
      serverTime: new ModelledServerTime(this.#clock, prng.integer(0, 999)),
      log: {
        write: (_level: string, message: string) => {
          this.#trace.add(who, `  ${message}`);
        },
      },
      ...(run?.hasBoard === true ? { board: new ModelledBoard(process, run.runId) } : {}),
      ...(this.#knobs.runs
        ? { runs: new ModelledRuns(process, (runId) => this.#heads.get(runId)) }
        : {}),
    };
    return { ports, wire, clock };
  }

  async #sync(index: number): Promise<Outcome> {
    const { ports } = this.#ports("sync", `sync ${index}`, undefined);
    const head = this.#github.headAt(this.#clock.nowMs());
    const runId = String(5_000 + index);
    const publisher = new Publisher(ports, {
      lane: "pull-request",
      head,
      pullNumber,
      run: {
        workflow: "sync.yml",
        event: "workflow_run",
        runId,
        attempt: 1,
        status: "in_progress",
        conclusion: "",
      },
      writer: `sync-${index}`,
      programVersion: "sim",
      timing: defaultTiming,
    });
    return await this.#clock.run(publisher.sync());
  }
}

function nameOf({ run, task, job, leg }: StoryTask): string {
  return `${run.runId}.${run.attempt} ${task === "unit" ? leg : job}`;
}
