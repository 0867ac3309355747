/** What would be written? Reads are real, writes stay here (`--dry-run`). */
import { serverMs } from "../../base/time.js";
import type {
  CommentStore,
  CommentView,
  CreateView,
  QuotaView,
  ReadOptions,
  ReadView,
  UpdateView,
} from "../../ports/comments.js";

/** A comment store that writes nothing. */
export class DryRunComments implements CommentStore {
  /** The body that would have been written last; undefined if the comment is up to date. */
  body: string | undefined;
  readonly #real: CommentStore;
  #last: ReadView | undefined;

  constructor(real: CommentStore) {
    this.#real = real;
  }

  quota(): QuotaView {
    return this.#real.quota();
  }

  /** What was "written" is what is read from then on. */
  async read(options: ReadOptions): Promise<ReadView> {
    this.#last = this.#last ?? (await this.#real.read(options));
    return this.#last;
  }

  async update(id: string, body: string): Promise<UpdateView> {
    return await Promise.resolve({ pull: this.#last?.pull, comment: this.#keep(id, body) });
  }

  async create(body: string): Promise<CreateView> {
    const created = this.#keep("0:dry-run", body);
    return await Promise.resolve({ created, comments: [created] });
  }

  async remove(): Promise<void> {
    await Promise.resolve();
  }

  #keep(id: string, body: string): CommentView {
    this.body = body;
    const comment: CommentView = {
      id,
      databaseId: id.split(":")[0] ?? "0",
      body,
      bodyByUs: true,
      updatedAt: serverMs(0),
      edits: [],
      editsComplete: true,
    };
    if (this.#last !== undefined) this.#last = { ...this.#last, comments: [comment] };
    return comment;
  }
}
