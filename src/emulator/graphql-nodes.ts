/**
 * What do repositories, pull requests, comments and accounts look like in GraphQL?
 *
 * Each node is an object with the schema's fields; what costs work or takes arguments is a function,
 * which the `graphql` package calls when the field is asked for.
 */
import type { GraphQLResolveInfo } from "graphql";
import { association } from "./rest-thread-shapes.js";
import { mayWrite } from "./comment-rules.js";
import { commentAt, commentsAt, editLog } from "./comment-view.js";
import type { LogEntry } from "./comment-view.js";
import { connectionOf } from "./graphql-connection.js";
import type { Connection, PageArguments } from "./graphql-connection.js";
import { requireComments, requireRead } from "./graphql-context.js";
import type { GraphqlContext } from "./graphql-context.js";
import { FieldProblem } from "./graphql-errors.js";
import { accountId, accountNodeId } from "./ids.js";
import { isoTime } from "./iso-time.js";
import { repositoryPage } from "./rest-shapes.js";
import { threadPage } from "./rest-thread-shapes.js";
import type { CommentRecord, PullRecord, RepositoryRecord, ThreadRecord } from "./state.js";
import { bareLogin, isBot } from "./token.js";

/** A node: `__typename` and fields. */
export type Node = Readonly<Record<string, unknown>> & { readonly __typename: string };

/** An author, editor or owner: without `[bot]`. */
export function actorNode(login: string, context: GraphqlContext): Node {
  const bare = bareLogin(login);
  const page = isBot(login) ? `apps/${bare}` : bare;
  return {
    __typename: isBot(login) ? "Bot" : "User",
    id: accountNodeId(login),
    databaseId: accountId(bare),
    login: bare,
    url: `${context.bases.origin}/${page}`,
  };
}

/** The token's own identity: always a `User`, and with `[bot]` for an app. */
export function viewerNode(context: GraphqlContext): Node {
  const { login } = context.token;
  return { ...actorNode(login, context), __typename: "User", login };
}

/** A repository. */
export function repositoryNode(repository: RepositoryRecord, context: GraphqlContext): Node {
  return {
    __typename: "Repository",
    id: repository.nodeId,
    databaseId: Number(repository.id),
    name: repository.name,
    nameWithOwner: `${repository.owner}/${repository.name}`,
    owner: () => actorNode(repository.owner, context),
    isArchived: repository.archived,
    isFork: repository.isFork,
    isPrivate: repository.isPrivate,
    url: repositoryPage(repository, context.bases),
    pullRequest({ number }: { readonly number: number }): Node {
      requireRead(context, repository, ["pull_requests"]);
      const thread = context.world.store.thread(repository, number);
      if (thread?.pull !== undefined) return pullNode(thread, thread.pull, context);
      const message = `Could not resolve to a PullRequest with the number of ${String(number)}.`;
      throw new FieldProblem("NOT_FOUND", message);
    },
  };
}

/** A pull request. */
export function pullNode(thread: ThreadRecord, pull: PullRecord, context: GraphqlContext): Node {
  const { readAtMs } = context.view;
  const state = thread.state.at(readAtMs);
  const pullState = pull.state.at(readAtMs);
  return {
    __typename: "PullRequest",
    id: thread.nodeId,
    number: thread.number,
    databaseId: Number(pull.id),
    fullDatabaseId: pull.id,
    title: state.title,
    body: thread.body,
    author: () => actorNode(thread.author, context),
    viewerDidAuthor: thread.author === context.token.login,
    createdAt: isoTime(thread.createdAtMs),
    state: pullState.merged ? "MERGED" : state.open ? "OPEN" : "CLOSED",
    closed: !state.open,
    merged: pullState.merged,
    locked: state.locked,
    isDraft: pullState.draft,
    isCrossRepository: pull.headRepository !== thread.repository,
    headRefName: pull.headRef,
    headRefOid: pullState.headSha,
    headRepository: () => repositoryNode(pull.headRepository, context),
    headRepositoryOwner: () => actorNode(pull.headRepository.owner, context),
    baseRefName: pull.baseRef,
    baseRefOid: pull.baseSha,
    baseRepository: () => repositoryNode(thread.repository, context),
    repository: () => repositoryNode(thread.repository, context),
    url: threadPage(thread, context.bases),
    comments: (page: CommentPage, _: unknown, { fieldName }: GraphQLResolveInfo) =>
      commentsOf(thread, page, fieldName, context),
  };
}

