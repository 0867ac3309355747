/** What does a day cost with one protocol, and how well are its rows told? */
import { Prng } from "../../base/prng.js";
import { decodeBody } from "../../codec/state-block.js";
import type { Costs } from "../../emulator/costs.js";
import { liveEntries } from "../../merge/live.js";
import type { Entry, TaskIdentity } from "../../model/entry.js";
import { identityKey } from "../../model/entry.js";
import type { Status } from "../../model/status.js";
import { PublishWorld, worldMarker } from "../publish-world.js";
import { type DayJob, type DayOptions, drawDay } from "./day.js";
import type { Protocol, TaskProtocol } from "./task-protocol.js";

/** The figures of one day. */
export interface DayFigures {
  readonly protocol: string;
  readonly jobs: number;
  readonly costs: Costs;
  /** REST requests and GraphQL points before the first verdict. */
  readonly pointsBeforeVerdicts: number;
  readonly boardCalls: number;
  readonly downloads: number;
  /** From each verdict to the row that shows it, sorted; those that never were are left out. */
  readonly verdictToRowMs: readonly number[];
  /** What each task was held up after its command had ended, sorted. */
  readonly heldMs: readonly number[];
  /** Verdicts whose rows are missing or wrong at rest. */
  readonly wrongAtRest: number;
  /** How long verdicts that had been shown were overwritten; one item for each time. */
  readonly overwrittenMs: readonly number[];
  readonly commentsMade: number;
  readonly commentsAtRest: number;
  readonly bodyCharsMax: number;
}

interface Played {
  readonly job: DayJob;
  readonly verdictAtMs: number;
  readonly heldMs: number;
}

/** Plays a day. */
export async function playDay(
  protocol: Protocol,
  options: DayOptions,
  seed: string,
): Promise<DayFigures> {
  const world = new PublishWorld({ seed });
  const startMs = world.clock.nowMs();
  setLatencies(world, options);
  const counted = countCalls(world);
  const jobs = drawDay(options, Prng.fromSeed(`day ${seed}`));
  const firstVerdictMs = startMs + Math.min(...jobs.map(({ endMs }) => endMs));
  let pointsBeforeVerdicts = 0;
  world.clock.timer(firstVerdictMs - startMs, () => {
    const { rest, graphqlPoints } = world.costs();
    pointsBeforeVerdicts = rest + graphqlPoints;
  });
  const played = await world.run(
    Promise.all(jobs.map(async (job) => await playJob(world, protocol, job, options))),
  );
  await world.pass(30_000);
  return {
    protocol: protocol.name,
    jobs: jobs.length,
    costs: world.costs(),
    pointsBeforeVerdicts,
    ...counted(),
    heldMs: sorted(played.map(({ heldMs }) => heldMs)),
    ...tellRows(world, played),
  };
}

async function playJob(
  world: PublishWorld,
  protocol: Protocol,
  job: DayJob,
  { intervalMs }: DayOptions,
): Promise<Played> {
  await world.clock.wait(job.startMs);
  const startMs = world.clock.nowMs();
  const endMs = startMs + job.endMs - job.startMs;
  const place = { task: job.task, job: job.job, runId: job.runId, workflow: job.workflow };
  const timing = { windowMs: intervalMs };
  const { comments = "fallback" } = protocol;
  const { ports, settings } = world.process(place, { timing, comments });
  const task = protocol.open(ports, settings);
  const entryOf = entries(job);
  const live = updateUntil(world, task, job, entryOf, endMs, intervalMs);
  await world.clock.wait(endMs - world.clock.nowMs());
  const verdict = entryOf(job.verdict, "");
  await Promise.all([task.verdict(verdict), live]);
  const verdictAtMs = endMs;
  return { job, verdictAtMs, heldMs: world.clock.nowMs() - endMs };
}

/** Tells the newest state in each interval until the command ends. */
async function updateUntil(
  world: PublishWorld,
  task: TaskProtocol,
  job: DayJob,
  entryOf: (status: Status, result: string) => Entry,
  endMs: number,
  intervalMs: number,
): Promise<void> {
  const startMs = world.clock.nowMs();
  const prng = Prng.fromSeed(`ticks ${job.workflow} ${job.task}`);
  let told = "";
  let entry = entryOf("running", told);
  while (world.clock.nowMs() < endMs) {
    const sinceMs = job.startMs + world.clock.nowMs() - startMs;
    const step = job.updateMs.filter((atMs) => atMs <= sinceMs).length;
    const result = step === 0 ? "" : `step ${step} of ${job.updateMs.length}`;
    if (result !== told) entry = entryOf("running", (told = result));
    await task.live(entry);
    const waitMs = intervalMs * (0.75 + prng.unit() / 2);
    if (world.clock.nowMs() + waitMs >= endMs) return;
    await world.clock.wait(waitMs);
  }
}

