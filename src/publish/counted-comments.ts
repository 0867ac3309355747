/** Which of the token's writes pass through our hands, or before our eyes? */
import type {
  CommentStore,
  CommentView,
  CreateView,
  QuotaView,
  ReadOptions,
  ReadView,
  UpdateView,
} from "../ports/comments.js";
import type { ServerTime } from "../ports/server-time.js";
import type { WriteCount } from "./write-count.js";

/** A comment store whose writes are counted, its own and those that its answers tell of. */
export class CountedComments implements CommentStore {
  readonly #store: CommentStore;
  readonly #count: WriteCount;
  readonly #serverTime: ServerTime;

  constructor(store: CommentStore, count: WriteCount, serverTime: ServerTime) {
    this.#store = store;
    this.#count = count;
    this.#serverTime = serverTime;
  }

  /** See `CommentStore`. */
  quota(): QuotaView {
    return this.#store.quota();
  }

  /** See `CommentStore`. */
  async read(options: ReadOptions): Promise<ReadView> {
    const view = await this.#store.read(options);
    this.#noteLogs(view.comments);
    return view;
  }

  /** See `CommentStore`. */
  async update(id: string, body: string): Promise<UpdateView> {
    this.#noteOwn();
    const view = await this.#store.update(id, body);
    this.#noteLogs([view.comment]);
    return view;
  }

  /** See `CommentStore`. */
  async create(body: string): Promise<CreateView> {
    this.#noteOwn();
    const view = await this.#store.create(body);
    this.#noteLogs(view.comments);
    return view;
  }

  /** See `CommentStore`. */
  async remove(id: string): Promise<void> {
    this.#noteOwn();
    await this.#store.remove(id);
  }

  /** One that is refused counts too: GitHub may have counted it. */
  #noteOwn(): void {
    const now = this.#serverTime.now();
    if (now !== undefined) this.#count.noteOwn(now);
  }

  #noteLogs(comments: readonly CommentView[]): void {
    const edits = comments.flatMap((comment) => comment.edits ?? []);
    this.#count.noteLogged(edits.filter(({ byUs }) => byUs).map(({ editedAt }) => editedAt));
  }
}
