/**
 * Which world does a seed stand for?
 *
 * Every knob is drawn from the seed, and printed with it: a schedule is its seed. Knobs that came later
 * are drawn apart, so that the others keep their values; a seed that ends in `/1` is a world from before
 * them, in which they are all off.
 */
import { Prng } from "../../../base/prng.js";

/** Who has a board to leave entries on. */
export type BoardKnob = "all" | "some" | "none";
/** How far the comments' edit log can be trusted. */
export type LogKnob = "present" | "missing" | "late" | "folded" | "hidden";
/** What people do to our comment in the middle of it. */
export type PeopleKnob = "nothing" | "edit" | "delete" | "forge" | "quote";
/** What happens to the pull request and its runs in the middle of it. */
export type TurnKnob =
  "nothing" | "push" | "push-back" | "rerun-all" | "rerun-failed" | "cancel" | "same-event-twice";

/** Whether a merge queue tests the pull request too, and makes its group anew meanwhile. */
export type QueueKnob = "no" | "once" | "rebuilt";

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
  readonly queue: QueueKnob;
  /** One workflow runs for a second event too. */
  readonly secondEvent: boolean;
  /** All workflow files have one display name. */
  readonly sameName: boolean;
  /** How often runs are run in all, if they are run again. */
  readonly attempts: number;
  /** How many tasks' tokens are revoked in the middle of something, and how many may only read from then on. */
  readonly revoked: number;
  readonly readOnly: number;
  /** How many publishers die in the middle of a call. */
  readonly callKills: number;
  /** How long listings still show what is gone, apart from their lag. */
  readonly ghostMs: number;
  /** What lies on the boards expires, before a re-run or at the end. */
  readonly expires: boolean;
  /** REST instead of GraphQL where there is no log; only a world over HTTP has both. */
  readonly rest: boolean;
  /** A run with a board whose tasks end together while another goes on: one speaks for all. */
  readonly crowd: boolean;
}

/** What was added later. */
type LaterKnobs = Pick<
  Knobs,
  | "queue"
  | "secondEvent"
  | "sameName"
  | "attempts"
  | "revoked"
  | "readOnly"
  | "callKills"
  | "ghostMs"
  | "expires"
  | "rest"
  | "crowd"
>;

/** How many writers there are: as picked from these. */
interface Sizes {
  readonly workflows: readonly number[];
  readonly tasksPerWorkflow: readonly number[];
}

/** Most losses need only two or three writers; a few worlds are large all the same. */
const sizes: Sizes = {
  workflows: [1, 1, 2, 2, 2, 2, 2, 2, 2, 3],
  tasksPerWorkflow: [1, 1, 1, 1, 1, 1, 1, 1, 2],
};
/** Of the first two generations of seeds. */
const formerSizes: Sizes = {
  workflows: [1, 2, 2, 2, 2, 3],
  tasksPerWorkflow: [1, 1, 1, 1, 1, 2, 2],
};

/**
 * Draws the world of a seed. One that ends in `/1` or `/2` is drawn as the seeds of that generation
 * were, before later knobs came, or worlds became smaller.
 */
export function drawKnobs(text: string): Knobs {
  const [seed = "", generation] = text.split("/");
  const later = generation === "1" ? noLaterKnobs : drawLater(Prng.fromSeed(`later ${seed}`));
  const drawn = drawFirst(seed, generation === undefined ? sizes : formerSizes);
  return { ...drawn, ...later, crowd: later.crowd && isCrowded(seed, generation) };
}

/** Crowds take long to play: a third of what was drawn is enough. */
function isCrowded(seed: string, generation: string | undefined): boolean {
  return generation !== undefined || Prng.fromSeed(`crowd ${seed}`).chance(1, 3);
}

const noLaterKnobs: LaterKnobs = {
  queue: "no",
  secondEvent: false,
  sameName: false,
  attempts: 2,
  revoked: 0,
  readOnly: 0,
  callKills: 0,
  ghostMs: 0,
  expires: false,
  rest: false,
  crowd: false,
};

/** Each is rare, so that most worlds stay simple enough to lose a row in. */
function drawLater(prng: Prng): LaterKnobs {
  return {
    queue: prng.pick<QueueKnob>(["no", "no", "no", "no", "no", "no", "once", "rebuilt"]),
    secondEvent: prng.chance(1, 8),
    sameName: prng.chance(1, 8),
    attempts: prng.pick([2, 2, 3]),
    revoked: prng.pick([0, 0, 0, 0, 0, 0, 1, 2]),
    readOnly: prng.pick([0, 0, 0, 0, 0, 0, 0, 1]),
    callKills: prng.pick([0, 0, 0, 0, 1, 2]),
    ghostMs: prng.pick([0, 0, 0, 5_000, 30_000]),
    expires: prng.chance(1, 8),
    rest: prng.chance(1, 2),
    crowd: prng.chance(1, 20),
  };
}

function drawFirst(
  seed: string,
  { workflows, tasksPerWorkflow }: Sizes,
): Omit<Knobs, keyof LaterKnobs> {
  const prng = Prng.fromSeed(`knobs ${seed}`);
  const large = prng.chance(1, 50);
  const rarely = (value: number, other: number): number => (prng.chance(1, 4) ? value : other);
  const callMsMin = prng.pick([20, 100, 200]);
  return {
    seed,
    workflows: prng.pick([...workflows, rarely(4, 2)]),
    tasksPerWorkflow: prng.pick([...tasksPerWorkflow, large ? 12 : 3]),
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
