/** What does a day cost with one protocol, and how well are its rows told? */
import { Prng } from "../../../base/prng.js";
import type { Entry } from "../../../model/entry.js";
import type { Status } from "../../../model/status.js";
import { PublishWorld } from "../../publish-world.js";
import { type DayJob, type DayOptions, drawDay } from "./day.js";
import { type DayCosts, DayMeter, PhasedToken } from "./day-costs.js";
import { setLatencies } from "./day-latency.js";
import { openDayProcess } from "./day-process.js";
import { type EndedJob, type RowFigures, tellRows } from "./day-rows.js";
import type { Protocol, TaskProtocol } from "../protocols/task-protocol.js";

/** The figures of one day. */
export interface DayFigures extends RowFigures, DayCosts {
  readonly protocol: string;
  readonly jobs: number;
  /** What each task was held up after its command had ended. */
  readonly heldMs: readonly number[];
  readonly rewrites: number;
}

interface Played extends EndedJob {
  readonly heldMs: number;
  readonly rewrites: number;
}

interface Stage {
  readonly world: PublishWorld;
  readonly protocol: Protocol;
  readonly intervalMs: number;
}

/** Plays a day. */
export async function playDay(
  protocol: Protocol,
  options: DayOptions,
  seed: string,
): Promise<DayFigures> {
  const world = new PublishWorld({ seed });
  const jobs = drawDay(options, Prng.fromSeed(`day ${seed}`));
  setLatencies(world, options);
  const meter = new DayMeter(world, {
    budget: protocol.budget === "job" ? options.jobBudget : options.appBudget,
    firstVerdictMs: Math.min(...jobs.map(({ endMs }) => endMs)),
  });
  const stage = { world, protocol, intervalMs: options.intervalMs };
  const played = await world.run(Promise.all(jobs.map(async (job) => await playJob(stage, job))));
  await world.pass(30_000);
  return {
    protocol: protocol.name,
    jobs: jobs.length,
    ...meter.costs,
    ...tellRows(world, played),
    heldMs: played.map(({ heldMs }) => heldMs),
    rewrites: played.reduce((sum, { rewrites }) => sum + rewrites, 0),
  };
}

async function playJob(stage: Stage, job: DayJob): Promise<Played> {
  const { world, protocol, intervalMs } = stage;
  const { clock } = world;
  await clock.wait(job.startMs);
  const startMs = clock.nowMs();
  const verdictAtMs = startMs + job.endMs - job.startMs;
  const place = { task: job.task, job: job.job, runId: job.runId, workflow: job.workflow };
  const token = new PhasedToken();
  const { ports, settings } = openDayProcess({ world, place, intervalMs, token, protocol });
  const task = protocol.open(ports, settings);
  const entryOf = entries(job, startMs);
  const live = updateUntil(stage, task, job, entryOf, verdictAtMs);
  await clock.wait(verdictAtMs - clock.nowMs());
  await Promise.all([task.stop(), live]);
  token.verdict();
  await task.verdict(entryOf(job.verdict, ""));
  return { job, verdictAtMs, heldMs: clock.nowMs() - verdictAtMs, rewrites: task.rewrites };
}

/** Tells the newest state, as often as the protocol asks for it, until the command ends. */
async function updateUntil(
  { world, protocol, intervalMs }: Stage,
  task: TaskProtocol,
  job: DayJob,
  entryOf: (status: Status, result: string) => Entry,
  endMs: number,
): Promise<void> {
  const { clock } = world;
  const startMs = clock.nowMs();
  const prng = Prng.fromSeed(`ticks ${job.workflow} ${job.task}`);
  let told = "";
  let entry = entryOf("running", told);
  while (clock.nowMs() < endMs) {
    const sinceMs = job.startMs + clock.nowMs() - startMs;
    const step = job.updateMs.filter((atMs) => atMs <= sinceMs).length;
    const result = step === 0 ? "" : `step ${step} of ${job.updateMs.length}`;
    if (result !== told) entry = entryOf("running", (told = result));
    await task.live(entry);
    const waitMs = protocol.pollMs(intervalMs, prng.unit());
    if (clock.nowMs() + waitMs >= endMs) return;
    await clock.wait(waitMs);
  }
}

function entries(job: DayJob, startedAtMs: number): (status: Status, result: string) => Entry {
  let seq = 0;
  return (status, result) => {
    seq += 1;
    const final = status !== "running";
    const { runId, task, workflow } = job;
    const identity = { workflow, event: "pull_request", job: job.job, leg: "", task };
    const version = { runId, attempt: 1, seq };
    return { ...identity, ...version, kind: "test", status, final, result, startedAtMs };
  };
}
