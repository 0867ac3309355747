/**
 * How do the tasks of one run tell each other their entries, at no cost to the API's budgets?
 *
 * Each task keeps one item with its newest entry; whoever publishes leaves a digest with all entries
 * of the run. A name tells whether an item is worth its download. Upload the new one, then delete the
 * old one: there is never a moment with none.
 */
import type { ServerMs } from "../base/time.js";
import { formatName, writerOf } from "../codec/board-name.js";
import { type Payload, type Quota, encodePayload } from "../codec/payload.js";
import { type Entry, compareVersions } from "../model/entry.js";
import { describeError } from "../model/errors.js";
import type { Board, BoardItem } from "../ports/board.js";
import type { Log } from "../ports/log.js";
import { BoardReading } from "./board-reading.js";
import type { Knowledge } from "./knowledge.js";
import type { PublishSettings } from "./settings.js";

/** What a publisher leaves for the others of its run. */
export interface DigestNews {
  readonly publishedAt: ServerMs;
  readonly commentId: string;
  readonly verified: boolean;
  readonly logProven: boolean;
}

/** What the board is kept with. */
export interface OwnBoardInput {
  readonly board: Board;
  readonly settings: PublishSettings;
  readonly knowledge: Knowledge;
  readonly log: Log;
  /** Asked at each upload what answers have told of the token's budgets. */
  readonly quota?: () => Quota | undefined;
}

/** Our own run's board, with what this process put there. */
export class OwnBoard {
  readonly reading: BoardReading;
  readonly #in: OwnBoardInput;
  /** Our newest entry there. */
  #own: { readonly entry: Entry; readonly item: BoardItem } | undefined;
  #digestSeq = 0;

  constructor(input: OwnBoardInput) {
    this.#in = input;
    const { board, settings, knowledge, log } = input;
    this.reading = new BoardReading({ reader: board, run: settings.run }, knowledge, log);
  }

  /** Puts our newest entry on the board in place of the one before. */
  async contribute(entry: Entry): Promise<void> {
    const name = formatName({
      kind: "entry",
      writer: writerOf(entry),
      attempt: entry.attempt,
      seq: entry.seq,
      final: entry.final,
    });
    const item = await this.#in.board.upload(name, this.#payload("entry", [entry]));
    const other = this.#own;
    // A live update's upload that took long must not come in the place of the verdict's.
    const isOld = other !== undefined && compareVersions(other.entry, entry) > 0;
    if (!isOld) this.#own = { entry, item };
    await this.#removeQuietly(isOld ? item : other?.item);
  }

  /** Leaves a digest of the run, and removes those that the newest one before had made superfluous. */
  async leaveDigest(news: DigestNews): Promise<void> {
    const { run, writer } = this.#in.settings;
    this.#digestSeq += 1;
    const name = formatName({
      kind: "digest",
      publishedAtMs: news.publishedAt,
      writer,
      seq: this.#digestSeq,
      commentId: news.commentId,
    });
    const entries = this.#in.knowledge.roster.entries.filter(
      // What was shortened is in the comment; a board holds what tasks told.
      ({ runId, detail }) => runId === run.runId && detail === undefined,
    );
    const zip = this.#payload("digest", entries, {
      atMs: news.publishedAt,
      verified: news.verified,
      logProven: news.logProven,
    });
    await Promise.all([
      this.#in.board.upload(name, zip),
      ...this.reading.oldDigests.map(async (item) => {
        await this.#removeQuietly(item);
      }),
    ]);
  }

  #payload(
    kind: Payload["kind"],
    entries: readonly Entry[],
    published?: Payload["published"],
  ): Uint8Array {
    const { lane, head, run } = this.#in.settings;
    const quota = this.#in.quota?.();
    return encodePayload({
      version: 1,
      kind,
      head,
      lane,
      entries,
      runs: [run],
      ...(quota === undefined ? {} : { quota }),
      ...(published === undefined ? {} : { published }),
      ...(kind === "digest" ? { shown: this.#in.knowledge.roster.shown } : {}),
    });
  }

  async #removeQuietly(item: BoardItem | undefined): Promise<void> {
    if (item === undefined) return;
    try {
      await this.#in.board.remove(item);
    } catch (error) {
      // What stays is an older version: readers take the newest, and it expires by itself.
      this.#in.log.write("debug", `board item ${item.name} stays: ${describeError(error)}`);
    }
  }
}
