/**
 * How does the reference publish once? (Fact sheet 4.2, SEED.)
 *
 * Upload, list, download; only then the lease; GET, merge, PATCH. It never reads back.
 */
import { compareIds } from "../../../base/decimal.js";
import { type ServerMs, serverMs } from "../../../base/time.js";
import { decodeBody } from "../../../codec/state-block.js";
import type { Entry, QuotaObservation } from "../../../model/entry.js";
import { RollcallError } from "../../../model/errors.js";
import type { Roster, Run } from "../../../model/roster.js";
import type { Board } from "../../../ports/board.js";
import type { Clock } from "../../../ports/clock.js";
import type { CommentStore, CommentView } from "../../../ports/comments.js";
import type { Random } from "../../../ports/random.js";
import type { Runs } from "../../../ports/runs.js";
import type { ServerTime } from "../../../ports/server-time.js";
import { historyOf, mergedHistory } from "../../../protocol/quota-history.js";
import { windowHeld } from "../../../protocol/window.js";
import { type Draft, compose } from "../../../publish/compose.js";
import { type Collected, ReferenceArtifacts } from "./artifacts.js";
import { mergeState } from "./merge.js";
import { Retries } from "./retries.js";
import { referenceFactor } from "./throttle.js";

/** What it reaches the world through. */
export interface ReferencePorts {
  readonly comments: CommentStore;
  /** Without it there is no comment at all. */
  readonly board?: Board;
  readonly runs?: Runs;
  readonly clock: Clock;
  readonly random: Random;
  readonly serverTime: ServerTime;
}

/** Whose rows, on which comment. */
export interface ReferenceSettings {
  readonly head: string;
  readonly pullNumber: number;
  readonly run: Run;
  readonly intervalMs: number;
}

/** The last of a run, or the last but one, looks once more after so long. */
const settleMs = 5_000;

/** The publications of one task's process. */
export class ReferenceCycle {
  readonly #ports: ReferencePorts;
  readonly #settings: ReferenceSettings;
  readonly #artifacts: ReferenceArtifacts | undefined;
  readonly #retries: Retries;
  #siblings: readonly QuotaObservation[] = [];
  #commentId: string | undefined;
  /** The newest publication that we made or saw in the comment; its own clock would be worse. */
  #publishedAtMs = 0;
  #lastDiff: string | undefined;
  #elapsedMs = 0;

  constructor(ports: ReferencePorts, settings: ReferenceSettings) {
    this.#ports = ports;
    this.#settings = settings;
    this.#retries = new Retries(ports.clock);
    const { board, runs } = ports;
    this.#artifacts =
      board === undefined || runs === undefined
        ? undefined
        : new ReferenceArtifacts({ board, runs, retries: this.#retries }, settings);
  }

  /** The interval times the factor, as it is now. */
  get windowMs(): number {
    const { intervalMs } = this.#settings;
    const elapsed = { nowMs: this.#now(), elapsedMs: this.#elapsedMs, baseMs: intervalMs };
    return intervalMs * referenceFactor(this.#observations(), elapsed);
  }

  /** Publishes; a failure ends it without a word, and without another try for a verdict. */
  async publish(entry: Entry): Promise<void> {
    try {
      await this.#publish(entry);
    } catch (error) {
      if (!(error instanceof RollcallError)) throw error;
    }
  }

  async #publish(entry: Entry): Promise<void> {
    if (this.#artifacts === undefined) return;
    await this.#artifacts.upload({
      entry,
      observations: this.#ownObservations(),
      publishedAtMs: this.#publishedAtMs,
    });
    let own = await this.#collectOwn(this.#artifacts);
    if (entry.final && isNearlyLast(own.entries)) {
      await this.#ports.clock.sleep(settleMs);
      own = await this.#collectOwn(this.#artifacts);
    }
    const starts = own.entries.flatMap(({ startedAtMs }) => startedAtMs ?? []);
    this.#elapsedMs = starts.length === 0 ? 0 : Math.max(0, this.#now() - Math.min(...starts));
    if (!entry.final && this.#leaseHeld(own.publishedAtMs)) return;
    const comment = await this.#find();
    const state = comment === undefined ? undefined : stateOf(comment);
    if (state !== undefined && comment !== undefined) {
      this.#publishedAtMs = Math.max(this.#publishedAtMs, comment.updatedAt);
    }
    if (!entry.final && this.#leaseHeld(Math.max(own.publishedAtMs, this.#publishedAtMs))) return;
    await this.#upsert(comment, await this.#merged(this.#artifacts, own, state));
  }

  async #collectOwn(artifacts: ReferenceArtifacts): Promise<Collected> {
    const own = await artifacts.collectOwn();
    this.#siblings = historyOf([...this.#siblings, ...own.observations]).observations;
    return own;
  }

  /** By its id, or by the marker; a failure other than its absence ends the cycle. */
  async #find(): Promise<CommentView | undefined> {
    const knownId = this.#commentId;
    const { comments } = await this.#retries.run(() =>
      this.#ports.comments.read({ edits: 0, ...(knownId === undefined ? {} : { knownId }) }),
    );
    const [first] = comments;
    this.#commentId = first?.id;
    return first;
  }

  /** Our state with the other runs' boards read anew; whose board fails keeps its snapshot. */
  async #merged(
    artifacts: ReferenceArtifacts,
    own: Collected,
    state: Roster | undefined,
  ): Promise<Roster> {
    const { head, run } = this.#settings;
    const refreshed = new Map<string, readonly Entry[]>();
    const slots = state?.head === head ? state.runs : [];
    for (const { runId } of slots) {
      if (runId === run.runId) continue;
      try {
        refreshed.set(runId, await artifacts.collectOther(runId));
      } catch (error) {
        if (!(error instanceof RollcallError)) throw error;
      }
    }
    return mergeState(state, { head, run, entries: own.entries, refreshed });
  }

