/**
 * When does a process publish, and what does it leave for the others?
 *
 * One publisher lives as long as its task. Live updates wait for the window; a verdict never does, but
 * gives another publisher a moment to include it. `publication.ts` does the publishing itself.
 */
import type { Payload } from "../codec/payload.js";
import { writerOf } from "../codec/board-name.js";
import type { Entry } from "../model/entry.js";
import { describeError } from "../model/errors.js";
import { identityKey, compareVersions } from "../model/entry.js";
import { type ServerMs, serverMs } from "../base/time.js";
import type { Cancellation } from "../ports/clock.js";
import { throttledWindowMs } from "../protocol/throttle.js";
import { newestMoment, windowHeld } from "../protocol/window.js";
import { commentMarker } from "../render/comment.js";
import { CommentSession } from "./comment-session.js";
import { CountedComments } from "./counted-comments.js";
import { Deadline } from "./deadline.js";
import { Knowledge } from "./knowledge.js";
import { type Outcome, type Tally, outOfTime } from "./outcome.js";
import { OwnBoard } from "./own-board.js";
import { Pacing } from "./pacing.js";
import type { PublishPorts } from "./ports.js";
import { Publication } from "./publication.js";
import type { PublishSettings } from "./settings.js";
import { SiblingBoards } from "./sibling-boards.js";
import { WriteCount } from "./write-count.js";

/** After so many failures the board is left alone. */
const boardProblemsMax = 2;
/** An upload that fails is tried once more. */
const contributeTriesMax = 2;

/** So many other verdicts in so long are a crowd. */
const crowdMin = 2;
const crowdWithinMs = 3_000;
/** Who comes after so many others waits no longer than they. */
const rankMax = 4;
/** Each rank waits so much of a window longer before it takes over. */
const takeOverWindows = 0.4;

/** Publishes one task's entries, or everybody's (`sync`). */
export class Publisher {
  readonly #ports: PublishPorts;
  readonly #settings: PublishSettings;
  readonly #knowledge: Knowledge;
  readonly #session: CommentSession;
  readonly #pacing: Pacing;
  readonly #board: OwnBoard | undefined;
  readonly #siblings: SiblingBoards | undefined;
  #boardProblems = 0;
  #lastPublished: ServerMs | undefined;
  /** The sequence number of our entry on the board. */
  #contributed: number | undefined;
  #stoodDown: Outcome | undefined;
  #settledIn = false;
  /** True if the board was listed just now. */
  #listed = false;
  /** True if other verdicts of our run came at the same time. */
  #crowded = false;
  /** When this process first asked, on GitHub's clock. */
  #startedAt: ServerMs | undefined;

