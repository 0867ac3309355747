/** What does publishing lack, and what would supply it? */
import type { CiRun, RepositoryName, TriggeringRun } from "../host/ci-facts.js";
import type { Problem } from "../input/problem.js";

/** What is known, as far as publishing needs it. */
interface Known {
  readonly repository: RepositoryName | undefined;
  readonly pull: number | undefined;
  readonly head: string | undefined;
  readonly token: string | undefined;
  readonly tokenFile: string | undefined;
  readonly tokenCommand: string | undefined;
  readonly run: CiRun;
  readonly noPull: string | undefined;
  readonly triggeringRun: TriggeringRun | undefined;
}

/** One problem for each thing that is missing; the host's own explanation where it gave one. */
export function missingSettings(
  known: Known,
  hostProblems: readonly Problem[],
): { readonly missing: readonly Problem[]; readonly explained: readonly Problem[] } {
  const missing: Problem[] = [];
  const explained: Problem[] = [];
  const lacks = (setting: string, byDefault: Problem): void => {
    const ofHost = hostProblems.filter((problem) => problem.setting === setting);
    explained.push(...ofHost);
    missing.push(ofHost[0] ?? byDefault);
  };
  if (known.repository === undefined) lacks("repo", noRepository);
  // Without a pull request by nature there is nothing that a head or a token would help; but that of a
  // run that started this one can be looked up.
  if (known.noPull === undefined || known.triggeringRun !== undefined) {
    if (known.pull === undefined && known.noPull === undefined) lacks("pr", noPullRequest);
    if (known.head === undefined) lacks("sha", noHead);
    if (known.run.id === "") lacks("runId", noRunId);
    if ((known.token ?? known.tokenFile ?? known.tokenCommand) === undefined) {
      lacks("token", noToken);
    }
  }
  return { missing, explained };
}

const noRepository: Problem = {
  what: "the repository is unknown",
  where: "--repo",
  expected: "owner/name",
  found: "nothing",
  todo: "name it with --repo",
  setting: "repo",
};
const noPullRequest: Problem = {
  what: "the pull request is unknown",
  where: "--pr",
  expected: "a pull request's number",
  found: "nothing",
  todo: "name it with --pr",
  setting: "pr",
};
const noHead: Problem = {
  what: "the pull request's head commit is unknown",
  where: "--sha",
  expected: "a full commit id",
  found: "nothing",
  todo: "name it with --sha",
  setting: "sha",
};
const noRunId: Problem = {
  what: "the run's id is unknown",
  where: "--run-id",
  expected: "a number that grows from run to run",
  found: "nothing",
  todo: "name it with --run-id",
  setting: "runId",
};
/** Also for commands that need nothing but a token. */
export const noToken: Problem = {
  what: "there is no token for GitHub",
  where: "ROLLCALL_TOKEN, GITHUB_TOKEN, GH_TOKEN, --token-file",
  expected: "a token with the permission pull-requests: write",
  found: "nothing",
  todo: "add GITHUB_TOKEN: ${{ github.token }} to the step's env",
  setting: "token",
};
