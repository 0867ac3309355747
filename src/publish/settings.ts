/** What must a publisher be told, and how patient is it? */
import type { Lane, Run } from "../model/roster.js";
import type { LinkRules } from "../protocol/link-rules.js";

/** Waits and bounds of one publication, in milliseconds unless the name says otherwise. */
export interface Timing {
  /** One publication of a run's live rows in so long (fact sheet 1.3). */
  readonly windowMs: number;
  /** In a crowd a verdict waits up to so long; so do a run's live updates, and who creates without a board. */
  readonly coalesceMsMax: number;
  /** How long a verdict waits for the board's sake at most, where the comment does not need it. */
  readonly boardMsMax: number;
  /** The longest time from a read to the landing of the write that was made from it. */
  readonly landingMsMax: number;
  /** The same when every writer also reads the boards, and so cannot leave out what lies there. */
  readonly landingWithBoardsMsMax: number;
  /** How far apart verifiers come, one after the other, and how far where boards help. */
  readonly slotMs: number;
  readonly slotWithBoardsMs: number;
  /** How far apart writers mend that find each other in the log. */
  readonly rivalMs: number;
  /** When to look whether a verdict still stands, while folded edits are not ruled out. */
  readonly lookAgainMs: number;
  /** A write without an answer may still land for so long. */
  readonly lateLandingMsMax: number;
  /** A board's listing is behind by so much at most, as a rule. */
  readonly listingLagMsMax: number;
  /** A replica is behind by so much at most. */
  readonly replicaLagMsMax: number;
  /** A comment that must give way is retired by others when it is older than this. */
  readonly duplicateAgeMsMax: number;
  readonly retryBaseMs: number;
  readonly retryMsMax: number;
  /** A publication gives up after so many reads. */
  readonly roundsMax: number;
  /** How many of the newest edits a read asks for, and how many when those did not reach back. */
  readonly edits: number;
  readonly editsMax: number;
  /** A live update is given up after so long: the next one comes soon. */
  readonly liveBudgetMs: number;
  /** A verdict may take so long after the command ended, never longer. */
  readonly finalBudgetMs: number;
}

/** The numbers that are used unless configured otherwise; reasons in docs/protocol.md. */
export const defaultTiming: Timing = {
  windowMs: 20_000,
  coalesceMsMax: 1_500,
  boardMsMax: 3_000,
  landingMsMax: 2_000,
  landingWithBoardsMsMax: 1_500,
  slotMs: 600,
  slotWithBoardsMs: 200,
  rivalMs: 400,
  lookAgainMs: 2_000,
  lateLandingMsMax: 8_000,
  listingLagMsMax: 5_000,
  replicaLagMsMax: 10_000,
  duplicateAgeMsMax: 15_000,
  retryBaseMs: 400,
  retryMsMax: 4_000,
  roundsMax: 24,
  edits: 10,
  editsMax: 50,
  liveBudgetMs: 10_000,
  finalBudgetMs: 15_000,
};

/** Whose rows, on which comment. */
export interface PublishSettings {
  readonly lane: Lane;
  readonly head: string;
  readonly pullNumber: number;
  /** Our own run. */
  readonly run: Run;
  /** Names this process among the writers of the head: orders verifiers, marks digests. */
  readonly writer: string;
  readonly programVersion: string;
  /** Where others' rows may lead; anywhere, if not given. */
  readonly linkRules?: LinkRules;
  readonly timing: Timing;
}
