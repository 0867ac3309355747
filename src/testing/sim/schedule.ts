/**
 * How does one seed's story run its course?
 *
 * The processes of one protocol in one world under a virtual clock: first everything that can go wrong,
 * then the world heals and a `sync` looks once more.
 */
import { writerOf } from "../../codec/board-name.js";
import type { Lane, Run } from "../../model/roster.js";
import type { Outcome } from "../../publish/outcome.js";
import { type PublishSettings, defaultTiming } from "../../publish/settings.js";
import { VirtualClock } from "../virtual-clock.js";
import { HttpScene } from "./stage/http-scene.js";
import { type Knobs, drawKnobs } from "./story/knobs.js";
import { drawLaterStory } from "./story/later-story.js";
import { meddle } from "./stage/people.js";
import { PortsScene } from "./stage/ports-scene.js";
import { rollcallProtocol } from "./protocols/rollcall-protocol.js";
import {
  type AtRest,
  type ProcessPlace,
  type Scene,
  type SceneProcess,
  simPullNumber,
} from "./stage/scene.js";
import { type Story, type StoryRun, type StoryTask, drawStory } from "./story/story.js";
import { type TaskEnd, playTask } from "./stage/task-course.js";
import type { Protocol } from "./protocols/task-protocol.js";
import { Trace } from "./stage/trace.js";

/** Over the ports, or over HTTP through the production clients. */
export type Level = "ports" | "http";

/** How a seed is to be played. */
export interface Playing {
  readonly level?: Level;
  readonly protocol?: Protocol;
}

/** One schedule that has run to its end, for the checkers. */
export interface Played {
  readonly story: Story;
  readonly ends: readonly TaskEnd[];
  readonly syncs: readonly Outcome[];
  readonly trace: Trace;
  readonly rest: AtRest;
}

/** Longer than any write can still be on its way. */
const calmMs = 30_000;
/** The runs of the syncs are newer than all others. */
const firstSyncRun = 5_000;

/** Plays the schedule of a seed: by default the production code over the ports. */
export async function playSeed(
  seed: string,
  { level = "ports", protocol = rollcallProtocol }: Playing = {},
): Promise<Played> {
  return await new Stage(drawKnobs(seed), level, protocol).play();
}

/** Everything of one schedule. */
class Stage {
  readonly #clock = new VirtualClock();
  readonly #startMs: number;
  readonly #knobs: Knobs;
  readonly #story: Story;
  readonly #trace: Trace;
  readonly #scene: Scene;
  readonly #protocol: Protocol;

