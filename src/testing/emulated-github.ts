/**
 * How does a test get a modelled GitHub with one pull request, and talk to it?
 *
 * Every REST request and answer is held to GitHub's description; `close` fails on violations that a
 * program under test has swallowed.
 */
import { Prng } from "../base/prng.js";
import { EmulatedGitHub } from "../emulator/github.js";
import type { HttpResponse } from "../emulator/http-message.js";
import type { RepositoryRecord, ThreadRecord } from "../emulator/state.js";
import { openApiContract } from "./openapi-contract.js";
import type { ContractOptions, OpenApiContract } from "./openapi-contract.js";
import { VirtualClock } from "./virtual-clock.js";

/** An answer, read. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed JSON; undefined without a body. */
  readonly json: unknown;
}

/** What else a request may have. */
export interface CallOptions {
  readonly token?: string | undefined;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A modelled GitHub for one test. */
export interface TestGitHub {
  readonly github: EmulatedGitHub;
  readonly clock: VirtualClock;
  readonly contract: OpenApiContract;
  readonly repository: RepositoryRecord;
  readonly pull: ThreadRecord;
  /** A request; `path` begins with a slash. Default token: `testToken`. */
  readonly call: (method: string, path: string, options?: CallOptions) => Promise<Answer>;
  /** A GraphQL request. */
  readonly graphql: (query: string, variables?: object, token?: string) => Promise<Answer>;
}

/** A `GITHUB_TOKEN` that may do everything. */
export const testToken = "ghs_test";
/** The address that `call` sends its requests to. */
export const testOrigin = "https://github.test";

/** The first commit of the pull request that every test finds: number 7 of `octo/demo`. */
export const firstHead = "a".repeat(40);

/** Opens one; every request goes straight into `EmulatedGitHub.handle`. */
export function openGitHub(options: ContractOptions & { readonly seed?: string } = {}): TestGitHub {
  const clock = new VirtualClock();
  const contract = openApiContract(options);
  const prng = Prng.fromSeed(options.seed ?? "test");
  const github = new EmulatedGitHub({ clock, prng, contract });
  const repository = github.addRepository({ fullName: "octo/demo" });
  const pull = github.addPull(repository, { number: 7, headSha: firstHead, author: "mona" });
  github.addToken({ token: testToken });
  const call = async (
    method: string,
    path: string,
    { token, body, headers = {} }: CallOptions = {},
  ): Promise<Answer> => {
    const authorization = token === undefined ? `Bearer ${testToken}` : token && `Bearer ${token}`;
    const response = await github.handle({
      method,
      url: testOrigin + path,
      headers: {
        "user-agent": "test",
        ...(authorization === "" ? {} : { authorization }),
        ...headers,
      },
      body: new TextEncoder().encode(body === undefined ? "" : JSON.stringify(body)),
    });
    return read(response);
  };
  const graphql = (query: string, variables: object = {}, token?: string): Promise<Answer> =>
    call("POST", "/graphql", { body: { query, variables }, token });
  return { github, clock, contract, repository, pull, call, graphql };
}

function read(response: HttpResponse): Answer {
  const text = new TextDecoder().decode(response.body);
  const isJson = response.headers["content-type"]?.startsWith("application/json") === true;
  const json = isJson && text !== "" ? (JSON.parse(text) as unknown) : undefined;
  return { status: response.status, headers: response.headers, json };
}
