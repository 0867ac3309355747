/**
 * Whose turn is it to publish?
 *
 * Live updates of a head share one window: each of its runs has every so many-th turn. The first task
 * of a run publishes for all of it, the others only if it is silent for long. A verdict never waits for
 * the window; where many come at once it waits a moment, so that one publication may show several.
 */
import { type ServerMs, serverMs } from "../base/time.js";
import { writerOf } from "../codec/board-name.js";
import { type Entry, compareVersions, identityKey } from "../model/entry.js";
import { throttledWindowMs } from "../protocol/throttle.js";
import { newestMoment, windowHeld } from "../protocol/window.js";
import type { Deadline } from "./deadline.js";
import type { Pacing } from "./pacing.js";
import type { PublishPorts } from "./ports.js";
import type { RunBoard } from "./run-board.js";
import type { PublishSettings } from "./settings.js";

/** What a turn is decided by. */
export interface TurnInput {
  readonly ports: Pick<PublishPorts, "random" | "serverTime">;
  readonly settings: Pick<PublishSettings, "timing">;
  readonly board: RunBoard;
  readonly pacing: Pacing;
  /** How many runs of the head are under way, as far as we know. */
  runsUnderWay(): number;
}

/** What a verdict that came in a crowd waited for. */
export type CrowdWait = "alone" | "waited" | "covered";

/** Who comes after so many others waits no longer than they. */
const rankMax = 4;
/** Each rank waits so much of a window longer before it takes over. */
const takeOverWindows = 0.4;
/** More runs than these are not waited for: some of them may be dead. */
const runsMax = 4;
/** So many other verdicts in so long are a crowd. */
const crowdMin = 2;
const crowdWithinMs = 3_000;

/** The turns of one process. */
export class Turn {
  readonly #in: TurnInput;
  #lastPublished: ServerMs | undefined;
  #settledIn = false;
  /** When this process first asked, on GitHub's clock. */
  #startedAt: ServerMs | undefined;

  constructor(input: TurnInput) {
    this.#in = input;
  }

  /** The comment shows what we know, as of now. */
  notePublished(): void {
    this.#lastPublished = this.#in.ports.serverTime.now();
  }

  /** True if a live update must leave it to somebody else, or for later. */
  async isOthers(entry: Entry, deadline: Deadline): Promise<boolean> {
    const { board, ports, settings } = this.#in;
    if (this.#windowHeld(0)) return true;
    if (!board.usable) return false;
    await this.#settleIn(deadline);
    await board.refresh();
    const rank = Math.min(board.reading?.rankOf(writerOf(entry)) ?? 0, rankMax);
    if (this.#windowHeld(rank * takeOverWindows)) return true;
    if ((board.reading?.othersPresent(writerOf(entry)) ?? 0) === 0) return false;
    await deadline.sleep(ports.random.unit() * settings.timing.coalesceMsMax);
    await board.refresh();
    return this.#windowHeld(rank * takeOverWindows);
  }

  /**
   * Where many verdicts come at once, ours waits a moment, and is covered if by then a digest says that
   * somebody's publication holds it. `contribution` ends when ours lies on the board.
   */
  async waitInCrowd(
    entry: Entry,
    contribution: Promise<void>,
    deadline: Deadline,
  ): Promise<CrowdWait> {
    const { board, ports, settings } = this.#in;
    const { boardMsMax, coalesceMsMax } = settings.timing;
    // A board that is slow is not waited for: the comment is what counts.
    await deadline.raceFor(boardMsMax, board.refresh());
    if (!this.#crowded(entry)) return "alone";
    await deadline.raceFor(coalesceMsMax, contribution);
    await deadline.sleep(ports.random.unit() * coalesceMsMax);
    const learning = board.refresh().then(async () => await board.learnYoungest());
    const digest = await deadline.raceFor(boardMsMax, learning);
    const covered = digest?.entries.some(
      (other) => identityKey(other) === identityKey(entry) && compareVersions(other, entry) === 0,
    );
    return covered === true && digest?.published?.verified === true ? "covered" : "waited";
  }

  #crowded(entry: Entry): boolean {
    const { board, ports, settings } = this.#in;
    const now = ports.serverTime.now();
    if (now === undefined) return false;
    // What a listing shows may be as old as its lag.
    const since = serverMs(now - crowdWithinMs - settings.timing.listingLagMsMax);
    return (board.reading?.verdictsSince(since, writerOf(entry)) ?? 0) >= crowdMin;
  }

  /**
   * The tasks of a run start together, and a listing shows each other only after its lag: whoever
   * waits for that once, at his beginning, spares a publication by each.
   */
  async #settleIn(deadline: Deadline): Promise<void> {
    if (this.#settledIn) return;
    this.#settledIn = true;
    const { windowMs, listingLagMsMax } = this.#in.settings.timing;
    await deadline.sleep(Math.min(listingLagMsMax, windowMs / 4));
  }

  /** True while somebody's publication is fresh; so many windows longer for who is not the first. */
  #windowHeld(moreWindows: number): boolean {
    const { board, pacing, ports, settings } = this.#in;
    const throttle = pacing.throttle();
    if (throttle.kind === "terminal-only") return true;
    const now = ports.serverTime.now();
    const runs = Math.min(Math.max(1, this.#in.runsUnderWay()), runsMax);
    const windowMs = runs * throttledWindowMs(settings.timing.windowMs, throttle);
    const told = board.reading?.lastPublished;
    // A moment that is yet to come is a forged or broken one.
    const isSound = told === undefined || now === undefined || told <= now + windowMs;
    const known = newestMoment([this.#lastPublished, isSound ? told : undefined]);
    this.#startedAt ??= now;
    // Who comes later gives the first one as long, even if nothing of him is to be seen yet.
    const lastPublished = known ?? (moreWindows === 0 ? undefined : this.#startedAt);
    const heldMs = known === undefined ? moreWindows * windowMs : (1 + moreWindows) * windowMs;
    return now !== undefined && windowHeld(now, lastPublished, heldMs);
  }
}
