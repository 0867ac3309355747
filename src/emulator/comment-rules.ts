/**
 * Who may create, change and delete comments, and what may they hold?
 *
 * One set of rules for REST and GraphQL; a refusal carries both APIs' words. Bodies are counted in UTF-16
 * code units, the strictest reading of GitHub's "characters".
 */
import { bad, ok } from "../base/result.js";
import type { Result } from "../base/result.js";
import { commentCharsMax } from "../model/limits.js";
import { commentAt } from "./comment-view.js";
import { nodeId } from "./ids.js";
import type { CommentRecord, ThreadRecord } from "./state.js";
import { holds } from "./token.js";
import type { TokenRecord } from "./token.js";
import type { World } from "./world.js";

/** Why something was refused. */
export interface Refusal {
  readonly status: 403 | 404 | 422;
  /** The `type` of a GraphQL error. */
  readonly type: "FORBIDDEN" | "NOT_FOUND" | "UNPROCESSABLE";
  readonly message: string;
}

/** An issue takes no more comments than this. */
export const commentsPerThreadMax = 2_500;

/** REST's words; GraphQL leaves the full stop out (r-universe-org/help #247, manage-your-labels #4). */
const readOnly = "Repository was archived so is read-only.";
/** The same in both but for the full stop (renovate #6215, opentelemetry-dotnet #6554). */
const lockedConversation = "Unable to create comment because issue is locked.";
const tooMany = "Commenting is disabled on issues with more than 2500 comments";

/** What a token that lacks a permission is told. */
export function forbidden(token: TokenRecord): Refusal {
  const what = token.kind === "app" ? "integration" : "personal access token";
  return { status: 403, type: "FORBIDDEN", message: `Resource not accessible by ${what}` };
}

/** What a node id is answered with that stands for nothing the caller may see. */
export function unresolved(id: string): Refusal {
  const message = `Could not resolve to a node with the global id of '${id}'`;
  return { status: 404, type: "NOT_FOUND", message };
}

/** Creates a comment. */
export function createComment(
  world: World,
  token: TokenRecord,
  thread: ThreadRecord,
  body: string,
): Result<CommentRecord, Refusal> {
  const nowMs = world.clock.nowMs();
  const existing = thread.comments.filter((comment) => commentAt(comment, nowMs) !== undefined);
  const refusal =
    refuseWrite(token, thread) ??
    (existing.length >= commentsPerThreadMax ? refuse(403, tooMany) : undefined) ??
    refuseBody(body);
  if (refusal !== undefined) return bad(refusal);
  return ok(world.store.addComment(thread, token.login, body, nowMs));
}

/** Replaces a comment's body. The same body again is no edit. */
export function updateComment(
  world: World,
  token: TokenRecord,
  comment: CommentRecord,
  body: string,
): Result<CommentRecord, Refusal> {
  const refusal = refuseGone(world, comment) ?? refuseWrite(token, comment.thread);
  if (refusal !== undefined) return bad(refusal);
  const unfit = refuseBody(body);
  if (unfit !== undefined) return bad(unfit);
  appendVersion(world, comment, token.login, body);
  return ok(comment);
}

/** Deletes a comment. */
export function deleteComment(
  world: World,
  token: TokenRecord,
  comment: CommentRecord,
): Result<CommentRecord, Refusal> {
  const refusal = refuseGone(world, comment) ?? refuseWrite(token, comment.thread);
  if (refusal !== undefined) return bad(refusal);
  comment.deletedAtMs = world.clock.nowMs();
  return ok(comment);
}

/** Adds a version without asking whether the editor may. */
export function appendVersion(
  world: World,
  comment: CommentRecord,
  editor: string,
  body: string,
): void {
  const atMs = world.clock.nowMs();
  const before = comment.versions.at(-1);
  if (before === undefined || before.body === body) return;
  comment.versions.push({
    id: nodeId("UCE", world.store.ids.next("edit")),
    atMs,
    editor,
    body,
    // The creation keeps an entry of its own.
    folded:
      comment.versions.length > 1 &&
      before.editor === editor &&
      atMs - before.atMs < world.behaviour.logFoldMs,
    deleted: undefined,
  });
}

/** True if the token may write to the thread's comments. */
export function mayWrite(token: TokenRecord, thread: ThreadRecord): boolean {
  return refuseWrite(token, thread) === undefined;
}

function refuseGone(world: World, comment: CommentRecord): Refusal | undefined {
  const gone = commentAt(comment, world.clock.nowMs()) === undefined;
  return gone ? unresolved(comment.nodeId) : undefined;
}

function refuseWrite(token: TokenRecord, thread: ThreadRecord): Refusal | undefined {
  const scopes = thread.pull === undefined ? (["issues"] as const) : commentScopes;
  if (!scopes.some((scope) => holds(token, scope, "write"))) return forbidden(token);
  if (thread.repository.archived) return { ...refuse(403, readOnly), type: "UNPROCESSABLE" };
  // Only collaborators with push access may write to a locked conversation, and an app is none.
  const collaborator = token.kind === "user" && holds(token, "contents", "write");
  if (thread.state.now.locked && !collaborator) {
    return refuse(403, lockedConversation);
  }
  return undefined;
}

/** Either of these permissions is enough for the comments of a pull request. */
export const commentScopes = ["pull_requests", "issues"] as const;

function refuseBody(body: string): Refusal | undefined {
  if (body.trim() === "") return refuse(422, "Body cannot be blank");
  if (body.length > commentCharsMax) {
    return refuse(422, `Body is too long (maximum is ${String(commentCharsMax)} characters)`);
  }
  return undefined;
}

function refuse(status: 403 | 422, message: string): Refusal {
  return { status, type: status === 422 ? "UNPROCESSABLE" : "FORBIDDEN", message };
}
