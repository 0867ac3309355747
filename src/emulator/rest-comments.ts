/** How does REST create, list, show, change and delete comments? */
import { commentAt, commentsAt } from "./comment-view.js";
import { commentScopes, createComment, deleteComment, updateComment } from "./comment-rules.js";
import type { HttpResponse } from "./http-message.js";
import { parseIsoTime } from "./iso-time.js";
import { empty, json } from "./rest-answer.js";
import { notFound, refused, textField } from "./rest-call.js";
import type { RestCall, Route } from "./rest-call.js";
import { pageOf } from "./rest-page.js";
import { commentShape } from "./rest-thread-shapes.js";
import type { CommentRecord, ThreadRecord } from "./state.js";

const thread = "/repos/{owner}/{repo}/issues/{issue_number}/comments";
const comment = "/repos/{owner}/{repo}/issues/comments/{comment_id}";

/** The routes of comments. */
export const commentRoutes: readonly Route[] = [
  {
    method: "GET",
    pattern: thread,
    operation: { name: "issues/list-comments", class: "rest-list" },
    scopes: commentScopes,
    documentation: "issues/comments#list-issue-comments",
    handle: list,
  },
  {
    method: "POST",
    pattern: thread,
    operation: { name: "issues/create-comment", class: "rest-write" },
    scopes: commentScopes,
    documentation: "issues/comments#create-an-issue-comment",
    handle: create,
  },
  {
    method: "GET",
    pattern: comment,
    operation: { name: "issues/get-comment", class: "rest-read" },
    scopes: commentScopes,
    documentation: "issues/comments#get-an-issue-comment",
    handle: get,
  },
  {
    method: "PATCH",
    pattern: comment,
    operation: { name: "issues/update-comment", class: "rest-write" },
    scopes: commentScopes,
    documentation: "issues/comments#update-an-issue-comment",
    handle: update,
  },
  {
    method: "DELETE",
    pattern: comment,
    operation: { name: "issues/delete-comment", class: "rest-write" },
    scopes: commentScopes,
    documentation: "issues/comments#delete-an-issue-comment",
    handle: remove,
  },
];

function list(call: RestCall): HttpResponse {
  const found = threadOf(call);
  if (found === undefined) return notFound(call.route);
  const { listAtMs } = call.view;
  const sinceMs = parseIsoTime(call.address.query.get("since") ?? "") ?? 0;
  const shown = commentsAt(found, listAtMs).filter(
    (item) => (commentAt(item, listAtMs)?.updatedAtMs ?? 0) >= sinceMs,
  );
  const page = pageOf(shown, call.address, call.repository);
  const items = page.items.map((item) => commentShape(item, listAtMs, call.address));
  return json(200, items, page.headers);
}

function create(call: RestCall): HttpResponse {
  const found = threadOf(call);
  if (found === undefined || call.token === undefined) return notFound(call.route);
  const body = textField(call, "body");
  if (!body.ok) return body.problem;
  const created = createComment(call.world, call.token, found, body.value);
  if (!created.ok) return refused(call.route, created.problem, "IssueComment");
  const shape = commentShape(created.value, call.world.clock.nowMs(), call.address);
  return json(201, shape, { location: String(shape["url"]) });
}

function get(call: RestCall): HttpResponse {
  const found = commentOf(call);
  if (found === undefined || commentAt(found, call.view.readAtMs) === undefined) {
    return notFound(call.route);
  }
  return json(200, commentShape(found, call.view.readAtMs, call.address));
}

function update(call: RestCall): HttpResponse {
  const found = commentOf(call);
  if (found === undefined || call.token === undefined) return notFound(call.route);
  const body = textField(call, "body");
  if (!body.ok) return body.problem;
  const updated = updateComment(call.world, call.token, found, body.value);
  if (!updated.ok) return refused(call.route, updated.problem, "IssueComment");
  return json(200, commentShape(found, call.world.clock.nowMs(), call.address));
}

function remove(call: RestCall): HttpResponse {
  const found = commentOf(call);
  if (found === undefined || call.token === undefined) return notFound(call.route);
  const deleted = deleteComment(call.world, call.token, found);
  return deleted.ok ? empty(204) : refused(call.route, deleted.problem, "IssueComment");
}

function threadOf(call: RestCall): ThreadRecord | undefined {
  return call.world.store.thread(call.repository, Number(call.params["issue_number"]));
}

function commentOf(call: RestCall): CommentRecord | undefined {
  const found = call.world.store.comment(call.params["comment_id"] ?? "");
  return found?.thread.repository === call.repository ? found : undefined;
}
