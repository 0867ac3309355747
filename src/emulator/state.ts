/**
 * What does the modelled GitHub remember?
 *
 * Nothing is overwritten: whatever may change keeps its history with times, so that a lagging replica's
 * answer is a question about the past.
 */

/** One repository. */
export interface RepositoryRecord {
  /** A decimal integer. */
  readonly id: string;
  readonly nodeId: string;
  readonly owner: string;
  readonly name: string;
  readonly createdAtMs: number;
  /** Of a private repository nothing may be read without the permission. */
  readonly isPrivate: boolean;
  readonly isFork: boolean;
  archived: boolean;
  /** False: no issue can be seen or made; the comments of pull requests are as ever. */
  hasIssues: boolean;
}

/** What may change about an issue or pull request. */
export interface ThreadState {
  readonly title: string;
  readonly open: boolean;
  readonly locked: boolean;
}

/** What may change about a pull request. */
export interface PullState {
  readonly headSha: string;
  readonly merged: boolean;
  readonly draft: boolean;
}

/** An issue, or the part of a pull request that is one. */
export interface ThreadRecord {
  readonly repository: RepositoryRecord;
  readonly number: number;
  /** A decimal integer. */
  readonly id: string;
  /** A pull request's is that of its `pull`. */
  readonly nodeId: string;
  readonly author: string;
  readonly body: string;
  readonly createdAtMs: number;
  readonly state: History<ThreadState>;
  readonly comments: CommentRecord[];
  readonly pull: PullRecord | undefined;
}

/** What only a pull request has. */
export interface PullRecord {
  readonly id: string;
  readonly nodeId: string;
  /** Where the head branch lives: a fork, or the repository itself. */
  readonly headRepository: RepositoryRecord;
  readonly headRef: string;
  readonly baseRef: string;
  readonly baseSha: string;
  readonly state: History<PullState>;
}

/** One version of a comment's body. The first is its creation. */
export interface CommentVersion {
  readonly id: string;
  readonly atMs: number;
  readonly editor: string;
  readonly body: string;
  /** True if the edit log shows this version in the place of the one before. */
  readonly folded: boolean;
  /** When and by whom the revision's content was deleted from the log. */
  deleted: { readonly atMs: number; readonly by: string } | undefined;
}

/** One comment. */
export interface CommentRecord {
  /** A decimal integer beyond 32 bits. */
  readonly id: string;
  readonly nodeId: string;
  readonly thread: ThreadRecord;
  /** As REST writes it: an app's login ends in `[bot]`. */
  readonly author: string;
  readonly createdAtMs: number;
  readonly versions: CommentVersion[];
  deletedAtMs: number | undefined;
  readonly minimized: History<boolean>;
}

/** What may change about a run. */
export interface RunState {
  readonly attempt: number;
  readonly status: string;
  /** Null until completed. */
  readonly conclusion: string | null;
}

/** One workflow run. */
export interface RunRecord {
  readonly repository: RepositoryRecord;
  /** A decimal integer. */
  readonly id: string;
  readonly nodeId: string;
  readonly number: number;
  readonly workflowId: string;
  readonly path: string;
  readonly name: string;
  readonly event: string;
  readonly headSha: string;
  readonly headBranch: string;
  readonly headRepository: RepositoryRecord;
  readonly actor: string;
  readonly createdAtMs: number;
  readonly state: History<RunState>;
}

/** Something that changes, with all its earlier values. */
export class History<Value> {
  readonly versions: { readonly atMs: number; readonly value: Value }[];

  constructor(atMs: number, value: Value) {
    this.versions = [{ atMs, value }];
  }

  /** The value as of that time; before its beginning the first one. */
  at(atMs: number): Value {
    let found = this.versions[0];
    for (const version of this.versions) if (version.atMs <= atMs) found = version;
    if (found === undefined) throw new RangeError("a history is never empty");
    return found.value;
  }

  /** The newest value. */
  get now(): Value {
    return this.at(Number.POSITIVE_INFINITY);
  }

  /** When the newest value came. */
  get changedAtMs(): number {
    return this.versions.at(-1)?.atMs ?? 0;
  }

  set(atMs: number, value: Value): void {
    this.versions.push({ atMs, value });
  }
}
