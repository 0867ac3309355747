/**
 * When does a process publish, and what does it leave for the others?
 *
 * One publisher lives as long as its task. Live updates wait for the window; a verdict never does, but
 * gives another publisher a moment to include it. `publication.ts` does the publishing itself.
 */
import { writerOf } from "../codec/board-name.js";
import type { Entry } from "../model/entry.js";
import { describeError } from "../model/errors.js";
import { identityKey, compareVersions } from "../model/entry.js";
import type { ServerMs } from "../base/time.js";
import type { Cancellation } from "../ports/clock.js";
import { newestMoment, windowHeld } from "../protocol/window.js";
import { commentMarker } from "../render/comment.js";
import { CommentSession } from "./comment-session.js";
import { Deadline } from "./deadline.js";
import { Knowledge } from "./knowledge.js";
import type { Outcome, Tally } from "./outcome.js";
import { OwnBoard } from "./own-board.js";
import type { PublishPorts } from "./ports.js";
import { Publication } from "./publication.js";
import type { PublishSettings } from "./settings.js";
import { SiblingBoards } from "./sibling-boards.js";

/** Publishes one task's entries, or everybody's (`sync`). */
export class Publisher {
  readonly #ports: PublishPorts;
  readonly #settings: PublishSettings;
  readonly #knowledge: Knowledge;
  readonly #session: CommentSession;
  readonly #board: OwnBoard | undefined;
  readonly #siblings: SiblingBoards | undefined;
  #boardUsable: boolean;
  #lastPublished: ServerMs | undefined;
  /** The sequence number of our entry on the board. */
  #contributed: number | undefined;
  #stoodDown: Outcome | undefined;

