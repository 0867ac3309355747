/**
 * How are our comments read and written with their edit log?
 *
 * Over GraphQL: one request reads the pull request, the comment and its newest edits; a write's answer
 * shows the log with the write in it.
 */
import type { IdentifiedComments } from "./comments.js";
import { type ServerMs, serverMs } from "../../base/time.js";
import { RollcallError } from "../../model/errors.js";
import type {
  CommentView,
  CreateView,
  LoggedEdit,
  PullView,
  QuotaView,
  ReadOptions,
  ReadView,
  UpdateView,
} from "../../ports/comments.js";
import type { GitHubApi } from "./api.js";
import { formatCommentId, parseCommentId, requireCommentId } from "./comment-id.js";
import { isActor } from "./identity.js";
import type { AnswerObserver } from "./observer.js";
import {
  createMutation,
  deleteMutation,
  readQuery,
  searchQuery,
  updateMutation,
} from "./queries.js";
import { type Json, asId, asObject, asObjects, asText, dig, malformed } from "./shape.js";

/** Which comments. */
export interface CommentsOptions {
  readonly owner: string;
  readonly name: string;
  readonly pullNumber: number;
  /** The first line of every comment of ours. */
  readonly marker: string;
  /** The login that counts as ourselves, instead of the token's own. */
  readonly author?: string;
}

/** The comments of one pull request over GraphQL. */
export class GraphqlComments implements IdentifiedComments {
  readonly #api: GitHubApi;
  readonly #observer: AnswerObserver;
  readonly #options: CommentsOptions;
  #pullNodeId: string | undefined;
  /** See `IdentifiedComments`. */
  login: string | undefined;
  /** How many edits the last read asked for: a write asks for as many. */
  #edits = 10;

  constructor(api: GitHubApi, observer: AnswerObserver, options: CommentsOptions) {
    this.#api = api;
    this.#observer = observer;
    this.#options = options;
    this.login = options.author;
  }

  /** The budgets as answers told them. */
  quota(): QuotaView {
    return this.#observer.quota();
  }

  /** See `CommentStore`. */
  async read({ knownId, edits }: ReadOptions): Promise<ReadView> {
    this.#edits = edits;
    const known = knownId === undefined ? undefined : parseCommentId(knownId);
    if (known !== undefined) {
      const { pull, comment } = await this.#readOne(known.nodeId);
      if (comment !== undefined) return { pull, comments: [comment] };
    }
    return await this.#search();
  }

