/** How did a publication end? It never throws, except for a bug. */
import type { StandDownReason } from "../protocol/decide.js";

/** The end of one publication. */
export type Outcome =
  /** The comment was written and, for a verdict, holds. */
  | { readonly kind: "published" }
  /** The comment held it all already. */
  | { readonly kind: "unchanged" }
  /** Somebody else's publication holds our verdict, as their digest says. */
  | { readonly kind: "covered" }
  /** Not now: somebody published within the window, or the update was cut short. */
  | { readonly kind: "deferred" }
  | { readonly kind: "stood-down"; readonly reason: StandDownReason }
  | { readonly kind: "failed"; readonly problem: string };

/** The problem of a publication whose time ran out, with what had gone wrong before. */
export function outOfTime(lastProblem: string | undefined): string {
  const cause = lastProblem === undefined ? "" : ` (${lastProblem})`;
  return `the time for publishing is over${cause}; a later publication or rollcall sync will show the rest`;
}

/** What a process spent and did, for the demo, the benchmark and the log. */
export interface Tally {
  reads: number;
  writes: number;
  /** Writes that were needed because an answer showed more than we had written. */
  rewrites: number;
  /** Times that a write's answer told of something lost, or a later look did. */
  lostRaces: number;
}
