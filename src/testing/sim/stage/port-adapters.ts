/** How does one process reach the modelled GitHub through its ports? */
import type { Prng } from "../../../base/prng.js";
import { type ServerMs, serverMs } from "../../../base/time.js";
import { RollcallError } from "../../../model/errors.js";
import type { Run } from "../../../model/roster.js";
import type { Board, BoardItem, BoardReader } from "../../../ports/board.js";
import type {
  CommentStore,
  CommentView,
  CreateView,
  PullView,
  QuotaView,
  ReadOptions,
  ReadView,
  UpdateView,
} from "../../../ports/comments.js";
import type { Runs } from "../../../ports/runs.js";
import type { ServerTime } from "../../../ports/server-time.js";
import type { VirtualClock } from "../../virtual-clock.js";
import type { Wire } from "./call.js";
import type { GitHubModel, StoredComment, StoredItem } from "./github-model.js";
import type { Trace } from "./trace.js";

/** What all ports of one process share. */
export interface Process {
  readonly who: string;
  readonly github: GitHubModel;
  /** The first line of its comments. */
  readonly marker: string;
  readonly wire: Wire;
  readonly clock: VirtualClock;
  readonly trace: Trace;
  readonly prng: Prng;
  /** How far behind a read may be. */
  readonly replicaLagMs: () => number;
  readonly listingLagMs: () => number;
  /** How much longer than that a listing shows what is gone. */
  readonly ghostMs: () => number;
}

/** The comments, as one process sees them. */
export class ModelledComments implements CommentStore {
  readonly #process: Process;
  #edits = 10;

  constructor(process: Process) {
    this.#process = process;
  }

  /** Nothing is counted here; the HTTP level does that. */
  quota(): QuotaView {
    return {};
  }

  /** See `CommentStore`. */
  async read({ knownId, edits }: ReadOptions): Promise<ReadView> {
    this.#edits = edits;
    const { github, clock, trace, who } = this.#process;
    return await this.#process.wire.send({
      name: "read",
      writes: false,
      apply: () => {
        const atMs = clock.nowMs() - this.#process.replicaLagMs();
        const ours = github.oursAt(atMs, this.#process.marker);
        const known = ours.filter(({ number }) => String(number) === knownId);
        const comments = this.#views(known.length > 0 ? known : ours, atMs);
        const lagMs = clock.nowMs() - atMs;
        trace.add(who, () => `reads ${describeViews(comments)}${lagText(lagMs)}`);
        return { pull: this.#pull(atMs), comments };
      },
    });
  }

  /** See `CommentStore`. */
  async update(id: string, body: string): Promise<UpdateView> {
    const { github, clock, trace, who } = this.#process;
    return await this.#process.wire.send({
      name: "update",
      writes: true,
      apply: () => {
        const comment = github.update(Number(id), body, true);
        const [view] = this.#views([comment], clock.nowMs());
        if (view === undefined) throw new RollcallError("not-found", `comment ${id}: 404`);
        trace.add(who, () => `writes ${describeViews([view])}`);
        return { pull: this.#pull(clock.nowMs()), comment: view };
      },
    });
  }

  /** See `CommentStore`. */
  async create(body: string): Promise<CreateView> {
    const { github, clock, trace, who } = this.#process;
    return await this.#process.wire.send({
      name: "create",
      writes: true,
      apply: () => {
        const comment = github.create(body, true);
        const nowMs = clock.nowMs();
        const comments = this.#views(github.oursAt(nowMs, this.#process.marker), nowMs);
        const [created] = this.#views([comment], nowMs);
        if (created === undefined) throw new RollcallError("not-found", "created: 404");
        trace.add(
          who,
          () => `creates ${describeViews([created])}, beside ${comments.length - 1} others`,
        );
        return { created, comments };
      },
    });
  }

  /** See `CommentStore`. */
  async remove(id: string): Promise<void> {
    const { github, trace, who } = this.#process;
    await this.#process.wire.send({
      name: "remove",
      writes: true,
      apply: () => {
        trace.add(who, `removes comment ${id}`);
        github.remove(Number(id));
      },
    });
  }

  #views(comments: readonly StoredComment[], atMs: number): CommentView[] {
    return comments
      .map((comment) => this.#process.github.viewAt(comment, atMs, this.#edits))
      .filter((view) => view !== undefined);
  }

  #pull(atMs: number): PullView {
    return { head: this.#process.github.headAt(atMs), open: true, locked: false };
  }
}

