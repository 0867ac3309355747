/**
 * Which pull request does a run's head belong to?
 *
 * Under `workflow_run` GitHub leaves the run's pull requests empty for forks, and what the fork's
 * artifacts say cannot be trusted: the API is asked, and both commit and repository must match.
 */
import type { GitHubApi } from "../adapters/github/api.js";
import type { RepositoryName, TriggeringRun } from "./ci-facts.js";

interface ListedPull {
  readonly number: number;
  readonly state: string;
  readonly head: { readonly sha: string; readonly repo: { readonly full_name: string } | null };
}

/** The open pull request whose head is the run's commit in the run's repository. */
export async function pullOfRun(
  api: GitHubApi,
  repository: RepositoryName,
  run: Pick<TriggeringRun, "headSha" | "headRepository">,
): Promise<number | undefined> {
  if (run.headSha === undefined) return undefined;
  const { data } = await api.rest("GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls", {
    owner: repository.owner,
    repo: repository.name,
    commit_sha: run.headSha,
  });
  const pulls = Array.isArray(data) ? (data as readonly ListedPull[]) : [];
  return pulls.find(
    ({ state, head }) =>
      state === "open" &&
      head.sha === run.headSha &&
      head.repo?.full_name.toLowerCase() === run.headRepository?.toLowerCase(),
  )?.number;
}
