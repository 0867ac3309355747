/**
 * Is our commit still the pull request's head?
 *
 * The head is not joined but decided: every read of the comment returns it. A read may come from a
 * replica that has not seen the push yet, so a mismatch alone does not prove that we are the old ones;
 * a block of that other head from a newer run does, and so does a mismatch that outlasts every lag.
 */
import { compareIds } from "../base/decimal.js";
import type { Lane } from "../model/roster.js";
import { rosterOf } from "./knowledge.js";
import type { Seen, SeenComment } from "./revision.js";

/** Whether we may speak for the pull request. */
export type HeadStanding =
  | "current"
  /** The head is another one, or the read was stale: ask again before giving up. */
  | "doubtful"
  /** A newer push has taken over: never write again. */
  | "stale";

/** What a publisher knows of its own place. */
export interface OwnPlace {
  readonly lane: Lane;
  readonly head: string;
  readonly runId: string;
}

/** Decides from one read. */
export function headStanding(seen: Seen, own: OwnPlace): HeadStanding {
  if (own.lane === "merge-queue") return newerGroupSpoke(seen.comments, own) ? "stale" : "current";
  if (seen.pullHead === own.head) return "current";
  const newest = newestRunId(seen.comments, own.lane, seen.pullHead);
  return newest !== undefined && compareIds(newest, own.runId) > 0 ? "stale" : "doubtful";
}

/** Merge groups have no head to ask for: the one with the newest run is the current one. */
function newerGroupSpoke(comments: readonly SeenComment[], own: OwnPlace): boolean {
  return comments.some(({ current }) => {
    if (current.kind !== "state" || current.roster.lane !== own.lane) return false;
    if (current.roster.head === own.head) return false;
    const newest = newestRunId([{ current, log: undefined }], own.lane, current.roster.head);
    return newest !== undefined && compareIds(newest, own.runId) > 0;
  });
}

function newestRunId(
  comments: readonly Pick<SeenComment, "current" | "log">[],
  lane: Lane,
  head: string,
): string | undefined {
  let newest: string | undefined;
  // What was overwritten speaks too: the one who wrote over it may have been an older push.
  const revisions = comments.flatMap(({ current, log = [] }) => [
    current,
    ...log.map(({ revision }) => revision),
  ]);
  for (const revision of revisions) {
    const roster = rosterOf(revision, lane, head);
    const { runs = [], entries = [], summaries = [] } = roster ?? {};
    for (const { runId } of [...runs, ...entries, ...summaries]) {
      if (newest === undefined || compareIds(runId, newest) > 0) newest = runId;
    }
  }
  return newest;
}
