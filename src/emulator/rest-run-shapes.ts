/** How does REST write workflow runs? */
import type { View } from "./behaviour.js";
import { isoTime } from "./iso-time.js";
import { account, minimalRepository, repositoryPage, repositoryUrl } from "./rest-shapes.js";
import type { Bases, Json } from "./rest-shapes.js";
import { pullUrl } from "./rest-thread-shapes.js";
import type { RepositoryRecord, RunRecord, ThreadRecord } from "./state.js";

/** A run as of the moment; `threads` are those of its repository. */
export function runShape(
  run: RunRecord,
  atMs: number,
  threads: readonly ThreadRecord[],
  bases: Bases,
): Json {
  const state = run.state.at(atMs);
  const url = `${repositoryUrl(run.repository, bases)}/actions/runs/${run.id}`;
  const actor = account(run.actor, bases);
  const paths = ["jobs", "logs", "artifacts", "cancel", "rerun"];
  return {
    id: Number(run.id),
    name: run.name,
    node_id: run.nodeId,
    head_branch: run.headBranch,
    head_sha: run.headSha,
    path: run.path,
    display_title: run.name,
    run_number: run.number,
    run_attempt: state.attempt,
    event: run.event,
    status: state.status,
    conclusion: state.conclusion,
    workflow_id: Number(run.workflowId),
    check_suite_id: Number(run.id) + 1,
    check_suite_node_id: `CS_${run.nodeId}`,
    url,
    html_url: `${repositoryPage(run.repository, bases)}/actions/runs/${run.id}`,
    ...Object.fromEntries(paths.map((path) => [`${path}_url`, `${url}/${path}`])),
    check_suite_url: `${repositoryUrl(run.repository, bases)}/check-suites/${run.id}`,
    workflow_url: `${repositoryUrl(run.repository, bases)}/actions/workflows/${run.workflowId}`,
    previous_attempt_url: null,
    pull_requests: pullsOf(run, atMs, threads).map((thread) => minimalPull(thread, atMs, bases)),
    created_at: isoTime(run.createdAtMs),
    updated_at: isoTime(run.state.changedAtMs),
    run_started_at: isoTime(run.createdAtMs),
    actor,
    triggering_actor: actor,
    head_commit: {
      id: run.headSha,
      tree_id: run.headSha,
      message: "Change",
      timestamp: isoTime(run.createdAtMs),
      author: { name: run.actor, email: `${run.actor}@example.com` },
      committer: { name: run.actor, email: `${run.actor}@example.com` },
    },
    repository: minimalRepository(run.repository, bases),
    head_repository: minimalRepository(run.headRepository, bases),
  };
}

/** Every run that existed at the moment, newest first. */
export function newestFirst(runs: readonly RunRecord[], view: View): RunRecord[] {
  return runs
    .filter((run) => run.createdAtMs <= view.listAtMs)
    .sort((a, b) => b.createdAtMs - a.createdAtMs || Number(b.id) - Number(a.id));
}

/** The open pull requests that a run names: none for a fork's, as on GitHub. */
function pullsOf(
  run: RunRecord,
  atMs: number,
  threads: readonly ThreadRecord[],
): readonly ThreadRecord[] {
  return threads.filter(
    (thread) =>
      thread.pull?.state.at(atMs).headSha === run.headSha &&
      thread.pull.headRepository === run.repository &&
      thread.state.at(atMs).open,
  );
}

function minimalPull(thread: ThreadRecord, atMs: number, bases: Bases): Json {
  const { pull, repository } = thread;
  if (pull === undefined) return {};
  const end = (ref: string, sha: string, of: RepositoryRecord): Json => ({
    ref,
    sha,
    repo: { id: Number(of.id), url: repositoryUrl(of, bases), name: of.name },
  });
  return {
    id: Number(pull.id),
    number: thread.number,
    url: pullUrl(thread, bases),
    head: end(pull.headRef, pull.state.at(atMs).headSha, pull.headRepository),
    base: end(pull.baseRef, pull.baseSha, repository),
  };
}
