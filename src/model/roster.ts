/**
 * What is known about all tasks of one head?
 *
 * The roster is what all publishers agree on in the end: a join-semilattice (`merge/join.ts`). In the
 * comment it is written as the state block (`codec/`).
 */
import type { Entry } from "./entry.js";

/** The version of the roster's JSON form and of the state block. Newer ones are left alone. */
export const rosterVersion = 1;

/** Which of a pull request's comments: runs of a merge queue have a head, and so a comment, of their own. */
export type Lane = "pull-request" | "merge-queue";

/** How far a run has come. The order is the order of the join. */
export type RunStatus = "queued" | "in_progress" | "completed";

/** One workflow run as its tasks or the API told of it. */
export interface Run {
  /** The workflow's path, as in `TaskIdentity`. */
  readonly workflow: string;
  readonly event: string;
  readonly runId: string;
  readonly attempt: number;
  readonly status: RunStatus;
  /** GitHub's conclusion (`success`, `failure`, `cancelled`, ...), empty until completed. */
  readonly conclusion: string;
  /** The workflow's display name, if known. */
  readonly name?: string;
}

/** What stays chosen once it was shown under a cap, so that nothing flip-flops (fact sheet 3.5). */
export interface Shown {
  readonly snippets: readonly string[];
  readonly reproduce: readonly string[];
  readonly fix: readonly string[];
}

/** The joined entries and runs of one head. */
export interface Roster {
  readonly version: typeof rosterVersion;
  readonly lane: Lane;
  /** The pull request's head commit. */
  readonly head: string;
  readonly runs: readonly Run[];
  readonly entries: readonly Entry[];
  readonly shown: Shown;
}

/** A roster that knows nothing yet. */
export function emptyRoster(lane: Lane, head: string): Roster {
  return {
    version: rosterVersion,
    lane,
    head,
    runs: [],
    entries: [],
    shown: { snippets: [], reproduce: [], fix: [] },
  };
}
