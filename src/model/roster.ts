/**
 * What is known about all tasks of one head?
 *
 * The roster is what all publishers agree on in the end: a join-semilattice (`merge/join.ts`). In the
 * comment it is written as the state block (`codec/`).
 */
import type { Entry } from "./entry.js";
import type { RunSummary } from "./summary.js";

/** The version of a roster's JSON form and state block that hold all that the tasks told. */
export const rosterVersion = 1;
/** The version of those in which something was left out. Programs that do not know it leave it alone. */
export const shortenedVersion = 2;

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
  /** Tasks of which no more than a summary was kept; left out when there are none. */
  readonly summaries?: readonly RunSummary[];
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

/** The version in which a roster must be written. */
export function versionOf({ entries, summaries }: Roster): number {
  const isWhole = summaries === undefined && entries.every(({ detail }) => detail === undefined);
  return isWhole ? rosterVersion : shortenedVersion;
}
