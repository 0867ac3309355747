/**
 * How are our comments read and written where GraphQL is not to be had?
 *
 * Over REST: no edit log, so the protocol verifies by looking again. Enterprise Server without the
 * needed fields, and tokens that may only use REST.
 */
import { restCommentView } from "./rest-comment-view.js";
import type { IdentifiedComments } from "./comments.js";
import { RollcallError } from "../../model/errors.js";
import type {
  CommentView,
  CreateView,
  PullView,
  QuotaView,
  ReadOptions,
  ReadView,
  UpdateView,
} from "../../ports/comments.js";
import type { GitHubApi } from "./api.js";
import { parseCommentId, requireCommentId } from "./comment-id.js";
import { type CommentsOptions, hasMarker } from "./graphql-comments.js";
import { actionsLogin, isAuthor } from "./identity.js";
import { nextPage } from "./paging.js";
import type { AnswerObserver } from "./observer.js";
import { type Json, asObject, asObjects, asText, dig, malformed } from "./shape.js";

/** The comments of one pull request over REST. */
export class RestComments implements IdentifiedComments {
  readonly #api: GitHubApi;
  readonly #observer: AnswerObserver;
  readonly #options: CommentsOptions;
  /** See `IdentifiedComments`. */
  login: string | undefined;

  constructor(api: GitHubApi, observer: AnswerObserver, options: CommentsOptions) {
    this.#api = api;
    this.#observer = observer;
    this.#options = options;
    this.login = options.author;
  }

  /** The budget that is spent here, as answers told it. */
  quota(): QuotaView {
    const { rest, restRecent } = this.#observer.quota();
    return rest === undefined || restRecent === undefined ? {} : { rest, restRecent };
  }

  /** See `CommentStore`. */
  async read({ knownId }: ReadOptions): Promise<ReadView> {
    const known = knownId === undefined ? undefined : parseCommentId(knownId);
    const [pull, login] = await Promise.all([this.#pull(), this.#learnLogin()]);
    if (known !== undefined) {
      const comment = await this.#readOne(known.databaseId, login);
      if (comment !== undefined) return { pull, comments: [comment] };
    }
    return { pull, comments: await this.#list(login) };
  }

  /** See `CommentStore`. */
  async update(id: string, body: string): Promise<UpdateView> {
    const { data } = await this.#api.rest(
      "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}",
      {
        ...this.#place(),
        comment_id: requireCommentId(id).databaseId,
        body,
      },
    );
    return { pull: undefined, comment: restCommentView(data) };
  }

  /** See `CommentStore`. */
  async create(body: string): Promise<CreateView> {
    const { data } = await this.#api.rest(
      "POST /repos/{owner}/{repo}/issues/{issue_number}/comments",
      {
        ...this.#place(),
        issue_number: this.#options.pullNumber,
        body,
      },
    );
    const created = restCommentView(data);
    const login = asText(dig(data, "user", "login"));
    if (login !== undefined && this.#options.author === undefined) this.login = login;
    const listed = await this.#list(this.login ?? actionsLogin);
    const others = listed.filter(({ id }) => id !== created.id);
    return { created, comments: [created, ...others] };
  }

  /** See `CommentStore`. */
  async remove(id: string): Promise<void> {
    try {
      await this.#api.rest("DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}", {
        ...this.#place(),
        comment_id: requireCommentId(id).databaseId,
      });
    } catch (error) {
      if (!(error instanceof RollcallError) || error.code !== "not-found") throw error;
    }
  }

  async #pull(): Promise<PullView> {
    const { data } = await this.#api.rest("GET /repos/{owner}/{repo}/pulls/{pull_number}", {
      ...this.#place(),
      pull_number: this.#options.pullNumber,
    });
    const head = asText(dig(data, "head", "sha"));
    if (head === undefined) throw malformed("GET pull request", "head.sha");
    return { head, open: dig(data, "state") === "open", locked: dig(data, "locked") === true };
  }

  /** An app's token may not ask who it is: then it is taken for the job's own. */
  async #learnLogin(): Promise<string> {
    if (this.login !== undefined) return this.login;
    try {
      const { data } = await this.#api.rest("GET /user", {});
      this.login = asText(dig(data, "login")) ?? actionsLogin;
    } catch (error) {
      if (!(error instanceof RollcallError)) throw error;
      if (error.code !== "forbidden" && error.code !== "not-found") throw error;
      this.login = actionsLogin;
    }
    return this.login;
  }

  async #readOne(databaseId: string, login: string): Promise<CommentView | undefined> {
    try {
      const { data } = await this.#api.rest(
        "GET /repos/{owner}/{repo}/issues/comments/{comment_id}",
        { ...this.#place(), comment_id: databaseId },
      );
      return this.#isOurs(data, login) && this.#isHere(data) ? restCommentView(data) : undefined;
    } catch (error) {
      if (error instanceof RollcallError && error.code === "not-found") return undefined;
      throw error;
    }
  }

  async #list(login: string): Promise<CommentView[]> {
    const found: CommentView[] = [];
    for (let page: number | undefined = 1; page !== undefined;) {
      const answer = await this.#api.rest(
        "GET /repos/{owner}/{repo}/issues/{issue_number}/comments",
        { ...this.#place(), issue_number: this.#options.pullNumber, per_page: 100, page },
      );
      const ours = asObjects(answer.data).filter((comment) => this.#isOurs(comment, login));
      found.push(...ours.map(restCommentView));
      page = nextPage(answer.headers, page);
    }
    return found;
  }

  #isOurs(data: unknown, login: string): boolean {
    const comment = asObject(data);
    if (comment === undefined || !isAuthor(comment, login)) return false;
    return hasMarker(asText(comment["body"]) ?? "", this.#options.marker);
  }

  /** An id that others told may lead to another issue of the repository. */
  #isHere(data: unknown): boolean {
    const issue = asText(dig(data, "issue_url"));
    return issue?.endsWith(`/issues/${this.#options.pullNumber}`) !== false;
  }

  #place(): Json {
    return { owner: this.#options.owner, repo: this.#options.name };
  }
}
