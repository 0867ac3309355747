/**
 * What can be done with the comments of one pull request?
 *
 * GitHub has no conditional write, but a write's answer can hold the comment's edit history: every
 * method that touches a comment returns what it saw there (docs/protocol.md). Methods throw
 * `RollcallError`; for the writes `outcomeUnknown` says whether the write may have been applied.
 */
import type { QuotaObservation } from "../model/entry.js";
import type { ServerMs } from "../base/time.js";

/** The pull request as it was at the time of an answer. */
export interface PullView {
  /** The head commit. */
  readonly head: string;
  readonly open: boolean;
  readonly locked: boolean;
}

/** One version of a comment out of its edit history. */
export interface LoggedEdit {
  /** The whole body after this edit; undefined when deleted by a maintainer or not shown to us. */
  readonly body: string | undefined;
  readonly editedAt: ServerMs;
  /** True if our own identity made this version; only those count. */
  readonly byUs: boolean;
}

/** A comment of ours as one answer showed it. */
export interface CommentView {
  /** Opaque; comes from this port and goes back to it. */
  readonly id: string;
  /** The decimal id; the lowest one survives when there are several. */
  readonly databaseId: string;
  readonly body: string;
  /** False if somebody else is known to have edited the comment last. */
  readonly bodyByUs: boolean;
  readonly updatedAt: ServerMs;
  /** The newest edits, newest first, the creation included; undefined when there is no usable log. */
  readonly edits: readonly LoggedEdit[] | undefined;
  /** True if `edits` goes back to the comment's creation. */
  readonly editsComplete: boolean;
}

/** What one read of the pull request gave. */
export interface ReadView {
  readonly pull: PullView;
  /** Every comment whose author is ourselves and whose first line is the marker, oldest first. */
  readonly comments: readonly CommentView[];
}

/** What the answer to an update showed. */
export interface UpdateView {
  readonly pull: PullView | undefined;
  readonly comment: CommentView;
}

/** What the answer to a creation showed. */
export interface CreateView {
  readonly created: CommentView;
  /** All comments of ours with the marker, the created one included if the answer showed it. */
  readonly comments: readonly CommentView[];
}

/** What a read is for. */
export interface ReadOptions {
  /** A comment to read directly; if it is gone, all comments are searched. */
  readonly knownId?: string;
  /** How many of the newest edits to ask for. */
  readonly edits: number;
}

/** The comments of one pull request that carry one marker. */
export interface CommentStore {
  /** Reads the pull request and our comments on it, in one request where possible. */
  read(options: ReadOptions): Promise<ReadView>;
  update(id: string, body: string): Promise<UpdateView>;
  create(body: string): Promise<CreateView>;
  /** Deletes one of our own comments; one that is already gone is no error. */
  remove(id: string): Promise<void>;
  /** The newest that answers have told about the token's budgets. */
  quota(): QuotaView;
}

/** The budgets of the token: REST and GraphQL are counted apart. */
export interface QuotaView {
  readonly rest?: QuotaObservation;
  readonly graphql?: QuotaObservation;
  /** The newest few of each, in the order of time; a store that keeps none leaves them out. */
  readonly restRecent?: readonly QuotaObservation[];
  readonly graphqlRecent?: readonly QuotaObservation[];
}
