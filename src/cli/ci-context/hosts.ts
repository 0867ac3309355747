/**
 * What do CI hosts other than GitHub Actions say?
 *
 * Each says less: no event file, no board, and run ids that need not grow. Whatever is missing is named
 * by its flag. A run's id must grow from run to run, since the newest run of a workflow replaces the
 * older ones, so build numbers are preferred to UUIDs.
 */
import { nameCharsMax } from "../../model/limits.js";
import type { CiContext, CiHost, CiRun, Environment, RepositoryName } from "../host/ci-facts.js";
import { apiAccess, read } from "./access.js";
import { parseBaseUrl, parseRepository, repositoryOfCloneUrl } from "./urls.js";
import { parseCommit, parsePullNumber } from "./event-payload.js";
import { type Problem, shownValue } from "../input/problem.js";

/** What a host's rule found; the rest is the same for all. */
interface HostFacts {
  readonly host: CiHost;
  readonly repository: RepositoryName | undefined;
  readonly pull: number | undefined;
  /** The variable that holds the commit. */
  readonly commitName: string;
  readonly noPull?: string | undefined;
  readonly run: CiRun;
  readonly job?: string | undefined;
  readonly leg?: string;
  readonly jobUrl?: string | undefined;
  readonly problems?: readonly Problem[];
}

/**
 * Buildkite. A retried job is no later attempt: attempts are of the whole run, and a second one would
 * end the rows of the jobs that are still in the first.
 */
export function detectBuildkite(env: Environment): CiContext {
  const pull = parsePullNumber(read(env, "BUILDKITE_PULL_REQUEST"));
  const page = read(env, "BUILDKITE_BUILD_URL");
  const jobId = read(env, "BUILDKITE_JOB_ID");
  const parallel = read(env, "BUILDKITE_PARALLEL_JOB");
  return contextOf(env, {
    host: "buildkite",
    repository: repositoryOfCloneUrl(read(env, "BUILDKITE_REPO")),
    pull,
    commitName: "BUILDKITE_COMMIT",
    noPull:
      pull === undefined
        ? "This Buildkite build belongs to no pull request; name one with --pr."
        : undefined,
    run: {
      id: read(env, "BUILDKITE_BUILD_NUMBER") ?? read(env, "BUILDKITE_BUILD_ID") ?? "",
      attempt: 1,
      workflow: named(env, "BUILDKITE_PIPELINE_SLUG"),
      event: "buildkite",
      name: read(env, "BUILDKITE_PIPELINE_NAME"),
    },
    job: read(env, "BUILDKITE_STEP_KEY") ?? read(env, "BUILDKITE_LABEL"),
    leg: parallel === undefined ? "" : `parallel=${parallel}`,
    jobUrl: page !== undefined && jobId !== undefined ? `${page}#${jobId}` : page,
  });
}

