/**
 * Which pull request and which head commit is a run of GitHub Actions about?
 *
 * The head of a pull_request run is told by the event file alone: `GITHUB_SHA` is a merge commit there,
 * and two jobs that disagree about the head would wipe each other's rows. So it is never fallen back to.
 */
import type { CiContext, Environment, RepositoryName } from "../host/ci-facts.js";
import { read } from "./access.js";
import { triggeringRunOf } from "./triggering-run.js";
import { commitAt, parseCommit, parsePullNumber, pullNumberAt, textAt } from "./event-payload.js";
import { type Problem, shownValue } from "../input/problem.js";

/** The part of the context that says where the comment is. */
export type PullFacts = Pick<
  CiContext,
  "pull" | "head" | "lane" | "readOnly" | "triggeringRun" | "noPull"
> & { readonly problems: readonly Problem[] };

/** What the rules below are given. */
interface Source {
  readonly env: Environment;
  readonly eventName: string;
  readonly event: unknown;
  readonly eventProblem: Problem | undefined;
  readonly repository: RepositoryName | undefined;
}

const nothing: PullFacts = {
  pull: undefined,
  head: undefined,
  lane: "pull-request",
  readOnly: undefined,
  triggeringRun: undefined,
  noPull: undefined,
  problems: [],
};

/** Tells the event apart and asks its rule. */
export function githubPull(source: Source): PullFacts {
  switch (source.eventName) {
    case "pull_request":
    case "pull_request_target":
    case "pull_request_review":
    case "pull_request_review_comment":
      return ofPullRequest(source);
    case "merge_group":
      return ofMergeGroup(source);
    case "workflow_run":
      return ofWorkflowRun(source);
    case "push":
    case "schedule":
    case "workflow_dispatch":
    case "repository_dispatch":
    case "create":
      return ofBranch(source);
    case "":
      return { ...nothing, problems: [noEventName] };
    default:
      return {
        ...nothing,
        noPull: `A run for ${source.eventName} builds the default branch and belongs to no pull request; name one with --pr and its head commit with --sha.`,
      };
  }
}

const noEventName: Problem = {
  what: "the event that started this run is unknown",
  where: "GITHUB_EVENT_NAME",
  expected: "an event's name such as pull_request",
  found: "nothing",
  todo: "name the pull request and its head commit with --pr and --sha",
  setting: "pr",
};

function ofPullRequest(source: Source): PullFacts {
  const { env, event, eventProblem } = source;
  const ref = read(env, "GITHUB_REF");
  const pull =
    pullNumberAt(event, "pull_request", "number") ??
    parsePullNumber(/^refs\/pull\/(\d+)\/(?:merge|head)$/.exec(ref ?? "")?.[1]);
  const head = commitAt(event, "pull_request", "head", "sha");
  const problems: Problem[] = [];
  if (pull === undefined) {
    problems.push({
      what: "the pull request's number is unknown",
      where: "GITHUB_EVENT_PATH, GITHUB_REF",
      expected: "pull_request.number, or a ref such as refs/pull/12/merge",
      found: shownValue(ref),
      todo: "name it with --pr",
      setting: "pr",
    });
  }
  if (head === undefined) problems.push(headProblem(eventProblem, event));
  return { ...nothing, pull, head, readOnly: readOnlyReason(source), problems };
}

/** Why the head is unknown: the file could not be read, or it says nothing usable. */
function headProblem(eventProblem: Problem | undefined, event: unknown): Problem {
  return {
    what: "the pull request's head commit is unknown (GITHUB_SHA is a merge commit and no help)",
    where: eventProblem?.where ?? "pull_request.head.sha in GITHUB_EVENT_PATH",
    expected: eventProblem?.expected ?? "a full commit id",
    found: eventProblem?.found ?? shownValue(textAt(event, "pull_request", "head", "sha")),
    todo: "pass it with --sha ${{ github.event.pull_request.head.sha }}",
    setting: "sha",
  };
}