  constructor(given: PublishPorts, settings: PublishSettings) {
    const writes = new WriteCount();
    const comments = new CountedComments(given.comments, writes, given.serverTime);
    const ports = { ...given, comments, quotaUse: () => this.#pacing.quotaUse() };
    this.#ports = ports;
    this.#settings = settings;
    this.#knowledge = new Knowledge(settings);
    this.#pacing = new Pacing({
      ports,
      knowledge: this.#knowledge,
      writes,
      baseMs: settings.timing.windowMs,
      publishers: () => this.#knowledge.publishersUnderWay(this.#boardUsable),
    });
    const marker = commentMarker(settings.lane, settings.pullNumber);
    this.#session = new CommentSession({
      store: ports.comments,
      random: ports.random,
      clock: ports.clock,
      marker,
      lateLandingMsMax: settings.timing.lateLandingMsMax,
    });
    this.#board =
      ports.board === undefined
        ? undefined
        : new OwnBoard(
            ports.board,
            settings,
            this.#knowledge,
            ports.log,
            () => this.#pacing.shared,
          );
    this.#siblings =
      ports.runs === undefined
        ? undefined
        : new SiblingBoards(
            ports.runs,
            settings,
            this.#knowledge,
            ports.log,
            ports.board !== undefined,
          );
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
    entry: Entry,
    options: { readonly cancellation?: Cancellation; readonly budgetMs?: number } = {},
  ): Promise<Outcome> {
    const { timing } = this.#settings;
    if (entry.final) return await this.publishOnce(entry, options.budgetMs);
    if (this.#stoodDown !== undefined) return this.#stoodDown;
    const deadline = new Deadline(this.#ports.clock, timing.liveBudgetMs, options.cancellation);
    await this.#offer(entry);
    const early = await this.#deferredByWindow(entry, deadline);
    return early ?? (await this.#publication(entry, false, deadline));
  }

  /**
   * Publishes an entry as the last word of this process, live or final: it waits for no window, but
   * gives another publisher a moment to include it.
   */
  async publishOnce(
    entry: Entry,
    budgetMs: number = this.#settings.timing.finalBudgetMs,
  ): Promise<Outcome> {
    if (this.#stoodDown !== undefined) return this.#stoodDown;
    const deadline = new Deadline(this.#ports.clock, budgetMs);
    const outcome = await deadline.race(this.#lastWord(entry, deadline));
    return outcome ?? { kind: "failed", problem: outOfTime(this.#session.lastProblem) };
  }

  /** Publishes what others have contributed, and marks rows whose run ended without a verdict. */
  async sync(): Promise<Outcome> {
    const deadline = new Deadline(this.#ports.clock, this.#settings.timing.finalBudgetMs);
    const outcome = await deadline.race(this.#publication(undefined, true, deadline));
    return outcome ?? { kind: "failed", problem: outOfTime(this.#session.lastProblem) };
  }

  /**
   * A verdict does at once what need not come one after the other: its entry goes onto the board while
   * the comment is read and written.
   */
  async #lastWord(entry: Entry, deadline: Deadline): Promise<Outcome> {
    const contribution = this.#offer(entry);
    const early = await this.#coveredByCrowd(entry, contribution, deadline);
    const outcome = early ?? (await this.#publication(entry, true, deadline, contribution));
    await contribution;
    return outcome;
  }

  /** Learns our entry and puts it on the board. */
  async #offer(entry: Entry): Promise<void> {
    this.#knowledge.learnParts({ entries: [entry], runs: [this.#settings.run] });
    for (let tries = 0; tries < contributeTriesMax; tries += 1) {
      if (this.#board === undefined || !this.#boardUsable) return;
      if (this.#contributed === entry.seq) return;
      try {
        await this.#board.contribute(entry);
        this.#contributed = entry.seq;
      } catch (error) {
        this.#noteBoardProblem(error);
      }
    }
  }

  async #publication(
    own: Entry | undefined,
    lastWord: boolean,
    deadline: Deadline,
    contribution: Promise<void> = Promise.resolve(),
  ): Promise<Outcome> {
    let digest: Promise<void> | undefined;
    const publication = new Publication({
      ports: this.#ports,
      settings: this.#settings,
      knowledge: this.#knowledge,
      session: this.#session,
      deadline,
      lastWord,
      contributed: async () => {
        await contribution;
        // An entry that is on no board can be left out by whoever reads them.
        return this.#boardUsable && (own === undefined || this.#contributed === own.seq);
      },
      onWriting: () => {
        // In a crowd others wait for a digest that is sure.
        if (!this.#crowded) digest ??= this.#leaveDigest(own, false);
      },
      waitsForDuplicates: own === undefined,
      // A comment of a creator that died is removed by the last of a run, and by every sync.
      searchesAll: () => own === undefined || this.#lastOfItsRun(own),
      gatherBoards: async (thorough) => await this.#gatherBoards(own, thorough),
    });
    const outcome = await publication.run();
    await digest;
    if (outcome.kind === "stood-down") this.#stoodDown = outcome;
    const newer = own === undefined ? undefined : this.#newerRun(own);
    if (newer !== undefined && outcome.kind !== "failed") {
      return { kind: "stood-down", reason: { kind: "newer-run", runId: newer } };
    }
    if (outcome.kind === "published" || outcome.kind === "unchanged") {
      this.#lastPublished = this.#ports.serverTime.now();
      // A live update in a log that may fold edits was not looked at again.
      if (digest === undefined) {
        await this.#leaveDigest(own, lastWord || this.#session.logProven);
      }
    }
    return outcome;
  }

  /** The newer run that has taken our entry's place, if there is one. */
  #newerRun({ workflow, event, runId }: Entry): string | undefined {
    const { entries, runs } = this.#knowledge.roster;
    const newest = [...entries, ...runs].find(
      (other) => other.workflow === workflow && other.event === event,
    );
    return newest === undefined || newest.runId === runId ? undefined : newest.runId;
  }

  get #boardUsable(): boolean {
    return this.#board !== undefined && this.#boardProblems < boardProblemsMax;
  }

  /** A board that keeps failing is left alone: the comment is enough. */
  #noteBoardProblem(error: unknown): void {
    this.#boardProblems += 1;
    if (this.#boardProblems !== 1) return;
    this.#ports.log.write(
      "info",
      `the run's board cannot be used, going on through the comment alone: ${describeError(error)}`,
    );
  }

  /** A live update waits while somebody's publication is fresh, and while only verdicts may pass. */
  async #deferredByWindow(entry: Entry, deadline: Deadline): Promise<Outcome | undefined> {
    if (this.#windowHeld(0)) return { kind: "deferred" };
    if (this.#board === undefined || !this.#boardUsable) return undefined;
    await this.#settleIn(deadline);
    await this.#refreshBoard();
    // The first of the run's tasks publishes for all; the next ones only if it is silent for long.
    const rank = Math.min(this.#board.reading.rankOf(writerOf(entry)), rankMax);
    if (this.#windowHeld(rank * takeOverWindows)) return { kind: "deferred" };
    if (this.#board.reading.othersPresent(writerOf(entry)) === 0) return undefined;
    await deadline.sleep(this.#ports.random.unit() * this.#settings.timing.coalesceMsMax);
    await this.#refreshBoard();
    return this.#windowHeld(rank * takeOverWindows) ? { kind: "deferred" } : undefined;
  }

  /**
   * The tasks of a run start together, and a listing shows each other only after its lag: whoever
   * waits for that once, at his beginning, spares a publication by each.
   */
  async #settleIn(deadline: Deadline): Promise<void> {
    if (this.#settledIn) return;
    this.#settledIn = true;
    const { windowMs, listingLagMsMax } = this.#settings.timing;
    await deadline.sleep(Math.min(listingLagMsMax, windowMs / 4));
  }

  /** True while somebody's publication is fresh; so many windows longer for who is not the first. */
  #windowHeld(moreWindows: number): boolean {
    const throttle = this.#pacing.throttle();
    if (throttle.kind === "terminal-only") return true;
    const now = this.#ports.serverTime.now();
    const windowMs = throttledWindowMs(this.#settings.timing.windowMs, throttle);
    const known = newestMoment([this.#lastPublished, this.#board?.reading.lastPublished]);
    this.#startedAt ??= now;
    // Who comes later gives the first one as long, even if nothing of him is to be seen yet.
    const lastPublished = known ?? (moreWindows === 0 ? undefined : this.#startedAt);
    const heldMs = known === undefined ? moreWindows * windowMs : (1 + moreWindows) * windowMs;
    return now !== undefined && windowHeld(now, lastPublished, heldMs);
  }

  /**
   * Where many verdicts come at once, ours waits a moment, and is done if by then
   * somebody's digest holds it.
   */
  async #coveredByCrowd(
    entry: Entry,
    contribution: Promise<void>,
    deadline: Deadline,
  ): Promise<Outcome | undefined> {
    if (this.#board === undefined || !this.#boardUsable) return undefined;
    await this.#refreshBoard();
    const now = this.#ports.serverTime.now();
    if (now === undefined) return undefined;
    const since = serverMs(now - crowdWithinMs);
    this.#crowded = this.#board.reading.verdictsSince(since, writerOf(entry)) >= crowdMin;
    if (!this.#crowded) return undefined;
    await contribution;
    await deadline.sleep(this.#ports.random.unit() * this.#settings.timing.coalesceMsMax);
    await this.#refreshBoard();
    const digest = await this.#gatherOwnBoard();
    const covered = digest?.entries.some(
      (other) => identityKey(other) === identityKey(entry) && compareVersions(other, entry) === 0,
    );
    return covered === true && digest?.published?.verified === true
      ? { kind: "covered" }
      : undefined;
  }

  async #refreshBoard(): Promise<boolean> {
    try {
      await this.#board?.reading.refresh();
      this.#listed = true;
      const commentId = this.#board?.reading.commentId;
      if (commentId !== undefined && this.#session.knownId === undefined) {
        this.#session.setKnownId(commentId);
      }
      return true;
    } catch (error) {
      this.#noteBoardProblem(error);
      return false;
    }
  }

  /** Learns what lies on the boards; false if one of them could not be read. */
  async #gatherBoards(own: Entry | undefined, thorough: boolean): Promise<boolean> {
    let read = true;
    if (this.#board !== undefined && this.#boardUsable) {
      // A listing of this moment serves once.
      if (thorough || !this.#listed) read = await this.#refreshBoard();
      this.#listed = false;
      await this.#gatherOwnBoard();
    }
    const everything = thorough || own === undefined;
    if (everything || this.#lastOfItsRun(own)) {
      read = ((await this.#siblings?.gather(everything)) ?? false) && read;
    }
    return read;
  }

  /** Learns what lies on our board. */
  async #gatherOwnBoard(): Promise<Payload | undefined> {
    const digest = await this.#board?.reading.gather();
    const published = digest?.published;
    if (published?.logProven === true) this.#session.logProven = true;
    return digest;
  }

  /** The last task of a run looks whether the runs that still show unfinished rows are alive. */
  #lastOfItsRun(own: Entry): boolean {
    return (
      own.final &&
      this.#knowledge.othersUnderWay(own, own.runId) === 0 &&
      this.#knowledge.othersUnderWay(own) > 0
    );
  }

  /** Tells the tasks of our run what was published; nobody is there to read it after the last one. */
  async #leaveDigest(own: Entry | undefined, verified: boolean): Promise<void> {
    const { run } = this.#settings;
    const commentId = this.#session.knownId;
    const publishedAt = this.#ports.serverTime.now();
    if (this.#board === undefined || !this.#boardUsable || own === undefined) return;
    if (publishedAt === undefined || commentId === undefined) return;
    if (this.#knowledge.othersUnderWay(own, run.runId) === 0) return;
    try {
      const { logProven } = this.#session;
      await this.#board.leaveDigest({ publishedAt, commentId, verified, logProven });
    } catch (error) {
      this.#ports.log.write("debug", `no digest: ${describeError(error)}`);
    }
  }
}
