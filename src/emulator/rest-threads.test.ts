import { expect, test } from "vitest";
import { firstHead, openGitHub } from "../testing/emulated-github.js";

const nextHead = "b".repeat(40);

test("a pull request tells its head, state and lock", async () => {
  const { call, clock, github, pull } = openGitHub();
  const show = async (): Promise<unknown> => (await call("GET", "/repos/octo/demo/pulls/7")).json;
  expect(await show()).toMatchObject({
    number: 7,
    node_id: pull.nodeId,
    state: "open",
    locked: false,
    merged: false,
    head: { sha: firstHead, repo: { full_name: "octo/demo" } },
  });
  await clock.advance(1_000);
  github.pushHead(pull, nextHead);
  github.setThread(pull, { locked: true });
  expect(await show()).toMatchObject({ locked: true, head: { sha: nextHead } });
  github.behaviour.readLagMs = 500;
  expect(await show()).toMatchObject({ locked: false, head: { sha: firstHead } });
  await clock.advance(500);
  expect(await show()).toMatchObject({ locked: true, head: { sha: nextHead } });
  github.setPull(pull, { merged: true });
  await clock.advance(500);
  expect(await show()).toMatchObject({ state: "closed", merged: true });
});

test("a commit's pull requests are those that had it as their head", async () => {
  const { call, github, pull, repository } = openGitHub();
  github.addPull(repository, { number: 8, headSha: nextHead });
  const numbers = async (sha: string): Promise<number[]> => {
    const { json } = await call("GET", `/repos/octo/demo/commits/${sha}/pulls`);
    return (json as { number: number }[]).map(({ number }) => number);
  };
  expect(await numbers(firstHead)).toEqual([7]);
  github.pushHead(pull, nextHead);
  expect(await numbers(nextHead)).toEqual([7, 8]);
  expect(await numbers(firstHead)).toEqual([7]);
  expect(await numbers("c".repeat(40))).toEqual([]);
});

test("a repository is shown by any token, whatever the case of its name", async () => {
  const { call, github } = openGitHub();
  github.addToken({ token: "nothing", permissions: {} });
  const { json } = await call("GET", "/repos/OCTO/Demo", { token: "nothing" });
  expect(json).toMatchObject({ full_name: "octo/demo", private: true, archived: false });
});

test("an issue is created and takes comments, for which a pull request's permission is no use", async () => {
  const { call, github } = openGitHub();
  const created = await call("POST", "/repos/octo/demo/issues", { body: { title: "Broken" } });
  expect(created.status).toBe(201);
  expect(created.json).toMatchObject({ number: 8, title: "Broken", state: "open", comments: 0 });
  const path = "/repos/octo/demo/issues/8/comments";
  expect((await call("POST", path, { body: { body: "x" } })).status).toBe(201);
  github.addToken({ token: "pulls", permissions: { pull_requests: "write" } });
  expect((await call("POST", path, { body: { body: "x" }, token: "pulls" })).status).toBe(403);
  expect((await call("GET", "/repos/octo/demo/pulls/8")).status).toBe(404);
});

test("without issues none is created, and pull requests are commented on as ever", async () => {
  const { call, repository } = openGitHub();
  repository.hasIssues = false;
  expect((await call("GET", "/repos/octo/demo")).json).toMatchObject({ has_issues: false });
  const created = await call("POST", "/repos/octo/demo/issues", { body: { title: "Broken" } });
  expect(created.status).toBe(410);
  expect(created.json).toMatchObject({ message: "Issues has been disabled in this repository." });
  const path = "/repos/octo/demo/issues/7/comments";
  expect((await call("POST", path, { body: { body: "x" } })).status).toBe(201);
});

test("an Enterprise Server tells its version in the API's answers", async () => {
  const { call, github } = openGitHub();
  const version = async (path: string): Promise<unknown> =>
    (await call("GET", path)).headers["x-github-enterprise-version"];
  expect(await version("/repos/octo/demo")).toBeUndefined();
  github.behaviour.enterpriseVersion = "3.17.2";
  expect(await version("/api/v3/repos/octo/demo")).toBe("3.17.2");
});