function entries(job: DayJob): (status: Status, result: string) => Entry {
  let seq = 0;
  return (status, result) => {
    seq += 1;
    const final = status !== "running";
    const { runId, task, workflow } = job;
    const identity = { workflow, event: "pull_request", job: job.job, leg: "", task };
    return { ...identity, runId, attempt: 1, seq, kind: "test", status, final, result };
  };
}

function setLatencies(world: PublishWorld, options: DayOptions): void {
  const prng = world.prng.fork("day latency");
  const { apiMsMin, apiMsMax, uploadMs, listingLagMs } = options;
  world.storage.behaviour.resultsListingLagMs = listingLagMs;
  world.storage.behaviour.restListingLagMs = listingLagMs;
  world.behaviour.latency = ({ name }) => {
    // An upload is three calls of the results service and the blob store.
    const isUpload = /CreateArtifact|Finalize|blob/i.test(name);
    const half = isUpload ? uploadMs / 6 : prng.integer(apiMsMin, apiMsMax) / 2;
    return { beforeMs: half, afterMs: half };
  };
}

function countCalls(world: PublishWorld): () => Pick<DayFigures, "boardCalls" | "downloads"> {
  let boardCalls = 0;
  let downloads = 0;
  world.github.onExchange(({ operation }) => {
    const { name } = operation;
    if (/Artifact|blob/i.test(name)) boardCalls += 1;
    if (/download|blob.*get/i.test(name)) downloads += 1;
  });
  return () => ({ boardCalls, downloads });
}

/** What a reader of the comment would have seen, version by version. */
function tellRows(
  world: PublishWorld,
  played: readonly Played[],
): Pick<
  DayFigures,
  | "verdictToRowMs"
  | "wrongAtRest"
  | "overwrittenMs"
  | "commentsMade"
  | "commentsAtRest"
  | "bodyCharsMax"
> {
  const made = world.github.allCommentsOf(world.pull).filter(({ versions, author }) => {
    return author.endsWith("[bot]") && versions[0]?.body.startsWith(worldMarker) === true;
  });
  const [survivor] = world.ours();
  const versions = (survivor?.versions ?? []).map(({ body, atMs }) => ({
    atMs,
    rows: rowsOf(body),
    chars: body.length,
  }));
  const verdictToRowMs: number[] = [];
  const overwrittenMs: number[] = [];
  let wrongAtRest = 0;
  for (const { job, verdictAtMs } of played) {
    const key = keyOf(job);
    let shownBefore = false;
    let lostAtMs: number | undefined;
    for (const { atMs, rows } of versions) {
      const shown = rows.get(key) === job.verdict;
      if (shown && !shownBefore) verdictToRowMs.push(Math.max(0, atMs - verdictAtMs));
      if (shownBefore && !shown) lostAtMs ??= atMs;
      if (shown && lostAtMs !== undefined) {
        overwrittenMs.push(atMs - lostAtMs);
        lostAtMs = undefined;
      }
      shownBefore ||= shown;
    }
    if (versions.at(-1)?.rows.get(key) !== job.verdict) wrongAtRest += 1;
  }
  return {
    verdictToRowMs: sorted(verdictToRowMs),
    overwrittenMs: sorted(overwrittenMs),
    wrongAtRest,
    commentsMade: made.length,
    commentsAtRest: world.ours().length,
    bodyCharsMax: Math.max(0, ...versions.map(({ chars }) => chars)),
  };
}

function rowsOf(body: string): ReadonlyMap<string, Status> {
  const decoded = decodeBody(body);
  if (decoded.kind !== "state") return new Map();
  return new Map(
    liveEntries(decoded.roster).map(({ entry }) => [identityKey(entry), entry.status]),
  );
}

function keyOf({ workflow, job, task }: DayJob): string {
  const identity: TaskIdentity = { workflow, event: "pull_request", job, leg: "", task };
  return identityKey(identity);
}

function sorted(values: readonly number[]): readonly number[] {
  return [...values].sort((a, b) => a - b);
}
