/**
 * Which of our comments must go, who removes them, and when?
 *
 * A creator removes his own as soon as the survivor holds everything. Somebody else's goes only when it
 * is so old that its creator must be dead: not everybody may clean up at once (docs/protocol.md).
 */
import { sameRoster } from "../merge/join.js";
import type { Decision } from "../protocol/decide.js";
import { rosterOf } from "../protocol/knowledge.js";
import type { SeenComment } from "../protocol/revision.js";
import type { CommentName, CommentSession } from "./comment-session.js";
import type { Deadline } from "./deadline.js";
import type { Knowledge } from "./knowledge.js";
import type { PublishPorts } from "./ports.js";
import type { PublishSettings } from "./settings.js";

/** What there is to clean up with. */
export interface DuplicatesInput {
  readonly ports: Pick<PublishPorts, "serverTime">;
  readonly settings: PublishSettings;
  readonly knowledge: Knowledge;
  readonly session: CommentSession;
  readonly deadline: Deadline;
  readonly lastWord: boolean;
  /** True for a sync: it has the time to see whether a duplicate's creator comes back for it. */
  readonly waitsForDuplicates: boolean;
}

/** A survivor and what gave way to it. */
export type Gathered = Pick<Extract<Decision, { kind: "compare" }>, "comment" | "others">;

/** What burying a duplicate takes. */
const buryCostMs = 2_000;

/** The comments beside the one that stays. */
export class Duplicates {
  readonly #in: DuplicatesInput;

  constructor(input: DuplicatesInput) {
    this.#in = input;
  }

  /** Retires our own that must give way; true as soon as one showed something new. */
  async retireOwn(survivor: SeenComment): Promise<boolean> {
    for (const owed of this.#in.session.owedTo(survivor)) {
      if (await this.#bury(owed, survivor)) return true;
    }
    return false;
  }

  /** Removes what dead creators left. True if that showed something new. */
  async retireDeserted({ comment, others }: Gathered): Promise<boolean> {
    if (!this.#in.lastWord) return false;
    let news = false;
    for (const duplicate of others.duplicates) {
      if (this.#isDeserted(duplicate) && (await this.#bury(duplicate, comment))) news = true;
    }
    for (const tombstone of others.tombstones) {
      if (this.#isDeserted(tombstone)) await this.#in.session.remove(tombstone);
    }
    return news;
  }

  /** A sync waits until it may take a young duplicate for deserted; undefined if there is none. */
  untilDesertedMs({ comment, others }: Gathered): number | undefined {
    const { session, settings, deadline, waitsForDuplicates } = this.#in;
    if (!waitsForDuplicates) return undefined;
    const own = new Set(session.owedTo(comment).map(({ databaseId }) => databaseId));
    const ages = others.duplicates
      .filter(({ databaseId }) => !own.has(databaseId))
      .map((duplicate) => this.#ageMs(duplicate))
      .filter((ageMs) => ageMs !== undefined);
    if (ages.length === 0) return undefined;
    // A look a moment later: what is compared are whole seconds.
    const leftMs = settings.timing.duplicateAgeMsMax - Math.min(...ages) + 1_000;
    return leftMs > 0 && leftMs < deadline.remainingMs - buryCostMs ? leftMs : undefined;
  }

  #isDeserted(comment: SeenComment): boolean {
    return (this.#ageMs(comment) ?? 0) > this.#in.settings.timing.duplicateAgeMsMax;
  }

  /** How long ago it was written, on GitHub's clock; undefined before the first answer. */
  #ageMs({ updatedAt }: SeenComment): number | undefined {
    const now = this.#in.ports.serverTime.now();
    return now === undefined ? undefined : now - updatedAt;
  }

  /** Retires a comment; true if its history showed something that the survivor may lack. */
  async #bury(comment: CommentName, survivor: SeenComment): Promise<boolean> {
    const { session, settings, knowledge } = this.#in;
    const buried = await session.bury(comment, survivor.id);
    const before = knowledge.roster;
    for (const { revision } of buried?.log ?? []) {
      const roster = rosterOf(revision, settings.lane, settings.head);
      if (roster !== undefined) knowledge.learn(roster);
    }
    return !sameRoster(knowledge.roster, before);
  }
}
