/**
 * Did a schedule end as it must?
 *
 * Apart from the world and from the program: these know the story and look at GitHub, not at what the
 * publishers thought. Each is tested by a protocol that it must catch (`broken-protocols.ts`).
 */
import { parseName, writerOf } from "../../codec/board-name.js";
import { decodeBody } from "../../codec/state-block.js";
import { defaultTiming } from "../../publish/settings.js";
import { requestTimeoutMs } from "../publish-world.js";
import { liveEntries } from "../../merge/live.js";
import { identityKey } from "../../model/entry.js";
import type { LiveEntry } from "../../model/live-entry.js";
import type { Lane, Roster } from "../../model/roster.js";
import { commentMarker } from "../../render/comment.js";
import type { Played } from "./schedule.js";
import { type CommentAtRest, simPullNumber } from "./stage/scene.js";
import type { StoryTask } from "./story/story.js";
import type { TaskEnd } from "./stage/task-course.js";

/** What must hold; the words of a violation. */
export type Invariant =
  | "one comment"
  | "nothing stale"
  | "strangers untouched"
  | "claims stand"
  | "never held up"
  | "no crash";

/** A broken invariant. */
export interface Violation {
  readonly invariant: Invariant;
  readonly detail: string;
}

type Checker = (played: Played) => readonly Violation[];

/** A verdict may take so long after the command ended, and a little for the last call. */
const heldMsMax = 15_050;

/** All violations of a schedule. */
export function violationsOf(played: Played): readonly Violation[] {
  return checkers.flatMap((check) => check(played));
}

/** At rest there is exactly one comment of ours in each lane. */
const oneComment: Checker = (played) =>
  lanesOf(played).flatMap((lane) => {
    const count = oursOf(played, lane).length;
    const silent = owed(played, lane).length === 0;
    // Whoever was not told that his row stands may have left none, but nobody leaves two.
    if (count === 1 || (count === 0 && silent)) return [];
    return [{ invariant: "one comment", detail: `${count} comments of the ${lane} at rest` }];
  });

/** It holds the newest verdict of every task that was told so. */
const claimsStand: Checker = (played) =>
  lanesOf(played).flatMap((lane) => {
    const rows = rowsOf(played, lane);
    return owed(played, lane).flatMap(({ task, outcome }) => {
      const row = rows.get(keyOf(task));
      if (row !== undefined && isVerdictOf(row, task)) return [];
      const found = row === undefined ? "no row" : describeRow(row);
      const said = outcome?.kind ?? "nothing";
      const detail = `${keyOf(task)}: ${task.verdict} expected, found ${found}; it said ${said}`;
      return [{ invariant: "claims stand" as const, detail }];
    });
  });

/** It holds nothing of another head or of tasks that are none any more. */
const nothingStale: Checker = (played) =>
  lanesOf(played).flatMap((lane) => {
    const head = headOf(played, lane);
    const [shown] = rostersOf(played, lane);
    if (shown !== undefined && shown.head !== head) {
      const detail = `the ${lane} shows ${shown.head.slice(0, 4)}, its head is ${head.slice(0, 4)}`;
      return [{ invariant: "nothing stale", detail }];
    }
    const live = new Set(newestTasks(played, lane).map(({ task }) => keyOf(task)));
    return [...rowsOf(played, lane).keys()]
      .filter((key) => !live.has(key))
      .map((key) => ({ invariant: "nothing stale", detail: `${key} is shown` }));
  });

/** Nobody else's comment was changed or removed. */
const strangersUntouched: Checker = ({ rest }) =>
  rest.comments
    .filter(({ byUs, touched }) => !byUs && touched)
    .map(({ id }) => ({ invariant: "strangers untouched", detail: `comment ${id}` }));

/** No task is held up past its budget. */
const neverHeldUp: Checker = ({ ends }) =>
  ends
    .filter(({ heldMs, outcome }) => outcome !== undefined && heldMs > heldMsMax)
    .map(({ task, heldMs }) => ({
      invariant: "never held up",
      detail: `${keyOf(task)} for ${heldMs} ms`,
    }));

/** Whatever happens, a publisher does not throw. */
const noCrash: Checker = ({ ends }) =>
  ends.flatMap(({ task, crash }) =>
    crash === undefined ? [] : [{ invariant: "no crash", detail: `${keyOf(task)}: ${crash}` }],
  );

const checkers: readonly Checker[] = [
  oneComment,
  claimsStand,
  nothingStale,
  strangersUntouched,
  neverHeldUp,
  noCrash,
];

function lanesOf({ story }: Played): readonly Lane[] {
  return [...new Set(story.runs.map(({ lane }) => lane))];
}

/** The comments of ours in a lane. */
function oursOf({ rest }: Played, lane: Lane): readonly CommentAtRest[] {
  const marker = commentMarker(lane, simPullNumber);
  return rest.comments.filter(({ byUs, body }) => byUs && body?.split("\n", 1)[0] === marker);
}

/** What a lane's comments hold: one, if all is right. */
function rostersOf(played: Played, lane: Lane): readonly Roster[] {
  return oursOf(played, lane).flatMap(({ body }) => {
    const decoded = decodeBody(body ?? "");
    return decoded.kind === "state" ? [decoded.roster] : [];
  });
}

