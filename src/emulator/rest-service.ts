/**
 * How does the REST API take a request from its token to its answer?
 *
 * In GitHub's order: who is it, is the budget left, is the route there, may they, what is the answer,
 * has it changed since they saw it last. Synchronous but for routes that an extension answers, so that
 * a request is applied at one moment.
 */
import { readView } from "./behaviour.js";
import { forbidden } from "./comment-rules.js";
import type { RestContract } from "./contract.js";
import { notModified, withEtag } from "./etag.js";
import type { HttpRequest, HttpResponse } from "./http-message.js";
import type { Address } from "./operation.js";
import { badCredentials, callerOf, noUserAgent, primaryLimit } from "./refusals.js";
import { requiresAuthentication, secondaryLimit } from "./refusals.js";
import type { BudgetView } from "./rate-limit.js";
import { documentationUrl, error, json } from "./rest-answer.js";
import { notFound, refused } from "./rest-call.js";
import type { RestCall, Route } from "./rest-call.js";
import { matchRoute } from "./rest-routes.js";
import { account } from "./rest-shapes.js";
import type { RepositoryRecord } from "./state.js";
import { holds } from "./token.js";
import type { TokenRecord } from "./token.js";
import type { World } from "./world.js";

/** Asks the extensions for the answer to a route that is theirs. */
export type AskExtensions = (
  request: HttpRequest,
  address: Address,
) => Promise<HttpResponse> | undefined;

/** The REST API. */
export class RestService {
  readonly #world: World;
  readonly #tokens: ReadonlyMap<string, TokenRecord>;
  readonly #askExtensions: AskExtensions;
  readonly #contract: RestContract | undefined;

  constructor(
    world: World,
    tokens: ReadonlyMap<string, TokenRecord>,
    askExtensions: AskExtensions,
    contract: RestContract | undefined,
  ) {
    this.#world = world;
    this.#tokens = tokens;
    this.#askExtensions = askExtensions;
    this.#contract = contract;
  }

  /** The answer, still without the headers that all answers have. */
  async answer(request: HttpRequest, address: Address): Promise<HttpResponse> {
    const match = matchRoute(request.method, address.path);
    if (match !== undefined) this.#contract?.checkRequest(request, address.path);
    const response = await this.#dispatch(request, address);
    if (match !== undefined) this.#contract?.checkResponse(request, address.path, response);
    return response;
  }

  async #dispatch(request: HttpRequest, address: Address): Promise<HttpResponse> {
    if (request.headers["user-agent"] === undefined) return noUserAgent();
    const caller = callerOf(request, this.#tokens);
    if (caller.kind === "unknown") return badCredentials();
    const token = caller.kind === "token" ? caller.token : undefined;
    if (request.method === "GET" && address.path === "/rate_limit") return this.#rateLimit(token);
    const limited = this.#limited(request, token);
    if (limited !== undefined) return limited;
    const answer = this.#route(request, address, token);
    const response = answer instanceof Promise ? await answer : answer;
    return this.#charged(request, response, token);
  }

  #limited(request: HttpRequest, token: TokenRecord | undefined): HttpResponse | undefined {
    const { limits, clock, behaviour, ledger } = this.#world;
    const nowMs = clock.nowMs();
    const spent = limits.view(token, "core", nowMs).remaining === 0;
    const maxima = { perMinute: behaviour.writesPerMinuteMax, perHour: behaviour.writesPerHourMax };
    const crowded =
      !spent && isWrite(request) && token !== undefined && !limits.admitWrite(token, nowMs, maxima);
    if (!spent && !crowded) return undefined;
    if (token !== undefined) ledger.add(token.token, "rateLimited");
    return spent ? primaryLimit(token, 403) : secondaryLimit(403, 60);
  }

  #route(
    request: HttpRequest,
    address: Address,
    token: TokenRecord | undefined,
  ): HttpResponse | Promise<HttpResponse> {
    if (request.method === "GET" && address.path === "/user") return user(token, address);
    const match = matchRoute(request.method, address.path);
    if (match === undefined) return error(404, "Not Found");
    const { route, params } = match;
    if (isWrite(request) && token === undefined) {
      return requiresAuthentication(`${documentationUrl}/${route.documentation}`);
    }
    const { owner = "", repo = "" } = params;
    const repository = this.#world.store.repository(owner, repo);
    if (repository === undefined) return notFound(route);
    const denied = deny(request, route, repository, token);
    if (denied !== undefined) return denied;
    const world = this.#world;
    const view = readView(world.behaviour, world.clock.nowMs());
    const call: RestCall = { world, request, address, token, repository, params, view, route };
    if (route.handle !== undefined) return route.handle(call);
    return this.#askExtensions(request, address) ?? notFound(route);
  }

  /** Adds the validator and takes the cost off the budget; an unchanged answer is free. */
  #charged(
    request: HttpRequest,
    response: HttpResponse,
    token: TokenRecord | undefined,
  ): HttpResponse {
    const { limits, clock, ledger } = this.#world;
    const cacheable = request.method === "GET" && response.status === 200;
    const tagged = cacheable ? withEtag(request, response, token?.token) : response;
    const unchanged = cacheable ? notModified(request, tagged) : undefined;
    if (unchanged === undefined || token === undefined) {
      limits.charge(token, "core", 1, clock.nowMs());
    }
    if (token !== undefined) {
      ledger.add(token.token, unchanged === undefined ? "rest" : "notModified");
      if (isWrite(request)) ledger.add(token.token, "writes");
      if (isWrite(request) && response.status >= 400) ledger.add(token.token, "writesRefused");
    }
    return unchanged ?? tagged;
  }

  #rateLimit(token: TokenRecord | undefined): HttpResponse {
    const nowMs = this.#world.clock.nowMs();
    const core = budgetShape(this.#world.limits.view(token, "core", nowMs));
    const graphql = budgetShape(this.#world.limits.view(token, "graphql", nowMs));
    return json(200, { resources: { core, graphql }, rate: core });
  }
}

function isWrite(request: HttpRequest): boolean {
  return request.method !== "GET";
}

/** The refusal if the token lacks the route's permission. */
function deny(
  request: HttpRequest,
  route: Route,
  repository: RepositoryRecord,
  token: TokenRecord | undefined,
): HttpResponse | undefined {
  const level = isWrite(request) ? "write" : "read";
  if (level === "read" && !repository.isPrivate) return undefined;
  if (token === undefined) return notFound(route);
  if (route.scopes.length === 0) return undefined;
  if (route.scopes.some((scope) => holds(token, scope, level))) return undefined;
  return refused(route, forbidden(token), "");
}

function user(token: TokenRecord | undefined, address: Address): HttpResponse {
  const documentation = `${documentationUrl}/users/users#get-the-authenticated-user`;
  if (token === undefined) return requiresAuthentication(documentation);
  if (token.kind === "user") return json(200, account(token.login, address));
  return error(403, forbidden(token).message, { documentationUrl: documentation });
}

function budgetShape(budget: BudgetView): Record<string, unknown> {
  const { limit, used, remaining, resetSeconds } = budget;
  return { limit, used, remaining, reset: resetSeconds, resource: budget.resource };
}
