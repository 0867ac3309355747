/**
 * Which pull request does a run's head belong to?
 *
 * Under `workflow_run` GitHub leaves the run's pull requests empty for forks, and what the fork's
 * artifacts say cannot be trusted: the API is asked, and both commit and repository must match.
 */
import type { GitHubApi } from "../../adapters/github/api.js";
import type { RepositoryName, TriggeringRun } from "../host/ci-facts.js";

interface ListedPull {
  readonly number: number;
  readonly state: string;
  /** The repository is null once it has been deleted. */
  readonly head: { readonly sha: string; readonly repo: { readonly full_name: string } | null };
}

type Head = Pick<TriggeringRun, "headSha" | "headRepository">;

/** The open pull request whose head is the run's commit in the run's repository. */
export async function pullOfRun(
  api: GitHubApi,
  repository: RepositoryName,
  run: Head,
): Promise<number | undefined> {
  if (run.headSha === undefined) return undefined;
  const { data } = await api.rest("GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls", {
    owner: repository.owner,
    repo: repository.name,
    commit_sha: run.headSha,
    // Anyone may open a pull request of the same commit; by itself GitHub tells only thirty.
    per_page: 100,
  });
  const pulls = Array.isArray(data) ? (data as readonly ListedPull[]) : [];
  return pulls.find(
    ({ state, head }) =>
      state === "open" && head.sha === run.headSha && isRepository(head.repo, run.headRepository),
  )?.number;
}

/**
 * Why the pull request that somebody named, perhaps out of a fork's artifact, is not the run's; undefined
 * if it is.
 */
export async function mismatchOf(
  api: GitHubApi,
  repository: RepositoryName,
  pullNumber: number,
  run: Head,
): Promise<Mismatch | undefined> {
  const route = "GET /repos/{owner}/{repo}/pulls/{pull_number}";
  const { owner, name } = repository;
  const { data } = await api.rest(route, { owner, repo: name, pull_number: pullNumber });
  const { head } = data as ListedPull;
  const what = `pull request #${pullNumber}`;
  if (!isRepository(head.repo, run.headRepository)) {
    const why = `${what}: expected a head in the triggering run's repository ${run.headRepository ?? "(deleted)"}, found ${head.repo?.full_name ?? "one that was deleted"}; name no other pull request than the run's`;
    return { why, fine: false };
  }
  if (head.sha === run.headSha) return undefined;
  // A push that came in between, or another pull request of the same fork.
  const why = `${what}: its head is ${head.sha.slice(0, 7)}, the triggering run was of ${run.headSha?.slice(0, 7) ?? "nothing"}; a newer push has a run of its own`;
  return { why, fine: true };
}

/** Why nothing is to be published; `fine` if that is as it should be. */
interface Mismatch {
  readonly why: string;
  readonly fine: boolean;
}

/** Two that were deleted are not for that the same. */
function isRepository(found: ListedPull["head"]["repo"], wanted: string | undefined): boolean {
  return wanted !== undefined && found?.full_name.toLowerCase() === wanted.toLowerCase();
}