/** A run's board. */
export class ModelledBoard implements Board {
  readonly #process: Process;
  readonly #runId: string;

  constructor(process: Process, runId: string) {
    this.#process = process;
    this.#runId = runId;
  }

  /** See `BoardReader`. A listing may lag: then it lacks the newest and shows ghosts. */
  async list(prefix: string): Promise<readonly BoardItem[]> {
    const { wire, clock, github, listingLagMs, ghostMs } = this.#process;
    return await wire.send({
      name: "list board",
      writes: false,
      apply: () =>
        github
          .boardAt(this.#runId, clock.nowMs() - listingLagMs(), ghostMs())
          .filter(({ name }) => name.startsWith(prefix)),
    });
  }

  /** See `BoardReader`. */
  async download({ artifactId }: BoardItem): Promise<Uint8Array> {
    const { wire, clock, github } = this.#process;
    return await wire.send({
      name: "download",
      writes: false,
      apply: () => {
        const items = github.boardAt(this.#runId, clock.nowMs());
        const item = items.find((one) => one.artifactId === artifactId);
        if (item === undefined) throw new RollcallError("not-found", `item ${artifactId}: 404`);
        return item.zip;
      },
    });
  }

  /** See `Board`. */
  async upload(name: string, zip: Uint8Array): Promise<BoardItem> {
    const { wire, github, trace, who } = this.#process;
    return await wire.send({
      name: "upload",
      writes: true,
      apply: () => {
        trace.add(who, `puts ${name} on the board of ${this.#runId}`);
        return github.upload(this.#runId, name, zip);
      },
    });
  }

  /** See `Board`. */
  async remove({ artifactId }: BoardItem): Promise<void> {
    const { wire, clock, github } = this.#process;
    await wire.send({
      name: "remove item",
      writes: true,
      apply: () => {
        const items: readonly StoredItem[] = github.boards.get(this.#runId) ?? [];
        const item = items.find((one) => one.artifactId === artifactId);
        if (item !== undefined) item.deletedAtMs = Math.min(item.deletedAtMs, clock.nowMs());
      },
    });
  }
}

/** The head's runs. */
export class ModelledRuns implements Runs {
  readonly #process: Process;
  readonly #headOf: (runId: string) => string | undefined;

  constructor(process: Process, headOf: (runId: string) => string | undefined) {
    this.#process = process;
    this.#headOf = headOf;
  }

  /** See `Runs`. */
  async ofHead(head: string): Promise<readonly Run[]> {
    return await this.#process.wire.send({
      name: "runs",
      writes: false,
      apply: () => {
        const runs = [...this.#process.github.runs.values()];
        return runs.filter(({ runId }) => this.#headOf(runId) === head).reverse();
      },
    });
  }

  /** See `Runs`. */
  async byId(runId: string): Promise<Run | undefined> {
    return await this.#process.wire.send({
      name: "run",
      writes: false,
      apply: () => this.#process.github.runs.get(runId),
    });
  }

  /** See `Runs`. */
  boardOf(runId: string): BoardReader {
    return new ModelledBoard(this.#process, runId);
  }
}

/** GitHub's clock as headers tell it: a little late, never early. */
export class ModelledServerTime implements ServerTime {
  readonly #clock: VirtualClock;
  readonly #lateMs: number;

  constructor(clock: VirtualClock, lateMs: number) {
    this.#clock = clock;
    this.#lateMs = lateMs;
  }

  /** See `ServerTime`. */
  now(): ServerMs {
    // Whole milliseconds, as headers give them: no name on a board holds a fraction.
    return serverMs(Math.floor(this.#clock.nowMs() - this.#lateMs));
  }
}

function describeViews(views: readonly CommentView[]): string {
  if (views.length === 0) return "no comment";
  return views.map(({ id, body }) => `comment ${id} (${writeOf(body)})`).join(", ");
}

/** The id of the write and of its parent, as the state block tells them. */
function writeOf(body: string): string {
  const found = /write=([0-9a-f]+) parent=([0-9a-f-]+)/.exec(body);
  return found === null ? "no state" : `${found[1]?.slice(0, 4)} on ${found[2]?.slice(0, 4)}`;
}

function lagText(lagMs: number): string {
  return lagMs === 0 ? "" : `, as of ${lagMs} ms ago`;
}
