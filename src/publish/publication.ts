/**
 * How is one publication carried out, from the first read to the moment when "done" is safe?
 *
 * Gather, join, render, compare, write, look at the log in the answer, and again while it shows more
 * than we wrote. What is to be done is decided in `protocol/`; this loop does it, with a bounded
 * number of rounds inside a bounded time.
 */
import { type ErrorCode, RollcallError, describeError, isPassing } from "../model/errors.js";
import { backoffMs } from "../protocol/backoff.js";
import type { Decision } from "../protocol/decide.js";
import type { Roster } from "../model/roster.js";
import { headStanding } from "../protocol/head.js";
import { includes } from "../merge/join.js";
import type { Revision, Seen, SeenComment } from "../protocol/revision.js";
import { assessLog } from "../protocol/verify.js";
import type { Written } from "./comment-session.js";
import { type Draft, compose, composeUpdate, leftOutOf } from "./compose.js";
import { Duplicates, type DuplicatesInput } from "./duplicates.js";
import { Gathering, type GatheringInput } from "./gathering.js";
import { giveBack } from "./give-back.js";
import { Outbid } from "./outbid.js";
import { type Outcome, outOfTime } from "./outcome.js";
import type { PublishPorts } from "./ports.js";
import { renderContext } from "./render-context.js";
import { Verification, type VerificationInput } from "./verification.js";

/** What one publication works with. */
export interface PublicationInput extends VerificationInput, DuplicatesInput, GatheringInput {
  readonly ports: PublishPorts;
  /** True if there is a board on which we can see what others of our run do. */
  hasBoard(): boolean;
  /** Somebody's version of our own entry is newer than ours: ours gets a newer one. */
  outbid(seq: number): void;
}

/** Reads without the comment that was there before, until it counts as deleted. */
const unseenReadsMax = 4;
const unseenDelayMs = 2_000;
/** So many others' writes in between are mended at once. */
const crowdMin = 2;

type Step =
  | { readonly kind: "end"; readonly outcome: Outcome }
  /** Go on after the delay, with what an answer has just shown or with a fresh read. */
  | { readonly kind: "again"; readonly delayMs: number; readonly seen?: Seen };

type Compare = Extract<Decision, { kind: "compare" }>;

/** One publication. */
export class Publication {
  readonly #in: PublicationInput;
  #round = 0;
  #failures = 0;
  #doubtfulSinceMs: number | undefined;
  #edits: number;
  /** Others' writes in between ours, in all rounds so far. */
  #rivals = 0;
  /** What our last write held, while a log that can be trusted says that it holds everything. */
  #confirmed: Roster | undefined;
  /** True while other comments of ours than the survivor were seen and not yet dealt with. */
  #othersSeen = false;
  /** True once we have waited before creating a comment. */
  #hesitated = false;
  readonly #verification: Verification;
  readonly #gathering: Gathering;
  readonly #duplicates: Duplicates;
  readonly #outbid: Outbid;

