/**
 * How is GitHub's API asked, over REST and GraphQL?
 *
 * Octokit builds the requests and knows the routes; this wrapper sends them through the HTTP port,
 * renews a refused token once, and turns every failure into a `RollcallError`. The token goes to the
 * API's own addresses and nowhere else.
 */
import { Octokit } from "@octokit/core";
import { RollcallError } from "../../model/errors.js";
import type { HttpAnswer, HttpClient } from "../../ports/http.js";
import type { TokenSource } from "../../ports/token.js";
import type { AnswerObserver } from "./observer.js";
import { problemOf } from "./problem.js";
import { asText, dig } from "./shape.js";

/** Which API, and how to reach it. */
export interface ApiOptions {
  readonly apiUrl: string;
  readonly graphqlUrl: string;
  readonly http: HttpClient;
  readonly token: TokenSource;
  readonly observer: AnswerObserver;
  readonly userAgent: string;
  readonly timeoutMs: number;
}

/** One GraphQL error as GitHub words it. */
export interface GraphqlError {
  readonly type?: string;
  readonly message: string;
  readonly extensions?: { readonly code?: string };
  readonly locations?: readonly unknown[];
}

/** A REST answer. */
export interface RestAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
  readonly data: unknown;
}

/** GitHub's API for one token. */
export class GitHubApi {
  readonly #options: ApiOptions;
  readonly #octokit: Octokit;

  constructor(options: ApiOptions) {
    this.#options = options;
    this.#octokit = new Octokit({
      baseUrl: options.apiUrl.replace(/\/+$/, ""),
      userAgent: options.userAgent,
      log: silent,
      request: { fetch: this.#fetch },
    });
  }

  /** Sends a REST request; `route` as in GitHub's documentation. 304 is an answer, not an error. */
  async rest(route: string, parameters: Readonly<Record<string, unknown>>): Promise<RestAnswer> {
    return await this.#renewing(addressOf(route, parameters), async (authorization) => {
      const { headers, ...rest } = parameters;
      const answer = await this.#octokit.request(route, {
        ...rest,
        headers: { ...(headers as Record<string, string>), authorization },
      });
      return { status: answer.status, headers: answer.headers, data: answer.data as unknown };
    });
  }

  /**
   * Runs one GraphQL operation. Errors come with status 200: those that the caller expects (by
   * `type`) leave their field null, any other is thrown.
   */
  async graphql(
    operation: string,
    query: string,
    variables: Readonly<Record<string, unknown>>,
    expected: readonly string[] = [],
  ): Promise<unknown> {
    const answer = await this.#renewing(`GraphQL ${operation}`, async (authorization) => {
      const sent = await this.#octokit.request(`POST ${this.#options.graphqlUrl}`, {
        query,
        variables,
        headers: { authorization },
      });
      return { status: sent.status, headers: sent.headers, data: sent.data as unknown };
    });
    const { data, errors } = asGraphqlAnswer(answer.data, operation);
    const unexpected = errors.find(({ type }) => type === undefined || !expected.includes(type));
    if (unexpected !== undefined) throw this.#graphqlProblem(operation, unexpected, answer);
    return data;
  }

  #graphqlProblem(operation: string, error: GraphqlError, answer: RestAnswer): RollcallError {
    const status = graphqlStatus[error.type ?? ""] ?? (isRefusal(error) ? 422 : 502);
    const problem = { what: `GraphQL ${operation}`, status, headers: answer.headers };
    return problemOf({ ...problem, message: error.message }, this.#options.observer.now());
  }

  async #renewing(
    what: string,
    send: (authorization: string) => Promise<RestAnswer>,
  ): Promise<RestAnswer> {
    const { token } = this.#options;
    const refused = token.current();
    try {
      return await this.#sent(what, send);
    } catch (error) {
      if (!(error instanceof RollcallError) || error.code !== "unauthorized") throw error;
      // Another request that was refused at the same time may have renewed it already.
      if (token.current() === refused) await token.renew();
      if (token.current() === refused) throw error;
      return await this.#sent(what, send);
    }
  }

  async #sent(
    what: string,
    send: (authorization: string) => Promise<RestAnswer>,
  ): Promise<RestAnswer> {
    try {
      return await send(`token ${this.#options.token.current()}`);
    } catch (error) {
      if (error instanceof RollcallError) throw error;
      const failed = asRequestError(error);
      if (failed === undefined) throw error;
      if (failed.cause !== undefined) throw failed.cause;
      if (failed.status === 304) return { status: 304, headers: failed.headers, data: undefined };
      throw problemOf({ what, ...failed }, this.#options.observer.now());
    }
  }

  /** What Octokit takes for `fetch`: only what it uses of it. */
  readonly #fetch = async (url: string, init: FetchInit): Promise<FetchAnswer> => {
    const answer = await this.#options.http.send({
      method: init.method,
      url,
      headers: init.headers,
      timeoutMs: this.#options.timeoutMs,
      ...(typeof init.body === "string" ? { body: init.body } : {}),
    });
    this.#options.observer.observe(answer.headers);
    return asFetchAnswer(url, answer);
  };
}