function rowsOf(played: Played, lane: Lane): ReadonlyMap<string, LiveEntry> {
  const rows = rostersOf(played, lane).flatMap((roster) => liveEntries(roster));
  return new Map(rows.map((row) => [identityKey(row.entry), row]));
}

/** The same run and attempt too: an older verdict may read alike. */
function isVerdictOf({ entry }: LiveEntry, { run, verdict }: StoryTask): boolean {
  const { status, final, runId, attempt } = entry;
  return status === verdict && final && runId === run.runId && attempt === run.attempt;
}

function describeRow({ entry: { status, runId, attempt } }: LiveEntry): string {
  return `${status} of ${runId}.${attempt}`;
}

/** The commit whose rows a lane must show. */
function headOf(played: Played, lane: Lane): string {
  if (lane === "pull-request") return played.rest.head;
  const newest = played.ends
    .filter(({ task }) => task.run.lane === lane)
    .reduce((best, end) => (runIdOf(end) > runIdOf(best) ? end : best));
  const group = played.ends.filter(({ task }) => task.run.head === newest.task.run.head);
  if (group.some(({ outcome }) => outcome !== undefined && isClaim(outcome.kind))) {
    return newest.task.run.head;
  }
  // A group takes over by its first write, also that of a task which died on it.
  return rostersOf(played, lane)[0]?.head ?? newest.task.run.head;
}

/** The end of each task's newest attempt in the newest run of the head that stays. */
function newestTasks(played: Played, lane: Lane): readonly TaskEnd[] {
  const head = headOf(played, lane);
  const ofHead = played.ends.filter(({ task }) => task.run.lane === lane && task.run.head === head);
  const newestRun = new Map<string, number>();
  for (const end of ofHead) {
    const slot = slotOf(end.task);
    newestRun.set(slot, Math.max(newestRun.get(slot) ?? 0, runIdOf(end)));
  }
  const newest = new Map<string, TaskEnd>();
  for (const end of ofHead) {
    const { task } = end;
    if (runIdOf(end) !== newestRun.get(slotOf(task))) continue;
    const known = newest.get(keyOf(task));
    if (known === undefined || known.task.run.attempt < task.run.attempt) {
      newest.set(keyOf(task), end);
    }
  }
  return [...newest.values()];
}

/** The tasks whose verdict must be there: those that could say one, and were not told that they failed. */
function owed(played: Played, lane: Lane): readonly TaskEnd[] {
  return newestTasks(played, lane).filter(
    (end) =>
      end.outcome !== undefined &&
      isClaim(end.outcome.kind) &&
      !undoneByPeople(played, end) &&
      !blind(played, end),
  );
}

/**
 * With neither log nor boards, what was read must not be older when its write lands than the protocol
 * assumes (`landingMsMax`, docs/protocol.md): a world that breaks this promises nothing.
 */
function blind(played: Played, end: TaskEnd): boolean {
  const { log, replicaLagMs, callMsMax, runs, lostAnswerChance, lateLandingChance } =
    played.story.knobs;
  const promised = log === "present" || log === "hidden" || (runs && isOnBoard(played, end.task));
  const landsLate = lostAnswerChance > 0 || lateLandingChance > 0;
  return !promised && (replicaLagMs + 2 * callMsMax > defaultTiming.landingMsMax || landsLate);
}

/** A verdict whose upload came to nothing has no board, nor has one that is kept no longer. */
function isOnBoard({ rest }: Played, { run, job, leg, task }: StoryTask): boolean {
  const { workflow, event, runId, attempt } = run;
  const writer = writerOf({ workflow, event, job, leg, task });
  return rest.boardItems.some((item) => {
    const name = item.runId === runId ? parseName(item.name) : undefined;
    if (name?.kind !== "entry") return false;
    return name.writer === writer && name.attempt === attempt && name.final;
  });
}

/** What a person destroys after a task has left can only come back from boards or from the log. */
function undoneByPeople({ story }: Played, { atMs }: TaskEnd): boolean {
  const { people, log, callMsMax, replicaLagMs } = story.knobs;
  const landsLate = story.knobs.lateLandingChance > 0 || story.knobs.lostAnswerChance > 0;
  const destroyed =
    people === "delete" ||
    (people === "edit" && log !== "present") ||
    // What a late write has covered, a maintainer deletes before its writer looks at the log.
    (log === "hidden" && landsLate);
  // What was seen is told when the board has it too, which takes a second try where answers get lost.
  const uploadMs = landsLate ? 2 * requestTimeoutMs : 0;
  // A late replica shows what is gone, for as long as it is behind.
  return destroyed && atMs <= story.peopleMs + replicaLagMs + callMsMax + uploadMs;
}

function isClaim(kind: string): boolean {
  return kind === "published" || kind === "unchanged" || kind === "covered";
}

function runIdOf({ task }: TaskEnd): number {
  return Number(task.run.runId);
}

function slotOf({ run }: StoryTask): string {
  return JSON.stringify([run.workflow, run.event]);
}

function keyOf({ run, job, leg, task }: StoryTask): string {
  return identityKey({ workflow: run.workflow, event: run.event, job, leg, task });
}
