/** What does one task's process live through, from its start to its end or death? */
import { CancellationSource } from "../../../adapters/node/clock.js";
import type { Entry, TaskIdentity } from "../../../model/entry.js";
import { describeError } from "../../../model/errors.js";
import type { Outcome } from "../../../publish/outcome.js";
import type { VirtualClock } from "../../virtual-clock.js";
import type { SceneProcess } from "./scene.js";
import type { StoryTask } from "../story/story.js";
import type { TaskProtocol } from "../protocols/task-protocol.js";
import type { Trace } from "./trace.js";

/** What became of one task. */
export interface TaskEnd {
  readonly task: StoryTask;
  /** Undefined if it was killed before it could say, or crashed. */
  readonly outcome: Outcome | undefined;
  /** When it said it, since the story's beginning. */
  readonly atMs: number;
  /** How long it was held up after its command had ended. */
  readonly heldMs: number;
  /** What its publisher threw: never, but for a bug. */
  readonly crash?: string;
}

/** One task in its world. */
export interface TaskCourse {
  readonly task: StoryTask;
  readonly identity: TaskIdentity;
  readonly process: SceneProcess;
  readonly protocol: TaskProtocol;
  /** How often a live task speaks. */
  readonly pollMs: number;
  /** For the trace. */
  readonly who: string;
  /** False for a task that only reports its verdict. */
  readonly live: boolean;
  readonly clock: VirtualClock;
  /** When the story began. */
  readonly startMs: number;
  readonly trace: Trace;
}

/** Plays a task to its end. */
export async function playTask(course: TaskCourse): Promise<TaskEnd> {
  const { task, process, clock, trace, who, startMs } = course;
  const { life } = process;
  await clock.wait(task.startMs);
  life.onEnd(() => {
    trace.add(who, "dies");
  });
  scheduleTrouble(course);
  const said = publishing(course).then(
    (outcome) => ({ outcome }),
    (error: unknown) => ({ outcome: undefined, crash: describeError(error) }),
  );
  const dead = new Promise<{ outcome: undefined }>((resolve) => {
    life.onEnd(() => {
      resolve({ outcome: undefined });
    });
  });
  const end = await Promise.race([said, dead]);
  const atMs = clock.nowMs() - startMs;
  trace.add(who, `is done: ${"crash" in end ? end.crash : (end.outcome?.kind ?? "dead")}`);
  return { task, ...end, atMs, heldMs: Math.max(0, atMs - task.endMs) };
}

function scheduleTrouble({ task, process, clock, trace, who }: TaskCourse): void {
  const { startMs, killMs, killCall, tokenLoss } = task;
  if (killMs !== undefined) {
    clock.timer(killMs - startMs, () => {
      process.life.end();
    });
  }
  if (killCall !== undefined) process.life.endAtCall(killCall);
  if (tokenLoss !== undefined) {
    clock.timer(tokenLoss.atMs - startMs, () => {
      trace.add(who, `its token is ${tokenLoss.loss} from now on`);
      process.loseToken(tokenLoss.loss);
    });
  }
}

async function publishing(course: TaskCourse): Promise<Outcome> {
  const { task, identity, protocol, clock } = course;
  const { runId, attempt } = task.run;
  let seq = 0;
  const entry = (status: Entry["status"]): Entry => {
    seq += 1;
    const final = status !== "running";
    return { ...identity, runId, attempt, seq, kind: "test", status, final };
  };
  const end = new CancellationSource();
  // What a live update throws is the task's crash as much as what its verdict throws.
  const live = course.live ? liveUpdates(course, entry("running"), end) : Promise.resolve();
  const crashed = new Promise<never>((_, reject) => {
    live.catch(reject);
  });
  crashed.catch(() => undefined);
  await clock.wait(task.endMs - task.startMs);
  end.cancel();
  const verdict = async (): Promise<Outcome> => {
    await protocol.stop();
    return await protocol.verdict(entry(task.verdict));
  };
  return await Promise.race([verdict(), crashed]);
}

/** As `cli/run/live-updates.ts` does it. */
async function liveUpdates(
  { protocol, process, pollMs }: TaskCourse,
  running: Entry,
  end: CancellationSource,
): Promise<void> {
  while (!end.cancelled) {
    await protocol.live(running);
    await process.ports.clock.sleep(pollMs, end);
  }
}
