/**
 * How does the reference's newest version publish while its vendor's server cannot be reached?
 * (Fact sheet 3.4, 3.7 and 4.8, HEAD.)
 *
 * There are no artifacts any more: each task puts its row into what the comment holds. With its server
 * one process for all decides who posts; how, is not published, so that it cannot be played here.
 */
import { compareIds } from "../../../base/decimal.js";
import { type ServerMs, minuteMs, secondMs, serverMs } from "../../../base/time.js";
import { decodeBody } from "../../../codec/state-block.js";
import { join } from "../../../merge/join.js";
import type { Entry } from "../../../model/entry.js";
import { RollcallError } from "../../../model/errors.js";
import { type Roster, emptyRoster } from "../../../model/roster.js";
import type { CommentView } from "../../../ports/comments.js";
import { windowHeld } from "../../../protocol/window.js";
import { compose } from "../../../publish/compose.js";
import type { ReferencePorts, ReferenceSettings } from "./cycle.js";
import { Retries } from "./retries.js";

/** A live update makes no comment before the task is so old. */
const createGraceMs = 45 * secondMs;
/** After a creation, when exactly one comment is not what a listing shows. */
const recheckMs = 3 * secondMs;
/** For so long after its creation each later write looks for duplicates again. */
const recheckForMs = minuteMs;

/** One task's process. */
export class ReferenceFallback {
  readonly #ports: Omit<ReferencePorts, "board" | "runs">;
  readonly #settings: ReferenceSettings;
  readonly #retries: Retries;
  readonly #startedMs: number;
  #stampMs: number | undefined;
  #commentId: string | undefined;
  /** Until when we look whether our creation was the only one. */
  #unstableUntilMs = -Infinity;
  #lastLook: string | undefined;
  #underWay: Promise<void> = Promise.resolve();

  constructor(ports: Omit<ReferencePorts, "board" | "runs">, settings: ReferenceSettings) {
    this.#ports = ports;
    this.#settings = settings;
    this.#retries = new Retries(ports.clock);
    this.#startedMs = ports.clock.monotonicMs();
  }

  /** The task has something to say, or has said nothing for five seconds. */
  async live(entry: Entry): Promise<void> {
    const nowMs = this.#ports.clock.monotonicMs();
    if (this.#stampMs !== undefined && nowMs - this.#stampMs < this.#settings.intervalMs) return;
    this.#stampMs = nowMs;
    this.#underWay = this.#publish(entry);
    await this.#underWay;
  }

  /** Resolves when no live update is under way. */
  async stop(): Promise<void> {
    await this.#underWay;
  }

  /** The task has ended. */
  async verdict(entry: Entry): Promise<void> {
    await this.#publish(entry);
  }

  async #publish(entry: Entry): Promise<void> {
    try {
      await this.#cycle(entry);
    } catch (error) {
      if (!(error instanceof RollcallError)) throw error;
    }
  }

  async #cycle(entry: Entry): Promise<void> {
    const { comments, clock } = this.#ports;
    const knownId = this.#commentId;
    const read = await this.#retries.run(() =>
      comments.read({ edits: 0, ...(knownId === undefined ? {} : { knownId }) }),
    );
    const [comment] = read.comments;
    const ageMs = clock.monotonicMs() - this.#startedMs;
    if (comment === undefined && !entry.final && ageMs < createGraceMs) return;
    if (comment !== undefined && !entry.final && this.#leaseHeld(comment)) return;
    await this.#upsert(comment, this.#merged(comment, entry));
  }

  /** Our row, the others as the comment had them; a workflow's older runs give way, as in `join`. */
  #merged(comment: CommentView | undefined, entry: Entry): Roster {
    const { head, run } = this.#settings;
    const own = { ...emptyRoster("pull-request", head), runs: [run], entries: [entry] };
    const decoded = comment === undefined ? undefined : decodeBody(comment.body);
    return decoded?.kind === "state" && decoded.roster.head === head
      ? join(decoded.roster, own)
      : join(own, emptyRoster("pull-request", head));
  }

  async #upsert(comment: CommentView | undefined, roster: Roster): Promise<void> {
    const { comments, clock, random } = this.#ports;
    const { pullNumber } = this.#settings;
    const draft = compose(roster, { pullNumber, programVersion: "reference" });
    if (draft.look === this.#lastLook) return;
    const body = draft.body(random.hex(16), undefined, false);
    if (comment === undefined) {
      const { created, comments: seen } = await comments.create(body);
      this.#commentId = created.id;
      this.#unstableUntilMs = clock.monotonicMs() + recheckForMs;
      if (!(await this.#collapse(seen))) {
        await clock.sleep(recheckMs);
        await this.#collapseListed();
      }
    } else {
      this.#commentId = comment.id;
      await this.#retries.run(() => comments.update(comment.id, body));
      if (clock.monotonicMs() < this.#unstableUntilMs) await this.#collapseListed();
    }
    this.#lastLook = draft.look;
  }

  async #collapseListed(): Promise<void> {
    const { comments } = await this.#retries.run(() => this.#ports.comments.read({ edits: 0 }));
    if (await this.#collapse(comments)) this.#unstableUntilMs = -Infinity;
  }

  /** Keeps the oldest and deletes the others; true if it was the only one. */
  async #collapse(comments: readonly CommentView[]): Promise<boolean> {
    const byAge = [...comments].sort((a, b) => compareIds(a.databaseId, b.databaseId));
    const [survivor, ...duplicates] = byAge;
    if (survivor !== undefined) this.#commentId = survivor.id;
    for (const { id } of duplicates) {
      try {
        await this.#retries.run(() => this.#ports.comments.remove(id));
      } catch (error) {
        if (!(error instanceof RollcallError)) throw error;
      }
    }
    return comments.length === 1;
  }

  /** The base interval alone: no quota, no ramp. */
  #leaseHeld({ updatedAt }: CommentView): boolean {
    return windowHeld(this.#now(), updatedAt, this.#settings.intervalMs);
  }

  #now(): ServerMs {
    return this.#ports.serverTime.now() ?? serverMs(this.#ports.clock.wallMs());
  }
}
