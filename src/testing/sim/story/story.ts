/**
 * What happens in a world, whoever publishes: which runs, which tasks, and what befalls them when?
 *
 * Drawn from the seed before anything runs, so that every protocol meets the same story.
 */
import { Prng } from "../../../base/prng.js";
import type { Lane } from "../../../model/roster.js";
import type { Status } from "../../../model/status.js";
import type { Knobs } from "./knobs.js";

/** How a token goes bad: revoked (401), or without the permission to write any more (403). */
export type TokenLoss = "revoked" | "read-only";

/** One run of a workflow for one head. */
export interface StoryRun {
  readonly lane: Lane;
  readonly workflow: string;
  readonly event: string;
  readonly runId: string;
  readonly attempt: number;
  readonly head: string;
  readonly startMs: number;
  /** When its jobs are killed and it ends as cancelled. */
  readonly cancelMs: number | undefined;
  readonly hasBoard: boolean;
}

/** One task of a run. */
export interface StoryTask {
  readonly run: StoryRun;
  readonly job: string;
  readonly leg: string;
  readonly task: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly verdict: Status;
  /** When its process dies without a word. */
  readonly killMs: number | undefined;
  /** It publishes while it runs, also in a world where others do not. */
  readonly live?: boolean;
  /** At which of its calls it dies; undefined if at none. */
  readonly killCall?: number;
  readonly tokenLoss?: { readonly atMs: number; readonly loss: TokenLoss };
}

/** A push, or one back to an earlier commit. */
export interface StoryPush {
  readonly atMs: number;
  readonly head: string;
}

/** All that is to happen, apart from faults. */
export interface Story {
  readonly knobs: Knobs;
  readonly runs: readonly StoryRun[];
  readonly tasks: readonly StoryTask[];
  readonly pushes: readonly StoryPush[];
  /** When people do what the knob says. */
  readonly peopleMs: number;
  /** When all that lies on the boards expires. */
  readonly expireMs?: number;
  /** When the last of it is over, apart from publishing. */
  readonly endMs: number;
}

export const firstHead = "a".repeat(40);
const secondHead = "b".repeat(40);

/** Draws the story of a world. */
export function drawStory(knobs: Knobs): Story {
  const prng = Prng.fromSeed(`story ${knobs.seed}`);
  const spanMs = knobs.startSpreadMs + knobs.taskMsMax;
  const turnMs = prng.integer(0, spanMs);
  const first = firstRuns(knobs, prng, turnMs);
  const tasks = first.flatMap((run) => tasksOf(run, knobs, prng));
  const story = { runs: [...first], tasks: [...tasks], pushes: pushesOf(knobs, turnMs) };
  for (const run of laterRuns(knobs, first, turnMs, spanMs)) {
    const again = tasksOf(run, knobs, prng);
    const failed = new Set(tasks.filter(({ verdict }) => verdict === "failed").map(nameOf));
    story.runs.push(run);
    story.tasks.push(
      ...(knobs.turn === "rerun-failed" ? again.filter((task) => failed.has(nameOf(task))) : again),
    );
  }
  return {
    knobs,
    runs: story.runs,
    tasks: withKills(story.tasks, knobs, prng),
    pushes: story.pushes,
    peopleMs: prng.integer(0, spanMs),
    endMs: Math.max(...story.tasks.map(({ endMs }) => endMs)),
  };
}

function firstRuns(knobs: Knobs, prng: Prng, turnMs: number): StoryRun[] {
  return Array.from({ length: knobs.workflows }, (_, index) => ({
    lane: "pull-request" as const,
    workflow: `.github/workflows/w${index}.yml`,
    event: "pull_request",
    runId: String(99 + index),
    attempt: 1,
    head: firstHead,
    startMs: 0,
    cancelMs: knobs.turn === "cancel" && index === 0 ? turnMs : undefined,
    hasBoard: hasBoard(knobs, prng),
  }));
}

/** True if a run has a board, in a world where not all have. */
export function hasBoard({ board }: Knobs, prng: Prng): boolean {
  return board === "all" || (board === "some" && prng.chance(1, 2));
}

/** Runs that a push or somebody's click starts. Ids of other lengths: they are compared as numbers. */
function laterRuns(
  { turn }: Knobs,
  first: readonly StoryRun[],
  turnMs: number,
  spanMs: number,
): StoryRun[] {
  const [one] = first;
  if (one === undefined) return [];
  const fresh = (runs: readonly StoryRun[], base: number, head: string, startMs: number) =>
    runs.map((run, index) => ({ ...run, runId: String(base + index), head, startMs }));
  const afterwardsMs = spanMs + 40_000;
  switch (turn) {
    case "push":
      return fresh(first, 1_000, secondHead, turnMs);
    case "push-back":
      return [
        ...fresh(first, 1_000, secondHead, turnMs),
        ...fresh(first, 2_000, firstHead, turnMs + 15_000),
      ];
    case "rerun-all":
    case "rerun-failed":
      return first.map((run) => ({ ...run, attempt: 2, startMs: afterwardsMs }));
    case "same-event-twice":
      return fresh([one], 1_000, firstHead, turnMs);
    default:
      return [];
  }
}

function pushesOf({ turn }: Knobs, turnMs: number): StoryPush[] {
  if (turn !== "push" && turn !== "push-back") return [];
  const push = { atMs: turnMs, head: secondHead };
  return turn === "push" ? [push] : [push, { atMs: turnMs + 15_000, head: firstHead }];
}

/** The tasks of a run. */
export function tasksOf(run: StoryRun, knobs: Knobs, prng: Prng): StoryTask[] {
  return Array.from({ length: knobs.tasksPerWorkflow }, (_, index) => {
    const startMs = run.startMs + prng.integer(0, knobs.startSpreadMs);
    const durationMs = prng.integer(knobs.taskMsMin, Math.max(knobs.taskMsMin, knobs.taskMsMax));
    return {
      run,
      // Two legs of one job, then jobs of their own.
      job: index < 2 ? "matrix" : `job-${index}`,
      leg: index < 2 ? `node=${20 + 2 * index}` : "",
      task: index < 2 ? "unit" : `task-${index}`,
      startMs,
      endMs: startMs + durationMs,
      verdict: prng.pick<Status>(["passed", "failed", "warning"]),
      killMs: run.cancelMs,
    };
  });
}

/** Which task it is, whatever the run and attempt. */
export function nameOf({ run, job, leg, task }: StoryTask): string {
  return JSON.stringify([run.workflow, run.event, job, leg, task]);
}

function withKills(tasks: readonly StoryTask[], { kills }: Knobs, prng: Prng): StoryTask[] {
  const victims = new Set(Array.from({ length: kills }, () => prng.integer(0, tasks.length - 1)));
  return tasks.map((task, index) => {
    if (!victims.has(index)) return task;
    const killMs = prng.integer(task.startMs, task.endMs + 5_000);
    return { ...task, killMs: Math.min(killMs, task.killMs ?? killMs) };
  });
}
