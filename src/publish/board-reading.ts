/**
 * What do the names on a board say, and which items are worth their download?
 *
 * A task's own item is read only if its name tells of a version that we do not know; a digest once.
 */
import { compareIds } from "../base/decimal.js";
import { type ServerMs, serverMs } from "../base/time.js";
import { type BoardName, parseName, writerOf } from "../codec/board-name.js";
import { type Payload, decodePayload } from "../codec/payload.js";
import type { Entry } from "../model/entry.js";
import { describeError } from "../model/errors.js";
import type { Roster, Run } from "../model/roster.js";
import { keyOfWriter } from "../model/summary.js";
import type { BoardItem, BoardReader } from "../ports/board.js";
import { placeAmong } from "../protocol/backoff.js";
import type { Log } from "../ports/log.js";
import { DownloadBudget, trustedDownloads } from "./download-budget.js";
import type { Knowledge } from "./knowledge.js";

/** Every item of ours begins with this. */
export const boardPrefix = "rollcall-";

/** So many of the youngest items are downloaded without a look at what may hold them. */
const youngestMax = 8;
/** So many are on their way at a time: as many connections as the HTTP client opens. */
const lanes = 16;
/** So many faulty items are named; the others are counted. */
const namedMax = 10;

/** A board, and whose it is. */
export interface BoardToRead {
  readonly reader: BoardReader;
  /** The run that it is of: its items speak for no other one. As GitHub's API told it, but for our own. */
  readonly run: Run;
  /**
   * What strangers' boards may cost together, if this is one (a fork's run): then nothing is taken but
   * entries of that very workflow, event and attempt.
   */
  readonly foreignBudget?: DownloadBudget;
}

/** An item whose name could be read. */
interface NamedItem<Name extends BoardName = BoardName> {
  readonly item: BoardItem;
  readonly name: Name;
}

type EntryItem = NamedItem<Extract<BoardName, { kind: "entry" }>>;

/** A board, read with as few downloads as the names allow. */
export class BoardReading {
  readonly #board: BoardToRead;
  readonly #knowledge: Knowledge;
  readonly #log: Log;
  readonly #read = new Set<string>();
  /** What was asked for since the last listing: a ghost is not asked for twice. */
  readonly #tried = new Set<string>();
  #items: readonly NamedItem[] = [];
  #budget: DownloadBudget;
  /** Items that were too many since the last listing. */
  readonly #tooMany = new Set<string>();
  #toldTooMany = false;
  #named = 0;
  #unnamed = 0;

  constructor(board: BoardToRead, knowledge: Knowledge, log: Log) {
    this.#board = board;
    this.#budget = board.foreignBudget ?? new DownloadBudget(trustedDownloads);
    this.#knowledge = knowledge;
    this.#log = log;
  }

