import { expect, test } from "vitest";
import { openGitHub, testToken } from "../testing/emulated-github.js";
import type { ExtensionContext } from "./extension.js";
import { empty, json } from "./rest-answer.js";

const artifacts = "/repos/octo/demo/actions/runs/5/artifacts";

test("an extension answers for its routes behind the core's authentication, budget and ETag", async () => {
  const { call, github, repository } = openGitHub();
  github.addToken({ token: "no-actions", permissions: { pull_requests: "write" } });
  const seen: ExtensionContext[] = [];
  github.use({
    handle(_request, context) {
      seen.push(context);
      if (!context.path.endsWith("/artifacts")) return undefined;
      return Promise.resolve(json(200, { total_count: 0, artifacts: [] }));
    },
  });
  const first = await call("GET", `${artifacts}?name=x`);
  expect(first.status).toBe(200);
  expect(first.headers["x-ratelimit-used"]).toBe("1");
  expect(seen[0]?.auth()?.token).toBe(testToken);
  expect(seen[0]?.repository()).toBe(repository);
  expect(seen[0]?.query.get("name")).toBe("x");
  const headers = { "if-none-match": first.headers["etag"] ?? "" };
  expect((await call("GET", `${artifacts}?name=x`, { headers })).status).toBe(304);
  expect((await call("GET", artifacts, { token: "no-actions" })).status).toBe(403);
  expect((await call("GET", artifacts, { token: "wrong" })).status).toBe(401);
  expect(seen).toHaveLength(2);
  expect((await call("GET", "/repos/octo/demo/actions/artifacts/5")).status).toBe(404);
});

test("an extension's answer to a REST route is held to GitHub's description", async () => {
  const { call, github } = openGitHub();
  github.use({ handle: () => Promise.resolve(json(200, { artifacts: [] })) });
  await expect(call("GET", artifacts)).rejects.toThrow(/total_count/);
});

test("other paths of an extension need no API token and cost nothing", async () => {
  const { call, github } = openGitHub();
  github.use({
    handle: (_, { path }) =>
      path.startsWith("/blobs/") ? Promise.resolve(empty(201, { "x-ms-version": "1" })) : undefined,
  });
  const { status, headers } = await call("PUT", "/blobs/5", { token: "" });
  expect(status).toBe(201);
  expect(headers["x-ms-version"]).toBe("1");
  expect(headers["date"]).toBeDefined();
  expect(headers["x-ratelimit-limit"]).toBeUndefined();
  expect((await call("POST", "/twirp/x")).status).toBe(404);
  expect(github.costs(testToken).rest).toBe(0);
});
