/**
 * Which world does a seed stand for?
 *
 * Every knob is drawn from the seed, and printed with it: a schedule is its seed.
 */
import { Prng } from "../../base/prng.js";

/** Who has a board to leave entries on. */
export type BoardKnob = "all" | "some" | "none";
/** How far the comments' edit log can be trusted. */
export type LogKnob = "present" | "missing" | "late" | "folded" | "hidden";
/** What people do to our comment in the middle of it. */
export type PeopleKnob = "nothing" | "edit" | "delete" | "forge" | "quote";
/** What happens to the pull request and its runs in the middle of it. */
export type TurnKnob =
  "nothing" | "push" | "push-back" | "rerun-all" | "rerun-failed" | "cancel" | "same-event-twice";

/** One world. Chances are in thousandths of the calls that they can meet. */
export interface Knobs {
  readonly seed: string;
  readonly workflows: number;
  readonly tasksPerWorkflow: number;
  /** All tasks start within so long, and last between these two. */
  readonly startSpreadMs: number;
  readonly taskMsMin: number;
  readonly taskMsMax: number;
  /** False for tasks that only report a verdict. */
  readonly live: boolean;
  readonly board: BoardKnob;
  /** False where the permission `actions: read` is missing. */
  readonly runs: boolean;
  readonly log: LogKnob;
  readonly people: PeopleKnob;
  readonly turn: TurnKnob;
  /** How many publishers are killed in the middle of something. */
  readonly kills: number;
  readonly callMsMin: number;
  readonly callMsMax: number;
  readonly replicaLagMs: number;
  readonly listingLagMs: number;
  readonly errorChance: number;
  readonly limitChance: number;
  readonly lostAnswerChance: number;
  /** Writes without an answer that land later, over newer ones. */
  readonly lateLandingChance: number;
  readonly lateLandingMsMax: number;
  readonly clockSkewMs: number;
}

/** Draws the world of a seed. */
export function drawKnobs(seed: string): Knobs {
  const prng = Prng.fromSeed(`knobs ${seed}`);
  const large = prng.chance(1, 50);
  const rarely = (value: number, other: number): number => (prng.chance(1, 4) ? value : other);
  const callMsMin = prng.pick([20, 100, 200]);
  return {
    seed,
    // Most losses need only two or three writers; a few worlds are large all the same.
    workflows: prng.pick([1, 2, 2, 2, 2, 3, rarely(4, 2)]),
    tasksPerWorkflow: prng.pick([1, 1, 1, 1, 1, 2, 2, large ? 12 : 3]),
    startSpreadMs: prng.pick([0, 100, 3_000, 20_000]),
    taskMsMin: prng.pick([10, 2_000, 30_000]),
    taskMsMax: prng.pick([50, 5_000, 60_000]) + 30_000 * prng.integer(0, 1),
    live: prng.chance(1, 3),
    board: prng.pick<BoardKnob>(["all", "all", "some", "none", "none"]),
    runs: prng.chance(3, 4),
    log: prng.pick<LogKnob>([
      "present",
      "present",
      "present",
      "missing",
      "late",
      "folded",
      "hidden",
    ]),
    people: prng.pick<PeopleKnob>([
      "nothing",
      "nothing",
      "nothing",
      "edit",
      "delete",
      "forge",
      "quote",
    ]),
    turn: prng.pick<TurnKnob>([
      "nothing",
      "nothing",
      "nothing",
      "push",
      "push-back",
      "rerun-all",
      "rerun-failed",
      "cancel",
      "same-event-twice",
    ]),
    kills: prng.pick([0, 0, 0, 1, 2]),
    callMsMin,
    callMsMax: callMsMin + prng.pick([10, 200, 800]),
    replicaLagMs: prng.pick([0, 0, 0, 500, 3_000, 10_000]),
    listingLagMs: prng.pick([0, 0, 1_000, 5_000]),
    errorChance: prng.pick([0, 0, 0, 30, 150]),
    limitChance: prng.pick([0, 0, 0, 0, 30]),
    lostAnswerChance: prng.pick([0, 0, 0, 20, 100]),
    lateLandingChance: prng.pick([0, 0, 0, 20, 100]),
    lateLandingMsMax: prng.pick([1_000, 4_000, 8_000]),
    clockSkewMs: prng.pick([0, 60_000, 600_000]),
  };
}