/** A comment as of the moment, at which it must exist. */
export function commentNode(comment: CommentRecord, atMs: number, context: GraphqlContext): Node {
  const { thread } = comment;
  const { pull } = thread;
  const shown = commentAt(comment, atMs);
  const lastEdit = shown?.lastEdit;
  const log = (): readonly LogEntry[] | undefined =>
    editLog(comment, Math.min(atMs, context.view.logAtMs), context.world.behaviour);
  return {
    __typename: "IssueComment",
    id: comment.nodeId,
    databaseId: Number(comment.id),
    fullDatabaseId: comment.id,
    body: shown?.body ?? "",
    author: () => actorNode(comment.author, context),
    authorAssociation: association(thread.repository, comment.author),
    editor: () => (lastEdit === undefined ? null : actorNode(lastEdit.editor, context)),
    createdAt: isoTime(comment.createdAtMs),
    publishedAt: isoTime(comment.createdAtMs),
    updatedAt: isoTime(shown?.updatedAtMs ?? comment.createdAtMs),
    lastEditedAt: lastEdit === undefined ? null : isoTime(lastEdit.atMs),
    includesCreatedEdit: () => log()?.some((entry) => entry.isCreation) ?? false,
    isMinimized: shown?.minimized ?? false,
    minimizedReason: shown?.minimized === true ? "outdated" : null,
    url: `${threadPage(thread, context.bases)}#issuecomment-${comment.id}`,
    repository: () => repositoryNode(thread.repository, context),
    pullRequest: () => (pull === undefined ? null : pullNode(thread, pull, context)),
    viewerDidAuthor: comment.author === context.token.login,
    viewerCanUpdate: () => mayWrite(context.token, thread),
    viewerCanDelete: () => mayWrite(context.token, thread),
    userContentEdits(page: PageArguments, _: unknown, { fieldName }: GraphQLResolveInfo) {
      const entries = log();
      const of = { keyOf: ({ id }: LogEntry) => id, nodeOf: editNodeOf(context) };
      const connection = connectionOf(entries ?? [], page, fieldName, of);
      return entries === undefined ? null : connection;
    },
  };
}

function editNodeOf(context: GraphqlContext): (entry: LogEntry) => Node {
  return (entry) => ({
    __typename: "UserContentEdit",
    id: entry.id,
    createdAt: isoTime(entry.createdAtMs),
    editedAt: isoTime(entry.createdAtMs),
    updatedAt: isoTime(entry.deleted?.atMs ?? entry.createdAtMs),
    editor: () => actorNode(entry.editor, context),
    deletedAt: entry.deleted === undefined ? null : isoTime(entry.deleted.atMs),
    deletedBy: () => (entry.deleted === undefined ? null : actorNode(entry.deleted.by, context)),
    diff: entry.diff,
  });
}

interface CommentPage extends PageArguments {
  readonly orderBy?: { readonly direction: "ASC" | "DESC" } | null;
}

function commentsOf(
  thread: ThreadRecord,
  page: CommentPage,
  field: string,
  context: GraphqlContext,
): Connection<Node> {
  requireComments(context, thread);
  const atMs = context.view.listAtMs;
  const comments = commentsAt(thread, atMs);
  if (page.orderBy !== undefined && page.orderBy !== null) {
    const sign = page.orderBy.direction === "ASC" ? 1 : -1;
    const updated = (comment: CommentRecord): number => commentAt(comment, atMs)?.updatedAtMs ?? 0;
    comments.sort((a, b) => sign * (updated(a) - updated(b)));
  }
  return connectionOf(comments, page, field, {
    keyOf: (comment) => comment.id,
    nodeOf: (comment) => commentNode(comment, atMs, context),
  });
}
