/**
 * What does one version of a comment tell the protocol?
 *
 * `publish/` makes these out of comment bodies; the rules in this folder know nothing of text.
 */
import type { ServerMs } from "../base/time.js";
import type { Roster } from "../model/roster.js";

/** One version of a comment, decoded. */
export type Revision =
  /** A readable state block. */
  | {
      readonly kind: "state";
      readonly roster: Roster;
      readonly writeId: string;
      readonly parentId: string | undefined;
      /** Some writer has seen that this comment's log keeps quick edits apart. */
      readonly logProven: boolean;
      /** Checksum of the text it would show without what is volatile. */
      readonly look: string;
      /** The visible text is still the one that was written with the block. */
      readonly textIntact: boolean;
    }
  /** A block of a newer format: never overwritten. */
  | { readonly kind: "newer"; readonly version: number }
  /** The comment gave way to another one. */
  | { readonly kind: "tombstone"; readonly survivorId: string }
  /** A maintainer deleted this version's text, or it is not shown to us: it may have held anything. */
  | { readonly kind: "hidden" }
  /** No block, a damaged one, or a version written by somebody else: counts as empty. */
  | { readonly kind: "empty"; readonly problem: string | undefined };

/** One entry of the edit log, newest first in every list of them. */
export interface LogEntry {
  readonly revision: Revision;
  readonly editedAt: ServerMs;
}

/** One of our comments as an answer showed it. */
export interface SeenComment {
  readonly id: string;
  readonly databaseId: string;
  readonly current: Revision;
  readonly updatedAt: ServerMs;
  /** Undefined when there is no usable log. */
  readonly log: readonly LogEntry[] | undefined;
  /** True if the log goes back to the comment's creation. */
  readonly logComplete: boolean;
}

/** The pull request and our comments on it, as one read showed them. */
export interface Seen {
  /** The pull request's head commit. */
  readonly pullHead: string;
  readonly comments: readonly SeenComment[];
}
