/**
 * Did a schedule end as it must?
 *
 * Apart from the world and from the program: these know the story and look at GitHub, not at what the
 * publishers thought. Each is tested by a world that breaks it.
 */
import { decodeBody } from "../../codec/state-block.js";
import { defaultTiming } from "../../publish/settings.js";
import { liveEntries } from "../../merge/live.js";
import { identityKey } from "../../model/entry.js";
import type { LiveEntry } from "../../model/live-entry.js";
import type { StoredComment } from "./github-model.js";
import type { Played, TaskEnd } from "./schedule.js";
import type { StoryTask } from "./story.js";

/** What must hold; the words of a violation. */
export type Invariant =
  "one comment" | "nothing stale" | "strangers untouched" | "claims stand" | "never held up";

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

/** At rest there is exactly one comment of ours. */
const oneComment: Checker = (played) => {
  const count = oursOf(played).length;
  return count === 1 || nobodySpoke(played)
    ? []
    : [{ invariant: "one comment", detail: `${count} comments of ours at rest` }];
};

/** It holds the newest verdict of every task that was told so. */
const claimsStand: Checker = (played) => {
  const rows = rowsOf(played);
  return owed(played).flatMap(({ task, outcome }) => {
    const row = rows.get(keyOf(task));
    if (row?.entry.status === task.verdict && row.entry.final) return [];
    const found = row === undefined ? "no row" : row.entry.status;
    const said = outcome?.kind ?? "nothing";
    return [
      {
        invariant: "claims stand",
        detail: `${keyOf(task)}: ${task.verdict} expected, found ${found}; it said ${said}`,
      },
    ];
  });
};

/** It holds nothing of another head, of a superseded run or of an attempt that was run again. */
const nothingStale: Checker = (played) => {
  const live = new Set(newestTasks(played).map(({ task }) => keyOf(task)));
  return [...rowsOf(played).keys()]
    .filter((key) => !live.has(key))
    .map((key) => ({ invariant: "nothing stale", detail: `${key} is shown` }));
};

/** Nobody else's comment was changed or removed. */
const strangersUntouched: Checker = ({ github }) =>
  github.comments
    .filter(
      ({ byUs, versions, deletedAtMs }) =>
        !byUs && (versions.length > 1 || deletedAtMs !== Number.POSITIVE_INFINITY),
    )
    .map(({ number }) => ({ invariant: "strangers untouched", detail: `comment ${number}` }));

/** No task is held up past its budget. */
const neverHeldUp: Checker = ({ ends }) =>
  ends
    .filter(({ heldMs, outcome }) => outcome !== undefined && heldMs > heldMsMax)
    .map(({ task, heldMs }) => ({
      invariant: "never held up",
      detail: `${keyOf(task)} for ${heldMs} ms`,
    }));

const checkers: readonly Checker[] = [
  oneComment,
  claimsStand,
  nothingStale,
  strangersUntouched,
  neverHeldUp,
];

function oursOf({ github, endMs }: Played): readonly StoredComment[] {
  return github.oursAt(endMs);
}

/** The rows of the one comment. */
function rowsOf(played: Played): ReadonlyMap<string, LiveEntry> {
  const rows = new Map<string, LiveEntry>();
  for (const comment of oursOf(played)) {
    const decoded = decodeBody(comment.versions.at(-1)?.body ?? "");
    if (decoded.kind !== "state") continue;
    for (const row of liveEntries(decoded.roster)) rows.set(identityKey(row.entry), row);
  }
  return rows;
}

/** The end of each task's newest attempt in the newest run of the head that stays. */
function newestTasks({ ends, github, endMs }: Played): readonly TaskEnd[] {
  const head = github.headAt(endMs);
  const ofHead = ends.filter(({ task }) => task.run.head === head);
  const newestRun = new Map<string, number>();
  for (const { task } of ofHead) {
    const slot = slotOf(task);
    newestRun.set(slot, Math.max(newestRun.get(slot) ?? 0, Number(task.run.runId)));
  }
  const newest = new Map<string, TaskEnd>();
  for (const end of ofHead) {
    const { task } = end;
    if (Number(task.run.runId) !== newestRun.get(slotOf(task))) continue;
    const known = newest.get(keyOf(task));
    if (known === undefined || known.task.run.attempt < task.run.attempt) {
      newest.set(keyOf(task), end);
    }
  }
  return [...newest.values()];
}

/** The tasks whose verdict must be there: those that could say one, and were not told that they failed. */
function owed(played: Played): readonly TaskEnd[] {
  return newestTasks(played).filter(
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
function blind({ story }: Played, { task }: TaskEnd): boolean {
  const { log, replicaLagMs, callMsMax, lostAnswerChance, lateLandingChance } = story.knobs;
  const promised = log === "present" || log === "hidden" || (task.run.hasBoard && story.knobs.runs);
  const landsLate = lostAnswerChance > 0 || lateLandingChance > 0;
  return !promised && (replicaLagMs + 2 * callMsMax > defaultTiming.landingMsMax || landsLate);
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
  // A late replica shows what is gone, for as long as it is behind.
  return destroyed && atMs <= story.peopleMs + replicaLagMs + callMsMax;
}

function isClaim(kind: string): boolean {
  return kind === "published" || kind === "unchanged" || kind === "covered";
}

function nobodySpoke(played: Played): boolean {
  return owed(played).length === 0;
}

function slotOf({ run }: StoryTask): string {
  return JSON.stringify([run.workflow, run.event]);
}

function keyOf({ run, job, leg, task }: StoryTask): string {
  return identityKey({ workflow: run.workflow, event: run.event, job, leg, task });
}
