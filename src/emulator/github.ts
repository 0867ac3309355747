/**
 * What does GitHub answer to a request?
 *
 * One modelled GitHub: a state machine with an injected clock and seeded randomness. `handle` is the
 * only way in; over HTTP it is served by `serve.ts`. A request is applied at one moment, so whatever
 * order the requests arrive in is the order of GitHub's history. How it may misbehave: `behaviour.ts`.
 */
import type { Prng } from "../base/prng.js";
import { BackDoor } from "./back-door.js";
import { calmBehaviour, ConnectionDropped } from "./behaviour.js";
import type { Behaviour, Fault } from "./behaviour.js";
import type { RestContract } from "./contract.js";
import { Ledger } from "./costs.js";
import type { Extension, ExtensionContext } from "./extension.js";
import { FaultInjector } from "./fault-injector.js";
import { GraphqlService } from "./graphql-service.js";
import type { HttpRequest, HttpResponse } from "./http-message.js";
import { httpTime } from "./iso-time.js";
import { addressOf } from "./operation.js";
import type { Address, Operation } from "./operation.js";
import { rateHeaders, RateLimits } from "./rate-limit.js";
import { callerOf } from "./refusals.js";
import { error } from "./rest-answer.js";
import { matchRoute } from "./rest-routes.js";
import { RestService } from "./rest-service.js";
import { Store } from "./store.js";
import type { EmulatorClock } from "./time.js";
import type { TokenRecord } from "./token.js";

/** What the modelled GitHub is made of. */
export interface GitHubOptions {
  readonly clock: EmulatorClock;
  readonly prng: Prng;
  /** Checks every REST request and answer. */
  readonly contract?: RestContract;
}

/** A request and what became of it, for traces. */
export interface Exchange {
  readonly operation: Operation;
  readonly request: HttpRequest;
  readonly fault: Fault | undefined;
  /** Undefined if the connection broke. */
  readonly response: HttpResponse | undefined;
  readonly arrivedAtMs: number;
}

/** One modelled GitHub. */
export class EmulatedGitHub extends BackDoor {
  /** The knobs; they may be turned at any moment. */
  readonly behaviour: Behaviour;
  readonly #rest: RestService;
  readonly #graphql: GraphqlService;
  readonly #faults: FaultInjector;
  readonly #extensions: Extension[] = [];
  readonly #listeners: ((exchange: Exchange) => void)[] = [];

  constructor(options: GitHubOptions) {
    const behaviour = calmBehaviour();
    const store = new Store(options.prng);
    const parts = { behaviour, store, limits: new RateLimits(), ledger: new Ledger() };
    super({ clock: options.clock, ...parts });
    this.behaviour = behaviour;
    const ask = (request: HttpRequest, address: Address): Promise<HttpResponse> | undefined =>
      this.#askExtensions(request, address);
    this.#rest = new RestService(this.world, this.tokens, ask, options.contract);
    this.#graphql = new GraphqlService(this.world, this.tokens);
    this.#faults = new FaultInjector(options.clock);
  }

  /** Lets an extension answer for its paths. */
  use(extension: Extension): void {
    this.#extensions.push(extension);
  }

  /** Tells of every request once it is answered. */
  onExchange(listener: (exchange: Exchange) => void): void {
    this.#listeners.push(listener);
  }

  /** How many requests were answered as lost and are still to be applied. */
  get lateRequests(): number {
    return this.#faults.lateRequests;
  }

