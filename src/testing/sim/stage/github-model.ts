/**
 * What is GitHub to a publisher, when only the ports matter?
 *
 * Comments with their whole history, boards and runs, as they were at any moment: a late replica is a
 * look at an earlier one. The same contract as the HTTP adapters is asked of it.
 */
import { type ServerMs, serverMs } from "../../../base/time.js";
import { RollcallError } from "../../../model/errors.js";
import type { Run } from "../../../model/roster.js";
import type { BoardItem } from "../../../ports/board.js";
import type { CommentView, LoggedEdit } from "../../../ports/comments.js";
import type { LogKnob } from "../story/knobs.js";

/** One version of a comment. */
export interface Version {
  readonly body: string;
  readonly byUs: boolean;
  readonly atMs: number;
  /** A maintainer has deleted its text from the log. */
  hidden: boolean;
}

/** A comment and all that it ever was. */
export interface StoredComment {
  readonly number: number;
  readonly byUs: boolean;
  /** Oldest first. */
  readonly versions: Version[];
  deletedAtMs: number;
}

/** An item on a run's board. */
export interface StoredItem extends BoardItem {
  readonly zip: Uint8Array;
  readonly createdAtMs: number;
  deletedAtMs: number;
}

interface HeadChange {
  readonly atMs: number;
  readonly head: string;
}

/** Quick edits of one author that a folding log shows as one. */
const foldedWithinMs = 10_000;
/** How late a late log is. */
const logLateMs = 4_000;

/** One pull request with its comments, runs and boards. */
export class GitHubModel {
  readonly comments: StoredComment[] = [];
  readonly runs = new Map<string, Run>();
  readonly boards = new Map<string, StoredItem[]>();
  readonly #heads: HeadChange[];
  readonly #nowMs: () => number;
  /** How the edit log behaves; a world that has healed keeps this. */
  readonly #log: LogKnob;
  #nextNumber = 1_000;

  constructor(options: {
    readonly nowMs: () => number;
    readonly head: string;
    readonly log: LogKnob;
  }) {
    this.#nowMs = options.nowMs;
    this.#log = options.log;
    this.#heads = [{ atMs: Number.NEGATIVE_INFINITY, head: options.head }];
  }

  /** Somebody pushes. */
  push(head: string): void {
    this.#heads.push({ atMs: this.#nowMs(), head });
  }

  /** The head of that moment. */
  headAt(atMs: number): string {
    return this.#heads.findLast((change) => change.atMs <= atMs)?.head ?? "";
  }

  /** Adds a comment. */
  create(body: string, byUs: boolean): StoredComment {
    const comment: StoredComment = {
      number: this.#nextNumber++,
      byUs,
      versions: [this.#version(body, byUs)],
      deletedAtMs: Number.POSITIVE_INFINITY,
    };
    this.comments.push(comment);
    return comment;
  }

  /** Writes over a comment. */
  update(number: number, body: string, byUs: boolean): StoredComment {
    const comment = this.#existing(number);
    comment.versions.push(this.#version(body, byUs));
    return comment;
  }

  /** Deletes a comment; one that is gone is no error. */
  remove(number: number): void {
    const comment = this.comments.find((one) => one.number === number);
    if (comment !== undefined) comment.deletedAtMs = Math.min(comment.deletedAtMs, this.#nowMs());
  }

  /** A comment as a replica of that moment shows it; undefined when it was not there. */
  viewAt(comment: StoredComment, atMs: number, edits: number): CommentView | undefined {
    if (comment.deletedAtMs <= atMs) return undefined;
    const versions = comment.versions.filter((version) => version.atMs <= atMs);
    const newest = versions.at(-1);
    if (newest === undefined) return undefined;
    const logged = this.#logOf(versions, atMs);
    return {
      id: String(comment.number),
      databaseId: String(comment.number),
      body: newest.body,
      bodyByUs: newest.byUs,
      updatedAt: secondsOf(newest.atMs),
      edits: logged?.slice(0, edits),
      editsComplete: logged !== undefined && logged.length <= edits,
    };
  }

  /** The comments of ours with the marker at that moment, oldest first. */
  oursAt(atMs: number, marker: string): readonly StoredComment[] {
    return this.comments.filter(
      (comment) =>
        comment.byUs &&
        comment.deletedAtMs > atMs &&
        bodyAt(comment, atMs)?.split("\n", 1)[0] === marker,
    );
  }

  /** What lies on a run's board, as a listing of that moment shows it. */
  boardAt(runId: string, atMs: number, ghostMs = 0): readonly StoredItem[] {
    const items = this.boards.get(runId) ?? [];
    return items.filter((item) => item.createdAtMs <= atMs && item.deletedAtMs + ghostMs > atMs);
  }

  /** What lies on all boards reaches the end of its retention. */
  expireBoards(): void {
    const nowMs = this.#nowMs();
    for (const item of [...this.boards.values()].flat()) {
      item.deletedAtMs = Math.min(item.deletedAtMs, nowMs);
    }
  }

  /** Puts an item on a run's board. */
  upload(runId: string, name: string, zip: Uint8Array): StoredItem {
    const items = this.boards.get(runId) ?? [];
    this.boards.set(runId, items);
    const nowMs = this.#nowMs();
    if (this.boardAt(runId, nowMs).some((item) => item.name === name)) {
      throw new RollcallError("conflict", `${name}: the name is taken`);
    }
    const item = {
      name,
      artifactId: String(this.#nextNumber++),
      zip,
      createdAtMs: nowMs,
      deletedAtMs: Number.POSITIVE_INFINITY,
    };
    items.push(item);
    return item;
  }

  #existing(number: number): StoredComment {
    const comment = this.comments.find((one) => one.number === number);
    if (comment === undefined || comment.deletedAtMs <= this.#nowMs()) {
      throw new RollcallError("not-found", `comment ${number}: 404`);
    }
    return comment;
  }

  #version(body: string, byUs: boolean): Version {
    return { body, byUs, atMs: this.#nowMs(), hidden: false };
  }

  /** The edit log, newest first. */
  #logOf(versions: readonly Version[], atMs: number): LoggedEdit[] | undefined {
    if (this.#log === "missing") return undefined;
    let shown = versions;
    if (this.#log === "late") shown = versions.filter((one) => one.atMs <= atMs - logLateMs);
    if (this.#log === "folded")
      shown = versions.filter((one, index) => !isFolded(one, versions[index + 1]));
    return shown
      .map(({ body, byUs, atMs: editedAtMs, hidden }) => ({
        body: hidden ? undefined : body,
        byUs,
        editedAt: secondsOf(editedAtMs),
      }))
      .reverse();
  }
}

/** The body of that moment. */
export function bodyAt(comment: StoredComment, atMs: number): string | undefined {
  return comment.versions.findLast((version) => version.atMs <= atMs)?.body;
}

function isFolded(version: Version, next: Version | undefined): boolean {
  return next?.byUs === version.byUs && next.atMs - version.atMs < foldedWithinMs;
}

/** GitHub's times have whole seconds. */
function secondsOf(atMs: number): ServerMs {
  return serverMs(Math.floor(atMs / 1_000) * 1_000);
}