  async #upsert(comment: CommentView | undefined, roster: Roster): Promise<void> {
    const { pullNumber } = this.#settings;
    const draft = compose(roster, { pullNumber, programVersion: "reference" });
    // Its state block holds the observations too, so that this hardly ever finds nothing new.
    const diff = JSON.stringify([draft.look, this.#ownObservations()]);
    if (diff === this.#lastDiff) return;
    const writeId = this.#ports.random.hex(16);
    if (comment === undefined) await this.#create(draft, writeId);
    else {
      const body = draft.body(writeId, undefined, false);
      await this.#retries.run(() => this.#ports.comments.update(comment.id, body));
    }
    this.#lastDiff = diff;
    this.#publishedAtMs = this.#now();
  }

  /** Of several creators' comments the oldest stays; what the others said is lost with them. */
  async #create(draft: Draft, writeId: string): Promise<void> {
    const { created, comments } = await this.#ports.comments.create(
      draft.body(writeId, undefined, false),
    );
    const byAge = [...comments].sort((a, b) => compareIds(a.databaseId, b.databaseId));
    const [survivor, ...duplicates] = byAge;
    this.#commentId = (survivor ?? created).id;
    for (const { id } of duplicates) {
      try {
        await this.#retries.run(() => this.#ports.comments.remove(id));
      } catch (error) {
        if (!(error instanceof RollcallError)) throw error;
      }
    }
  }

  #leaseHeld(publishedAtMs: number): boolean {
    return windowHeld(this.#now(), serverMs(publishedAtMs), this.windowMs);
  }

  #observations(): readonly QuotaObservation[] {
    return mergedHistory(historyOf(this.#ownObservations()), this.#siblings).observations;
  }

  #ownObservations(): readonly QuotaObservation[] {
    return this.#ports.comments.quota().restRecent ?? [];
  }

  /** GitHub's time for everybody: kinder than each runner's own. */
  #now(): ServerMs {
    return this.#ports.serverTime.now() ?? serverMs(this.#ports.clock.wallMs());
  }
}

function isNearlyLast(entries: readonly Entry[]): boolean {
  const running = entries.filter(({ status }) => status === "running" || status === "failing");
  return entries.length > 1 && running.length <= 1;
}

function stateOf({ body }: CommentView): Roster | undefined {
  const decoded = decodeBody(body);
  return decoded.kind === "state" ? decoded.roster : undefined;
}