  /** Lists the board anew. */
  async refresh(): Promise<void> {
    const items = await this.#board.reader.list(boardPrefix);
    this.#tried.clear();
    this.#tooMany.clear();
    if (!this.#isForeign) this.#budget = new DownloadBudget(trustedDownloads);
    this.#items = items.flatMap((item) => {
      const name = parseName(item.name);
      return name === undefined ? [] : [{ item, name }];
    });
  }

  /** When the run's tasks last published, as the newest digest's name says. */
  get lastPublished(): ServerMs | undefined {
    const digest = this.#newestDigest();
    if (digest?.name.kind !== "digest" || digest.name.publishedAtMs === 0) return undefined;
    return serverMs(digest.name.publishedAtMs);
  }

  /** The comment that the run's tasks last published to, as the newest digest's name says. */
  get commentId(): string | undefined {
    const digest = this.#newestDigest();
    return digest?.name.kind === "digest" ? digest.name.commentId : undefined;
  }

  /** The digests that a newer one has made superfluous. */
  get oldDigests(): readonly BoardItem[] {
    const newest = this.#newestDigest();
    return this.#items
      .filter((named) => named.name.kind === "digest" && named !== newest)
      .map(({ item }) => item);
  }

  /** How many other tasks have an item that is not their last word. */
  othersPresent(ownWriter: string): number {
    return this.#writersUnderWay().filter((writer) => writer !== ownWriter).length;
  }

  /** How many other tasks' last words have come since. */
  verdictsSince(since: ServerMs, ownWriter: string): number {
    return newestPerWriter(this.#items).filter(
      ({ item, name }) => name.final && name.writer !== ownWriter && (item.createdAt ?? 0) >= since,
    ).length;
  }

  /** How many tasks under way come before us: the first of them publishes for all. */
  rankOf(ownWriter: string): number {
    return placeAmong(this.#writersUnderWay(), ownWriter);
  }

  /**
   * Downloads the newest digest, and together with it the youngest news, which neither it nor the comment
   * may hold yet; learns both. Returns the digest if it was downloaded now.
   *
   * @param since what came before may well be in the comment
   */
  async gatherYoungest(since: ServerMs): Promise<Payload | undefined> {
    const digest = this.#newestDigest();
    const young = this.#news(this.#knowledge.roster)
      .filter(({ item }) => (item.createdAt ?? since) >= since)
      .slice(0, youngestMax);
    const [payload] = await Promise.all([
      digest === undefined ? undefined : this.#learnFrom(digest),
      this.#learnAll(young),
    ]);
    return payload;
  }

  /**
   * Downloads what is still news and learns it.
   *
   * @param shown what the comment shows, which need not be downloaded; asked for only if there is news
   */
  async gatherRest(shown?: () => Promise<Roster | undefined>): Promise<void> {
    let news = this.#news(this.#knowledge.roster);
    const comment = news.length === 0 ? undefined : await shown?.();
    if (comment !== undefined) {
      const inComment = new Set(this.#news(comment));
      news = this.#news(this.#knowledge.roster).filter((named) => inComment.has(named));
    }
    await this.#learnAll(news);
    this.#tellRest();
  }

  /** Tasks' items that tell of versions which the roster does not hold, youngest first. */
  #news({ entries, summaries = [] }: Roster): readonly NamedItem[] {
    const versions = new Map<string, Pick<Entry, "attempt" | "seq">>(
      entries.map((entry) => [writerOf(entry), entry]),
    );
    const summarised = new Map(
      summaries.flatMap(({ tasks }) => tasks.map((task) => [task.key, task])),
    );
    const news = newestPerWriter(this.#items).filter(({ name }) => {
      const known = versions.get(name.writer) ?? summarised.get(keyOfWriter(name.writer));
      return (
        known === undefined ||
        known.attempt < name.attempt ||
        (known.attempt === name.attempt && known.seq < name.seq)
      );
    });
    return news.sort((a, b) => compareIds(b.item.artifactId, a.item.artifactId));
  }

  async #learnAll(items: readonly NamedItem[]): Promise<void> {
    const queue = items.values();
    const lane = async (): Promise<void> => {
      for (const item of queue) await this.#learnFrom(item);
    };
    await Promise.all(Array.from({ length: Math.min(lanes, items.length) }, lane));
  }

  /** A line on a faulty item; of many only the first. */
  #tell(line: string): void {
    if (this.#named < namedMax) this.#log.write("warning", line);
    else this.#unnamed += 1;
    this.#named += 1;
  }

  /** How many faulty items were not named; once, that some were too many. */
  #tellRest(): void {
    const of = `board of run ${this.#board.run.runId}`;
    if (this.#unnamed > 0)
      this.#log.write("warning", `${of}: ${this.#unnamed} more items like that`);
    this.#unnamed = 0;
    if (this.#tooMany.size === 0 || this.#toldTooMany) return;
    this.#toldTooMany = true;
    const { items, bytes } = this.#budget.limits;
    this.#log.write(
      "warning",
      `${of}: ${this.#tooMany.size} items are left out: at most ${items} with ${bytes} bytes are downloaded`,
    );
  }

  #writersUnderWay(): readonly string[] {
    return newestPerWriter(this.#items)
      .filter(({ name }) => !name.final)
      .map(({ name }) => name.writer);
  }

  #newestDigest(): NamedItem | undefined {
    let newest: NamedItem | undefined;
    let newestAtMs = -1;
    for (const named of this.#items) {
      if (named.name.kind === "digest" && named.name.publishedAtMs > newestAtMs) {
        newest = named;
        newestAtMs = named.name.publishedAtMs;
      }
    }
    return newest;
  }

  async #learnFrom({ item }: NamedItem): Promise<Payload | undefined> {
    if (this.#read.has(item.artifactId) || this.#tried.has(item.artifactId)) return undefined;
    this.#tried.add(item.artifactId);
    if (!this.#budget.admits(item)) {
      this.#tooMany.add(item.artifactId);
      return undefined;
    }
    try {
      const zip = await this.#board.reader.download(item);
      this.#budget.correct(item, zip.length);
      const decoded = decodePayload(zip);
      this.#read.add(item.artifactId);
      if (!decoded.ok) {
        this.#tell(`board item ${item.name}: ${decoded.problem}; skipped`);
        return undefined;
      }
      const { payload, problems } = decoded.value;
      for (const problem of problems) this.#tell(`board item ${item.name}: ${problem}`);
      const { lane, head } = this.#knowledge.roster;
      if (payload.lane !== lane || payload.head !== head) return undefined;
      const { run } = this.#board;
      const entries = payload.entries.filter((entry) => this.#isOwn(entry));
      this.#tellOthers(item, payload.entries.length - entries.length, payload.entries.length);
      if (this.#isForeign) {
        // No digest's word is taken for anything.
        this.#knowledge.learnParts({ entries });
        return undefined;
      }
      this.#knowledge.learnParts({
        entries,
        runs: payload.runs.filter(({ runId }) => runId === run.runId),
        ...(payload.shown === undefined ? {} : { shown: payload.shown }),
      });
      if (payload.quota !== undefined) this.#knowledge.learnQuota(payload.quota);
      return payload;
    } catch (error) {
      // A ghost in the listing, or a passing fault: the item counts as not there this time.
      this.#log.write("debug", `board item ${item.name}: ${describeError(error)}`);
      return undefined;
    }
  }

  get #isForeign(): boolean {
    return this.#board.foreignBudget !== undefined;
  }

  /** Who runs in a job may write anything: that it is another run; in a fork's, also another workflow. */
  #isOwn(entry: Entry): boolean {
    const { run } = this.#board;
    if (entry.runId !== run.runId) return false;
    return !this.#isForeign || isOf(run, entry);
  }

  #tellOthers({ name }: BoardItem, others: number, all: number): void {
    if (others === 0) return;
    const what = this.#isForeign ? "another run, workflow or attempt" : "another run";
    const { runId } = this.#board.run;
    const line = `board item ${name} of run ${runId}: ${others} of ${all} entries are of ${what}; left out`;
    if (name.startsWith(`${boardPrefix}digest`)) this.#log.write("debug", line);
    else this.#tell(line);
  }
}

function isOf(run: Run, entry: Entry): boolean {
  return (
    entry.workflow === run.workflow && entry.event === run.event && entry.attempt <= run.attempt
  );
}

function newestPerWriter(items: readonly NamedItem[]): EntryItem[] {
  const newest = new Map<string, EntryItem>();
  for (const named of items) {
    if (!isEntry(named)) continue;
    const { name } = named;
    const other = newest.get(name.writer);
    if (
      other === undefined ||
      name.attempt > other.name.attempt ||
      (name.attempt === other.name.attempt && name.seq > other.name.seq)
    ) {
      newest.set(name.writer, named);
    }
  }
  return [...newest.values()];
}

function isEntry(named: NamedItem): named is EntryItem {
  return named.name.kind === "entry";
}