  constructor(knobs: Knobs, level: Level, protocol: Protocol) {
    this.#knobs = knobs;
    this.#protocol = protocol;
    this.#story = drawLaterStory(drawStory(knobs));
    this.#startMs = this.#clock.nowMs();
    this.#trace = new Trace(() => this.#clock.nowMs());
    const options = { clock: this.#clock, knobs, trace: this.#trace };
    this.#scene = level === "ports" ? new PortsScene(options) : new HttpScene(options);
  }

  async play(): Promise<Played> {
    const { runs, tasks, endMs } = this.#story;
    this.#schedule();
    const ends = await this.#clock.run(
      Promise.all(tasks.map(async (task, index) => await this.#task(task, index))),
    );
    for (const run of runs) this.#scene.completeRun(run, "success");
    this.#scene.heal();
    await this.#clock.advance(Math.max(0, this.#startMs + endMs - this.#clock.nowMs()) + calmMs);
    const syncs = [...(await this.#syncs(0))];
    await this.#clock.advance(calmMs);
    syncs.push(...(await this.#syncs(1)));
    const rest = this.#scene.now();
    return { story: this.#story, ends, syncs, trace: this.#trace, rest };
  }

  /** All that happens at a moment of its own. */
  #schedule(): void {
    const { runs, pushes, peopleMs, expireMs } = this.#story;
    for (const run of runs) {
      this.#clock.timer(run.startMs, () => {
        this.#start(run);
      });
    }
    for (const { atMs, head } of pushes) {
      this.#clock.timer(atMs, () => {
        this.#trace.add("github", `the head is now ${head.slice(0, 4)}`);
        this.#scene.push(head);
      });
    }
    this.#clock.timer(peopleMs, () => {
      meddle(this.#scene, this.#knobs.people, this.#trace);
    });
    if (this.#knobs.log === "hidden") {
      this.#clock.timer(peopleMs, () => {
        this.#trace.add("maintainer", "deletes old versions");
        this.#scene.hideOldVersions();
      });
    }
    if (expireMs !== undefined) {
      this.#clock.timer(expireMs, () => {
        this.#trace.add("github", "all that lies on the boards expires");
        this.#scene.expireBoards();
      });
    }
  }

  #start(run: StoryRun): void {
    this.#trace.add("github", `run ${run.runId}, attempt ${run.attempt} of ${run.workflow} starts`);
    this.#scene.startRun(run);
    if (run.cancelMs !== undefined) {
      this.#clock.timer(run.cancelMs - run.startMs, () => {
        this.#scene.completeRun(run, "cancelled");
      });
    }
  }

  async #task(task: StoryTask, index: number): Promise<TaskEnd> {
    const { run } = task;
    const { lane, head, workflow, event, runId, attempt } = run;
    const process = this.#open({ who: nameOf(task), label: `task ${index}`, lane, run });
    const identity = { workflow, event, job: task.job, leg: task.leg, task: task.task };
    const settings = this.#settings(lane, head, writerOf(identity), {
      workflow,
      event,
      runId,
      attempt,
    });
    return await playTask({
      task,
      identity,
      process,
      protocol: this.#protocol.open(process.ports, settings),
      pollMs: this.#protocol.pollMs(settings.timing.windowMs, 0.5),
      who: nameOf(task),
      live: task.live ?? this.#knobs.live,
      clock: this.#clock,
      startMs: this.#startMs,
      trace: this.#trace,
    });
  }

  /** One sync for each lane that there is. */
  async #syncs(index: number): Promise<Outcome[]> {
    const outcomes = [await this.#sync("pull-request", index, this.#scene.now().head)];
    const queue = this.#story.runs.filter(({ lane }) => lane === "merge-queue").at(-1);
    if (queue !== undefined) outcomes.push(await this.#sync("merge-queue", index, queue.head));
    return outcomes.filter((outcome) => outcome !== undefined);
  }

  async #sync(lane: Lane, index: number, head: string): Promise<Outcome | undefined> {
    if (this.#protocol.sync === undefined) return undefined;
    const name = lane === "pull-request" ? "sync" : "queue sync";
    const place = { who: name, label: `${name} ${index}`, lane, run: undefined };
    const { ports } = this.#open(place);
    const run = { workflow: "sync.yml", event: "workflow_run", attempt: 1 };
    const runId = String(firstSyncRun + index);
    const settings = this.#settings(lane, head, `sync-${index}`, { ...run, runId });
    return await this.#clock.run(this.#protocol.sync(ports, settings));
  }

  #open(place: Omit<ProcessPlace, "comments">): SceneProcess {
    const rest = this.#protocol.rest !== undefined || this.#restClients;
    return this.#scene.open({ ...place, comments: rest ? "rest" : "graphql" });
  }

  /** Only REST has no log whoever asks. */
  get #restClients(): boolean {
    return this.#knobs.rest && this.#knobs.log === "missing";
  }

  #settings(
    lane: Lane,
    head: string,
    writer: string,
    run: Pick<Run, "workflow" | "event" | "runId" | "attempt">,
  ): PublishSettings {
    const name = this.#knobs.sameName ? { name: "CI" } : {};
    return {
      lane,
      head,
      pullNumber: simPullNumber,
      run: { ...run, status: "in_progress", conclusion: "", ...name },
      writer,
      programVersion: "sim",
      timing: defaultTiming,
    };
  }
}

function nameOf({ run, task, job, leg }: StoryTask): string {
  return `${run.runId}.${run.attempt} ${task === "unit" ? leg : job}`;
}
