/** Where does a token go? To the API and to the results service, each its own, and nowhere else. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { encodePayload } from "../../codec/payload.js";
import { describeError } from "../../model/errors.js";
import type { HttpAnswer, HttpClient, HttpRequest } from "../../ports/http.js";
import { PublishWorld, worldMarker } from "../../testing/publish-world.js";
import { NodeHttpClient } from "../node/http-client.js";
import { GitHubApi } from "./api.js";
import { GraphqlComments } from "./graphql-comments.js";
import { AnswerObserver } from "./observer.js";
import { RestComments } from "./rest-comments.js";
import { ResultsBoard } from "./results-board.js";
import { RestRuns } from "./runs.js";

const apiToken = "ghs_the_token_of_the_api";
const runtimeToken = "runtime.token.of_the_job";
const evil = "https://evil.example";

/** Answers as told, and remembers what it was asked. */
class Recorder implements HttpClient {
  readonly requests: HttpRequest[] = [];
  readonly #answer: (request: HttpRequest) => HttpAnswer;

  constructor(answer: (request: HttpRequest) => HttpAnswer) {
    this.#answer = answer;
  }

  async send(request: HttpRequest): Promise<HttpAnswer> {
    this.requests.push(request);
    return await Promise.resolve(this.#answer(request));
  }

  /** Every request that held the text anywhere: address, headers or body. */
  origins(secret: string): string[] {
    const holding = this.requests.filter((request) => JSON.stringify(request).includes(secret));
    return [...new Set(holding.map(({ url }) => new URL(url).origin))];
  }
}

function json(value: unknown, status = 200, headers: Record<string, string> = {}): HttpAnswer {
  const body = new TextEncoder().encode(JSON.stringify(value));
  return { status, headers: { "content-type": "application/json", ...headers }, body };
}

function apiOver(http: HttpClient): { readonly api: GitHubApi; readonly observer: AnswerObserver } {
  const observer = new AnswerObserver(new PublishWorld().processClock());
  const api = new GitHubApi({
    apiUrl: "https://api.example",
    graphqlUrl: "https://api.example/graphql",
    http,
    token: { current: () => apiToken, renew: async () => await Promise.resolve(false) },
    observer,
    userAgent: "rollcall",
    timeoutMs: 1_000,
  });
  return { api, observer };
}

const repository = { owner: "octo", name: "demo" };
const log = { write: (): void => undefined };
const where = { ...repository, pullNumber: 7, marker: worldMarker };

describe.each([301, 302, 303, 307, 308])(
  "an API that answers %i with another address",
  (status) => {
    test("is not followed, and the token is in no error", async () => {
      const http = new Recorder(() =>
        json({ message: "moved" }, status, { location: `${evil}/x` }),
      );
      const { api, observer } = apiOver(http);
      const runs = new RestRuns(api, { ...where, http, timeoutMs: 1_000, log });
      for (const ask of [
        async () => await new GraphqlComments(api, observer, where).read({ edits: 1 }),
        async () => await new RestComments(api, observer, where).read({ edits: 1 }),
        async () => await runs.ofHead("a".repeat(40)),
      ]) {
        const problem: unknown = await ask().catch((error: unknown) => error);
        expect(problem).toBeInstanceOf(Error);
        expect(describeError(problem)).not.toContain(apiToken);
      }
      expect(http.origins(apiToken)).toEqual(["https://api.example"]);
      expect(http.requests.every(({ url }) => url.startsWith("https://api.example/"))).toBe(true);
    });
  },
);

test("an artifact's own address sees no token", async () => {
  const zip = encodePayload({
    version: 1,
    kind: "entry",
    head: "a",
    lane: "pull-request",
    entries: [],
    runs: [],
  });
  const http = new Recorder(({ url }) =>
    url.startsWith(evil)
      ? { status: 200, headers: {}, body: zip }
      : json(undefined, 302, { location: `${evil}/blob?sig=1` }),
  );
  const { api } = apiOver(http);
  const board = new RestRuns(api, { ...where, http, timeoutMs: 1_000, log }).boardOf("1");
  expect(await board.download({ name: "rollcall-x", artifactId: "5" })).toEqual(zip);
  expect(http.requests).toHaveLength(2);
  expect(http.origins(apiToken)).toEqual(["https://api.example"]);
});

test("blob storage sees neither token, the results service only its own", async () => {
  const http = new Recorder(({ url }) =>
    url.startsWith(evil)
      ? { status: 201, headers: {}, body: new Uint8Array() }
      : json({
          signed_upload_url: `${evil}/up?sig=1`,
          signed_url: `${evil}/down`,
          artifact_id: "1",
        }),
  );
  const { observer } = apiOver(http);
  const board = new ResultsBoard({
    resultsUrl: "https://results.example",
    runtimeToken,
    runBackendId: "r",
    jobBackendId: "j",
    http,
    observer,
    timeoutMs: 1_000,
    sha256: () => "0",
  });
  const item = await board.upload("rollcall-x", new Uint8Array([1]));
  await board.download(item);
  expect(http.requests.some(({ url }) => url.startsWith(evil))).toBe(true);
  expect(http.origins(runtimeToken)).toEqual(["https://results.example"]);
  expect(http.origins(apiToken)).toEqual([]);
});

describe("over real sockets", () => {
  let target: Server;
  let redirecting: Server;
  const seen: (string | undefined)[] = [];

  beforeAll(async () => {
    target = createServer((request, response) => {
      seen.push(request.headers.authorization);
      response.end("{}");
    });
    await listening(target);
    redirecting = createServer((_request, response) => {
      response.writeHead(307, { location: originOf(target) }).end();
    });
    await listening(redirecting);
  });

  afterAll(() => {
    target.close();
    redirecting.close();
  });

  test("a redirect is an answer, not an errand", async () => {
    const http = new NodeHttpClient();
    const answer = await http.send({
      method: "GET",
      url: originOf(redirecting),
      headers: { authorization: `token ${apiToken}` },
      timeoutMs: 5_000,
    });
    http.close();
    expect(answer.status).toBe(307);
    expect(seen).toEqual([]);
  });
});

async function listening(server: Server): Promise<void> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
}

function originOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}
