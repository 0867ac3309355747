/**
 * What do the comments of a pull request, with all that is left of their history, know about a head?
 *
 * Only blocks of our lane and head count. Versions that were overwritten count too: joining them is
 * how a row comes back that was lost in a race.
 */
import { join } from "../merge/join.js";
import { type Lane, type Roster, emptyRoster } from "../model/roster.js";
import type { LogEntry, Revision, SeenComment } from "./revision.js";

/** The join of everything that the comments show, in their current text and in their logs. */
export function joinSeen(lane: Lane, head: string, comments: readonly SeenComment[]): Roster {
  return joinRevisions(
    lane,
    head,
    comments.flatMap(({ current, log = [] }) => [current, ...log.map(({ revision }) => revision)]),
  );
}

/** The join of one comment's log. */
export function joinLog(lane: Lane, head: string, log: readonly LogEntry[]): Roster {
  return joinRevisions(
    lane,
    head,
    log.map(({ revision }) => revision),
  );
}

/** The roster of a revision if it speaks of this lane and head. */
export function rosterOf(revision: Revision, lane: Lane, head: string): Roster | undefined {
  if (revision.kind !== "state") return undefined;
  const { roster } = revision;
  return roster.lane === lane && roster.head === head ? roster : undefined;
}

function joinRevisions(lane: Lane, head: string, revisions: readonly Revision[]): Roster {
  const rosters = revisions
    .map((revision) => rosterOf(revision, lane, head))
    .filter((roster) => roster !== undefined);
  // The newest mostly holds what the others know.
  const [newest = emptyRoster(lane, head), ...older] = rosters;
  return join(newest, ...older, emptyRoster(lane, head));
}
