/** How does REST show repositories and pull requests, and create issues? */
import { commentCharsMax } from "../model/limits.js";
import type { HttpResponse } from "./http-message.js";
import { error, json } from "./rest-answer.js";
import { jsonBody, notFound, routeError, textField } from "./rest-call.js";
import type { RestCall, Route } from "./rest-call.js";
import { pageOf } from "./rest-page.js";
import { fullRepository } from "./rest-shapes.js";
import { issueShape, pullShape, simplePullShape } from "./rest-thread-shapes.js";

/** The routes of repositories, pull requests and issues. */
export const threadRoutes: readonly Route[] = [
  {
    method: "GET",
    pattern: "/repos/{owner}/{repo}",
    operation: { name: "repos/get", class: "rest-read" },
    scopes: [],
    documentation: "repos/repos#get-a-repository",
    handle: (call) => json(200, fullRepository(call.repository, call.address)),
  },
  {
    method: "GET",
    pattern: "/repos/{owner}/{repo}/pulls/{pull_number}",
    operation: { name: "pulls/get", class: "rest-read" },
    scopes: ["pull_requests"],
    documentation: "pulls/pulls#get-a-pull-request",
    handle: getPull,
  },
  {
    method: "GET",
    pattern: "/repos/{owner}/{repo}/commits/{commit_sha}/pulls",
    operation: { name: "repos/list-pull-requests-associated-with-commit", class: "rest-list" },
    scopes: ["pull_requests"],
    documentation: "commits/commits#list-pull-requests-associated-with-a-commit",
    handle: pullsOfCommit,
  },
  {
    method: "POST",
    pattern: "/repos/{owner}/{repo}/issues",
    operation: { name: "issues/create", class: "rest-write" },
    scopes: ["issues"],
    documentation: "issues/issues#create-an-issue",
    handle: createIssue,
  },
];

function getPull(call: RestCall): HttpResponse {
  const thread = call.world.store.thread(call.repository, Number(call.params["pull_number"]));
  if (thread?.pull === undefined) return notFound(call.route);
  return json(200, pullShape(thread, call.view, call.address));
}

/** The pull requests that had the commit as their head at any time. */
function pullsOfCommit(call: RestCall): HttpResponse {
  const sha = call.params["commit_sha"];
  const pulls = call.world.store
    .threadsOf(call.repository)
    .filter((thread) =>
      thread.pull?.state.versions.some(
        ({ atMs, value }) => value.headSha === sha && atMs <= call.view.listAtMs,
      ),
    );
  const page = pageOf(pulls, call.address, call.repository);
  const view = { ...call.view, readAtMs: call.view.listAtMs };
  const shapes = page.items.map((thread) => simplePullShape(thread, view, call.address));
  return json(200, shapes, page.headers);
}

function createIssue(call: RestCall): HttpResponse {
  if (call.token === undefined) return notFound(call.route);
  if (call.repository.archived) {
    return routeError(call.route, 403, "Repository was archived so is read-only.");
  }
  // Of issues alone: pull requests are commented on as ever (ingydotnet/git-hub #117).
  if (!call.repository.hasIssues) {
    return routeError(call.route, 410, "Issues has been disabled in this repository.");
  }
  const title = textField(call, "title");
  if (!title.ok) return title.problem;
  const fields = jsonBody(call);
  const text = fields.ok ? fields.value["body"] : undefined;
  const body = typeof text === "string" ? text : "";
  if (body.length > commentCharsMax) {
    const message = `body is too long (maximum is ${String(commentCharsMax)} characters)`;
    return error(422, "Validation Failed", {
      errors: [{ resource: "Issue", code: "custom", field: "body", message }],
    });
  }
  const nowMs = call.world.clock.nowMs();
  const options = { title: title.value, body, author: call.token.login };
  const thread = call.world.store.addIssue(call.repository, options, nowMs);
  const now = { readAtMs: nowMs, listAtMs: nowMs, logAtMs: nowMs };
  const shape = issueShape(thread, now, call.address);
  return json(201, shape, { location: String(shape["url"]) });
}
