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
}

/** A comment of ours as one answer showed it. */
export interface CommentView {
  /** Opaque; comes from this port and goes back to it. */
  readonly id: string;
  /** The decimal id; the lowest one survives when there are several. */
  readonly databaseId: string;
  readonly body: string;
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
  readonly serverNow: ServerMs;
}

/** What the answer to an update showed. */
export interface UpdateView {
  readonly pull: PullView | undefined;
  readonly comment: CommentView;
  readonly serverNow: ServerMs;
}

/** What the answer to a creation showed. */
export interface CreateView {
  readonly created: CommentView;
  /** All comments of ours with the marker, the created one included if the answer showed it. */
  readonly comments: readonly CommentView[];
  readonly serverNow: ServerMs;
}

/** The comments of one pull request that carry one marker. */
export interface CommentStore {
  /**
   * Reads the pull request and our comments on it, in one request where possible.
   * `knownId` is a comment to read directly; if it is gone, all comments are searched.
   */
  read(knownId?: string): Promise<ReadView>;
  update(id: string, body: string): Promise<UpdateView>;
  create(body: string): Promise<CreateView>;
  /** Deletes one of our own comments; one that is already gone is no error. */
  remove(id: string): Promise<void>;
  /** True while updates can be expected to show the edit log. */
  readonly hasEditLog: boolean;
  /** What answers told about the token's budgets since the last call. */
  takeQuota(): { readonly rest?: QuotaObservation; readonly graphql?: QuotaObservation };
}
