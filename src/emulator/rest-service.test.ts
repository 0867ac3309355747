import { expect, test } from "vitest";
import { openGitHub, testToken } from "../testing/emulated-github.js";
import type { Answer } from "../testing/emulated-github.js";

const comments = "/repos/octo/demo/issues/7/comments";

function rate({ headers }: Answer): (number | string)[] {
  const fields = ["limit", "remaining", "used", "resource"];
  return fields.map((field) => headers[`x-ratelimit-${field}`] ?? "missing");
}

test("an unchanged answer is 304 and free", async () => {
  const { call, github } = openGitHub();
  const first = await call("GET", comments);
  expect(rate(first)).toEqual(["1000", "999", "1", "core"]);
  const known = { "if-none-match": first.headers["etag"] ?? "" };
  expect(known["if-none-match"]).toMatch(/^W\/"[0-9a-f]{32}"$/);

  const unchanged = await call("GET", comments, { headers: known });
  expect(unchanged.status).toBe(304);
  expect(unchanged.json).toBeUndefined();
  expect(unchanged.headers["etag"]).toBe(first.headers["etag"]);
  expect(rate(unchanged)).toEqual(["1000", "999", "1", "core"]);
  expect(github.costs(testToken)).toMatchObject({ rest: 1, notModified: 1 });

  await call("POST", comments, { body: { body: "x" } });
  const changed = await call("GET", comments, { headers: known });
  expect(changed.status).toBe(200);
  expect(rate(changed)).toEqual(["1000", "997", "3", "core"]);
});

test("a validator depends on the token and on what is accepted", async () => {
  const { call, github } = openGitHub();
  github.addToken({ token: "other" });
  const mine = (await call("GET", comments)).headers["etag"] ?? "";
  const theirs = (await call("GET", comments, { token: "other" })).headers["etag"];
  expect(theirs).not.toBe(mine);
  const headers = { "if-none-match": mine };
  expect((await call("GET", comments, { token: "other", headers })).status).toBe(200);
  const accept = { ...headers, accept: "application/vnd.github.raw+json" };
  expect((await call("GET", comments, { headers: accept })).status).toBe(200);
  const several = { "if-none-match": `"nothing", ${mine.replace("W/", "")}` };
  expect((await call("GET", comments, { headers: several })).status).toBe(304);
});

test("a spent budget is refused until its hour ends", async () => {
  const { call, clock, github } = openGitHub();
  github.addToken({ token: "poor", limits: { rest: 2 } });
  const ask = (): Promise<Answer> => call("GET", comments, { token: "poor" });
  expect(rate(await ask())).toEqual(["2", "1", "1", "core"]);
  await clock.advance(1_800_000);
  expect(rate(await ask())).toEqual(["2", "0", "2", "core"]);
  const spent = await ask();
  expect(spent.status).toBe(403);
  expect(spent.json).toMatchObject({
    message: expect.stringMatching(/^API rate limit exceeded for installation ID \d+\.$/) as string,
  });
  expect(rate(spent)).toEqual(["2", "0", "2", "core"]);
  const reset = Number(spent.headers["x-ratelimit-reset"]);
  expect(reset).toBe(Math.floor(Date.UTC(2026, 0, 15, 13) / 1000));
  await clock.advance(1_799_000);
  expect((await ask()).status).toBe(403);
  await clock.advance(1_000);
  expect((await ask()).status).toBe(200);
  expect(github.costs("poor")).toMatchObject({
    rest: 3,
    rateLimited: 2,
    operations: { "issues/list-comments": 5 },
  });
});

test("REST and GraphQL have budgets of their own, and tokens may share one", async () => {
  const { call, graphql, github } = openGitHub();
  github.addToken({ token: "a", budget: "octo/demo" });
  const b = github.addToken({ token: "b", budget: "octo/demo" });
  await call("GET", comments, { token: "a" });
  const query = await graphql("{ viewer { login } }", {}, "a");
  expect(rate(query)).toEqual(["1000", "999", "1", "graphql"]);
  expect(rate(await call("GET", comments, { token: "b" }))).toEqual(["1000", "998", "2", "core"]);
  expect(rate(await call("GET", comments))).toEqual(["1000", "999", "1", "core"]);
  expect(github.budget(b, "graphql").used).toBe(1);
  github.spend(b, "graphql", 999);
  expect(github.budget(b, "graphql").remaining).toBe(0);
});

test("the rate limit can be asked for at no cost", async () => {
  const { call } = openGitHub();
  await call("GET", comments);
  for (let count = 0; count < 3; count += 1) {
    const { json } = await call("GET", "/rate_limit");
    expect(json).toMatchObject({
      resources: {
        core: { limit: 1000, used: 1, remaining: 999 },
        graphql: { limit: 1000, used: 0, remaining: 1000 },
      },
    });
  }
});

test("every answer has rate-limit headers, a request id and GitHub's time", async () => {
  const { call, clock } = openGitHub();
  await clock.advance(999);
  const answers = [
    await call("GET", comments),
    await call("GET", comments, { token: "wrong" }),
    await call("GET", "/no/such/route"),
    await call("GET", "/repos/octo/none"),
    await call("POST", "/graphql", { token: "" }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 401, 404, 404, 401]);
  const ids = new Set<string | undefined>();
  for (const { headers } of answers) {
    expect(headers["date"]).toBe("Thu, 15 Jan 2026 12:00:00 GMT");
    expect(headers["x-ratelimit-remaining"]).toMatch(/^\d+$/);
    ids.add(headers["x-github-request-id"]);
  }
  expect(ids.size).toBe(answers.length);
});

test("too many writes in a minute meet the secondary limit, of both APIs together", async () => {
  const { call, clock, github, graphql, pull } = openGitHub();
  github.behaviour.writesPerMinuteMax = 2;
  const post = (): Promise<Answer> => call("POST", comments, { body: { body: "x" } });
  const mutation = `mutation($id: ID!) { addComment(input: {subjectId: $id, body: "y"}) { clientMutationId } }`;
  expect((await post()).status).toBe(201);
  expect((await graphql(mutation, { id: pull.nodeId })).status).toBe(200);
  for (const refused of [await post(), await graphql(mutation, { id: pull.nodeId })]) {
    expect(refused.status).toBe(403);
    expect(refused.headers["retry-after"]).toBe("60");
    expect((refused.json as { message: string }).message).toMatch(/secondary rate limit/);
  }
  expect(github.commentsOf(pull)).toHaveLength(2);
  expect((await call("GET", comments)).status).toBe(200);
  await clock.advance(60_000);
  expect((await post()).status).toBe(201);
  github.behaviour.writesPerHourMax = 3;
  await clock.advance(60_000);
  expect((await post()).status).toBe(403);
});

test("a program that does not name itself is refused, and an app is nobody's user", async () => {
  const { call, github } = openGitHub();
  github.addToken({ token: "person", kind: "user", login: "mona" });
  expect((await call("GET", "/user", { token: "person" })).json).toMatchObject({ login: "mona" });
  expect((await call("GET", "/user")).status).toBe(403);
  const nameless = await github.handle({
    method: "GET",
    url: `https://github.test${comments}`,
    headers: { authorization: `token ${testToken}` },
    body: new Uint8Array(0),
  });
  expect(nameless.status).toBe(403);
});