  constructor(ports: PublishPorts, settings: PublishSettings) {
    this.#ports = ports;
    this.#settings = settings;
    this.#knowledge = new Knowledge(settings);
    const marker = commentMarker(settings.lane, settings.pullNumber);
    this.#session = new CommentSession(ports.comments, ports.random, marker);
    this.#board =
      ports.board === undefined
        ? undefined
        : new OwnBoard(ports.board, settings, this.#knowledge, ports.log);
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
    this.#boardUsable = this.#board !== undefined;
  }

  /** What this process has done so far. */
  get tally(): Readonly<Tally> {
    return this.#session.tally;
  }

  /**
   * Publishes an entry of our task. A live one may be deferred, and is cut short by `cancellation`;
   * a final one ends when it stands in the comment or its time is over. Never throws for a problem of
   * the outside world.
   */
  async publish(entry: Entry, cancellation?: Cancellation): Promise<Outcome> {
    if (this.#stoodDown !== undefined) return this.#stoodDown;
    const { timing } = this.#settings;
    const budgetMs = entry.final ? timing.finalBudgetMs : timing.liveBudgetMs;
    const deadline = new Deadline(this.#ports.clock, budgetMs, cancellation);
    this.#knowledge.learnParts({ entries: [entry], runs: [this.#settings.run] });
    await this.#contribute(entry);
    const early = entry.final
      ? await this.#coveredByOthers(entry, deadline)
      : await this.#deferredByWindow(entry, deadline);
    if (early !== undefined) return early;
    return await this.#publication(entry, entry.final, deadline);
  }

  /**
   * Publishes an entry of a process that has no later chance: it waits for no window, and a live entry
   * too is the last word of this process.
   */
  async publishOnce(entry: Entry): Promise<Outcome> {
    const deadline = new Deadline(this.#ports.clock, this.#settings.timing.finalBudgetMs);
    this.#knowledge.learnParts({ entries: [entry], runs: [this.#settings.run] });
    await this.#contribute(entry);
    const early = await this.#coveredByOthers(entry, deadline);
    return early ?? (await this.#publication(entry, true, deadline));
  }

  /** Publishes what others have contributed, and marks rows whose run ended without a verdict. */
  async sync(): Promise<Outcome> {
    const deadline = new Deadline(this.#ports.clock, this.#settings.timing.finalBudgetMs);
    return await this.#publication(undefined, true, deadline);
  }

  async #publication(
    own: Entry | undefined,
    lastWord: boolean,
    deadline: Deadline,
  ): Promise<Outcome> {
    const publication = new Publication({
      ports: this.#ports,
      settings: this.#settings,
      knowledge: this.#knowledge,
      session: this.#session,
      deadline,
      lastWord,
      own,
      boardsUsable: this.#boardUsable,
      gatherBoards: async (thorough) => {
        await this.#gatherBoards(own, thorough);
      },
    });
    const outcome = await publication.run();
    if (outcome.kind === "stood-down") this.#stoodDown = outcome;
    if (outcome.kind === "published" || outcome.kind === "unchanged") {
      this.#lastPublished = this.#ports.serverTime.now();
      await this.#leaveDigest(own);
    }
    return outcome;
  }

  async #contribute(entry: Entry): Promise<void> {
    if (this.#board === undefined || !this.#boardUsable || this.#contributed === entry.seq) return;
    try {
      await this.#board.contribute(entry);
      this.#contributed = entry.seq;
    } catch (error) {
      this.#giveUpBoard(error);
    }
  }

  #giveUpBoard(error: unknown): void {
    this.#boardUsable = false;
    this.#ports.log.write(
      "info",
      `the run's board cannot be used, going on through the comment alone: ${describeError(error)}`,
    );
  }

  /** A live update waits while somebody's publication is fresh. */
  async #deferredByWindow(entry: Entry, deadline: Deadline): Promise<Outcome | undefined> {
    if (this.#windowHeld()) return { kind: "deferred" };
    if (this.#board === undefined || !this.#boardUsable) return undefined;
    await this.#refreshBoard();
    if (this.#windowHeld()) return { kind: "deferred" };
    if (this.#board.reading.othersPresent(writerOf(entry)) === 0) return undefined;
    // The tasks of a run start together: whoever waits shortest publishes for all.
    await deadline.sleep(this.#ports.random.unit() * this.#settings.timing.coalesceMsMax);
    await this.#refreshBoard();
    return this.#windowHeld() ? { kind: "deferred" } : undefined;
  }

  #windowHeld(): boolean {
    const now = this.#ports.serverTime.now();
    const lastPublished = newestMoment([this.#lastPublished, this.#board?.reading.lastPublished]);
    return now !== undefined && windowHeld(now, lastPublished, this.#settings.timing.windowMs);
  }

  /** A verdict waits a moment, and is done if by then somebody's digest holds it. */
  async #coveredByOthers(entry: Entry, deadline: Deadline): Promise<Outcome | undefined> {
    if (this.#board === undefined || !this.#boardUsable) return undefined;
    await this.#refreshBoard();
    if (this.#board.reading.othersPresent(writerOf(entry)) === 0) return undefined;
    await deadline.sleep(this.#ports.random.unit() * this.#settings.timing.coalesceMsMax);
    await this.#refreshBoard();
    const digest = await this.#board.reading.gather();
    if (digest?.published?.commentId !== undefined) {
      this.#session.setKnownId(digest.published.commentId);
    }
    const covered = digest?.entries.some(
      (other) => identityKey(other) === identityKey(entry) && compareVersions(other, entry) === 0,
    );
    return covered === true ? { kind: "covered" } : undefined;
  }

  async #refreshBoard(): Promise<void> {
    try {
      await this.#board?.reading.refresh();
    } catch (error) {
      this.#giveUpBoard(error);
    }
  }

  async #gatherBoards(own: Entry | undefined, thorough: boolean): Promise<void> {
    if (this.#board !== undefined && this.#boardUsable) {
      await this.#refreshBoard();
      const digest = await this.#board.reading.gather();
      const commentId = digest?.published?.commentId;
      if (commentId !== undefined && this.#session.knownId === undefined) {
        this.#session.setKnownId(commentId);
      }
    }
    const everything = thorough || own === undefined;
    if (everything || this.#lastOfItsRun(own)) await this.#siblings?.gather(everything);
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
  async #leaveDigest(own: Entry | undefined): Promise<void> {
    const { run } = this.#settings;
    const commentId = this.#session.knownId;
    if (this.#board === undefined || !this.#boardUsable || own === undefined) return;
    if (this.#lastPublished === undefined || commentId === undefined) return;
    if (this.#knowledge.othersUnderWay(own, run.runId) === 0) return;
    try {
      await this.#board.leaveDigest({ publishedAt: this.#lastPublished, commentId });
    } catch (error) {
      this.#ports.log.write("debug", `no digest: ${describeError(error)}`);
    }
  }
}
