/** How does REST list and show workflow runs, and which routes of artifacts does it leave to others? */
import type { HttpResponse } from "./http-message.js";
import { parseIsoTime } from "./iso-time.js";
import type { OperationClass } from "./operation.js";
import { json } from "./rest-answer.js";
import { notFound } from "./rest-call.js";
import type { RestCall, Route } from "./rest-call.js";
import { pageOf } from "./rest-page.js";
import { newestFirst, runShape } from "./rest-run-shapes.js";
import type { RunRecord } from "./state.js";

const artifact = "/repos/{owner}/{repo}/actions/artifacts/{artifact_id}";

/** The routes of Actions. */
export const runRoutes: readonly Route[] = [
  {
    ...actions("GET", "actions/list-workflow-runs-for-repo", "rest-list"),
    pattern: "/repos/{owner}/{repo}/actions/runs",
    documentation: "actions/workflow-runs#list-workflow-runs-for-a-repository",
    handle: list,
  },
  {
    ...actions("GET", "actions/get-workflow-run", "rest-read"),
    pattern: "/repos/{owner}/{repo}/actions/runs/{run_id}",
    documentation: "actions/workflow-runs#get-a-workflow-run",
    handle: get,
  },
  {
    ...actions("GET", "actions/list-workflow-run-artifacts", "rest-list"),
    pattern: "/repos/{owner}/{repo}/actions/runs/{run_id}/artifacts",
    documentation: "actions/artifacts#list-workflow-run-artifacts",
  },
  {
    ...actions("GET", "actions/get-artifact", "rest-read"),
    pattern: artifact,
    documentation: "actions/artifacts#get-an-artifact",
  },
  {
    ...actions("DELETE", "actions/delete-artifact", "rest-write"),
    pattern: artifact,
    documentation: "actions/artifacts#delete-an-artifact",
  },
  {
    ...actions("GET", "actions/download-artifact", "rest-read"),
    pattern: `${artifact}/{archive_format}`,
    documentation: "actions/artifacts#download-an-artifact",
  },
];

/** What the routes of Actions have alike. */
function actions(
  method: string,
  name: string,
  kind: OperationClass,
): Pick<Route, "method" | "operation" | "scopes" | "handle"> {
  const operation = { name, class: kind };
  return { method, operation, scopes: ["actions"], handle: undefined };
}

function list(call: RestCall): HttpResponse {
  const { query } = call.address;
  const { listAtMs } = call.view;
  const runs = newestFirst(call.world.store.runsOf(call.repository), call.view).filter(
    (run) =>
      same(query.get("head_sha"), run.headSha) &&
      same(query.get("event"), run.event) &&
      same(query.get("branch"), run.headBranch) &&
      same(query.get("actor"), run.actor) &&
      same(query.get("check_suite_id"), String(Number(run.id) + 1)) &&
      hasStatus(query.get("status"), run, listAtMs) &&
      createdWithin(query.get("created"), run),
  );
  const page = pageOf(runs, call.address, call.repository);
  const threads = call.world.store.threadsOf(call.repository);
  const workflow_runs = page.items.map((run) => runShape(run, listAtMs, threads, call.address));
  return json(200, { total_count: runs.length, workflow_runs }, page.headers);
}

function get(call: RestCall): HttpResponse {
  const run = call.world.store.run(call.params["run_id"] ?? "");
  const { readAtMs } = call.view;
  if (run?.repository !== call.repository || run.createdAtMs > readAtMs) {
    return notFound(call.route);
  }
  const threads = call.world.store.threadsOf(call.repository);
  return json(200, runShape(run, readAtMs, threads, call.address));
}

function same(asked: string | null, value: string): boolean {
  return asked === null || asked === value;
}

/** The filter takes a status or a conclusion. */
function hasStatus(asked: string | null, run: RunRecord, atMs: number): boolean {
  const { status, conclusion } = run.state.at(atMs);
  return same(asked, status) || asked === conclusion;
}

/** `>=2026-01-01`, `<2026-01-01T12:00:00Z`, `2026-01-01..2026-01-31` or one day. */
function createdWithin(asked: string | null, run: RunRecord): boolean {
  if (asked === null) return true;
  const range = asked.split("..");
  if (range.length === 2)
    return range.every((end, index) => compare(end, index ? "<=" : ">=", run));
  const [, operator = "", time = ""] = /^(>=|<=|>|<|)(.*)$/.exec(asked) ?? [];
  if (operator !== "") return compare(time, operator, run);
  return compare(time, ">=", run) && compare(time, "<=", run);
}

function compare(time: string, operator: string, run: RunRecord): boolean {
  const from = parseIsoTime(time);
  if (from === undefined) return time === "*";
  // A date stands for its whole day.
  const until = time.includes("T") ? from : from + 86_399_000;
  const created = Math.floor(run.createdAtMs / 1000) * 1000;
  switch (operator) {
    case ">=":
      return created >= from;
    case ">":
      return created > until;
    case "<=":
      return created <= until;
    default:
      return created < from;
  }
}
