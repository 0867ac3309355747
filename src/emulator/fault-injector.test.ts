import { expect, test } from "vitest";
import { openGitHub, testToken } from "../testing/emulated-github.js";
import type { Answer, TestGitHub } from "../testing/emulated-github.js";
import { ConnectionDropped } from "./behaviour.js";
import type { Fault } from "./behaviour.js";
import type { Exchange } from "./github.js";

const comments = "/repos/octo/demo/issues/7/comments";
const update = `mutation Save($id: ID!, $body: String!) {
  updateIssueComment(input: { id: $id, body: $body }) { issueComment { body } }
}`;

interface Opened extends TestGitHub {
  readonly save: (body: string) => Promise<Answer>;
  readonly bodies: () => string[];
}

/** A comment of ours, and a fault that meets the next mutation only. */
function withFault(fault: Fault): Opened {
  const opened = openGitHub();
  const { github, graphql, pull } = opened;
  const { nodeId } = github.addCommentAs("github-actions[bot]", pull, "v0");
  let fired = false;
  github.behaviour.fault = (operation) => {
    if (fired || operation.class !== "graphql-write") return undefined;
    fired = true;
    return fault;
  };
  return {
    ...opened,
    save: (body) => graphql(update, { id: nodeId, body }),
    bodies: () => github.commentsOf(pull).flatMap(({ versions }) => versions.map((v) => v.body)),
  };
}

test("a request may fail before it is applied", async () => {
  const status = withFault({ kind: "status", status: 503, headers: { "retry-after": "3" } });
  const answer = await status.save("v1");
  expect([answer.status, answer.headers["retry-after"]]).toEqual([503, "3"]);
  expect(status.bodies()).toEqual(["v0"]);
  expect((await status.save("v1")).status).toBe(200);
  expect(status.bodies()).toEqual(["v0", "v1"]);

  const drop = withFault({ kind: "drop" });
  await expect(drop.save("v1")).rejects.toThrow(ConnectionDropped);
  expect(drop.bodies()).toEqual(["v0"]);
});

test("a request may be applied and its answer get lost", async () => {
  const status = withFault({ kind: "lost-answer", as: 502 });
  const answer = await status.save("v1");
  expect(answer.status).toBe(502);
  expect(answer.json).toMatchObject({ data: null });
  expect(status.bodies()).toEqual(["v0", "v1"]);
  expect(status.github.costs(testToken)).toMatchObject({ writes: 1, graphqlPoints: 1 });

  const drop = withFault({ kind: "lost-answer", as: "drop" });
  await expect(drop.save("v1")).rejects.toThrow(ConnectionDropped);
  expect(drop.bodies()).toEqual(["v0", "v1"]);
});

test("a write may land later, over newer ones", async () => {
  const { bodies, clock, github, save } = withFault({ kind: "late", delayMs: 4_000, as: 502 });
  expect((await save("v1")).status).toBe(502);
  expect(bodies()).toEqual(["v0"]);
  expect(github.lateRequests).toBe(1);
  await save("v2");
  await clock.advance(3_999);
  expect(bodies()).toEqual(["v0", "v2"]);
  await clock.advance(1);
  expect(bodies()).toEqual(["v0", "v2", "v1"]);
  expect(github.lateRequests).toBe(0);
});

test("a late creation duplicates", async () => {
  const { call, clock, github, pull } = openGitHub();
  github.behaviour.fault = () => ({ kind: "late", delayMs: 1_000, as: "drop" });
  const lost = call("POST", comments, { body: { body: "x" } });
  await expect(lost).rejects.toThrow(ConnectionDropped);
  github.behaviour.fault = undefined;
  await call("POST", comments, { body: { body: "x" } });
  await clock.advance(1_000);
  expect(github.commentsOf(pull)).toHaveLength(2);
});

test("rate limits may be faked, with and without a time to wait", async () => {
  const { call, github } = openGitHub();
  const meet = (fault: Fault): Promise<Answer> => {
    github.behaviour.fault = () => fault;
    return call("GET", comments);
  };
  const primary = await meet({ kind: "rate-limit", limit: "primary", status: 403 });
  expect(primary.status).toBe(403);
  expect(primary.headers["x-ratelimit-remaining"]).toBe("0");
  const hinted = {
    kind: "rate-limit",
    limit: "secondary",
    status: 429,
    retryAfterSeconds: 7,
  } as const;
  const secondary = await meet(hinted);
  expect([secondary.status, secondary.headers["retry-after"]]).toEqual([429, "7"]);
  const bare = await meet({ kind: "rate-limit", limit: "secondary", status: 403 });
  expect(bare.headers["retry-after"]).toBeUndefined();
  expect(bare.headers["x-ratelimit-remaining"]).toBe("1000");
  expect((bare.json as { message: string }).message).toMatch(/secondary rate limit/);
  expect(github.costs(testToken)).toMatchObject({ rest: 0, rateLimited: 3 });
});

test("latency passes before a request is applied and before its answer arrives", async () => {
  const { bodies, clock, github, save } = withFault({ kind: "status", status: 500 });
  github.behaviour.fault = undefined;
  github.behaviour.latency = (operation) =>
    operation.class === "graphql-write"
      ? { beforeMs: 300, afterMs: 200 }
      : { beforeMs: 0, afterMs: 0 };
  let answeredAtMs = 0;
  const startMs = clock.nowMs();
  const saving = save("v1").then(() => (answeredAtMs = clock.nowMs()));
  await clock.advance(299);
  expect(bodies()).toEqual(["v0"]);
  await clock.advance(1);
  expect(bodies()).toEqual(["v0", "v1"]);
  expect(answeredAtMs).toBe(0);
  await clock.advance(200);
  await saving;
  expect(answeredAtMs - startMs).toBe(500);
});

test("faults and traces go by GitHub's names of operations", async () => {
  const { call, github, graphql, pull } = openGitHub();
  const seen: Exchange[] = [];
  github.onExchange((exchange) => seen.push(exchange));
  const { nodeId } = github.addCommentAs("github-actions[bot]", pull, "v0");
  await graphql(update, { id: nodeId, body: "v1" });
  await graphql("query Read { viewer { login } }");
  await graphql("{ viewer { login } }");
  await call("GET", comments);
  await call("POST", comments, { body: { body: "x" } });
  github.behaviour.fault = () => ({ kind: "drop" });
  await call("POST", "/twirp/github.actions.results.api.v1.ArtifactService/CreateArtifact").catch(
    () => undefined,
  );
  await call("PUT", "/blobs/1?sig=x").catch(() => undefined);
  expect(
    seen.map(({ operation, response }) => [operation.class, operation.name, response?.status]),
  ).toEqual([
    ["graphql-write", "updateIssueComment", 200],
    ["graphql-read", "Read", 200],
    ["graphql-read", "query", 200],
    ["rest-list", "issues/list-comments", 200],
    ["rest-write", "issues/create-comment", 201],
    ["extension", "POST CreateArtifact", undefined],
    ["extension", "PUT blobs", undefined],
  ]);
  expect(github.costs(testToken).operations).toMatchObject({ updateIssueComment: 1, Read: 1 });
});

test("the same seed gives the same ids", async () => {
  const ids = async (seed: string): Promise<unknown> => {
    const { call } = openGitHub({ seed });
    const { json, headers } = await call("POST", comments, { body: { body: "x" } });
    return [(json as { id: number }).id, headers["x-github-request-id"]];
  };
  expect(await ids("one")).toEqual(await ids("one"));
  expect(await ids("one")).not.toEqual(await ids("two"));
});
