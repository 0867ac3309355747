/** Which tokens and addresses of GitHub's services did the CI host give us? */
import type { CiContext, Environment } from "../host/ci-facts.js";
import {
  defaultApiUrl,
  defaultResultsUrl,
  defaultServerUrl,
  deriveGraphqlUrl,
  parseBaseUrl,
} from "./urls.js";
import { parseRuntimeToken } from "../host/runtime-token.js";
import { type Problem, shownValue } from "../input/problem.js";

/** The part of the context that opens doors. */
export type Access = Pick<
  CiContext,
  | "serverUrl"
  | "apiUrl"
  | "graphqlUrl"
  | "resultsUrl"
  | "runtimeToken"
  | "backendIds"
  | "token"
  | "tokenFrom"
  | "stepSummaryPath"
> & { readonly problems: readonly Problem[] };

/** The value of a variable; empty ones count as not set, as expressions leave them. */
export function read(env: Environment, name: string): string | undefined {
  const text = env[name]?.trim();
  return text === "" ? undefined : text;
}

/** Addresses and the API token, which every host may have. */
export function apiAccess(env: Environment): Access {
  const problems: Problem[] = [];
  const serverUrl = urlOf(env, "GITHUB_SERVER_URL", problems) ?? defaultServerUrl;
  const apiUrl = urlOf(env, "GITHUB_API_URL", problems) ?? defaultApiUrl;
  const graphqlUrl = urlOf(env, "GITHUB_GRAPHQL_URL", problems) ?? deriveGraphqlUrl(apiUrl);
  const tokenFrom = ["ROLLCALL_TOKEN", "GITHUB_TOKEN", "GH_TOKEN"].find(
    (name) => read(env, name) !== undefined,
  );
  return {
    serverUrl,
    apiUrl,
    graphqlUrl,
    resultsUrl: undefined,
    runtimeToken: undefined,
    backendIds: undefined,
    token: tokenFrom === undefined ? undefined : read(env, tokenFrom),
    tokenFrom,
    stepSummaryPath: read(env, "GITHUB_STEP_SUMMARY"),
    problems,
  };
}

/** The same with the results service, which only jobs of GitHub Actions can reach. */
export function actionsAccess(env: Environment): Access {
  const access = apiAccess(env);
  const problems = [...access.problems];
  const runtime = runtimeAccess(env, problems);
  const resultsUrl =
    urlOf(env, "ACTIONS_RESULTS_URL", problems) ??
    (access.serverUrl === defaultServerUrl ? defaultResultsUrl : undefined);
  if (runtime !== undefined && resultsUrl === undefined) {
    problems.push(access.apiUrl.endsWith("/api/v3") ? noServiceOnServer : noResultsUrl);
  }
  return { ...access, resultsUrl, ...runtime, problems };
}

const noResultsUrl: Problem = {
  what: "the run's board cannot be reached, so every task has to publish for itself",
  where: "ACTIONS_RESULTS_URL",
  expected: "the address of the results service",
  found: "nothing",
  todo: "add Rollcall's setup step before this one",
};

/** GitHub's own artifact client gives up there, too (actions/toolkit, `GHESNotSupportedError`). */
const noServiceOnServer: Problem = {
  what: "the run's board cannot be reached, so every task has to publish for itself",
  where: "ACTIONS_RESULTS_URL",
  expected: "the address of the results service",
  found: "nothing, as on an Enterprise Server without one",
  todo: "the comment alone does",
  level: "info",
};

/** The first of the two tokens that has the scope; both are the same one on GitHub's runners. */
function runtimeAccess(
  env: Environment,
  problems: Problem[],
): Pick<Access, "runtimeToken" | "backendIds"> | undefined {
  const found: string[] = [];
  for (const name of ["ACTIONS_RUNTIME_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"]) {
    const runtimeToken = read(env, name);
    if (runtimeToken === undefined) continue;
    const ids = parseRuntimeToken(runtimeToken);
    if (ids.ok) return { runtimeToken, backendIds: ids.value };
    found.push(`${ids.problem} in ${name}`);
  }
  problems.push({
    what: "the run's board cannot be used, so every task has to publish for itself",
    where: "ACTIONS_RUNTIME_TOKEN, ACTIONS_ID_TOKEN_REQUEST_TOKEN",
    expected: "the runtime token of this job",
    found: found.length === 0 ? "nothing" : found.join(" and "),
    todo: "add Rollcall's setup step before this one, or the permission id-token: write to the job",
    // The comment alone does: a warning for each of a hundred tasks would help nobody.
    ...(found.length === 0 ? { level: "info" } : {}),
  });
  return undefined;
}

function urlOf(env: Environment, name: string, problems: Problem[]): string | undefined {
  const text = read(env, name);
  if (text === undefined) return undefined;
  const url = parseBaseUrl(text);
  if (url === undefined) {
    problems.push({
      what: "an address of GitHub cannot be used",
      where: name,
      expected: "an http or https address without credentials",
      found: shownValue(text),
      todo: "correct it, or leave it out for github.com",
    });
  }
  return url;
}