  /** See `CommentStore`. */
  async update(id: string, body: string): Promise<UpdateView> {
    const variables = { id: requireCommentId(id).nodeId, body, edits: this.#edits };
    const data = await this.#api.graphql("RollcallUpdate", updateMutation, variables);
    const node = asObject(dig(data, "updateIssueComment", "issueComment"));
    if (node === undefined) throw malformed("GraphQL RollcallUpdate", "issueComment");
    const pull = asObject(node["pullRequest"]);
    return {
      comment: this.#commentView(node, "RollcallUpdate"),
      pull: pull === undefined ? undefined : pullView(pull),
    };
  }

  /** See `CommentStore`. */
  async create(body: string): Promise<CreateView> {
    if (this.#pullNodeId === undefined) await this.#search();
    const variables = { subject: this.#pullNodeId, body, edits: this.#edits };
    const data = await this.#api.graphql("RollcallCreate", createMutation, variables);
    const node = asObject(dig(data, "addComment", "commentEdge", "node"));
    if (node === undefined) throw malformed("GraphQL RollcallCreate", "comment");
    const created = this.#commentView(node, "RollcallCreate");
    const listed = asObjects(dig(data, "addComment", "subject", "comments", "nodes"));
    const others = await this.#withLogs(listed, created.id);
    return { created, comments: [created, ...others] };
  }

  /** See `CommentStore`. */
  async remove(id: string): Promise<void> {
    const variables = { id: requireCommentId(id).nodeId };
    await this.#api.graphql("RollcallDelete", deleteMutation, variables, ["NOT_FOUND"]);
  }

  async #readOne(nodeId: string): Promise<{ pull: PullView; comment: CommentView | undefined }> {
    const data = await this.#api.graphql(
      "RollcallRead",
      readQuery,
      { ...this.#place(), id: nodeId, edits: this.#edits },
      ["NOT_FOUND"],
    );
    const pull = this.#learnPull(data, "RollcallRead");
    const node = asObject(dig(data, "node"));
    const ours =
      node !== undefined &&
      asText(node["id"]) !== undefined &&
      this.#isOurs(node) &&
      this.#isHere(node);
    return { pull, comment: ours ? this.#commentView(node, "RollcallRead") : undefined };
  }

  /** Looks through all comments, then reads the logs of ours. */
  async #search(): Promise<ReadView> {
    const found: Json[] = [];
    let after: string | null = null;
    let pull: PullView | undefined;
    do {
      const variables = { ...this.#place(), after };
      const data = await this.#api.graphql("RollcallSearch", searchQuery, variables, ["NOT_FOUND"]);
      pull = this.#learnPull(data, "RollcallSearch");
      const comments = dig(data, "repository", "pullRequest", "comments");
      found.push(...asObjects(dig(comments, "nodes")));
      after =
        dig(comments, "pageInfo", "hasNextPage") === true
          ? (asText(dig(comments, "pageInfo", "endCursor")) ?? null)
          : null;
    } while (after !== null);
    return { pull, comments: await this.#withLogs(found, undefined) };
  }

  async #withLogs(listed: readonly Json[], exceptId: string | undefined): Promise<CommentView[]> {
    const ours = listed.filter((node) => this.#isOurs(node) && commentId(node) !== exceptId);
    return await Promise.all(
      ours.map(async (node) => {
        const { comment } = await this.#readOne(asText(node["id"]) ?? "");
        // A replica that is late does not know yet what the listing has shown.
        return comment ?? this.#commentView(node, "RollcallSearch");
      }),
    );
  }

  #place(): Json {
    const { owner, name, pullNumber } = this.#options;
    return { owner, name, number: pullNumber };
  }

  #learnPull(data: unknown, operation: string): PullView {
    const pull = asObject(dig(data, "repository", "pullRequest"));
    if (pull === undefined) {
      const { owner, name, pullNumber } = this.#options;
      throw new RollcallError(
        "not-found",
        `pull request ${owner}/${name}#${pullNumber}: not found, or the token may not see it; check --repo and --pr, and give the job \`permissions: pull-requests: write\``,
      );
    }
    this.#pullNodeId = asText(pull["id"]) ?? this.#pullNodeId;
    const login = asText(dig(data, "viewer", "login"));
    if (this.#options.author === undefined && login !== undefined) this.login = login;
    if (asText(pull["headRefOid"]) === undefined)
      throw malformed(`GraphQL ${operation}`, "headRefOid");
    return pullView(pull);
  }

  /** Ours: written by our own identity, with the marker as its first line. */
  #isOurs(node: Json): boolean {
    const body = asText(node["body"]) ?? "";
    return node["viewerDidAuthor"] === true && hasMarker(body, this.#options.marker);
  }

  /** An id that others told may lead anywhere: to another pull request, to another repository. */
  #isHere(node: Json): boolean {
    return asText(dig(node, "pullRequest", "id")) === this.#pullNodeId;
  }

  #commentView(node: Json, operation: string): CommentView {
    const id = commentId(node);
    const body = asText(node["body"]);
    if (id === undefined || body === undefined) throw malformed(`GraphQL ${operation}`, "comment");
    const edits = asObject(node["userContentEdits"]);
    const logged = edits === undefined ? undefined : asObjects(edits["nodes"]);
    // Without an editor it was never edited, or by an account that is gone: then the log has an edit.
    const editor = node["editor"] ?? asObjects(edits?.["nodes"]).map((edit) => edit["editor"])[0];
    return {
      id,
      databaseId: asId(node["fullDatabaseId"]) ?? "",
      body,
      bodyByUs: editor === undefined || isActor(editor, this.login),
      updatedAt: moment(node["updatedAt"]),
      edits: logged?.map((edit) => this.#loggedEdit(edit)),
      editsComplete:
        logged !== undefined &&
        edits !== undefined &&
        Number(edits["totalCount"]) <= logged.length &&
        (logged.length === 0 || node["includesCreatedEdit"] === true),
    };
  }

  #loggedEdit(edit: Json): LoggedEdit {
    const diff = asText(edit["diff"]);
    return {
      body: edit["deletedAt"] === null || edit["deletedAt"] === undefined ? diff : undefined,
      editedAt: moment(edit["editedAt"]),
      byUs: isActor(edit["editor"], this.login),
    };
  }
}

/** True if the body's first line is the marker. */
export function hasMarker(body: string, marker: string): boolean {
  return body.startsWith(marker) && /^\s*(\r?\n|$)/.test(body.slice(marker.length));
}

function commentId(node: Json): string | undefined {
  const nodeId = asText(node["id"]);
  const databaseId = asId(node["fullDatabaseId"]);
  if (nodeId === undefined || databaseId === undefined) return undefined;
  return formatCommentId({ databaseId, nodeId });
}

function pullView(pull: Json): PullView {
  return {
    head: asText(pull["headRefOid"]) ?? "",
    open: pull["state"] === "OPEN",
    locked: pull["locked"] === true,
  };
}

function moment(value: unknown): ServerMs {
  const milliseconds = Date.parse(asText(value) ?? "");
  return serverMs(Number.isNaN(milliseconds) ? 0 : milliseconds);
}
