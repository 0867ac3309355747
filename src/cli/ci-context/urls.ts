/** Which addresses belong together, and what is a repository's name? */
import { isDecimal } from "../../base/decimal.js";
import { urlCharsMax } from "../../model/limits.js";
import type { RepositoryName } from "../host/ci-facts.js";

/** github.com's own addresses. */
export const defaultServerUrl = "https://github.com";
/** The API of github.com. */
export const defaultApiUrl = "https://api.github.com";
/** The results service of github.com. */
export const defaultResultsUrl = "https://results-receiver.actions.githubusercontent.com";

/** An http(s) address without credentials, query and trailing slashes; undefined for anything else. */
export function parseBaseUrl(text: string): string | undefined {
  if (text.length > urlCharsMax || !/^https?:\/\//i.test(text)) return undefined;
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return undefined;
  }
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    return undefined;
  }
  return (url.origin + url.pathname).replace(/\/+$/, "");
}

/** True if a token sent there could be read on the way. */
export function isUnencrypted(baseUrl: string): boolean {
  const { protocol, hostname } = new URL(baseUrl);
  if (protocol === "https:") return false;
  return (
    !["localhost", "127.0.0.1", "[::1]"].includes(hostname) && !hostname.endsWith(".localhost")
  );
}

/** Enterprise Server keeps REST under `/api/v3` and GraphQL beside it. */
export function deriveGraphqlUrl(apiUrl: string): string {
  return apiUrl.endsWith("/api/v3")
    ? `${apiUrl.slice(0, -"/v3".length)}/graphql`
    : `${apiUrl}/graphql`;
}

/** `owner/name`. */
export function parseRepository(text: string | undefined): RepositoryName | undefined {
  const match = /^([A-Za-z0-9][A-Za-z0-9_-]{0,99})\/([A-Za-z0-9._-]{1,100})$/.exec(text ?? "");
  const [, owner, name] = match ?? [];
  if (owner === undefined || name === undefined || name === "." || name === "..") return undefined;
  return { owner, name };
}

/** The repository of a clone address on github.com (`git@github.com:o/n.git`, `https://...`). */
export function repositoryOfCloneUrl(text: string | undefined): RepositoryName | undefined {
  const match =
    /^(?:https?:\/\/(?:[^@/]*@)?|ssh:\/\/(?:[^@/]*@)?|git:\/\/|[^@/:]+@)(?:www\.)?github\.com(?::\d+)?[/:](.+?)(?:\.git)?\/?$/i.exec(
      text ?? "",
    );
  return parseRepository(match?.[1]);
}

/** The page of a run; of its attempt, if it is not the first. */
export function runPage(
  serverUrl: string,
  repository: RepositoryName | undefined,
  runId: string,
  attempt: number,
): string | undefined {
  if (repository === undefined || !isDecimal(runId)) return undefined;
  const page = `${serverUrl}/${repository.owner}/${repository.name}/actions/runs/${runId}`;
  return attempt > 1 ? `${page}/attempts/${attempt}` : page;
}

/** The page of one job of a run. */
export function jobPage(
  serverUrl: string,
  repository: RepositoryName | undefined,
  runId: string,
  jobId: string,
): string | undefined {
  const page = runPage(serverUrl, repository, runId, 1);
  return page === undefined || !isDecimal(jobId) ? undefined : `${page}/job/${jobId}`;
}
