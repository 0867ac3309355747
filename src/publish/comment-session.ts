/**
 * What has this process done to the comment, and what do the answers say to the protocol?
 *
 * Remembers the comment's id, what we have created, and the writes whose outcome is unknown.
 */
import { compareIds } from "../base/decimal.js";
import { RollcallError, outcomeUnknown } from "../model/errors.js";
import { encodeTombstone } from "../codec/tombstone.js";
import type { Clock } from "../ports/clock.js";
import type { CommentStore } from "../ports/comments.js";
import type { Random } from "../ports/random.js";
import { foldingRuledOut } from "../protocol/verify.js";
import { succession } from "../protocol/survivor.js";
import type { Seen, SeenComment } from "../protocol/revision.js";
import type { Draft } from "./compose.js";
import { decodeComment, decodeRead, parentOf } from "./decode-view.js";
import type { Tally } from "./outcome.js";

/** One of our writes, and the comment as its answer showed it. */
export interface Written {
  readonly writeId: string;
  readonly parentId: string | undefined;
  readonly seen: Seen;
  readonly comment: SeenComment;
}

/** Which comment: the port's own id, and the decimal one that all adapters tell alike. */
export type CommentName = Pick<SeenComment, "id" | "databaseId">;

/** What a session needs. */
export interface CommentSessionOptions {
  readonly store: CommentStore;
  readonly random: Random;
  readonly clock: Clock;
  readonly marker: string;
  /** What of a comment can be true (`trust.ts`). */
  readonly judged?: (comment: SeenComment) => SeenComment;
  /** A write without an answer may land for so long. */
  readonly lateLandingMsMax: number;
}

/** A write of which it is not known whether it has landed. */
interface Unsettled {
  readonly lastMs: number;
  readonly creates: boolean;
}

/** So many writes must be told that a comment is gone before no read is believed that shows it. */
const goneTellsMin = 2;
/**
 * Two edits within so long of each other, seen apart in the log, show that it does not fold them. Times
 * are whole seconds: the two are less than two seconds apart, and nothing is known to fold less.
 */
const foldWithinMs = 1_000;

/** The comment as this process deals with it. */
export class CommentSession {
  readonly tally: Tally = { reads: 0, writes: 0, rewrites: 0, lostRaces: 0 };
  /** What went wrong last, for the message of a publication that ran out of time. */
  lastProblem: string | undefined;
  /** True once the log has shown that quick edits are not folded into one. */
  logProven = false;
  /** True once an answer came without a log. */
  logMissing = false;
  /** True once we knew of a comment, by ourselves or from a digest. */
  everKnown = false;
  /** Reads in a row that showed no comment. */
  unseenReads = 0;
  readonly #store: CommentStore;
  readonly #random: Random;
  readonly #clock: Clock;
  readonly #lateLandingMsMax: number;
  /** The ids of our writes that were to create a comment. */
  readonly #creations = new Set<string>();
  /** Writes of ours that may still land, and until when: on their way, or without an answer. */
  readonly #unsettled = new Map<string, Unsettled>();
  /** Comments that we created and that may have to give way, by decimal id. */
  readonly #created = new Map<string, CommentName>();
  /** How often a write was told that the comment is gone; a late replica may still show it. */
  readonly #gone = new Map<string, number>();
  readonly #marker: string;
  readonly #judged: (comment: SeenComment) => SeenComment;
  #knownId: string | undefined;
  #searchesNext = false;
  #searchUntilMs = Number.NEGATIVE_INFINITY;

  constructor(options: CommentSessionOptions) {
    this.#store = options.store;
    this.#random = options.random;
    this.#clock = options.clock;
    this.#marker = options.marker;
    this.#judged = options.judged ?? ((comment) => comment);
    this.#lateLandingMsMax = options.lateLandingMsMax;
  }

  /** How long until no write of ours without an answer can land any more; undefined without one. */
  get untilLandedMs(): number | undefined {
    const nowMs = this.#clock.monotonicMs();
    let untilMs: number | undefined;
    for (const [writeId, { lastMs }] of this.#unsettled) {
      if (lastMs <= nowMs) this.#unsettled.delete(writeId);
      else untilMs = Math.max(untilMs ?? 0, lastMs - nowMs);
    }
    return untilMs;
  }

  /** The id that the next read asks for directly. */
  get knownId(): string | undefined {
    return this.#knownId;
  }

  /** Takes over an id that somebody else told us. */
  setKnownId(id: string): void {
    this.everKnown = true;
    this.#knownId = id;
  }

  /** The next read looks for all comments of ours, whatever anybody tells of one until then. */
  searchNext(): void {
    this.#knownId = undefined;
    this.#searchesNext = true;
  }

  /** Reads the pull request and our comments on it. */
  async read(edits: number): Promise<Seen> {
    this.tally.reads += 1;
    const knownId = this.#searches() ? undefined : this.#knownId;
    this.#searchesNext = false;
    const view = await this.#store.read({ edits, ...(knownId === undefined ? {} : { knownId }) });
    const { pullHead, comments } = decodeRead(view);
    const seen = this.#observe({ pullHead, comments: comments.map(this.#judged) });
    const { survivor } = succession(seen.comments);
    if (survivor === undefined) this.unseenReads += 1;
    else this.#remember(survivor.id);
    return seen;
  }

