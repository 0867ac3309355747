/**
 * When does a process publish, and what does it leave for the others?
 *
 * One publisher lives as long as its task. `turn.ts` says whether it must wait; `publication.ts` does
 * the publishing itself.
 */
import type { Entry } from "../model/entry.js";
import type { Roster } from "../model/roster.js";
import type { Cancellation } from "../ports/clock.js";
import { commentMarker } from "../render/comment.js";
import { CommentSession } from "./comment-session.js";
import { CountedComments } from "./counted-comments.js";
import { Deadline } from "./deadline.js";
import { Knowledge } from "./knowledge.js";
import { type Outcome, type Tally, outOfTime } from "./outcome.js";
import { Pacing } from "./pacing.js";
import type { PublishPorts } from "./ports.js";
import { Publication } from "./publication.js";
import { RunBoard } from "./run-board.js";
import type { PublishSettings } from "./settings.js";
import { SiblingBoards } from "./sibling-boards.js";
import { Trust } from "./trust.js";
import { Turn } from "./turn.js";
import { WriteCount } from "./write-count.js";

/** How one publication is to be. */
interface PublicationMode {
  readonly lastWord: boolean;
  /** Ends when our entry lies on the board, or never will. */
  readonly contribution: Promise<void>;
  /** Others wait for a digest that is sure. */
  readonly crowded: boolean;
}

/** Publishes one task's entries, or everybody's (`sync`). */
export class Publisher {
  readonly #ports: PublishPorts;
  readonly #settings: PublishSettings;
  readonly #knowledge: Knowledge;
  readonly #session: CommentSession;
  readonly #pacing: Pacing;
  readonly #board: RunBoard;
  readonly #siblings: SiblingBoards | undefined;
  readonly #turn: Turn;
  readonly #trust: Trust;
  /** Our newest entry, and how much newer its version had to be made (`#raised`). */
  #own: Entry | undefined;
  #seqLead = 0;
  #stoodDown: Outcome | undefined;
  /** How the last publication ended, whatever is still being done for others. */
  #concluded: Outcome | undefined;

