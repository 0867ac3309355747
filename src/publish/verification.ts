/**
 * The comment holds everything that we know: may this publication end, or must it look again?
 *
 * With a log that can be trusted it may end at once. Each doubt about the log has its own patience
 * (docs/protocol.md, "What it assumes").
 */
import { writerOf } from "../codec/board-name.js";
import { placeAmong, settleMs } from "../protocol/backoff.js";
import type { SeenComment } from "../protocol/revision.js";
import { type Standing, seeAgain, untilLastingMs } from "../protocol/standing.js";
import type { CommentSession } from "./comment-session.js";
import type { Deadline } from "./deadline.js";
import type { Knowledge } from "./knowledge.js";
import type { PublishPorts } from "./ports.js";
import type { PublishSettings } from "./settings.js";

/** What there is to judge by. */
export interface VerificationInput {
  readonly ports: Pick<PublishPorts, "clock" | "random">;
  readonly settings: PublishSettings;
  readonly knowledge: Knowledge;
  readonly session: CommentSession;
  readonly deadline: Deadline;
  /** A live update may be mended by the next one; a verdict and a sync are the last word. */
  readonly lastWord: boolean;
  /**
   * Resolves when our entry lies on the board, or never will. True if the boards hold everybody's
   * entries, so that no writer who reads them from now on can leave one out.
   */
  contributed(): Promise<boolean>;
}

/** What follows from one more sight of the comment. */
export type Patience =
  | { readonly kind: "look-again"; readonly delayMs: number }
  /** Two quick writes that the log shows apart prove it: sooner than any look, at the same price. */
  | { readonly kind: "write-again" }
  /** It stands, whatever is still on its way. */
  | { readonly kind: "stands" }
  /** It may not stand, and there is no time to see. */
  | { readonly kind: "out-of-time" };

/** What a look and a write after it take at most, as a rule. */
const lookCostMs = 1_000;
/** Verifiers are spread over so many places at most. */
const placesMax = 12;
/** A creation and an edit are kept apart in any case: only the next two edits prove something. */
const proofsMax = 2;

/** The looks of one publication after its writes. */
export class Verification {
  readonly #in: VerificationInput;
  /** Looks since our last write that found everything in its place. */
  #looks = 0;
  /** There is no time for more than one look. */
  #lastLook = false;
  /** The version that we have been looking at, where no log tells what came in between. */
  #standing: Standing | undefined;
  /** Boards could not be read: what lies there may have been left out. */
  #boardsFailed = false;
  #logFailed = false;
  #wrote = false;
  /** Writes that were only to prove the log. */
  #proofs = 0;

  constructor(input: VerificationInput) {
    this.#in = input;
  }

  /** True if the log has failed us in this publication, or never came. */
  get withoutLog(): boolean {
    return this.#logFailed || this.#in.session.logMissing;
  }

  /** True once this publication has written. */
  get wrote(): boolean {
    return this.#wrote;
  }

  /** The log could not confirm a write: look at the comment instead. */
  noteLogFailure(): void {
    this.#logFailed = true;
  }

  /** What was seen before says nothing about the version that we have just written. */
  noteWrite(): void {
    this.#wrote = true;
    this.#looks = 0;
  }

  /** Not all boards could be read: they prove nothing in this publication. */
  noteBoardsFailure(): void {
    this.#boardsFailed = true;
  }

  /** Takes in a sight of the comment with everything in its place. */
  async afterSight(comment: SeenComment): Promise<Patience> {
    if (this.#mayProve(comment)) {
      this.#proofs += 1;
      return { kind: "write-again" };
    }
    const delayMs = this.#in.lastWord ? await this.#untilNextLookMs(comment) : undefined;
    if (delayMs === undefined) return { kind: "stands" };
    // Too late to see that it stands: the last look can still mend.
    const timelyMs = this.#in.deadline.remainingMs - lookCostMs;
    if (timelyMs <= 0 || this.#lastLook) {
      return { kind: this.#confirmedByLog(comment) ? "stands" : "out-of-time" };
    }
    this.#lastLook = delayMs > timelyMs;
    this.#looks += 1;
    return { kind: "look-again", delayMs: Math.min(delayMs, timelyMs) };
  }

  #mayProve({ log }: SeenComment): boolean {
    const { session, lastWord } = this.#in;
    if (!lastWord || !this.#wrote || session.logProven) return false;
    if (log === undefined || this.#logFailed || session.untilLandedMs !== undefined) return false;
    return this.#proofs < proofsMax && this.#in.deadline.remainingMs > 2 * lookCostMs;
  }

  #confirmedByLog(comment: SeenComment): boolean {
    return this.#trustsLog(comment) && this.#in.session.untilLandedMs === undefined;
  }

  /** True if the comment's log shows every edit. */
  #trustsLog({ log }: SeenComment): boolean {
    return log !== undefined && !this.#logFailed && this.#in.session.logProven;
  }

  async #untilNextLookMs(comment: SeenComment): Promise<number | undefined> {
    const landedMs = this.#in.session.untilLandedMs;
    if (landedMs === undefined) return await this.#untilSureMs(comment);
    // Without a log that shows every edit, only we can bring back what our late write will have
    // overwritten: see it in time.
    return this.#trustsLog(comment) ? landedMs : Math.min(landedMs, lookCostMs);
  }

  async #untilSureMs(comment: SeenComment): Promise<number | undefined> {
    const { settings } = this.#in;
    const { timing } = settings;
    if (this.#trustsLog(comment)) return undefined;
    const hasLog = comment.log !== undefined && !this.#logFailed;
    const looked = this.#looks > 0;
    // A log that may fold quick edits may hide what came in between, as no log does.
    if (hasLog) {
      const leftMs = this.#untilQuietMs(comment, timing.lookAgainMs);
      return leftMs === 0 || looked ? positive(leftMs) : this.#jittered(leftMs);
    }
    // Whoever reads the boards after our contribution cannot leave it out: one look is enough.
    if (!this.#boardsFailed && (await this.#in.contributed())) {
      if (looked) return undefined;
      return this.#spreadMs(timing.landingWithBoardsMsMax, timing.slotWithBoardsMs);
    }
    const leftMs = this.#untilQuietMs(comment, timing.landingMsMax);
    return leftMs === 0 || looked ? positive(leftMs) : this.#spreadMs(leftMs, timing.slotMs);
  }

  /** How long the comment must still stay as it is, until nothing made from an earlier one can land. */
  #untilQuietMs({ current }: SeenComment, landingMsMax: number): number {
    const nowMs = this.#in.ports.clock.monotonicMs();
    const writeId = current.kind === "state" ? current.writeId : undefined;
    this.#standing = seeAgain(this.#standing, writeId, nowMs);
    return untilLastingMs(this.#standing, nowMs, landingMsMax);
  }

  /** Two that look at the same time would mend over each other. */
  #jittered(delayMs: number): number {
    return delayMs + this.#in.ports.random.unit() * this.#in.settings.timing.slotMs;
  }

  /** Verifiers come one after the other: each mends on top of what the one before has mended. */
  #spreadMs(landingMsMax: number, slotMs: number): number {
    const { settings, ports, knowledge } = this.#in;
    const writers = knowledge.roster.entries.map(writerOf);
    const place = placeAmong(writers, settings.writer);
    return settleMs({ landingMsMax, slotMs, place, placesMax, random: ports.random.unit() });
  }
}

function positive(delayMs: number): number | undefined {
  return delayMs === 0 ? undefined : delayMs;
}
