/**
 * How do programs reach their comment that ask GitHub nothing else?
 *
 * Over REST, and without our questions after the pull request and after who we are: the others of the
 * comparison are not to pay for them. Any author's comment counts, as with them.
 */
import type { GitHubApi } from "../../../adapters/github/api.js";
import { requireCommentId } from "../../../adapters/github/comment-id.js";
import { hasMarker } from "../../../adapters/github/graphql-comments.js";
import type { AnswerObserver } from "../../../adapters/github/observer.js";
import { restCommentView } from "../../../adapters/github/rest-comment-view.js";
import { nextPage } from "../../../adapters/github/paging.js";
import { type Json, asObjects, asText, dig } from "../../../adapters/github/shape.js";
import { RollcallError } from "../../../model/errors.js";
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
import { worldHead, worldMarker } from "../../publish-world.js";

const place: Json = { owner: "octo", repo: "demo" };
const issue: Json = { ...place, issue_number: 7 };
/** Nobody asked. */
const unasked: PullView = { head: worldHead, open: true, locked: false };

/** The world's one pull request's comments. */
export class PlainComments implements CommentStore {
  readonly #api: GitHubApi;
  readonly #observer: AnswerObserver;
  readonly #listsAfterCreate: boolean;

  constructor(
    api: GitHubApi,
    observer: AnswerObserver,
    { listsAfterCreate }: { readonly listsAfterCreate: boolean },
  ) {
    this.#api = api;
    this.#observer = observer;
    this.#listsAfterCreate = listsAfterCreate;
  }

  /** See `CommentStore`. */
  quota(): QuotaView {
    return this.#observer.quota();
  }

  /** See `CommentStore`. */
  async read({ knownId }: ReadOptions): Promise<ReadView> {
    const known = knownId === undefined ? undefined : await this.#readOne(knownId);
    return { pull: unasked, comments: known === undefined ? await this.#list() : [known] };
  }

  /** See `CommentStore`. */
  async update(id: string, body: string): Promise<UpdateView> {
    const route = "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}";
    const { data } = await this.#api.rest(route, { ...commentOf(id), body });
    return { pull: undefined, comment: restCommentView(data) };
  }

  /** See `CommentStore`. A listing that fails afterwards is no failure of the creation. */
  async create(body: string): Promise<CreateView> {
    const route = "POST /repos/{owner}/{repo}/issues/{issue_number}/comments";
    const { data } = await this.#api.rest(route, { ...issue, body });
    const created = restCommentView(data);
    const listed = this.#listsAfterCreate ? await this.#listQuietly() : [];
    const others = listed.filter(({ id }) => id !== created.id);
    return { created, comments: [created, ...others] };
  }

  /** See `CommentStore`. */
  async remove(id: string): Promise<void> {
    const route = "DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}";
    await this.#api.rest(route, commentOf(id));
  }

  async #readOne(id: string): Promise<CommentView | undefined> {
    const route = "GET /repos/{owner}/{repo}/issues/comments/{comment_id}";
    try {
      return restCommentView((await this.#api.rest(route, commentOf(id))).data);
    } catch (error) {
      if (error instanceof RollcallError && error.code === "not-found") return undefined;
      throw error;
    }
  }

  async #listQuietly(): Promise<CommentView[]> {
    try {
      return await this.#list();
    } catch (error) {
      if (error instanceof RollcallError) return [];
      throw error;
    }
  }

  async #list(): Promise<CommentView[]> {
    const route = "GET /repos/{owner}/{repo}/issues/{issue_number}/comments";
    const found: CommentView[] = [];
    for (let page: number | undefined = 1; page !== undefined;) {
      const answer = await this.#api.rest(route, { ...issue, per_page: 100, page });
      found.push(...asObjects(answer.data).filter(isMarked).map(restCommentView));
      page = nextPage(answer.headers, page);
    }
    return found;
  }
}

function commentOf(id: string): Json {
  return { ...place, comment_id: requireCommentId(id).databaseId };
}

function isMarked(comment: unknown): boolean {
  return hasMarker(asText(dig(comment, "body")) ?? "", worldMarker);
}
