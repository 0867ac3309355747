import { Octokit } from "@octokit/rest";
import { afterEach, expect, test } from "vitest";
import { commentCharsMax } from "../model/limits.js";
import { firstHead, openGitHub, testToken } from "../testing/emulated-github.js";
import type { TestGitHub } from "../testing/emulated-github.js";
import { serveGitHub } from "./serve.js";
import type { ServedGitHub } from "./serve.js";

const open: { readonly served: ServedGitHub; readonly violations: readonly string[] }[] = [];

afterEach(async () => {
  for (const { served, violations } of open.splice(0)) {
    await served.close();
    expect(violations).toEqual([]);
  }
});

/** GitHub's own client against the modelled GitHub, over real HTTP. */
async function withOctokit(
  prefix = "",
): Promise<TestGitHub & { readonly octokit: Octokit; readonly url: string }> {
  const opened = openGitHub();
  const served = await serveGitHub(opened.github);
  open.push({ served, violations: opened.contract.violations });
  const log = { debug: silent, info: silent, warn: silent, error: silent };
  const octokit = new Octokit({ auth: testToken, baseUrl: served.url + prefix, log });
  return { ...opened, octokit, url: served.url };
}

function silent(): void {
  // Octokit logs every refused request.
}

const where = { owner: "octo", repo: "demo" };

test("GitHub's own client pages through all comments", async () => {
  const { github, octokit, pull } = await withOctokit();
  const bodies = Array.from({ length: 250 }, (_, index) => `comment ${String(index)}`);
  for (const body of bodies) github.addCommentAs("mona", pull, body);
  const options = { ...where, issue_number: 7, per_page: 100 };
  const all = await octokit.paginate(octokit.rest.issues.listComments, options);
  expect(all.map(({ body }) => body)).toEqual(bodies);
  expect(github.costs(testToken)).toMatchObject({
    rest: 3,
    operations: { "issues/list-comments": 3 },
  });
});

test("GitHub's own client pages through the runs of a head", async () => {
  const { github, octokit, repository } = await withOctokit();
  for (let count = 0; count < 5; count += 1) {
    github.addRun(repository, { path: ".github/workflows/ci.yml", headSha: firstHead });
  }
  const options = { ...where, head_sha: firstHead, per_page: 2 };
  const runs = await octokit.paginate(octokit.rest.actions.listWorkflowRunsForRepo, options);
  expect(runs.map(({ run_number }) => run_number)).toEqual([5, 4, 3, 2, 1]);
});

test("GitHub's own client creates, changes and deletes, and understands what is refused", async () => {
  const { github, octokit, pull } = await withOctokit();
  const { issues } = octokit.rest;
  const created = await issues.createComment({ ...where, issue_number: 7, body: "é🎉" });
  const comment_id = created.data.id;
  await issues.updateComment({ ...where, comment_id, body: "two" });
  const shown = await issues.getComment({ ...where, comment_id });
  expect(shown.data.body).toBe("two");
  const headers = { "if-none-match": shown.headers.etag ?? "" };
  await expect(issues.getComment({ ...where, comment_id, headers })).rejects.toMatchObject({
    status: 304,
  });
  const body = "x".repeat(commentCharsMax + 1);
  await expect(issues.updateComment({ ...where, comment_id, body })).rejects.toMatchObject({
    status: 422,
    message: expect.stringContaining("Body is too long") as string,
  });
  await issues.deleteComment({ ...where, comment_id });
  await expect(issues.getComment({ ...where, comment_id })).rejects.toMatchObject({ status: 404 });
  expect(github.allCommentsOf(pull)[0]!.versions.map((version) => version.body)).toEqual([
    "é🎉",
    "two",
  ]);
  const shownPull = await octokit.rest.pulls.get({ ...where, pull_number: 7 });
  expect(shownPull.data.head.sha).toBe(firstHead);
  expect((await octokit.rest.rateLimit.get()).data.resources.core.remaining).toBeLessThan(1000);
});

test("GitHub's own client runs GraphQL, here and below an Enterprise Server's addresses", async () => {
  for (const prefix of ["", "/api/v3"]) {
    const { octokit } = await withOctokit(prefix);
    const query = `query($number: Int!) {
      viewer { login }
      repository(owner: "octo", name: "demo") { pullRequest(number: $number) { headRefOid } }
    }`;
    expect(await octokit.graphql(query, { number: 7 })).toEqual({
      viewer: { login: "github-actions[bot]" },
      repository: { pullRequest: { headRefOid: firstHead } },
    });
    await expect(octokit.graphql("{ viewer { nickname } }")).rejects.toThrow(
      /doesn't exist on type/,
    );
    const repository = await octokit.rest.repos.get(where);
    expect(repository.data.url).toContain(`${prefix}/repos/octo/demo`);
  }
});

test("a dropped connection breaks the socket", async () => {
  const { github, pull, url } = await withOctokit();
  const post = (): Promise<Response> =>
    fetch(`${url}/repos/octo/demo/issues/7/comments`, {
      method: "POST",
      headers: { authorization: `Bearer ${testToken}`, "content-type": "application/json" },
      body: JSON.stringify({ body: "x" }),
    });
  github.behaviour.fault = () => ({ kind: "lost-answer", as: "drop" });
  await expect(post()).rejects.toThrow(TypeError);
  expect(github.commentsOf(pull)).toHaveLength(1);
  github.behaviour.fault = undefined;
  expect((await post()).status).toBe(201);
});

test("a violation of GitHub's description is answered 500 and kept", async () => {
  const { contract, github } = openGitHub();
  const served = await serveGitHub(github);
  const headers = { authorization: `Bearer ${testToken}` };
  const answer = await fetch(`${served.url}/repos/octo/demo/issues/7/comments?marker=x`, {
    headers,
  });
  expect(answer.status).toBe(500);
  expect(await answer.text()).toContain("no query parameter marker is described");
  expect(contract.violations).toHaveLength(1);
  await served.close();
});