  /** Writes over what `comment` showed. */
  async update(comment: SeenComment, draft: Draft, pullHead: string): Promise<Written> {
    const parentId = parentOf(comment);
    const writeId = this.#newWriteId();
    const view = await this.#counted(
      writeId,
      false,
      async () =>
        await this.#store.update(comment.id, draft.body(writeId, parentId, this.logProven)),
    );
    this.#remember(comment.id);
    this.#gone.delete(comment.databaseId);
    const updated = this.#judged(decodeComment(view.comment, "just written over"));
    const seen = { pullHead: view.pull?.head ?? pullHead, comments: [updated] };
    return { writeId, parentId, comment: updated, seen: this.#observe(seen) };
  }

  /** Creates the comment. The answer shows other creators' comments too. */
  async create(draft: Draft, pullHead: string): Promise<Written> {
    const writeId = this.#newWriteId();
    this.#creations.add(writeId);
    const view = await this.#counted(
      writeId,
      true,
      async () => await this.#store.create(draft.body(writeId, undefined, this.logProven)),
    );
    const created = this.#judged(decodeComment(view.created));
    this.owe(created);
    const others = view.comments
      .filter(({ databaseId }) => databaseId !== created.databaseId)
      .map((other) => this.#judged(decodeComment(other)));
    // Without a log nothing tells of a creator whom a late listing does not show yet.
    if (created.log === undefined) {
      this.#searchUntilMs = this.#clock.monotonicMs() + this.#lateLandingMsMax;
    }
    const seen = { pullHead, comments: [created, ...others] };
    // Whatever cuts this publication short, the next one goes on with the comment that stays.
    this.#remember(succession(seen.comments).survivor?.id ?? created.id);
    return { writeId, parentId: undefined, comment: created, seen: this.#observe(seen) };
  }

  /** If the comment must give way, it is our duty. */
  owe({ databaseId, id }: CommentName): void {
    this.#created.set(databaseId, { databaseId, id });
  }

  /** Our own comments that must give way to the survivor: the older one always stays. */
  owedTo(survivor: CommentName): readonly CommentName[] {
    return [...this.#created.values()].filter(
      ({ databaseId }) => compareIds(databaseId, survivor.databaseId) > 0,
    );
  }

  /** True if a write was told that the comment is gone, and none has reached it since. */
  wasToldGone({ databaseId }: SeenComment): boolean {
    return this.#gone.has(databaseId);
  }

  /** A write was told that the comment is gone. */
  noteGone({ databaseId }: SeenComment): void {
    const tells = (this.#gone.get(databaseId) ?? 0) + 1;
    this.#gone.set(databaseId, tells);
    this.searchNext();
    if (tells >= goneTellsMin) this.everKnown = false;
  }

  /**
   * Retires a comment that gave way: first a tombstone, so that a write that is on its way to it
   * learns of the survivor, then it is deleted. Returns what the tombstone's answer showed; undefined
   * if the comment is gone already.
   */
  async bury(
    { id, databaseId }: CommentName,
    survivorId: string,
  ): Promise<SeenComment | undefined> {
    this.tally.writes += 1;
    try {
      const view = await this.#store.update(id, encodeTombstone(this.#marker, survivorId));
      await this.#store.remove(id);
      this.#created.delete(databaseId);
      return this.#judged(decodeComment(view.comment));
    } catch (error) {
      if (!(error instanceof RollcallError) || error.code !== "not-found") throw error;
      this.#created.delete(databaseId);
      return undefined;
    }
  }

  /** Deletes a tombstone that its owner left. */
  async remove(comment: SeenComment): Promise<void> {
    await this.#store.remove(comment.id);
  }

  /** True while a comment that we created may not have shown up yet. */
  #searches(): boolean {
    if (this.#searchesNext) return true;
    if (this.#clock.monotonicMs() < this.#searchUntilMs) return true;
    return [...this.#unsettled.values()].some(({ creates }) => creates);
  }

  #remember(id: string): void {
    this.setKnownId(id);
    this.unseenReads = 0;
  }

  #newWriteId(): string {
    return this.#random.hex(16);
  }

  /** Whoever asks while a write is on its way must know of it: it counts as unsettled at once. */
  async #counted<View>(
    writeId: string,
    creates: boolean,
    write: () => Promise<View>,
  ): Promise<View> {
    this.tally.writes += 1;
    this.#leaveUnsettled(writeId, creates);
    try {
      const view = await write();
      this.#unsettled.delete(writeId);
      return view;
    } catch (error) {
      if (outcomeUnknown(error)) this.#leaveUnsettled(writeId, creates);
      else this.#unsettled.delete(writeId);
      throw error;
    }
  }

  #leaveUnsettled(writeId: string, creates: boolean): void {
    const lastMs = this.#clock.monotonicMs() + this.#lateLandingMsMax;
    this.#unsettled.set(writeId, { lastMs, creates });
  }

  #observe({ pullHead, comments }: Seen): Seen {
    const there = comments.filter(
      ({ databaseId }) => (this.#gone.get(databaseId) ?? 0) < goneTellsMin,
    );
    for (const comment of there) this.#observeComment(comment);
    return { pullHead, comments: there };
  }

  #observeComment(comment: SeenComment): void {
    if (comment.log === undefined) this.logMissing = true;
    const revisions = [comment.current, ...(comment.log ?? []).map(({ revision }) => revision)];
    for (const revision of revisions) {
      if (revision.kind !== "state") continue;
      const { writeId, parentId } = revision;
      this.#unsettled.delete(writeId);
      // A fact about GitHub, which whoever saw it first has told all others.
      if (revision.logProven) this.logProven = true;
      // A first version of ours: we created it, although no answer has told us.
      if (parentId === undefined && this.#creations.has(writeId)) this.owe(comment);
    }
    if (foldingRuledOut(comment.log ?? [], foldWithinMs)) this.logProven = true;
  }
}