const silent = { debug: nothing, info: nothing, warn: nothing, error: nothing };

function nothing(): void {
  // Octokit's own log would print request options; ours says what failed.
}

/** The route as a person wants to read it: for which repository, which number. */
function addressOf(route: string, parameters: Readonly<Record<string, unknown>>): string {
  return route.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = parameters[name];
    return typeof value === "string" || typeof value === "number" ? String(value) : placeholder;
  });
}

/** True for an error of the request itself: it says what or where, a server in trouble says neither. */
function isRefusal({ type, extensions, locations }: GraphqlError): boolean {
  return type !== undefined || extensions?.code !== undefined || locations !== undefined;
}

const graphqlStatus: Readonly<Record<string, number>> = {
  NOT_FOUND: 404,
  FORBIDDEN: 403,
  INSUFFICIENT_SCOPES: 403,
  RATE_LIMITED: 429,
  RATE_LIMIT: 429,
  SERVICE_UNAVAILABLE: 503,
  INTERNAL: 500,
};

interface FetchInit {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

interface FetchAnswer {
  readonly ok: boolean;
  readonly status: number;
  readonly url: string;
  readonly headers: Map<string, string>;
  text(): Promise<string>;
  json(): Promise<unknown>;
  arrayBuffer(): Promise<ArrayBuffer>;
}

function asFetchAnswer(url: string, answer: HttpAnswer): FetchAnswer {
  const text = (): string => new TextDecoder().decode(answer.body);
  return {
    ok: answer.status >= 200 && answer.status < 300,
    status: answer.status,
    url,
    headers: new Map(Object.entries(answer.headers)),
    text: async () => await Promise.resolve(text()),
    json: async () => await Promise.resolve(JSON.parse(text()) as unknown),
    arrayBuffer: async () => await Promise.resolve(new Uint8Array(answer.body).buffer),
  };
}

interface FailedRequest {
  readonly status: number;
  readonly headers: RestAnswer["headers"];
  readonly message: string;
  readonly cause: RollcallError | undefined;
}

/** Octokit's `RequestError`, recognised by its shape: a bundle may hold two copies of the class. */
function asRequestError(error: unknown): FailedRequest | undefined {
  if (!(error instanceof Error) || !("status" in error)) return undefined;
  const response = "response" in error ? (error.response as Partial<RestAnswer>) : undefined;
  const data = response?.data;
  const words =
    typeof data === "object" && data !== null && "message" in data ? data.message : data;
  return {
    status: Number(error.status),
    headers: response?.headers ?? {},
    message: typeof words === "string" ? withErrors(words, data) : "",
    cause: error.cause instanceof RollcallError ? error.cause : undefined,
  };
}

/** 422 answers say what is wrong in `errors`. */
function withErrors(words: string, data: unknown): string {
  if (typeof data !== "object" || data === null || !("errors" in data)) return words;
  return `${words} ${JSON.stringify(data.errors)}`;
}

function asGraphqlAnswer(
  body: unknown,
  operation: string,
): { readonly data: unknown; readonly errors: readonly GraphqlError[] } {
  if (typeof body !== "object" || body === null || (!("data" in body) && !("errors" in body))) {
    throw new RollcallError(
      "malformed-answer",
      `GraphQL ${operation}: the answer is no GraphQL answer`,
    );
  }
  const { data, errors } = body as { data?: unknown; errors?: unknown };
  return {
    data: data ?? {},
    errors: Array.isArray(errors) ? errors.map(asGraphqlError) : [],
  };
}

/** What of an error is told as the documentation says; an error of another form is one without a type. */
function asGraphqlError(error: unknown): GraphqlError {
  const type = asText(dig(error, "type"));
  const code = asText(dig(error, "extensions", "code"));
  const locations = dig(error, "locations");
  return {
    message: asText(dig(error, "message")) ?? "an error without a message",
    ...(type === undefined ? {} : { type }),
    ...(code === undefined ? {} : { extensions: { code } }),
    ...(Array.isArray(locations) ? { locations } : {}),
  };
}
