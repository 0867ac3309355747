/** What may a test or the demo say about the things it puts into the modelled GitHub? */
import type { RepositoryRecord } from "./state.js";

/** A repository; `owner/name` is all that is needed. */
export interface RepositoryOptions {
  readonly fullName: string;
  /** Default true: nothing may be read without the permission. */
  readonly isPrivate?: boolean;
  readonly isFork?: boolean;
}

/** A pull request. */
export interface PullOptions {
  readonly number: number;
  readonly headSha: string;
  /** Default: the pull request's own repository. */
  readonly headRepository?: RepositoryRecord;
  readonly headRef?: string;
  readonly baseRef?: string;
  readonly title?: string;
  readonly author?: string;
  readonly draft?: boolean;
}

/** An issue. */
export interface IssueOptions {
  readonly number?: number;
  readonly title: string;
  readonly body?: string;
  readonly author?: string;
}

/** A workflow run. */
export interface RunOptions {
  /** Default: the next free one. */
  readonly id?: string;
  readonly attempt?: number;
  /** The workflow's path: `.github/workflows/ci.yml`. */
  readonly path: string;
  /** Default: the path's last part without its ending. */
  readonly name?: string;
  /** Default: `pull_request`. */
  readonly event?: string;
  readonly headSha: string;
  readonly headBranch?: string;
  readonly headRepository?: RepositoryRecord;
  readonly actor?: string;
  /** Default: `in_progress`. */
  readonly status?: string;
  /** Default: null. */
  readonly conclusion?: string | null;
}
