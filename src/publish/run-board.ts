/**
 * How does a publisher use its run's board, which may be missing or fail at any time?
 *
 * Nothing here throws for a problem of the outside world: a board that keeps failing is left alone, and
 * the comment is enough.
 */
import { serverMs } from "../base/time.js";
import type { Payload } from "../codec/payload.js";
import type { Entry } from "../model/entry.js";
import { describeError } from "../model/errors.js";
import type { Roster } from "../model/roster.js";
import type { CommentSession } from "./comment-session.js";
import type { Knowledge } from "./knowledge.js";
import { OwnBoard, type OwnBoardInput } from "./own-board.js";
import type { PublishPorts } from "./ports.js";

/** What the board is used with. */
export interface RunBoardInput extends Omit<OwnBoardInput, "board" | "log"> {
  readonly ports: Pick<PublishPorts, "board" | "serverTime" | "log">;
  readonly knowledge: Knowledge;
  readonly session: CommentSession;
}

/** After so many failures the board is left alone. */
const problemsMax = 2;
/** An upload that fails is tried once more. */
const contributeTriesMax = 2;

/** Our run's board, if there is one. */
export class RunBoard {
  readonly #in: RunBoardInput;
  readonly #own: OwnBoard | undefined;
  #problems = 0;
  /** The sequence number of our entry on the board. */
  #contributed: number | undefined;
  /** True if the board was listed just now. */
  #listed = false;

  constructor(input: RunBoardInput) {
    this.#in = input;
    const { board, log } = input.ports;
    this.#own = board === undefined ? undefined : new OwnBoard({ ...input, board, log });
  }

  /** What the last listing told; undefined where there is no board to be used. */
  get reading(): OwnBoard["reading"] | undefined {
    return this.#usable?.reading;
  }

  /** True unless there is none, or it has failed too often. */
  get usable(): boolean {
    return this.#usable !== undefined;
  }

  /** True if the entry lies there: then nobody who reads the board can leave it out. */
  holds(entry: Entry): boolean {
    return this.usable && this.#contributed === entry.seq;
  }

  /** Puts our entry there, in place of the one before. */
  async contribute(entry: Entry): Promise<void> {
    for (let tries = 0; tries < contributeTriesMax; tries += 1) {
      const own = this.#usable;
      if (own === undefined || this.#contributed === entry.seq) return;
      try {
        await own.contribute(entry);
        this.#contributed = Math.max(this.#contributed ?? 0, entry.seq);
        return;
      } catch (error) {
        this.#noteProblem(error);
      }
    }
  }

  /** Lists the board anew; false if that failed. */
  async refresh(): Promise<boolean> {
    const own = this.#usable;
    const { session } = this.#in;
    this.#listed = false;
    if (own === undefined) return false;
    try {
      await own.reading.refresh();
    } catch (error) {
      this.#noteProblem(error);
      return false;
    }
    this.#listed = true;
    const { commentId } = own.reading;
    if (commentId !== undefined && session.knownId === undefined) session.setKnownId(commentId);
    return true;
  }

  /**
   * Lists it, unless that has just been done and need not be `anew`, and learns what lies there.
   *
   * @param shown what the comment shows; without it, nothing is relied on but the board
   */
  async gather(anew: boolean, shown?: () => Promise<Roster | undefined>): Promise<boolean> {
    if (!this.usable) return true;
    const read = this.#listed && !anew ? true : await this.refresh();
    // A listing serves once.
    this.#listed = false;
    await this.learnYoungest();
    await this.#usable?.reading.gatherRest(shown);
    return read;
  }

  /** Learns the newest that the last listing showed; the newest digest, if it was downloaded now. */
  async learnYoungest(): Promise<Payload | undefined> {
    const { ports, settings, session } = this.#in;
    const now = ports.serverTime.now() ?? 0;
    const since = serverMs(Math.max(0, now - settings.timing.windowMs));
    const digest = await this.#usable?.reading.gatherYoungest(since);
    if (digest?.published?.logProven === true) session.logProven = true;
    return digest;
  }

  /** Tells the tasks of our run that the comment shows what we know now, or will in a moment. */
  async leaveDigest(verified: boolean): Promise<void> {
    const { session, ports } = this.#in;
    const { knownId: commentId, logProven } = session;
    const publishedAt = ports.serverTime.now();
    if (publishedAt === undefined || commentId === undefined) return;
    try {
      await this.#usable?.leaveDigest({ publishedAt, commentId, verified, logProven });
    } catch (error) {
      ports.log.write("debug", `no digest: ${describeError(error)}`);
    }
  }

  get #usable(): OwnBoard | undefined {
    return this.#problems < problemsMax ? this.#own : undefined;
  }

  #noteProblem(error: unknown): void {
    this.#problems += 1;
    if (this.#problems !== 1) return;
    this.#in.ports.log.write(
      "info",
      `the run's board cannot be used, going on through the comment alone: ${describeError(error)}`,
    );
  }
}