  /** Answers a request; rejects with `ConnectionDropped` if a fault breaks the connection. */
  async handle(request: HttpRequest): Promise<HttpResponse> {
    const { clock } = this.world;
    const address = withNames(addressOf(request), (id) => this.world.store.repositoryById(id));
    const operation = this.#describe(request, address);
    const latency = this.behaviour.latency?.(operation, request);
    if (latency !== undefined && latency.beforeMs > 0) await clock.wait(latency.beforeMs);
    const arrivedAtMs = clock.nowMs();
    const fault = this.behaviour.fault?.(operation, request);
    const token = this.#tokenOf(request);
    if (token !== undefined) this.world.ledger.count(token.token, operation);
    if (token !== undefined && fault?.kind === "rate-limit") {
      this.world.ledger.add(token.token, "rateLimited");
    }
    const apply = (): Promise<HttpResponse> => this.#apply(request, address);
    const isGraphql = address.path === "/graphql";
    const answer = await this.#faults.answer({ apply, isGraphql, token }, fault);
    const response = answer === "drop" ? undefined : this.#complete(request, address, answer);
    if (latency !== undefined && latency.afterMs > 0) await clock.wait(latency.afterMs);
    const exchange = { operation, request, fault, response, arrivedAtMs };
    for (const listener of this.#listeners) listener(exchange);
    if (response === undefined) throw new ConnectionDropped("the connection broke");
    return response;
  }

  async #apply(request: HttpRequest, address: Address): Promise<HttpResponse> {
    if (address.path === "/graphql") return this.#graphql.answer(request, address);
    if (!isOutside(address)) return await this.#rest.answer(request, address);
    return await (this.#askExtensions(request, address) ?? error(404, "Not Found"));
  }

  /** Adds what every answer has. */
  #complete(request: HttpRequest, address: Address, response: HttpResponse): HttpResponse {
    const nowMs = this.world.clock.nowMs();
    const headers: Record<string, string> = {
      date: httpTime(nowMs),
      "x-github-request-id": this.world.store.ids.requestId(),
    };
    if (isOutside(address)) return { ...response, headers: { ...headers, ...response.headers } };
    const { enterpriseVersion } = this.behaviour;
    if (enterpriseVersion !== undefined) headers["x-github-enterprise-version"] = enterpriseVersion;
    const resource = address.path === "/graphql" ? "graphql" : "core";
    const budget = this.world.limits.view(this.#tokenOf(request), resource, nowMs);
    Object.assign(headers, rateHeaders(budget), {
      "x-github-media-type": "github.v3; format=json",
    });
    return { ...response, headers: { ...headers, ...response.headers } };
  }

  #describe(request: HttpRequest, address: Address): Operation {
    if (address.path === "/graphql") return this.#graphql.describe(request);
    if (isOutside(address)) {
      const name = address.path.split("/").at(address.path.startsWith("/twirp/") ? -1 : 1) ?? "";
      return { name: `${request.method} ${name}`, class: "extension" };
    }
    const known = matchRoute(request.method, address.path)?.route.operation;
    const unknown = request.method === "GET" ? ("rest-read" as const) : ("rest-write" as const);
    return known ?? { name: `${request.method} ${address.path}`, class: unknown };
  }

  #askExtensions(request: HttpRequest, address: Address): Promise<HttpResponse> | undefined {
    const { clock, store } = this.world;
    const [, owner = "", name = ""] = /^\/repos\/([^/]+)\/([^/]+)/.exec(address.path) ?? [];
    const context: ExtensionContext = {
      ...address,
      nowMs: clock.nowMs(),
      clock,
      auth: () => this.#tokenOf(request),
      repository: () => store.repository(owner, name),
      findRun: (runId) => store.run(runId),
    };
    for (const extension of this.#extensions) {
      const answer = extension.handle(request, context);
      if (answer !== undefined) return answer;
    }
    return undefined;
  }

  #tokenOf(request: HttpRequest): TokenRecord | undefined {
    const caller = callerOf(request, this.tokens);
    return caller.kind === "token" ? caller.token : undefined;
  }
}

/** Paths that are no part of the API: no token of its, no budget, no contract. */
function isOutside(address: Address): boolean {
  return address.path.startsWith("/twirp/") || address.path.startsWith("/blobs/");
}

/** `/repositories/{id}/...`, which `Link` headers hold, is the same as `/repos/{owner}/{repo}/...`. */
function withNames(
  address: Address,
  find: (id: string) => { readonly owner: string; readonly name: string } | undefined,
): Address {
  const [, id = "", rest = ""] = /^\/repositories\/([0-9]+)(\/.*)$/.exec(address.path) ?? [];
  const repository = find(id);
  if (repository === undefined) return address;
  return { ...address, path: `/repos/${repository.owner}/${repository.name}${rest}` };
}
