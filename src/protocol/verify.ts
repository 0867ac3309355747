/**
 * The answer to our write showed the comment's edit log: is everything in the comment?
 *
 * This is the heart of Rollcall. A write whose answer shows nothing that it lacks may be the last one;
 * any other must be joined and written again (docs/protocol.md, "Why it is enough").
 */
import { includes, join } from "../merge/join.js";
import type { Lane, Roster } from "../model/roster.js";
import { joinLog, rosterOf } from "./knowledge.js";
import type { LogEntry } from "./revision.js";

/** What is looked for in the log. */
export interface OwnWrite {
  readonly lane: Lane;
  readonly head: string;
  readonly writeId: string;
  /** The write that the comment held when we read it; undefined for a first or foreign version. */
  readonly parentId: string | undefined;
  readonly roster: Roster;
}

/** What the log says about a write. */
export type LogVerdict =
  /** The newest version holds everything that was ever written. */
  | { readonly kind: "complete" }
  /** Ours is the newest version and lacks this, of so many others: join it and write again. */
  | { readonly kind: "lacking"; readonly roster: Roster; readonly rivals: number }
  /** Somebody wrote after us and lacks something: his duty to mend, ours to see that he does. */
  | { readonly kind: "overwritten"; readonly roster: Roster }
  /** The comment had given way to another one when we wrote: move over. */
  | { readonly kind: "moved" }
  /** Our write is not in the log (late, folded, deleted), or something before it is hidden. */
  | { readonly kind: "unconfirmed" };

/** Judges a write by the log in its answer, newest entry first. */
export function assessLog(
  log: readonly LogEntry[],
  logComplete: boolean,
  own: OwnWrite,
): LogVerdict {
  const ids = log.map(({ revision }) => (revision.kind === "state" ? revision.writeId : undefined));
  const ownIndex = ids.indexOf(own.writeId);
  if (ownIndex < 0) return { kind: "unconfirmed" };
  const parentIndex = own.parentId === undefined ? -1 : ids.indexOf(own.parentId, ownIndex);
  if (parentIndex < 0 && !logComplete) return { kind: "unconfirmed" };
  const since = log.slice(0, parentIndex < 0 ? log.length : parentIndex);
  if (since.some(({ revision }) => revision.kind === "tombstone")) return { kind: "moved" };
  if (since.some(({ revision }) => revision.kind === "hidden")) return { kind: "unconfirmed" };
  const all = join(own.roster, joinLog(own.lane, own.head, log));
  const newest = log[0] === undefined ? undefined : rosterOf(log[0].revision, own.lane, own.head);
  if (newest !== undefined && includes(newest, all)) return { kind: "complete" };
  if (ownIndex > 0) return { kind: "overwritten", roster: all };
  return { kind: "lacking", roster: all, rivals: since.length - 1 };
}

/**
 * True if the log shows two edits of ours within a few seconds of each other as two entries: then
 * GitHub does not fold quick edits of one author into one, and the log can be trusted. The creation
 * is no edit: it stays apart in any case.
 */
export function foldingRuledOut(log: readonly LogEntry[], withinMs: number): boolean {
  return log.some((entry, index) => {
    const older = log[index + 1];
    return (
      older !== undefined &&
      entry.revision.kind === "state" &&
      older.revision.kind === "state" &&
      older.revision.parentId !== undefined &&
      entry.revision.writeId !== older.revision.writeId &&
      entry.editedAt - older.editedAt <= withinMs
    );
  });
}
