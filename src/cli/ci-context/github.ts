/** What does a job of GitHub Actions say about itself? */
import { isDecimal } from "../../base/decimal.js";
import { guessedLeg } from "../../model/leg.js";
import { nameCharsMax } from "../../model/limits.js";
import type { CiContext, CiRun, Environment } from "../host/ci-facts.js";
import { actionsAccess, read } from "./access.js";
import { legOfMatrix, matrixExpected } from "./leg.js";
import { githubPull } from "./pull.js";
import { jobPage, parseRepository, runPage } from "./urls.js";
import { type Problem, shownValue } from "../input/problem.js";

/** The context of a job; see `detectCi`. */
export function detectGitHub(
  env: Environment,
  event: unknown,
  eventProblem: Problem | undefined,
): CiContext {
  const problems: Problem[] = [];
  const repository = parseRepository(read(env, "GITHUB_REPOSITORY"));
  if (repository === undefined) problems.push(repositoryProblem(env));
  const { problems: accessProblems, ...access } = actionsAccess(env);
  const eventName = read(env, "GITHUB_EVENT_NAME") ?? "";
  const { problems: pullProblems, ...pull } = githubPull({
    env,
    eventName,
    event,
    eventProblem,
    repository,
  });
  const run = githubRun(env, eventName, problems);
  const leg = githubLeg(env, access.backendIds?.job, problems);
  const runUrl = runPage(access.serverUrl, repository, run.id, run.attempt);
  const jobId = read(env, "ROLLCALL_JOB_ID") ?? "";
  return {
    host: "github",
    repository,
    ...pull,
    run,
    job: (read(env, "GITHUB_JOB") ?? "").slice(0, nameCharsMax),
    leg,
    jobUrl: jobPage(access.serverUrl, repository, run.id, jobId) ?? runUrl,
    runUrl,
    ...access,
    problems: [...problems, ...pullProblems, ...accessProblems],
  };
}

function repositoryProblem(env: Environment): Problem {
  return {
    what: "the repository is unknown",
    where: "GITHUB_REPOSITORY",
    expected: "owner/name",
    found: shownValue(read(env, "GITHUB_REPOSITORY")),
    todo: "name it with --repo",
    setting: "repo",
  };
}

function githubRun(env: Environment, event: string, problems: Problem[]): CiRun {
  const id = read(env, "GITHUB_RUN_ID");
  const known = id !== undefined && isDecimal(id) && id.length <= 30;
  if (!known) {
    problems.push({
      what: "the run's id is unknown",
      where: "GITHUB_RUN_ID",
      expected: "decimal digits",
      found: shownValue(id),
      todo: "name it with --run-id",
      setting: "runId",
    });
  }
  return {
    id: known ? id : "",
    attempt: githubAttempt(env, problems),
    workflow: workflowPath(env, problems),
    event: event.slice(0, nameCharsMax),
    name: read(env, "GITHUB_WORKFLOW")?.slice(0, nameCharsMax),
  };
}

function githubAttempt(env: Environment, problems: Problem[]): number {
  const text = read(env, "GITHUB_RUN_ATTEMPT");
  if (text !== undefined && /^[1-9]\d{0,8}$/.test(text)) return Number(text);
  problems.push({
    what: "the run's attempt is unknown and taken for the first",
    where: "GITHUB_RUN_ATTEMPT",
    expected: "a number from 1",
    found: shownValue(text),
    todo: "name it with --run-attempt",
  });
  return 1;
}

/** The path in `owner/repo/path@ref`; a workflow's name is not unique, but better than nothing. */
function workflowPath(env: Environment, problems: Problem[]): string {
  const ref = read(env, "GITHUB_WORKFLOW_REF");
  const path = /^[^/@]+\/[^/@]+\/(.+?\.ya?ml)(?:@|$)/i.exec(ref ?? "")?.[1];
  if (path !== undefined && path.length <= nameCharsMax) return path;
  const name = (read(env, "GITHUB_WORKFLOW") ?? "").slice(0, nameCharsMax);
  problems.push({
    what: `the workflow's path is unknown, so ${name === "" ? "nothing" : "its name"} stands for it`,
    where: "GITHUB_WORKFLOW_REF",
    expected: "owner/name/path@ref",
    found: shownValue(ref),
    todo: "name it with --workflow",
  });
  return name;
}

function githubLeg(
  env: Environment,
  jobBackendId: string | undefined,
  problems: Problem[],
): string {
  const matrix = read(env, "ROLLCALL_MATRIX");
  if (matrix !== undefined) {
    const leg = legOfMatrix(matrix);
    if (leg.ok) return leg.value;
    problems.push({
      what: "the job's place in its matrix is unknown",
      where: "ROLLCALL_MATRIX",
      expected: matrixExpected,
      found: shownValue(matrix),
      todo: "leave it to Rollcall's setup step, or name the leg with --leg",
    });
  }
  return jobBackendId === undefined ? "" : guessedLeg(jobBackendId);
}
