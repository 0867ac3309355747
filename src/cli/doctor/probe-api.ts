/**
 * What does GitHub's API tell about this token, without anything being written?
 *
 * Each probe ends in facts, whatever GitHub answers. Whether a comment may be written is asked with one
 * that GitHub never takes, an empty one: it judges the permission before the text (a refusal of the text
 * is status 422, one of the permission 403). Scanners of tokens rely on the same (trufflehog,
 * `pkg/analyzer/analyzers/github/finegrained`).
 */
import type { GitHubApi } from "../../adapters/github/api.js";
import { RollcallError } from "../../model/errors.js";
import type { PullView } from "../../ports/comments.js";
import type { RepositoryName } from "../host/ci-facts.js";
import type { OpenedApi } from "../publishing/open-publisher.js";

/** An answer, or why there is none. */
export type Probed<Value> =
  | { readonly kind: "known"; readonly value: Value }
  | { readonly kind: "failed"; readonly error: RollcallError };

/** What is asked of the repository. */
export interface RepositoryFacts {
  readonly archived: boolean;
  readonly hasIssues: boolean;
  readonly isPrivate: boolean;
  /** Set by an Enterprise Server. */
  readonly enterpriseVersion: string | undefined;
}

/** Whether a comment may be written on the pull request. */
export type WriteAccess = "allowed" | "no-permission" | "locked" | "archived" | "unknown";

/** What the comments show, and by which way. */
export interface CommentFacts {
  readonly way: "GraphQL" | "REST";
  /** Why GraphQL is not used. */
  readonly whyRest: string | undefined;
  readonly pull: PullView;
  /** Over REST an app cannot ask who it is, and is taken for the job's own. */
  readonly login: string | undefined;
  /** The decimal id of the comment that is there. */
  readonly commentId: string | undefined;
  /** Undefined while there is no comment. */
  readonly hasHistory: boolean | undefined;
}

/** What is left of a budget. */
export interface Budget {
  readonly limit: number;
  readonly remaining: number;
  readonly resetAtMs: number;
}

/** Runs a question; a problem of the outside world is an answer, too. */
export async function probe<Value>(ask: () => Promise<Value>): Promise<Probed<Value>> {
  try {
    return { kind: "known", value: await ask() };
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    return { kind: "failed", error };
  }
}

/** The repository's state. */
export async function repositoryFacts(
  api: GitHubApi,
  { owner, name }: RepositoryName,
): Promise<RepositoryFacts> {
  const { data, headers } = await api.rest("GET /repos/{owner}/{repo}", { owner, repo: name });
  const version = headers["x-github-enterprise-version"];
  const repository = data as Readonly<Record<string, unknown>>;
  return {
    archived: repository["archived"] === true,
    hasIssues: repository["has_issues"] !== false,
    isPrivate: repository["private"] === true,
    enterpriseVersion: typeof version === "string" ? version : undefined,
  };
}

/** The pull request and our comment, over the way that a publication would take. */
export async function commentFacts({ graphql, rest }: OpenedApi): Promise<CommentFacts> {
  const first = await probe(async () => await graphql.read({ edits: 1 }));
  if (first.kind === "failed" && ["unauthorized", "unreachable"].includes(first.error.code)) {
    throw first.error;
  }
  if (first.kind === "failed") rest.login ??= graphql.login;
  const view = first.kind === "known" ? first.value : await rest.read({ edits: 1 });
  const [comment] = view.comments;
  return {
    way: first.kind === "known" ? "GraphQL" : "REST",
    whyRest: first.kind === "known" ? undefined : first.error.message,
    pull: view.pull,
    login: first.kind === "known" ? graphql.login : rest.login,
    commentId: comment?.databaseId,
    hasHistory: comment === undefined ? undefined : comment.edits !== undefined,
  };
}

/** Whether an empty comment is refused for its text, or for who sends it. */
export async function writeAccess(
  api: GitHubApi,
  { owner, name }: RepositoryName,
  pullNumber: number,
): Promise<{ readonly access: WriteAccess; readonly words: string }> {
  const route = "POST /repos/{owner}/{repo}/issues/{issue_number}/comments";
  const asked = await probe(
    async () => await api.rest(route, { owner, repo: name, issue_number: pullNumber, body: "" }),
  );
  if (asked.kind === "known") return { access: "unknown", words: "GitHub took an empty comment" };
  const { code, httpStatus, message } = asked.error;
  // The advice behind GitHub's words is for whoever did not ask a doctor.
  const words = /HTTP \d+(?:: [^;]*)?/.exec(message)?.[0] ?? message;
  if (httpStatus === 422) return { access: "allowed", words };
  if (/\blocked\b/i.test(words)) return { access: "locked", words };
  if (/\barchived\b/i.test(words)) return { access: "archived", words };
  return { access: code === "forbidden" ? "no-permission" : "unknown", words };
}

/** The budgets; undefined where there are none (an Enterprise Server may have rate limits off). */
export async function budgets(
  api: GitHubApi,
): Promise<{ readonly rest: Budget; readonly graphql: Budget } | undefined> {
  const answer = await probe(async () => await api.rest("GET /rate_limit", {}));
  if (answer.kind === "failed") {
    if (answer.error.code === "not-found") return undefined;
    throw answer.error;
  }
  const { resources } = answer.value.data as { readonly resources: Record<string, RawBudget> };
  return { rest: budgetOf(resources["core"]), graphql: budgetOf(resources["graphql"]) };
}

interface RawBudget {
  readonly limit?: number;
  readonly remaining?: number;
  readonly reset?: number;
}

function budgetOf(raw: RawBudget | undefined): Budget {
  const { limit = 0, remaining = 0, reset = 0 } = raw ?? {};
  return { limit, remaining, resetAtMs: reset * 1_000 };
}

/** Whether the repository's runs may be read. */
export async function canReadRuns(
  api: GitHubApi,
  { owner, name }: RepositoryName,
): Promise<boolean> {
  const route = "GET /repos/{owner}/{repo}/actions/runs";
  const asked = await probe(async () => await api.rest(route, { owner, repo: name, per_page: 1 }));
  if (asked.kind === "known") return true;
  // A private repository's answer to a token without the permission is either.
  if (asked.error.code === "forbidden" || asked.error.code === "not-found") return false;
  throw asked.error;
}
