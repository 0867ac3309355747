import { describe, expect, test } from "vitest";
import type { RollcallError } from "../../model/errors.js";
import { VirtualClock } from "../../testing/virtual-clock.js";
import type { HttpClient } from "../../ports/http.js";
import { GitHubApi } from "./api.js";
import { AnswerObserver } from "./observer.js";

/** An API whose every answer is the given one. */
function answering(status: number, json: unknown): GitHubApi {
  const virtual = new VirtualClock();
  const clock = {
    monotonicMs: () => virtual.nowMs(),
    wallMs: () => virtual.nowMs(),
    sleep: async () => await Promise.resolve(true),
  };
  const http: HttpClient = {
    send: async () =>
      await Promise.resolve({
        status,
        headers: { "content-type": "application/json" },
        body: new TextEncoder().encode(JSON.stringify(json)),
      }),
  };
  return new GitHubApi({
    apiUrl: "https://github.test",
    graphqlUrl: "https://github.test/graphql",
    http,
    token: { current: () => "t", renew: async () => await Promise.resolve(false) },
    observer: new AnswerObserver(clock),
    userAgent: "test",
    timeoutMs: 1_000,
  });
}

async function problemOf(work: Promise<unknown>): Promise<RollcallError> {
  try {
    await work;
  } catch (error) {
    return error as RollcallError;
  }
  throw new Error("expected a problem");
}

test("a refused REST request names the very thing that was asked for", async () => {
  const api = answering(404, { message: "Not Found" });
  const parameters = { owner: "o", repo: "r", pull_number: 999 };
  const problem = await problemOf(
    api.rest("GET /repos/{owner}/{repo}/pulls/{pull_number}", parameters),
  );
  expect(problem.message).toBe("GET /repos/o/r/pulls/999: HTTP 404: Not Found");
});

describe("an error in a GraphQL answer", () => {
  const cases: [string, object, string][] = [
    ["without a type", { message: "Something went wrong while executing" }, "server-error"],
    [
      "of a field",
      { message: "no such field", extensions: { code: "undefinedField" } },
      "rejected",
    ],
    ["at a place", { message: "parse error", locations: [{ line: 1, column: 1 }] }, "rejected"],
    ["of content", { message: "too long", type: "UNPROCESSABLE" }, "rejected"],
    ["of a permission", { message: "no", type: "FORBIDDEN" }, "forbidden"],
  ];
  test.each(cases)("%s", async (_, error, code) => {
    const problem = await problemOf(
      answering(200, { data: null, errors: [error] }).graphql("Op", "query", {}),
    );
    expect(problem.code).toBe(code);
  });
});
