/**
 * What can go wrong outside of the program, and what does each problem mean for the next step?
 *
 * One class with a code. A message is one line: what, where, expected, found, what to do. It never
 * holds a token.
 */

/** Every way in which the outside world can fail us. */
export type ErrorCode =
  /** No answer in time, or the connection broke: a write may or may not have happened. */
  | "unreachable"
  /** 5xx: as `unreachable`, a write may still land. */
  | "server-error"
  /** 401: the token is missing, wrong or expired. */
  | "unauthorized"
  /** 403 that is not a rate limit: a permission is missing. */
  | "forbidden"
  /** 404 or 410: it is not there, or may not be seen. */
  | "not-found"
  /** 409: the name is taken. */
  | "conflict"
  /** 422 and GraphQL validation errors: GitHub refused the request's content. */
  | "rejected"
  /** 403 or 429 by a primary or secondary rate limit. */
  | "rate-limited"
  /** The answer was not what the API documents. */
  | "malformed-answer"
  /** A zip, payload or state block that cannot be read. */
  | "malformed-data"
  /** The operation is not to be had here: no token, no service. */
  | "unavailable";

/** What else is known about the problem. */
export interface ErrorDetails {
  /** How long to wait before trying again, as the server said. */
  readonly retryAfterMs?: number;
  /** The HTTP status, if there was an answer. */
  readonly httpStatus?: number;
  readonly cause?: unknown;
}

/** A problem of the outside world. */
export class RollcallError extends Error {
  override readonly name = "RollcallError";
  readonly code: ErrorCode;
  readonly retryAfterMs: number | undefined;
  readonly httpStatus: number | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.retryAfterMs = details.retryAfterMs;
    this.httpStatus = details.httpStatus;
  }
}

/** True if a write that failed so may have been applied, or may still be. */
export function outcomeUnknown(error: unknown): boolean {
  return (
    error instanceof RollcallError &&
    (error.code === "unreachable" ||
      error.code === "server-error" ||
      error.code === "malformed-answer")
  );
}

/** True for problems that may be over in a moment. */
export function isPassing(code: ErrorCode): boolean {
  return (
    code === "unreachable" ||
    code === "server-error" ||
    code === "malformed-answer" ||
    code === "rate-limited" ||
    code === "conflict"
  );
}

/** One line about any thrown value. */
export function describeError(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
