/** Which runs does a head have, how far are they, and what lies on their boards? */
import type { BoardReader } from "./board.js";
import type { Run } from "../model/roster.js";

/** A run that was asked for by its id. */
export interface FoundRun extends Run {
  /** The commit that it is for, if that was told. */
  readonly head?: string;
}

/**
 * The workflow runs of one pull request: of commits in its repository and in its head's, never those of the
 * same commit in a stranger's fork. Methods throw `RollcallError`.
 */
export interface Runs {
  /** All runs of the head commit, newest first. Costs one request, nothing when unchanged. */
  ofHead(head: string): Promise<readonly Run[]>;
  /** One run; undefined if there is none (any more), or it is a stranger's. */
  byId(runId: string): Promise<FoundRun | undefined>;
  /** The board of another run, read through the API. */
  boardOf(runId: string): SiblingBoard;
}

/** The board of another run. */
export interface SiblingBoard extends BoardReader {
  /** True if strangers may have written it: the run is of a fork's commit, or it is not known not to be. */
  readonly foreign?: boolean;
}
