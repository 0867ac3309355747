/**
 * What has this process done to the comment, and what do the answers say to the protocol?
 *
 * Remembers the comment's id, the ids of our own writes and those whose outcome is unknown.
 */
import { RollcallError, outcomeUnknown } from "../model/errors.js";
import { encodeTombstone } from "../codec/tombstone.js";
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

/** Two edits within so long of each other, seen apart in the log, show that it does not fold them. */
const foldWithinMs = 3_000;

/** The comment as this process deals with it. */
export class CommentSession {
  readonly tally: Tally = { reads: 0, writes: 0, rewrites: 0, lostRaces: 0 };
  /** Writes of ours that may still land: their answer was lost. */
  readonly unknownWrites = new Set<string>();
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
  readonly #ownWrites = new Set<string>();
  /** Comments that we created and that may have to give way. */
  readonly #created = new Set<string>();
  readonly #marker: string;
  #knownId: string | undefined;

  constructor(store: CommentStore, random: Random, marker: string, knownId?: string) {
    this.#store = store;
    this.#random = random;
    this.#marker = marker;
    this.#knownId = knownId;
  }

  /** The id that the next read asks for directly. */
  get knownId(): string | undefined {
    return this.#knownId;
  }

  /** Takes over an id that somebody else told us; forgets ours with `undefined`. */
  setKnownId(id: string | undefined): void {
    if (id !== undefined) this.everKnown = true;
    this.#knownId = id;
  }

  /** Reads the pull request and our comments on it. */
  async read(edits: number): Promise<Seen> {
    this.tally.reads += 1;
    const knownId = this.#knownId;
    const view = await this.#store.read({ edits, ...(knownId === undefined ? {} : { knownId }) });
    const seen = this.#observe(decodeRead(view));
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
      async () => await this.#store.update(comment.id, draft.body(writeId, parentId)),
    );
    this.#remember(comment.id);
    const updated = decodeComment(view.comment);
    const seen = { pullHead: view.pull?.head ?? pullHead, comments: [updated] };
    return { writeId, parentId, comment: updated, seen: this.#observe(seen) };
  }

  /** Creates the comment. The answer shows other creators' comments too. */
  async create(draft: Draft, pullHead: string): Promise<Written> {
    const writeId = this.#newWriteId();
    const view = await this.#counted(
      writeId,
      async () => await this.#store.create(draft.body(writeId, undefined)),
    );
    const created = decodeComment(view.created);
    this.#created.add(created.id);
    const others = view.comments.filter(({ id }) => id !== view.created.id).map(decodeComment);
    const seen = { pullHead, comments: [created, ...others] };
    // Whatever cuts this publication short, the next one goes on with the comment that stays.
    this.#remember(succession(seen.comments).survivor?.id ?? created.id);
    return { writeId, parentId: undefined, comment: created, seen: this.#observe(seen) };
  }

  /** The comment must give way, and it is our duty. */
  owe(id: string): void {
    this.#created.add(id);
  }

  /** Our own comments that must give way to the survivor. */
  owedTo(survivorId: string): readonly string[] {
    return [...this.#created].filter((id) => id !== survivorId);
  }

  /**
   * Retires a comment that gave way: first a tombstone, so that a write that is on its way to it
   * learns of the survivor, then it is deleted. Returns what the tombstone's answer showed; undefined
   * if the comment is gone already.
   */
  async bury(id: string, survivorId: string): Promise<SeenComment | undefined> {
    this.tally.writes += 1;
    try {
      const view = await this.#store.update(id, encodeTombstone(this.#marker, survivorId));
      await this.#store.remove(id);
      this.#created.delete(id);
      return decodeComment(view.comment);
    } catch (error) {
      if (!(error instanceof RollcallError) || error.code !== "not-found") throw error;
      this.#created.delete(id);
      return undefined;
    }
  }

  /** Deletes a tombstone that its owner left. */
  async remove(comment: SeenComment): Promise<void> {
    await this.#store.remove(comment.id);
  }

  #remember(id: string): void {
    this.setKnownId(id);
    this.unseenReads = 0;
  }

  #newWriteId(): string {
    const writeId = this.#random.hex(16);
    this.#ownWrites.add(writeId);
    return writeId;
  }

  async #counted<View>(writeId: string, write: () => Promise<View>): Promise<View> {
    this.tally.writes += 1;
    try {
      return await write();
    } catch (error) {
      if (outcomeUnknown(error)) this.unknownWrites.add(writeId);
      throw error;
    }
  }

  #observe(seen: Seen): Seen {
    for (const comment of seen.comments) {
      if (comment.log === undefined) this.logMissing = true;
      const revisions = [comment.current, ...(comment.log ?? []).map(({ revision }) => revision)];
      for (const revision of revisions) {
        if (revision.kind === "state") this.unknownWrites.delete(revision.writeId);
      }
      if (foldingRuledOut(comment.log ?? [], foldWithinMs)) this.logProven = true;
    }
    return seen;
  }
}