  constructor(input: PublicationInput) {
    this.#in = input;
    this.#outbid = new Outbid(
      () => input.ownEntry(),
      (seq) => {
        input.outbid(seq);
      },
    );
    this.#verification = new Verification(input);
    this.#gathering = new Gathering(input, this.#verification);
    this.#duplicates = new Duplicates(input);
    this.#edits = input.settings.timing.edits;
  }

  /** Runs to its end. Never throws for a problem of the outside world. */
  async run(): Promise<Outcome> {
    const { deadline, settings } = this.#in;
    let seen: Seen | undefined;
    for (; this.#round < settings.timing.roundsMax; this.#round += 1) {
      if (deadline.over) return this.#cutShort();
      const step = await this.#guarded(seen);
      if (step.kind === "end") return step.outcome;
      seen = step.seen;
      await deadline.sleep(step.delayMs);
    }
    return failed(
      `the comment did not come to rest within ${this.#round} rounds; a later publication or rollcall sync will mend it`,
    );
  }

  #cutShort(): Outcome {
    if (!this.#in.lastWord) return { kind: "deferred" };
    return failed(outOfTime(this.#in.session.lastProblem));
  }

  async #guarded(seen: Seen | undefined): Promise<Step> {
    try {
      return await this.#step(seen);
    } catch (error) {
      if (!(error instanceof RollcallError)) throw error;
      return this.#afterProblem(error);
    }
  }

  #afterProblem(error: RollcallError): Step {
    const { session, deadline, ports } = this.#in;
    this.#failures += 1;
    session.lastProblem = error.message;
    ports.log.write("debug", `publication: ${error.message}`);
    const delayMs = Math.max(error.retryAfterMs ?? 0, this.#backoffMs(this.#failures - 1));
    const hopeless = this.#failures >= this.#attemptsMax(error.code);
    if (!hopeless && delayMs <= deadline.remainingMs) return again(delayMs);
    // The log has confirmed all that we know: only a further look has failed.
    const { roster } = this.#in.knowledge;
    const confirmed = this.#confirmed !== undefined && includes(this.#confirmed, roster);
    if (confirmed && session.untilLandedMs === undefined) {
      return end({ kind: "published" });
    }
    return end(failed(describeError(error)));
  }

  #attemptsMax(code: ErrorCode): number {
    const { lastWord, session } = this.#in;
    if (isPassing(code)) return lastWord ? 8 : 2;
    // A comment was deleted under our hands; or there is no such pull request for this token.
    if (code === "not-found")
      return session.everKnown || this.#verification.wrote ? 8 : lastWord ? 3 : 1;
    return 0;
  }

  async #step(fresh: Seen | undefined): Promise<Step> {
    const seen = await this.#gathering.examined(
      fresh ?? (await this.#gathering.gather(this.#edits, this.#round === 0)),
    );
    const { knowledge } = this.#in;
    const decision = this.#gathering.decide(seen);
    switch (decision.kind) {
      case "stand-down":
        return end({ kind: "stood-down", reason: decision.reason });
      case "ask-again":
        return this.#askAgain(decision.head);
      case "create":
        knowledge.learn(decision.wanted);
        this.#outbid.check(knowledge.roster);
        return await this.#create(seen);
      case "compare":
        knowledge.learn(decision.wanted);
        this.#outbid.check(knowledge.roster);
        return await this.#compare(seen, decision);
    }
  }

  /** A head that is not ours may be a replica's old news: only time tells. */
  #askAgain(head: string): Step {
    const { ports, settings, lastWord } = this.#in;
    const nowMs = ports.clock.monotonicMs();
    this.#doubtfulSinceMs ??= nowMs;
    if (nowMs - this.#doubtfulSinceMs >= settings.timing.replicaLagMsMax) {
      return end({ kind: "stood-down", reason: { kind: "newer-push", head } });
    }
    if (!lastWord) return end({ kind: "deferred" });
    return again(2_000);
  }

  #draft(roster: Roster): Draft {
    return compose(roster, renderContext(this.#in.settings, this.#in.ports));
  }

  /** True if our task is one of those for which the comment has no room at all. */
  #leavesOwnOut(): boolean {
    const own = this.#in.ownEntry();
    return own !== undefined && leftOutOf(this.#in.knowledge.roster)?.has(own) === true;
  }

  async #create(seen: Seen): Promise<Step> {
    const { session, lastWord, ports, settings, knowledge } = this.#in;
    // A sync that finds nothing to show makes no comment.
    const { entries, summaries } = knowledge.roster;
    if (entries.length === 0 && summaries === undefined) return end({ kind: "unchanged" });
    this.#confirmed = undefined;
    if (session.everKnown && session.unseenReads <= unseenReadsMax) {
      // There was a comment: a late replica is likelier than a person who deleted it.
      if (!lastWord) return end({ kind: "deferred" });
      return again(unseenDelayMs);
    }
    if (!this.#hesitated && !this.#in.hasBoard()) {
      // Nobody can tell us that he is about to create one too: whoever waits shortest creates for all.
      this.#hesitated = true;
      return again(ports.random.unit() * settings.timing.coalesceMsMax);
    }
    const draft = this.#draft(knowledge.roster);
    const written = await session.create(draft, seen.pullHead);
    this.#verification.noteWrite();
    if (written.seen.comments.length > 1) {
      // Somebody else created one too: everybody moves to the older one.
      session.tally.lostRaces += 1;
      return again(0, written.seen);
    }
    return await this.#settled(written.seen, written.comment);
  }

  async #compare(seen: Seen, decision: Compare): Promise<Step> {
    const { session, settings, ports, knowledge } = this.#in;
    const { current } = decision.comment;
    const held = decision.holdsAll && current.kind === "state" ? current.roster : undefined;
    const draft = composeUpdate(knowledge.roster, held, renderContext(settings, ports));
    // What a write was told is gone may be an old replica's memory: only a write tells.
    const upToDate =
      !session.wasToldGone(decision.comment) &&
      (decision.holdsAll || holdsWhatFits(current, draft)) &&
      current.kind === "state" &&
      current.textIntact &&
      current.look === draft.look;
    if (!upToDate) {
      this.#confirmed = undefined;
      if (this.#verification.wrote) session.tally.rewrites += 1;
      return await this.#update(seen, decision.comment, draft);
    }
    if (seen.comments.length > 1) this.#othersSeen = false;
    if (await this.#duplicates.retireDeserted(decision)) return again(0);
    const youngMs = this.#duplicates.untilDesertedMs(decision);
    if (youngMs !== undefined) {
      session.searchNext();
      return again(youngMs);
    }
    return await this.#settled(seen, decision.comment);
  }

  async #update(seen: Seen, comment: SeenComment, draft: Draft): Promise<Step> {
    const written = await this.#written(comment, draft, seen.pullHead);
    this.#verification.noteWrite();
    // Other comments of ours are dealt with once the survivor holds everything.
    const others = seen.comments.filter(({ id }) => id !== comment.id);
    if (others.length > 0) this.#othersSeen = true;
    return await this.#assess(
      { ...written, seen: { ...written.seen, comments: [written.comment, ...others] } },
      draft,
    );
  }

  async #written(comment: SeenComment, draft: Draft, pullHead: string): Promise<Written> {
    const { session } = this.#in;
    try {
      return await session.update(comment, draft, pullHead);
    } catch (error) {
      if (error instanceof RollcallError && error.code === "not-found") session.noteGone(comment);
      throw error;
    }
  }

  async #assess(written: Written, draft: Draft): Promise<Step> {
    const { settings, knowledge, session } = this.#in;
    const { lane, head } = settings;
    const { comment, writeId, parentId, seen } = written;
    if (comment.log === undefined) return await this.#settled(seen, comment);
    if (headStanding(seen, { lane, head, runId: settings.run.runId }) === "stale") {
      await giveBack(written, { lane, session, draft: (theirs) => this.#draft(theirs) });
      return end({ kind: "stood-down", reason: { kind: "newer-push", head: seen.pullHead } });
    }
    const verdict = assessLog(comment.log, comment.logComplete, {
      lane,
      head,
      writeId,
      parentId,
      roster: draft.roster,
    });
    this.#in.ports.log.write(
      "debug",
      `write ${writeId} on ${parentId ?? "nothing"}: ${verdict.kind}`,
    );
    const proven = verdict.kind === "complete" && session.logProven;
    this.#confirmed = proven ? draft.roster : undefined;
    switch (verdict.kind) {
      case "complete":
        return seen.comments.length > 1 ? again(0, seen) : await this.#settled(seen, comment);
      case "lacking":
        session.tally.lostRaces += 1;
        knowledge.learn(verdict.roster);
        this.#rivals += verdict.rivals;
        return this.#rivals > crowdMin ? this.#mend(this.#rivals) : again(0, seen);
      case "overwritten":
        session.tally.lostRaces += 1;
        knowledge.learn(verdict.roster);
        return again(this.#backoffMs(this.#round));
      case "moved":
        // Our write has revived it: it must give way again.
        session.owe(comment);
        session.searchNext();
        return again(0);
      case "unconfirmed":
        return await this.#lookFurther(seen, comment, writeId);
    }
  }

  /** In a crowd everybody finds that he lacks somebody: whoever waits shortest mends for all. */
  #mend(rivals: number): Step {
    const { ports, settings } = this.#in;
    const spreadMs = Math.min(rivals * settings.timing.rivalMs, settings.timing.retryMsMax);
    return again(ports.random.unit() * spreadMs);
  }

  /** Our write is not in the log, or the log does not reach back: ask for more of it, then give it up. */
  async #lookFurther(seen: Seen, comment: SeenComment, writeId: string): Promise<Step> {
    const { timing } = this.#in.settings;
    const found = comment.log?.some(
      ({ revision }) => revision.kind === "state" && revision.writeId === writeId,
    );
    if (found === true && this.#edits < timing.editsMax) {
      const rivals = this.#edits;
      this.#edits = timing.editsMax;
      return this.#mend(rivals);
    }
    this.#verification.noteLogFailure();
    return await this.#settled(seen, comment);
  }

  /** The comment holds everything that we know. Is that the end? */
  async #settled(seen: Seen, comment: SeenComment): Promise<Step> {
    if (await this.#duplicates.retireOwn(comment)) return again(0);
    const patience = await this.#verification.afterSight(comment);
    switch (patience.kind) {
      case "write-again":
        return await this.#update(seen, comment, this.#draft(this.#in.knowledge.roster));
      case "look-again":
        return again(patience.delayMs);
      case "stands":
        if (this.#othersSeen && this.#in.lastWord) return this.#seeToOthers();
        if (this.#leavesOwnOut()) return end(failed(noRoom));
        return end({ kind: this.#verification.wrote ? "published" : "unchanged" });
      case "out-of-time":
        return end(failed(unverified));
    }
  }

  /** Where no log confirmed the write at once, only the survivor has been looked at since. */
  #seeToOthers(): Step {
    this.#othersSeen = false;
    this.#in.session.searchNext();
    return again(0);
  }

  #backoffMs(round: number): number {
    const { ports, settings } = this.#in;
    return backoffMs({
      round: Math.min(round, 8),
      baseMs: settings.timing.retryBaseMs,
      maxMs: settings.timing.retryMsMax,
      random: ports.random.unit(),
    });
  }
}

const unverified =
  "the comment was written, but there was no time left to see whether it stands; a later publication or rollcall sync will mend it";

const noRoom =
  "the comment has no room for the tasks of this run: not even as a number; report fewer tasks or workflows, or shorter names of workflows";

/** True where runs had to be left out, and the comment holds all the others. */
function holdsWhatFits(current: Revision, { leftOut, roster }: Draft): boolean {
  return leftOut !== undefined && current.kind === "state" && includes(current.roster, roster);
}

function end(outcome: Outcome): Step {
  return { kind: "end", outcome };
}

/** Goes on after the delay, with what an answer has just shown or with a fresh read. */
function again(delayMs: number, seen?: Seen): Step {
  return { kind: "again", delayMs, ...(seen === undefined ? {} : { seen }) };
}

function failed(problem: string): Outcome {
  return { kind: "failed", problem };
}