/** Tokens of runs that strangers can start are read-only; `pull_request_target` runs are trusted. */
function readOnlyReason({ env, eventName, event }: Source): PullFacts["readOnly"] {
  if (eventName === "pull_request_target") return undefined;
  if (read(env, "GITHUB_ACTOR") === "dependabot[bot]") return "dependabot";
  const base = textAt(event, "pull_request", "base", "repo", "full_name");
  if (base === undefined) return undefined;
  // The head's repository is null once the fork has been deleted.
  const head = textAt(event, "pull_request", "head", "repo", "full_name");
  return head?.toLowerCase() === base.toLowerCase() ? undefined : "fork";
}

function ofMergeGroup({ env, event }: Source): PullFacts {
  const ref = textAt(event, "merge_group", "head_ref") ?? read(env, "GITHUB_REF");
  const pull = pullOfQueueRef(ref ?? "");
  // Here GITHUB_SHA is the merge group's head itself, so it may stand in for the event.
  const head = commitAt(event, "merge_group", "head_sha") ?? parseCommit(read(env, "GITHUB_SHA"));
  const problems: Problem[] = [];
  if (pull === undefined) {
    problems.push({
      what: "the pull request of this merge group is unknown",
      where: "GITHUB_REF",
      expected: "a ref such as refs/heads/gh-readonly-queue/main/pr-12-<commit>",
      found: shownValue(ref),
      todo: "name it with --pr",
      setting: "pr",
    });
  }
  if (head === undefined) {
    problems.push({
      what: "the merge group's head commit is unknown",
      where: "merge_group.head_sha in GITHUB_EVENT_PATH, GITHUB_SHA",
      expected: "a full commit id",
      found: shownValue(read(env, "GITHUB_SHA")),
      todo: "pass it with --sha",
      setting: "sha",
    });
  }
  return { ...nothing, pull, head, lane: "merge-queue", problems };
}

/** The number in `[refs/heads/]gh-readonly-queue/<base>/pr-<n>-<sha>`; the base may hold slashes. */
export function pullOfQueueRef(ref: string): number | undefined {
  const match = /^(?:refs\/heads\/)?gh-readonly-queue\/.+\/pr-(\d+)-[0-9a-f]{7,64}$/i.exec(ref);
  return parsePullNumber(match?.[1]);
}

function ofWorkflowRun({ event, eventProblem, repository }: Source): PullFacts {
  const run = triggeringRunOf(event, repository);
  if (run === undefined) {
    const problem: Problem = {
      what: "the run that started this one is unknown",
      where: eventProblem?.where ?? "workflow_run in GITHUB_EVENT_PATH",
      expected: eventProblem?.expected ?? "a workflow run with its id",
      found: eventProblem?.found ?? "nothing",
      todo: "name the pull request and its head commit with --pr and --sha",
      setting: "pr",
    };
    return { ...nothing, problems: [problem] };
  }
  const queued = run.event === "merge_group";
  const pull = queued
    ? pullOfQueueRef(run.headBranch ?? "")
    : run.pulls.length === 1
      ? run.pulls[0]
      : undefined;
  return {
    ...nothing,
    pull,
    head: run.headSha,
    lane: queued ? "merge-queue" : "pull-request",
    triggeringRun: run,
    noPull: pull === undefined ? noPullOfRun(run.event, run.pulls) : undefined,
  };
}

function noPullOfRun(event: string, pulls: readonly number[]): string {
  if (pulls.length > 1) {
    return `The run that started this one belongs to several pull requests (${pulls.join(", ")}); name one with --pr.`;
  }
  if (event.startsWith("pull_request")) {
    return "The run that started this one does not name its pull request, as for every fork; it has to be looked up by its head commit.";
  }
  return `The run that started this one was for ${shownValue(event)} and belongs to no pull request.`;
}

/** Runs for a branch have the branch's newest commit in GITHUB_SHA: right if `--pr` names its pull request. */
function ofBranch({ env, eventName }: Source): PullFacts {
  return {
    ...nothing,
    head: parseCommit(read(env, "GITHUB_SHA")),
    readOnly: read(env, "GITHUB_ACTOR") === "dependabot[bot]" ? "dependabot" : undefined,
    noPull: `A run for ${eventName} belongs to no pull request; name one with --pr if this commit is its head.`,
  };
}
