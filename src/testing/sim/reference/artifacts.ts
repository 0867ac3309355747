/**
 * How do the reference's tasks tell each other their rows? (Fact sheet 4.2 steps 2 and 3, 4.3, SEED.)
 *
 * One artifact a task, deleted and uploaded anew; read by everybody over REST, listing and zips.
 */
import { compareIds } from "../../../base/decimal.js";
import { type Payload, decodePayload, encodePayload } from "../../../codec/payload.js";
import type { Entry, QuotaObservation } from "../../../model/entry.js";
import { RollcallError } from "../../../model/errors.js";
import type { Run } from "../../../model/roster.js";
import type { Board, BoardItem, BoardReader } from "../../../ports/board.js";
import type { Runs } from "../../../ports/runs.js";
import { withoutOlderAttempts } from "./merge.js";
import type { Retries } from "./retries.js";

/** What a run's artifacts said. */
export interface Collected {
  readonly entries: readonly Entry[];
  /** The newest publication that one of them knows of; 0 without any. */
  readonly publishedAtMs: number;
  /** What those that were downloaded now have seen of the budget. */
  readonly observations: readonly QuotaObservation[];
}

/** What a task says to its run. */
export interface Told {
  readonly entry: Entry;
  readonly observations: readonly QuotaObservation[];
  readonly publishedAtMs: number;
}

const prefix = "ci-status-";

/** What we last uploaded. */
interface Own {
  readonly item: BoardItem;
  readonly payload: Payload;
  readonly zip: Uint8Array;
}

/** The artifacts of the head's runs, as one task's process deals with them. */
export class ReferenceArtifacts {
  readonly #board: Board;
  readonly #runs: Pick<Runs, "boardOf">;
  readonly #retries: Retries;
  readonly #head: string;
  readonly #run: Run;
  /** By run, then by artifact id; an artifact never changes. */
  readonly #caches = new Map<string, Map<string, Payload>>();
  #own: Own | undefined;

  constructor(
    ports: { readonly board: Board; readonly runs: Pick<Runs, "boardOf">; retries: Retries },
    { head, run }: { readonly head: string; readonly run: Run },
  ) {
    this.#board = ports.board;
    this.#runs = ports.runs;
    this.#retries = ports.retries;
    this.#head = head;
    this.#run = run;
  }

  /** Deletes our artifact and uploads it anew, if it says anything else now. */
  async upload({ entry, observations, publishedAtMs }: Told): Promise<void> {
    const name = `${prefix}${entry.job}-${entry.task}-${entry.attempt}`;
    const payload: Payload = {
      version: 1,
      kind: "entry",
      head: this.#head,
      lane: "pull-request",
      entries: [entry],
      runs: [this.#run],
      quota: { rest: observations },
      ...(publishedAtMs === 0 ? {} : { published: { atMs: publishedAtMs } }),
    };
    const zip = encodePayload(payload);
    if (this.#own !== undefined && Buffer.compare(zip, this.#own.zip) === 0) return;
    // The first time too, when there is nothing to delete.
    await this.#deleteQuietly(this.#own?.item ?? { name, artifactId: "0" });
    const item = await this.#board.upload(name, zip);
    this.#own = { item, payload, zip };
  }

  /** Our own run's artifacts. */
  async collectOwn(): Promise<Collected> {
    return await this.#collect(this.#run.runId, this.#own);
  }

  /** Another run's. */
  async collectOther(runId: string): Promise<readonly Entry[]> {
    return (await this.#collect(runId, undefined)).entries;
  }

  async #collect(runId: string, own: Own | undefined): Promise<Collected> {
    const reader = this.#runs.boardOf(runId);
    const items = newestOfEachName(await this.#retries.run(() => reader.list(prefix)));
    const cached = this.#caches.get(runId) ?? new Map<string, Payload>();
    const cache = new Map<string, Payload>();
    const fresh: Payload[] = [];
    // One after the other or at once is not known; at once is kinder.
    const payloads = await Promise.all(
      items.map(async (item) => {
        // Our own is known, but counts only while the listing shows it.
        if (item.name === own?.item.name) return own.payload;
        const known = cached.get(item.artifactId);
        const payload = known ?? (await downloaded(reader, item));
        if (payload === undefined) return undefined;
        if (known === undefined) fresh.push(payload);
        cache.set(item.artifactId, payload);
        return payload;
      }),
    );
    this.#caches.set(runId, cache);
    const there = payloads.filter((payload) => payload?.head === this.#head);
    return {
      entries: withoutOlderAttempts(there.flatMap((payload) => payload?.entries ?? [])),
      publishedAtMs: Math.max(0, ...there.map((payload) => payload?.published?.atMs ?? 0)),
      observations: fresh.flatMap((payload) => payload.quota?.rest ?? []),
    };
  }

  /** That it fails does not matter: the upload comes all the same. */
  async #deleteQuietly(item: BoardItem): Promise<void> {
    try {
      await this.#retries.run(() => this.#board.remove(item));
    } catch (error) {
      if (!(error instanceof RollcallError)) throw error;
    }
  }
}

function newestOfEachName(items: readonly BoardItem[]): readonly BoardItem[] {
  const newest = new Map<string, BoardItem>();
  for (const item of [...items].sort((a, b) => compareIds(b.artifactId, a.artifactId))) {
    if (!newest.has(item.name)) newest.set(item.name, item);
  }
  return [...newest.values()];
}

/** Without retries; whatever goes wrong with one artifact costs its row, this time. */
async function downloaded(reader: BoardReader, item: BoardItem): Promise<Payload | undefined> {
  try {
    const decoded = decodePayload(await reader.download(item));
    return decoded.ok ? decoded.value.payload : undefined;
  } catch (error) {
    if (error instanceof RollcallError) return undefined;
    throw error;
  }
}