/** CircleCI; its workflow ids are UUIDs, of which nobody can say which is newer. */
export function detectCircle(env: Environment): CiContext {
  const pullPage = read(env, "CIRCLE_PULL_REQUEST");
  const match = /^https:\/\/github\.com\/([^/]+\/[^/]+)\/pull\/(\d+)(?:[/?#]|$)/.exec(
    pullPage ?? "",
  );
  const pull = parsePullNumber(match?.[2]);
  const owner = read(env, "CIRCLE_PROJECT_USERNAME");
  const project = read(env, "CIRCLE_PROJECT_REPONAME");
  const nodes = countOf(read(env, "CIRCLE_NODE_TOTAL"));
  return contextOf(env, {
    host: "circleci",
    repository: parseRepository(match?.[1]) ?? parseRepository(`${owner ?? ""}/${project ?? ""}`),
    pull,
    commitName: "CIRCLE_SHA1",
    noPull:
      pull === undefined
        ? "This CircleCI job belongs to no pull request; name one with --pr."
        : undefined,
    run: {
      id: read(env, "CIRCLE_WORKFLOW_ID") ?? "",
      attempt: 1,
      workflow: named(env, "CIRCLE_PROJECT_REPONAME"),
      event: "circleci",
      name: undefined,
    },
    job: read(env, "CIRCLE_JOB"),
    leg: nodes > 1 ? `node=${read(env, "CIRCLE_NODE_INDEX") ?? ""}` : "",
    jobUrl: read(env, "CIRCLE_BUILD_URL"),
    problems: [
      {
        what: "it is unknown which run of a workflow is the newest",
        where: "CIRCLE_WORKFLOW_ID",
        expected: "a number that grows from run to run",
        found: "an id without an order",
        todo: "set ROLLCALL_RUN_ID to << pipeline.number >>",
        setting: "runId",
      },
    ],
  });
}

/** GitLab, when it builds a repository of GitHub ("CI/CD for external repositories"). */
export function detectGitLab(env: Environment): CiContext {
  const pull = parsePullNumber(read(env, "CI_EXTERNAL_PULL_REQUEST_IID"));
  const external = pull !== undefined;
  return contextOf(env, {
    host: "gitlab",
    repository: parseRepository(read(env, "CI_EXTERNAL_PULL_REQUEST_TARGET_REPOSITORY")),
    pull,
    commitName: external ? "CI_EXTERNAL_PULL_REQUEST_SOURCE_BRANCH_SHA" : "CI_COMMIT_SHA",
    noPull: external
      ? undefined
      : "This GitLab pipeline belongs to no pull request on GitHub; name one with --repo and --pr.",
    run: {
      id: read(env, "CI_PIPELINE_ID") ?? "",
      attempt: 1,
      workflow: named(env, "CI_PIPELINE_NAME") || named(env, "CI_PROJECT_NAME"),
      event: "gitlab",
      name: read(env, "CI_PIPELINE_NAME"),
    },
    job: read(env, "CI_JOB_NAME"),
    jobUrl: read(env, "CI_JOB_URL"),
  });
}

/** Jenkins: a multibranch pipeline tells the pull request's address. */
export function detectJenkins(env: Environment): CiContext {
  const match = /^https:\/\/github\.com\/([^/]+\/[^/]+)\/pull\/(\d+)\/?$/.exec(
    read(env, "CHANGE_URL") ?? "",
  );
  const pull = parsePullNumber(match?.[2] ?? read(env, "CHANGE_ID") ?? read(env, "ghprbPullId"));
  const built = read(env, "ghprbActualCommit");
  return contextOf(env, {
    host: "jenkins",
    repository:
      parseRepository(match?.[1]) ??
      parseRepository(read(env, "ghprbGhRepository")) ??
      repositoryOfCloneUrl(read(env, "GIT_URL")),
    pull,
    commitName: built === undefined ? "GIT_COMMIT" : "ghprbActualCommit",
    noPull:
      pull === undefined
        ? "This Jenkins build belongs to no pull request; name one with --pr."
        : undefined,
    run: {
      id: read(env, "BUILD_NUMBER") ?? "",
      attempt: 1,
      workflow: named(env, "JOB_NAME"),
      event: "jenkins",
      name: undefined,
    },
    job: read(env, "STAGE_NAME"),
    jobUrl: read(env, "BUILD_URL"),
  });
}

/** No CI at all: everything has to be told. */
export function detectLaptop(env: Environment): CiContext {
  return contextOf(env, {
    host: "laptop",
    repository: undefined,
    pull: undefined,
    commitName: "",
    run: { id: "1", attempt: 1, workflow: "laptop", event: "manual", name: undefined },
  });
}

function contextOf(env: Environment, facts: HostFacts): CiContext {
  const { problems: accessProblems, ...access } = apiAccess(env);
  const problems: Problem[] = [...(facts.problems ?? []), ...accessProblems];
  const commit = read(env, facts.commitName);
  const head = parseCommit(commit);
  if (head === undefined && facts.pull !== undefined) {
    problems.push({
      what: "the pull request's head commit is unknown",
      where: facts.commitName,
      expected: "a full commit id",
      found: shownValue(commit),
      todo: "pass it with --sha",
      setting: "sha",
    });
  }
  const jobUrl = facts.jobUrl === undefined ? undefined : pageUrl(facts.jobUrl);
  return {
    ...access,
    host: facts.host,
    repository: facts.repository,
    pull: facts.pull,
    head,
    lane: "pull-request",
    run: facts.run,
    job: (facts.job ?? "").slice(0, nameCharsMax),
    leg: facts.leg ?? "",
    jobUrl,
    runUrl: undefined,
    readOnly: undefined,
    triggeringRun: undefined,
    noPull: facts.noPull,
    problems,
  };
}

/** A page's address, its fragment kept. */
function pageUrl(text: string): string | undefined {
  const [page = "", fragment] = text.split("#", 2);
  const url = parseBaseUrl(page);
  return url === undefined || fragment === undefined ? url : `${url}#${fragment}`;
}

function named(env: Environment, name: string): string {
  return (read(env, name) ?? "").slice(0, nameCharsMax);
}

function countOf(text: string | undefined): number {
  return text !== undefined && /^\d{1,6}$/.test(text) ? Number(text) : 0;
}
