/** What may a GraphQL query ask for, and what do the mutations do? */
import type { Result } from "../base/result.js";
import { createComment, deleteComment, unresolved, updateComment } from "./comment-rules.js";
import type { Refusal } from "./comment-rules.js";
import { commentAt } from "./comment-view.js";
import { cursorFor } from "./graphql-connection.js";
import { requireComments, requireRead } from "./graphql-context.js";
import type { GraphqlContext } from "./graphql-context.js";
import { FieldProblem } from "./graphql-errors.js";
import { commentNode, pullNode, repositoryNode, viewerNode } from "./graphql-nodes.js";
import type { Node } from "./graphql-nodes.js";
import { resetAt } from "./rate-limit.js";
import type { CommentRecord, ThreadRecord } from "./state.js";

type Root = Readonly<Record<string, unknown>>;

interface Input<Fields> {
  readonly input: Fields & { readonly clientMutationId?: string | null };
}

/** The fields of `Query`. */
export function queryRoot(context: GraphqlContext): Root {
  const { store } = context.world;
  return {
    viewer: () => viewerNode(context),
    rateLimit() {
      const { budget, cost } = context;
      const { limit, used, remaining } = budget;
      const spent = { cost: cost.points, nodeCount: cost.nodes };
      return { ...spent, limit, used, remaining, resetAt: resetAt(budget) };
    },
    repository({ owner, name }: { readonly owner: string; readonly name: string }): Node {
      const repository = store.repository(owner, name);
      if (repository !== undefined) return repositoryNode(repository, context);
      const message = `Could not resolve to a Repository with the name '${owner}/${name}'.`;
      throw new FieldProblem("NOT_FOUND", message);
    },
    node: ({ id }: { readonly id: string }) => nodeOf(id, context),
    nodes: ({ ids }: { readonly ids: readonly string[] }) => ids.map((id) => attempt(id, context)),
  };
}

/** The fields of `Mutation`. */
export function mutationRoot(context: GraphqlContext): Root {
  const { world, token } = context;
  return {
    addComment({ input }: Input<{ readonly subjectId: string; readonly body: string }>) {
      const thread = threadOf(input.subjectId, context);
      const comment = unwrap(createComment(world, token, thread, input.body));
      const { clientMutationId = null } = input;
      const node = commentNode(comment, context.view.readAtMs, context);
      const edge = { cursor: cursorFor(comment.id), node };
      const subject = (): Node | null =>
        thread.pull === undefined ? null : pullNode(thread, thread.pull, context);
      return { clientMutationId, commentEdge: edge, timelineEdge: edge, subject };
    },
    updateIssueComment({ input }: Input<{ readonly id: string; readonly body: string }>) {
      const comment = commentOf(input.id, context);
      unwrap(updateComment(world, token, comment, input.body));
      const { clientMutationId = null } = input;
      const node = commentNode(comment, context.view.readAtMs, context);
      return { clientMutationId, issueComment: node };
    },
    deleteIssueComment({ input }: Input<{ readonly id: string }>) {
      unwrap(deleteComment(world, token, commentOf(input.id, context)));
      const { clientMutationId = null } = input;
      return { clientMutationId };
    },
  };
}

function nodeOf(id: string, context: GraphqlContext): Node {
  const { view, world } = context;
  const record = world.store.nodes.get(id);
  switch (record?.kind) {
    case "comment":
      if (commentAt(record.comment, view.readAtMs) === undefined) break;
      requireComments(context, record.comment.thread);
      return commentNode(record.comment, view.readAtMs, context);
    case "pull":
      if (record.thread.pull === undefined || record.thread.createdAtMs > view.readAtMs) break;
      requireRead(context, record.thread.repository, ["pull_requests"]);
      return pullNode(record.thread, record.thread.pull, context);
    case "repository":
      return repositoryNode(record.repository, context);
    case "issue":
    case undefined:
      break;
  }
  throw FieldProblem.refused(unresolved(id));
}

function attempt(id: string, context: GraphqlContext): Node | FieldProblem {
  try {
    return nodeOf(id, context);
  } catch (error) {
    if (error instanceof FieldProblem) return error;
    throw error;
  }
}

function threadOf(id: string, context: GraphqlContext): ThreadRecord {
  const record = context.world.store.nodes.get(id);
  if (record?.kind === "pull" || record?.kind === "issue") return record.thread;
  throw FieldProblem.refused(unresolved(id));
}

function commentOf(id: string, context: GraphqlContext): CommentRecord {
  const record = context.world.store.nodes.get(id);
  if (record?.kind === "comment") return record.comment;
  throw FieldProblem.refused(unresolved(id));
}

function unwrap<Value>(result: Result<Value, Refusal>): Value {
  if (!result.ok) throw FieldProblem.refused(result.problem);
  return result.value;
}
