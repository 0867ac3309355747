/**
 * Which of the two ways to the comments works here?
 *
 * GraphQL first. Where there is no GraphQL, it lacks what we ask for, or its budget is spent, REST for
 * the rest of this process: without the edit log, but with the same rows in the end.
 */
import { RollcallError } from "../../model/errors.js";
import type {
  CommentStore,
  CreateView,
  QuotaView,
  ReadOptions,
  ReadView,
  UpdateView,
} from "../../ports/comments.js";
import type { Log } from "../../ports/log.js";

/** A store that knows, or is told, as whom we speak. */
export interface IdentifiedComments extends CommentStore {
  /** Our login, an app's with `[bot]`; undefined until an answer has told it. */
  login: string | undefined;
}

/** Tries one store and moves to the other for good when the first is not to be had. */
export class FallbackComments implements CommentStore {
  #store: CommentStore;
  readonly #first: IdentifiedComments;
  readonly #fallback: IdentifiedComments;
  readonly #log: Log;

  constructor(first: IdentifiedComments, fallback: IdentifiedComments, log: Log) {
    this.#store = first;
    this.#first = first;
    this.#fallback = fallback;
    this.#log = log;
  }

  /** The budgets as answers told them. */
  quota(): QuotaView {
    return this.#store.quota();
  }

  /** See `CommentStore`. */
  async read(options: ReadOptions): Promise<ReadView> {
    if (this.#store === this.#fallback) return await this.#store.read(options);
    try {
      return await this.#store.read(options);
    } catch (error) {
      const spent = this.#isSpent(error);
      if (!lacksGraphql(error) && !spent) throw error;
      this.#introduce();
      const identified = this.#fallback.login !== undefined;
      // One read tells a missing API from a missing pull request: only the first is mended by REST.
      const view = await this.#fallback.read(options);
      // An app that cannot ask who it is would take its own comment for a stranger's.
      if (spent && !identified && view.comments.length === 0) throw error;
      this.#log.write("debug", `GraphQL is not to be had, going on over REST: ${error.message}`);
      this.#store = this.#fallback;
      return view;
    }
  }

  /** See `CommentStore`. */
  async update(id: string, body: string): Promise<UpdateView> {
    return await this.#either(async (store) => await store.update(id, body));
  }

  /** See `CommentStore`. */
  async create(body: string): Promise<CreateView> {
    return await this.#either(async (store) => await store.create(body));
  }

  /** See `CommentStore`. */
  async remove(id: string): Promise<void> {
    await this.#either(async (store) => {
      await store.remove(id);
    });
  }

  /** The other store need not find out again as whom we speak. */
  #introduce(): void {
    this.#fallback.login ??= this.#first.login;
  }

  /** REST has a budget of its own; secondary limits are shared. */
  #isSpent(error: unknown): error is RollcallError {
    return (
      error instanceof RollcallError &&
      error.code === "rate-limited" &&
      this.#store.quota().graphql?.remaining === 0
    );
  }

  /** A request that GraphQL refused has changed nothing: REST may do it. */
  async #either<Answer>(send: (store: CommentStore) => Promise<Answer>): Promise<Answer> {
    try {
      return await send(this.#store);
    } catch (error) {
      const refused = error instanceof RollcallError && error.code === "rejected";
      if (!(refused || this.#isSpent(error)) || this.#store === this.#fallback) throw error;
      this.#introduce();
      const answer = await send(this.#fallback);
      this.#log.write("debug", `GraphQL refuses, going on over REST: ${error.message}`);
      this.#store = this.#fallback;
      return answer;
    }
  }
}

function lacksGraphql(error: unknown): error is RollcallError {
  return (
    error instanceof RollcallError &&
    (error.code === "not-found" ||
      error.code === "rejected" ||
      error.code === "forbidden" ||
      error.code === "malformed-answer")
  );
}
