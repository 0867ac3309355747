/** What does a REST route get to know, and how does it refuse? */
import { bad, ok } from "../base/result.js";
import type { Result } from "../base/result.js";
import type { View } from "./behaviour.js";
import type { Refusal } from "./comment-rules.js";
import type { HttpRequest, HttpResponse } from "./http-message.js";
import type { Address, Operation } from "./operation.js";
import { documentationUrl, error } from "./rest-answer.js";
import type { RepositoryRecord } from "./state.js";
import type { Scope, TokenRecord } from "./token.js";
import type { World } from "./world.js";

/** One request of a known route, authenticated and permitted. */
export interface RestCall {
  readonly world: World;
  readonly request: HttpRequest;
  readonly address: Address;
  /** Undefined for an anonymous reader of a public repository. */
  readonly token: TokenRecord | undefined;
  readonly repository: RepositoryRecord;
  readonly params: Readonly<Record<string, string>>;
  readonly view: View;
  readonly route: Route;
}

/** One route of the REST API. */
export interface Route {
  readonly method: string;
  /** As GitHub's description writes it: `/repos/{owner}/{repo}/pulls/{pull_number}`. */
  readonly pattern: string;
  readonly operation: Operation;
  /** Any of these permissions is enough; empty: every token may. */
  readonly scopes: readonly Scope[];
  /** The page that GitHub's errors point to, under https://docs.github.com/rest/. */
  readonly documentation: string;
  /** Undefined if an extension answers. */
  readonly handle: ((call: RestCall) => HttpResponse) | undefined;
}

/** An error whose `documentation_url` is the route's. */
export function routeError(route: Route, status: number, message: string): HttpResponse {
  return error(status, message, { documentationUrl: documentationOf(route) });
}

/** What is not there, or may not be seen. */
export function notFound(route: Route): HttpResponse {
  return routeError(route, 404, "Not Found");
}

/** A refusal in REST's words. */
export function refused(route: Route, refusal: Refusal, resource: string): HttpResponse {
  switch (refusal.status) {
    case 404:
      return notFound(route);
    case 403:
      return routeError(route, 403, refusal.message);
    case 422:
      return error(422, "Validation Failed", {
        documentationUrl: documentationOf(route),
        errors: [{ resource, code: "unprocessable", field: "data", message: refusal.message }],
      });
  }
}

/** The request's JSON object. */
export function jsonBody(call: RestCall): Result<Readonly<Record<string, unknown>>, HttpResponse> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(call.request.body));
  } catch {
    return bad(routeError(call.route, 400, "Problems parsing JSON"));
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return bad(routeError(call.route, 400, "Body should be a JSON object"));
  }
  return ok(value as Readonly<Record<string, unknown>>);
}

/** A string out of the request's JSON object. */
export function textField(call: RestCall, name: string): Result<string, HttpResponse> {
  const body = jsonBody(call);
  if (!body.ok) return body;
  const value = body.value[name];
  if (typeof value === "string") return ok(value);
  const problem =
    value === undefined
      ? `"${name}" wasn't supplied.`
      : `For 'properties/${name}', ${JSON.stringify(value)} is not a string.`;
  return bad(routeError(call.route, 422, `Invalid request.\n\n${problem}`));
}

function documentationOf(route: Route): string {
  return `${documentationUrl}/${route.documentation}`;
}
