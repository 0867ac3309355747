/** How does GitHub turn a caller away before it looks at what is asked? */
import type { HttpRequest, HttpResponse } from "./http-message.js";
import { accountId } from "./ids.js";
import { documentationUrl, error } from "./rest-answer.js";
import type { TokenRecord } from "./token.js";
import { bareLogin } from "./token.js";

/** Who called: a known token, nobody, or somebody with a token that is not known. */
export type Caller =
  | { readonly kind: "token"; readonly token: TokenRecord }
  | { readonly kind: "anonymous" }
  | { readonly kind: "unknown" };

/** Looks the request's token up. */
export function callerOf(request: HttpRequest, tokens: ReadonlyMap<string, TokenRecord>): Caller {
  const authorization = request.headers["authorization"];
  if (authorization === undefined) return { kind: "anonymous" };
  const [, text = ""] = /^(?:bearer|token) +(\S+)$/i.exec(authorization) ?? [];
  const token = tokens.get(text);
  return token === undefined ? { kind: "unknown" } : { kind: "token", token };
}

/** The answer to a token that is wrong, expired or revoked. */
export function badCredentials(): HttpResponse {
  return error(401, "Bad credentials");
}

/** The answer to a write without a token. */
export function requiresAuthentication(documentation: string): HttpResponse {
  return error(401, "Requires authentication", { documentationUrl: documentation });
}

/** The answer to a request that does not say what program it comes from. */
export function noUserAgent(): HttpResponse {
  const message =
    "Request forbidden by administrative rules. Please make sure your request has a User-Agent header";
  return error(403, message, { documentationUrl: `${documentationUrl}/using-the-rest-api` });
}

/** What a caller reads whose budget is spent. */
export function primaryLimitMessage(token: TokenRecord | undefined): string {
  if (token === undefined) return "API rate limit exceeded for 127.0.0.1.";
  const who = token.kind === "app" ? "installation ID" : "user ID";
  return `API rate limit exceeded for ${who} ${String(accountId(bareLogin(token.login)))}.`;
}

/** The answer when the budget is spent. */
export function primaryLimit(token: TokenRecord | undefined, status: 403 | 429): HttpResponse {
  return error(status, primaryLimitMessage(token), {
    documentationUrl: `${documentationUrl}/overview/rate-limits-for-the-rest-api`,
  });
}

/** The answer when too much came at once. */
export function secondaryLimit(
  status: 403 | 429,
  retryAfterSeconds: number | undefined,
): HttpResponse {
  const message =
    "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";
  return error(status, message, {
    documentationUrl: `${documentationUrl}/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits`,
    headers: retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) },
  });
}
