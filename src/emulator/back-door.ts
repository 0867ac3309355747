/**
 * How do tests and the demo set the modelled GitHub up, change it as other people would, and look
 * inside?
 *
 * None of this costs budget, needs a token or lags.
 */
import { assert } from "../base/assert.js";
import { appendVersion } from "./comment-rules.js";
import { commentAt } from "./comment-view.js";
import type { Costs } from "./costs.js";
import type { IssueOptions, PullOptions, RepositoryOptions, RunOptions } from "./options.js";
import type { BudgetView, Resource } from "./rate-limit.js";
import type { CommentRecord, PullState, RepositoryRecord, RunRecord, RunState } from "./state.js";
import type { ThreadRecord, ThreadState } from "./state.js";
import { tokenRecord } from "./token.js";
import type { TokenOptions, TokenRecord } from "./token.js";
import type { World } from "./world.js";

/** A comment as it is now. */
export interface CommentNow {
  readonly id: string;
  readonly nodeId: string;
  readonly author: string;
  readonly body: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly minimized: boolean;
  /** All versions, oldest first, the creation included. */
  readonly versions: CommentRecord["versions"];
}

/** The back door; `EmulatedGitHub` has all of it. */
export class BackDoor {
  protected readonly world: World;
  protected readonly tokens = new Map<string, TokenRecord>();

  protected constructor(world: World) {
    this.world = world;
  }

  get #nowMs(): number {
    return this.world.clock.nowMs();
  }

  addRepository(options: RepositoryOptions): RepositoryRecord {
    return this.world.store.addRepository(options, this.#nowMs);
  }

  addPull(repository: RepositoryRecord, options: PullOptions): ThreadRecord {
    return this.world.store.addPull(repository, options, this.#nowMs);
  }

  /** A pull request that is there. */
  findPull(repository: RepositoryRecord, number: number): ThreadRecord {
    const thread = this.world.store.thread(repository, number);
    assert(thread?.pull !== undefined, `no pull request ${String(number)}`);
    return thread;
  }

  addIssue(repository: RepositoryRecord, options: IssueOptions): ThreadRecord {
    return this.world.store.addIssue(repository, options, this.#nowMs);
  }

  addToken(options: TokenOptions): TokenRecord {
    const record = tokenRecord(options);
    this.tokens.set(record.token, record);
    return record;
  }

  /** From now on the token is answered 401. */
  revokeToken(token: string): void {
    this.tokens.delete(token);
  }

  /** A push to the pull request's branch, forced or not. */
  pushHead(pull: ThreadRecord, headSha: string): void {
    this.setPull(pull, { headSha });
  }

  /** Changes a pull request: `{ merged: true }` also closes it. */
  setPull(pull: ThreadRecord, change: Partial<PullState>): void {
    assert(pull.pull !== undefined, `${String(pull.number)} is no pull request`);
    pull.pull.state.set(this.#nowMs, { ...pull.pull.state.now, ...change });
    if (change.merged === true) this.setThread(pull, { open: false });
  }

  /** Changes what issues and pull requests have alike: `open`, `locked`, `title`. */
  setThread(thread: ThreadRecord, change: Partial<ThreadState>): void {
    thread.state.set(this.#nowMs, { ...thread.state.now, ...change });
  }

  addRun(repository: RepositoryRecord, options: RunOptions): RunRecord {
    return this.world.store.addRun(repository, options, this.#nowMs);
  }

  /** Moves a run on: a higher `attempt` is a re-run. */
  setRun(run: RunRecord, change: Partial<RunState>): void {
    run.state.set(this.#nowMs, { ...run.state.now, ...change });
  }

  /** The comments that exist now, oldest first. */
  commentsOf(thread: ThreadRecord): readonly CommentNow[] {
    return thread.comments.flatMap((comment) => {
      const now = commentAt(comment, this.#nowMs);
      if (now === undefined) return [];
      const { id, nodeId, author, createdAtMs, versions } = comment;
      const { body, updatedAtMs, minimized } = now;
      return [{ id, nodeId, author, body, createdAtMs, updatedAtMs, minimized, versions }];
    });
  }

  /** Every comment there ever was, the deleted ones included. */
  allCommentsOf(thread: ThreadRecord): readonly CommentRecord[] {
    return thread.comments;
  }

  addCommentAs(login: string, thread: ThreadRecord, body: string): CommentRecord {
    return this.world.store.addComment(thread, login, body, this.#nowMs);
  }

  /** A person (or another program) edits the comment. */
  editCommentAs(login: string, commentId: string, body: string): void {
    appendVersion(this.world, this.#comment(commentId), login, body);
  }

  /** Somebody deletes the comment; who, GitHub does not tell. */
  deleteCommentAs(_login: string, commentId: string): void {
    this.#comment(commentId).deletedAtMs = this.#nowMs;
  }

  setMinimized(commentId: string, minimized: boolean): void {
    this.#comment(commentId).minimized.set(this.#nowMs, minimized);
  }

  /** Deletes a revision's content from the edit log; `index` counts versions from the creation. */
  deleteRevisionAs(login: string, commentId: string, index: number): void {
    const version = this.#comment(commentId).versions[index];
    assert(version !== undefined, `comment ${commentId} has no version ${String(index)}`);
    version.deleted = { atMs: this.#nowMs, by: login };
  }

  /** What the token's requests have cost so far. */
  costs(token: string): Costs {
    return this.world.ledger.of(token);
  }

  /** What is left of a token's budget. */
  budget(token: TokenRecord, resource: Resource): BudgetView {
    return this.world.limits.view(token, resource, this.#nowMs);
  }

  /** Takes something off a token's budget, as other programs with the same token do. */
  spend(token: TokenRecord, resource: Resource, points: number): void {
    this.world.limits.charge(token, resource, points, this.#nowMs);
  }

  #comment(id: string): CommentRecord {
    const comment = this.world.store.comment(id);
    assert(comment !== undefined, `no comment ${id}`);
    return comment;
  }
}
