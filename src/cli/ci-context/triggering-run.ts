/**
 * Which run's end started this `workflow_run` workflow?
 *
 * `rollcall sync` publishes for it with a token that may write, so everything from a fork is untrusted:
 * the number of a pull request is taken only if it is one of this repository, and whoever publishes
 * checks that its head is this run's head.
 */
import type { RepositoryName, TriggeringRun } from "../host/ci-facts.js";
import { commitAt, idAt, pullNumberAt, textAt, valueAt } from "./event-payload.js";

const pullsMax = 20;

/** The run in the event; undefined if it has no id. */
export function triggeringRunOf(
  event: unknown,
  repository: RepositoryName | undefined,
): TriggeringRun | undefined {
  const run = valueAt(event, "workflow_run");
  const id = idAt(run, "id");
  if (id === undefined) return undefined;
  const headSha = commitAt(run, "head_sha");
  return {
    id,
    attempt: Number(idAt(run, "run_attempt") ?? "1") || 1,
    workflow: (textAt(run, "path") ?? "").replace(/@.*$/, ""),
    event: textAt(run, "event") ?? "",
    name: textAt(run, "name"),
    headSha,
    headBranch: textAt(run, "head_branch"),
    headRepository: textAt(run, "head_repository", "full_name"),
    pulls: pullsOf(valueAt(run, "pull_requests"), headSha, repository),
    status: textAt(run, "status"),
    conclusion: textAt(run, "conclusion"),
  };
}

/** GitHub also lists pull requests of forks that happen to have the same branch. */
function pullsOf(
  list: unknown,
  headSha: string | undefined,
  repository: RepositoryName | undefined,
): readonly number[] {
  if (!Array.isArray(list)) return [];
  const numbers = list
    .slice(0, pullsMax)
    .filter((pull: unknown) => headSha === undefined || commitAt(pull, "head", "sha") === headSha)
    .filter((pull: unknown) => isIn(pull, repository))
    .map((pull: unknown) => pullNumberAt(pull, "number"))
    .filter((number) => number !== undefined);
  return [...new Set(numbers)];
}

function isIn(pull: unknown, repository: RepositoryName | undefined): boolean {
  const url = textAt(pull, "base", "repo", "url");
  if (url === undefined || repository === undefined) return true;
  const tail = `/repos/${repository.owner}/${repository.name}`;
  return url.toLowerCase().endsWith(tail.toLowerCase());
}
