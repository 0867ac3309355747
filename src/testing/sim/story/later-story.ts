/**
 * What else happens in a world, by the knobs that came later?
 *
 * Added to a story that is drawn already, and drawn apart: a story without any of it stays as it was.
 */
import { Prng } from "../../../base/prng.js";
import type { Knobs } from "./knobs.js";
import { type Story, type StoryRun, type StoryTask, hasBoard, nameOf, tasksOf } from "./story.js";

/** A re-run begins so long after the run before has certainly ended. */
const betweenAttemptsMs = 40_000;
/** A process makes about so many calls. */
const killCallMax = 15;
/** The second event's runs are so far from the first one's. */
const secondEventIds = 100;
const crowdTasks = 6;
/** By then each has found the others on the board. */
const settledInMs = 12_000;
const crowdSpreadMs = 1_500;
const goesOnMs = 10_000;
const groupHeads = ["c".repeat(40), "d".repeat(40)] as const;

/** The story with all that the later knobs ask for. */
export function drawLaterStory(story: Story): Story {
  const { knobs } = story;
  const prng = Prng.fromSeed(`later story ${knobs.seed}`);
  const runs: StoryRun[] = [];
  const tasks: StoryTask[] = [];
  const add = (run: StoryRun, played: readonly StoryTask[] = tasksOf(run, knobs, prng)): void => {
    runs.push(run);
    tasks.push(...played);
  };
  const [one] = story.runs;
  if (one === undefined) return story;
  for (const run of secondEventRuns(story, one, prng)) add(run);
  for (const run of groupRuns(one, knobs, prng)) add(run);
  for (const run of thirdAttempts(story)) add(run, tasksAgain(run, story, prng));
  // Of the head that stays: all others would only stand down.
  if (knobs.crowd && knobs.turn !== "push") addCrowd(one, story, prng, add);
  const all = withTrouble([...story.tasks, ...tasks], knobs, prng);
  const endMs = Math.max(...all.map((task) => task.endMs));
  return {
    ...story,
    runs: [...story.runs, ...runs],
    tasks: all,
    endMs,
    ...(knobs.expires ? { expireMs: retentionEndMs(story, endMs) } : {}),
  };
}

/** Every push starts the workflow for its second event too. */
function secondEventRuns({ knobs, runs }: Story, one: StoryRun, prng: Prng): StoryRun[] {
  if (!knobs.secondEvent) return [];
  return runs
    .filter(({ workflow, attempt }) => workflow === one.workflow && attempt === 1)
    .map((run) => {
      const runId = String(Number(run.runId) + secondEventIds);
      return besides(run, { event: "push", runId }, knobs, prng);
    });
}

/** Another run of the same workflow file. */
function besides(run: StoryRun, other: Partial<StoryRun>, knobs: Knobs, prng: Prng): StoryRun {
  return { ...run, cancelMs: undefined, hasBoard: hasBoard(knobs, prng), ...other };
}

/** The merge queue's runs; a group that is made anew has a head of its own. */
function groupRuns(one: StoryRun, knobs: Knobs, prng: Prng): StoryRun[] {
  if (knobs.queue === "no") return [];
  const queue = { lane: "merge-queue", event: "merge_group" } as const;
  const startMs = prng.integer(0, knobs.startSpreadMs + knobs.taskMsMax);
  const [firstGroup, secondGroup] = groupHeads;
  const first = { ...queue, runId: "299", head: firstGroup, startMs };
  const second = { ...queue, runId: "1299", head: secondGroup };
  return [
    besides(one, first, knobs, prng),
    ...(knobs.queue === "rebuilt"
      ? [besides(one, { ...second, startMs: startMs + prng.integer(0, 40_000) }, knobs, prng)]
      : []),
  ];
}

/** A run whose tasks but the first end within a moment of each other. */
function addCrowd(
  one: StoryRun,
  { knobs, endMs }: Story,
  prng: Prng,
  add: (run: StoryRun, played: readonly StoryTask[]) => void,
): void {
  const crowd = { workflow: ".github/workflows/crowd.yml", runId: "399", startMs: endMs };
  const run = { ...besides(one, crowd, knobs, prng), hasBoard: true };
  const tasks = tasksOf(run, { ...knobs, tasksPerWorkflow: crowdTasks }, prng);
  const togetherMs = run.startMs + knobs.startSpreadMs + settledInMs;
  const together = tasks.map((task, index) => {
    const lateMs = index === 0 ? goesOnMs : prng.integer(0, crowdSpreadMs);
    return { ...task, live: true, endMs: togetherMs + lateMs };
  });
  add(run, together);
}

function thirdAttempts({ knobs, runs, endMs }: Story): StoryRun[] {
  if (knobs.attempts < 3) return [];
  return runs
    .filter(({ attempt }) => attempt === 2)
    .map((run) => ({ ...run, attempt: 3, startMs: endMs + betweenAttemptsMs }));
}

/** All of the run's tasks, or those that failed in the attempt before. */
function tasksAgain(run: StoryRun, { knobs, tasks }: Story, prng: Prng): StoryTask[] {
  const again = tasksOf(run, knobs, prng);
  if (knobs.turn !== "rerun-failed") return again;
  const failed = new Set(
    tasks
      .filter(({ run: before, verdict }) => before.attempt === 2 && verdict === "failed")
      .map(nameOf),
  );
  return again.filter((task) => failed.has(nameOf(task)));
}

/** Deaths in the middle of a call, and tokens that go bad. */
function withTrouble(tasks: readonly StoryTask[], knobs: Knobs, prng: Prng): StoryTask[] {
  const { callKills, revoked, readOnly } = knobs;
  const found = [...tasks];
  const befall = (times: number, trouble: (task: StoryTask) => StoryTask): void => {
    for (let time = 0; time < times; time += 1) {
      const index = prng.integer(0, found.length - 1);
      const task = found[index];
      if (task !== undefined) found[index] = trouble(task);
    }
  };
  const midway = ({ startMs, endMs }: StoryTask): number => prng.integer(startMs, endMs + 5_000);
  befall(callKills, (task) => ({ ...task, killCall: prng.integer(1, killCallMax) }));
  befall(revoked, (task) => ({ ...task, tokenLoss: { atMs: midway(task), loss: "revoked" } }));
  befall(readOnly, (task) => ({ ...task, tokenLoss: { atMs: midway(task), loss: "read-only" } }));
  return found;
}

/** Retention is counted in days: it ends only where days may pass unseen. */
function retentionEndMs({ runs }: Story, endMs: number): number {
  const again = runs.filter(({ attempt }) => attempt > 1).map(({ startMs }) => startMs);
  return again.length > 0 ? Math.min(...again) : endMs + betweenAttemptsMs / 2;
}