  constructor(given: PublishPorts, settings: PublishSettings) {
    const writes = new WriteCount();
    const comments = new CountedComments(given.comments, writes, given.serverTime);
    const ports = { ...given, comments, quotaUse: () => this.#pacing.quotaUse() };
    const { serverTime } = ports;
    const trust = new Trust({ runs: ports.runs, settings, serverTime, log: ports.log });
    const knowledge = new Knowledge(settings, (roster) => trust.believed(roster));
    this.#trust = trust;
    this.#ports = ports;
    this.#settings = settings;
    this.#knowledge = knowledge;
    this.#pacing = new Pacing({
      ports,
      knowledge,
      writes,
      baseMs: settings.timing.windowMs,
      publishers: () => knowledge.publishersUnderWay(this.#board.usable),
    });
    this.#session = new CommentSession({
      store: ports.comments,
      random: ports.random,
      clock: ports.clock,
      marker: commentMarker(settings.lane, settings.pullNumber),
      lateLandingMsMax: settings.timing.lateLandingMsMax,
      judged: (comment) => trust.judged(comment),
    });
    this.#board = new RunBoard({
      ports,
      settings,
      knowledge,
      session: this.#session,
      quota: () => this.#pacing.shared,
    });
    const { runs, board, log } = ports;
    this.#siblings =
      runs === undefined
        ? undefined
        : new SiblingBoards(runs, settings, knowledge, log, board !== undefined);
    this.#turn = new Turn({
      ports,
      settings,
      board: this.#board,
      pacing: this.#pacing,
      runsUnderWay: () => knowledge.publishersUnderWay(true),
    });
  }

  /** What this process has done so far. */
  get tally(): Readonly<Tally> {
    return this.#session.tally;
  }

  /**
   * Publishes an entry of our task. A live one may be deferred, and is cut short by `cancellation`;
   * a final one ends when it stands in the comment or `budgetMs` is over. Never throws for a problem
   * of the outside world.
   */
  async publish(
    said: Entry,
    options: { readonly cancellation?: Cancellation; readonly budgetMs?: number } = {},
  ): Promise<Outcome> {
    const { timing } = this.#settings;
    if (said.final) return await this.publishOnce(said, options.budgetMs);
    const entry = this.#raised(said);
    if (this.#stoodDown !== undefined) return this.#stoodDown;
    const deadline = new Deadline(this.#ports.clock, timing.liveBudgetMs, options.cancellation);
    await this.#offer(entry);
    if (await this.#turn.isOthers(entry, deadline)) return { kind: "deferred" };
    const contribution = Promise.resolve();
    const mode = { lastWord: false, contribution, crowded: false };
    return await this.#publication(entry, mode, deadline);
  }

  /**
   * Publishes an entry as the last word of this process, live or final: it waits for no window, but
   * in a crowd gives another publisher a moment to include it.
   */
  async publishOnce(
    entry: Entry,
    budgetMs: number = this.#settings.timing.finalBudgetMs,
  ): Promise<Outcome> {
    if (this.#stoodDown !== undefined) return this.#stoodDown;
    this.#concluded = undefined;
    const deadline = new Deadline(this.#ports.clock, budgetMs);
    const outcome = await deadline.race(this.#lastWord(this.#raised(entry), deadline));
    return outcome ?? this.#concluded ?? this.#outOfTime();
  }

  /** Publishes what others have contributed, and marks rows whose run ended without a verdict. */
  async sync(budgetMs: number = this.#settings.timing.finalBudgetMs): Promise<Outcome> {
    this.#concluded = undefined;
    const deadline = new Deadline(this.#ports.clock, budgetMs);
    const mode = { lastWord: true, contribution: Promise.resolve(), crowded: false };
    const outcome = await deadline.race(this.#publication(undefined, mode, deadline));
    return outcome ?? this.#concluded ?? this.#outOfTime();
  }

  #outOfTime(): Outcome {
    return { kind: "failed", problem: outOfTime(this.#session.lastProblem) };
  }

  /**
   * A verdict does at once what need not come one after the other: its entry goes onto the board while
   * the comment is read and written.
   */
  async #lastWord(entry: Entry, deadline: Deadline): Promise<Outcome> {
    const contribution = this.#offer(entry);
    const wait = await this.#turn.waitInCrowd(entry, contribution, deadline);
    if (wait === "covered") return { kind: "covered" };
    const mode = { lastWord: true, contribution, crowded: wait !== "alone" };
    const outcome = await this.#publication(entry, mode, deadline);
    await this.#courtesy(contribution, deadline);
    return outcome;
  }

  /** Learns our entry and puts it on the board. */
  async #offer(entry: Entry): Promise<void> {
    if (this.#own === undefined || entry.seq >= this.#own.seq) this.#own = entry;
    this.#knowledge.learnOwn(entry, this.#settings.run);
    await this.#board.contribute(entry);
  }

  /** As much newer as it must be to stand against whoever speaks for our task. */
  #raised(entry: Entry): Entry {
    return this.#seqLead === 0 ? entry : { ...entry, seq: entry.seq + this.#seqLead };
  }

  #outbid(seq: number): void {
    const own = this.#own;
    if (own === undefined) return;
    this.#seqLead += seq + 1 - own.seq;
    this.#own = { ...own, seq: seq + 1 };
    this.#knowledge.learnOwn(this.#own, this.#settings.run);
  }

  async #publication(
    own: Entry | undefined,
    { lastWord, contribution, crowded }: PublicationMode,
    deadline: Deadline,
  ): Promise<Outcome> {
    let digest: Promise<void> | undefined;
    this.#trust.renew();
    const publication = new Publication({
      trust: this.#trust,
      ownEntry: () => (own === undefined ? undefined : this.#own),
      outbid: (seq) => {
        this.#outbid(seq);
      },
      ports: this.#ports,
      settings: this.#settings,
      knowledge: this.#knowledge,
      session: this.#session,
      deadline,
      lastWord,
      contributed: async () => {
        await this.#courtesy(contribution, deadline);
        return own === undefined ? this.#board.usable : this.#board.holds(own);
      },
      hasBoard: () => this.#board.usable,
      onWriting: () => {
        if (!crowded && this.#isHeard(own)) digest ??= this.#board.leaveDigest(false);
      },
      waitsForDuplicates: own === undefined,
      // A comment of a creator that died is removed by the last of a run, and by every sync.
      searchesAll: () => own === undefined || this.#lastOfItsRun(own),
      gatherBoards: async (thorough, shown) => {
        const gathering = this.#gatherBoards(own, thorough, shown);
        // Only where the boards prove something are they waited for in any case.
        if (thorough || own === undefined) return await gathering;
        return (await deadline.raceFor(this.#settings.timing.boardMsMax, gathering)) ?? false;
      },
    });
    const outcome = this.#conclude(own, await publication.run());
    this.#concluded = outcome;
    if (outcome.kind === "published" || outcome.kind === "unchanged") {
      this.#turn.notePublished();
      // A live update in a log that may fold edits was not looked at again.
      const verified = lastWord || this.#session.logProven;
      if (this.#isHeard(own)) digest ??= this.#board.leaveDigest(verified);
    }
    if (digest !== undefined) await this.#courtesy(digest, deadline);
    return outcome;
  }

  /** What is done for others only may take a moment, but changes nothing of the outcome. */
  async #courtesy(work: Promise<void>, deadline: Deadline): Promise<void> {
    await deadline.raceFor(this.#settings.timing.boardMsMax, work);
  }

  #conclude(own: Entry | undefined, outcome: Outcome): Outcome {
    if (outcome.kind === "stood-down") this.#stoodDown = outcome;
    const newer = own === undefined ? undefined : this.#newerRun(own);
    return newer === undefined || outcome.kind === "failed"
      ? outcome
      : { kind: "stood-down", reason: { kind: "newer-run", runId: newer } };
  }

  /** The newer run that has taken our entry's place, if there is one. */
  #newerRun({ workflow, event, runId }: Entry): string | undefined {
    const { entries, runs, summaries = [] } = this.#knowledge.roster;
    const newest = [...entries, ...runs, ...summaries].find(
      (other) => other.workflow === workflow && other.event === event,
    );
    return newest === undefined || newest.runId === runId ? undefined : newest.runId;
  }

  /** Learns what lies on the boards; false if one of them could not be read. */
  async #gatherBoards(
    own: Entry | undefined,
    thorough: boolean,
    shown?: () => Promise<Roster | undefined>,
  ): Promise<boolean> {
    const read = await this.#board.gather(thorough, shown);
    const everything = thorough || own === undefined;
    if (!everything && !this.#lastOfItsRun(own)) return read;
    return ((await this.#siblings?.gather(everything, shown)) ?? false) && read;
  }

  /** The last task of a run looks whether the runs that still show unfinished rows are alive. */
  #lastOfItsRun(own: Entry): boolean {
    return (
      own.final &&
      this.#knowledge.othersUnderWay(own, own.runId) === 0 &&
      this.#knowledge.othersUnderWay(own) > 0
    );
  }

  /** True if other tasks of our run are there to read a digest. */
  #isHeard(own: Entry | undefined): boolean {
    return own !== undefined && this.#knowledge.othersUnderWay(own, own.runId) > 0;
  }
}
