/**
 * What does an answer that is no success mean?
 *
 * One table from GitHub's statuses and words to `ErrorCode`, with what to do about it.
 */
import { type ErrorCode, RollcallError } from "../../model/errors.js";

/** An answer as far as it matters here. */
export interface FailedAnswer {
  /** Method and path, or the name of a GraphQL operation; no query string, no token. */
  readonly what: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
  /** The server's own words. */
  readonly message: string;
  /** What to do when the credential is refused; by default what an API token needs. */
  readonly advice?: string;
}

/** The error for an answer with a status of 400 or more. */
export function problemOf(answer: FailedAnswer, nowMs: number | undefined): RollcallError {
  const code = codeOf(answer);
  const retryAfterMs = code === "rate-limited" ? retryAfter(answer, nowMs) : undefined;
  const words = answer.message.replace(/\s+/g, " ").trim().slice(0, 200);
  const message = `${answer.what}: HTTP ${answer.status}${words === "" ? "" : `: ${words}`}${adviceOf(code, answer)}`;
  return new RollcallError(code, message, {
    httpStatus: answer.status,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

function codeOf({ status, headers, message }: FailedAnswer): ErrorCode {
  if (status === 429 || (status === 403 && saysRateLimit(headers, message))) return "rate-limited";
  if (status === 401) return "unauthorized";
  if (status === 403) return "forbidden";
  if (status === 404 || status === 410) return "not-found";
  if (status === 409) return "conflict";
  if (status >= 500) return "server-error";
  if (status >= 400) return "rejected";
  return "malformed-answer";
}

function saysRateLimit(headers: FailedAnswer["headers"], message: string): boolean {
  return (
    headers["retry-after"] !== undefined ||
    String(headers["x-ratelimit-remaining"] ?? "") === "0" ||
    /rate limit/i.test(message)
  );
}

/** A minute is what GitHub asks for when it says nothing else. */
const retryAfterDefaultMs = 60_000;

function retryAfter({ headers }: FailedAnswer, nowMs: number | undefined): number {
  const seconds = Number(headers["retry-after"]);
  if (headers["retry-after"] !== undefined && seconds >= 0) return seconds * 1_000;
  // Every answer names the reset; it matters only when nothing is left of the hour.
  const exhausted = String(headers["x-ratelimit-remaining"] ?? "") === "0";
  const resetMs = exhausted ? Number(headers["x-ratelimit-reset"]) * 1_000 : 0;
  if (nowMs !== undefined && resetMs > nowMs) return resetMs - nowMs;
  return retryAfterDefaultMs;
}

function adviceOf(code: ErrorCode, { what, message, advice }: FailedAnswer): string {
  const state = stateAdvice.find(({ words }) => words.test(message));
  switch (code) {
    case "unauthorized":
      return `; ${advice ?? "the token is missing, wrong or expired: pass the job's token in GITHUB_TOKEN"}`;
    case "forbidden":
      return `; ${advice ?? state?.todo ?? permissionAdvice(what)}`;
    case "not-found":
    case "rejected":
      return state === undefined ? "" : `; ${state.todo}`;
    default:
      return "";
  }
}

function permissionAdvice(what: string): string {
  return what.includes("/actions/")
    ? "give the job `permissions: actions: read`"
    : "give the job `permissions: pull-requests: write`";
}

/** Refusals that no permission would mend. Their words: `emulator/comment-rules.ts`. */
const stateAdvice: readonly { readonly words: RegExp; readonly todo: string }[] = [
  {
    words: /\blocked\b/i,
    todo: "unlock the pull request's conversation, or pass the token of somebody who may write to it in ROLLCALL_TOKEN",
  },
  {
    words: /\barchived\b/i,
    todo: "nobody can write to an archived repository; unarchive it, or leave Rollcall out",
  },
  {
    words: /more than 2,?500 comments/i,
    todo: "delete old comments of the pull request",
  },
  {
    words: /issues (?:has been|are) disabled/i,
    todo: "turn issues on in the repository's settings",
  },
];
