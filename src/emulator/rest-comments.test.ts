import { expect, test } from "vitest";
import { commentCharsMax } from "../model/limits.js";
import { openGitHub, testToken } from "../testing/emulated-github.js";
import { commentsPerThreadMax } from "./comment-rules.js";

const comments = "/repos/octo/demo/issues/7/comments";
const oneComment = (id: string): string => `/repos/octo/demo/issues/comments/${id}`;

test("a comment is created, shown, changed and deleted", async () => {
  const { call, clock, github, pull } = openGitHub();
  const created = await call("POST", comments, { body: { body: "one" } });
  expect(created.status).toBe(201);
  const [record] = github.commentsOf(pull);
  const { id } = record!;
  expect(Number(id)).toBeGreaterThan(2 ** 32);
  expect(created.json).toMatchObject({
    id: Number(id),
    body: "one",
    user: { login: "github-actions[bot]", type: "Bot" },
    performed_via_github_app: { slug: "github-actions" },
    html_url: `https://github.test/octo/demo/pull/7#issuecomment-${id}`,
    created_at: "2026-01-15T12:00:00Z",
  });
  expect(created.headers["location"]).toBe(`https://github.test${oneComment(id)}`);

  await clock.advance(61_500);
  const updated = await call("PATCH", oneComment(id), { body: { body: "two" } });
  expect(updated.status).toBe(200);
  expect(updated.json).toMatchObject({ body: "two", updated_at: "2026-01-15T12:01:01Z" });
  expect(updated.headers["date"]).toBe("Thu, 15 Jan 2026 12:01:01 GMT");

  expect((await call("GET", oneComment(id))).json).toMatchObject({ body: "two" });
  expect((await call("DELETE", oneComment(id))).status).toBe(204);
  for (const method of ["GET", "DELETE"]) {
    expect((await call(method, oneComment(id))).status).toBe(404);
  }
  expect((await call("PATCH", oneComment(id), { body: { body: "three" } })).json).toMatchObject({
    message: "Not Found",
    status: "404",
  });
});

test("lists are paged, oldest first, and linked by the repository's id", async () => {
  const { call, github, pull, repository } = openGitHub();
  for (let count = 1; count <= 5; count += 1) github.addCommentAs("mona", pull, String(count));
  const bodies: string[] = [];
  let path: string | undefined = `${comments}?per_page=2`;
  const links: string[] = [];
  while (path !== undefined) {
    const { json, headers } = await call("GET", path);
    bodies.push((json as { body: string }[]).map(({ body }) => body).join(" "));
    links.push(headers["link"] ?? "");
    path = /<https:\/\/github\.test([^>]+)>; rel="next"/.exec(headers["link"] ?? "")?.[1];
  }
  expect(bodies).toEqual(["1 2", "3 4", "5"]);
  const to = (page: number): string =>
    `<https://github.test/repositories/${repository.id}/issues/7/comments?per_page=2&page=${String(page)}>`;
  expect(links).toEqual([
    `${to(2)}; rel="next", ${to(3)}; rel="last"`,
    `${to(1)}; rel="prev", ${to(3)}; rel="next", ${to(3)}; rel="last", ${to(1)}; rel="first"`,
    `${to(2)}; rel="prev", ${to(1)}; rel="first"`,
  ]);
  expect((await call("GET", comments)).headers["link"]).toBeUndefined();
});

test("a list can begin at a moment", async () => {
  const { call, clock, github, pull } = openGitHub();
  github.addCommentAs("mona", pull, "old");
  await clock.advance(60_000);
  github.addCommentAs("mona", pull, "new");
  const { json } = await call("GET", `${comments}?since=2026-01-15T12:00:30Z`);
  expect(json).toMatchObject([{ body: "new" }]);
});

test("a body may have 65,536 characters and no more", async () => {
  const { call, github, pull } = openGitHub();
  const fits = "x".repeat(commentCharsMax);
  expect((await call("POST", comments, { body: { body: fits } })).status).toBe(201);
  const refused = await call("POST", comments, { body: { body: `${fits}x` } });
  expect(refused.status).toBe(422);
  const tooLong = {
    message: "Validation Failed",
    errors: [
      {
        resource: "IssueComment",
        code: "unprocessable",
        field: "data",
        message: "Body is too long (maximum is 65536 characters)",
      },
    ],
    documentation_url: "https://docs.github.com/rest/issues/comments#create-an-issue-comment",
    status: "422",
  };
  expect(refused.json).toEqual(tooLong);
  const { id } = github.commentsOf(pull)[0]!;
  expect((await call("PATCH", oneComment(id), { body: { body: `${fits}x` } })).status).toBe(422);
  expect(github.commentsOf(pull)).toHaveLength(1);
  expect(github.commentsOf(pull)[0]!.versions).toHaveLength(1);
  expect(github.costs(testToken)).toMatchObject({ writes: 3, writesRefused: 2 });
});

test("a body that is missing, blank or no text is refused", async () => {
  const { call } = openGitHub({ requests: false });
  const message = async (body: unknown): Promise<unknown> => {
    const { status, json } = await call("POST", comments, { body });
    return [status, (json as { message: string }).message];
  };
  expect(await message({})).toEqual([422, `Invalid request.\n\n"body" wasn't supplied.`]);
  expect(await message({ body: 5 })).toEqual([
    422,
    "Invalid request.\n\nFor 'properties/body', 5 is not a string.",
  ]);
  expect(await message({ body: " \n" })).toEqual([422, "Validation Failed"]);
  expect(await message(undefined)).toEqual([400, "Problems parsing JSON"]);
  expect(await message([])).toEqual([400, "Body should be a JSON object"]);
});

test("what the token may not do is refused in GitHub's words", async () => {
  const { call, github, repository } = openGitHub();
  github.addToken({ token: "reader", permissions: { pull_requests: "read" } });
  github.addToken({ token: "nothing", permissions: {} });
  github.addToken({ token: "person", kind: "user", permissions: {} });
  github.addToken({ token: "issues", permissions: { issues: "write" } });
  const message = async (method: string, token: string): Promise<unknown> => {
    const body = method === "POST" ? { body: "x" } : undefined;
    const { status, json } = await call(method, comments, { token, body });
    return [status, (json as { message?: string }).message];
  };
  const app = "Resource not accessible by integration";
  expect(await message("GET", "reader")).toEqual([200, undefined]);
  expect(await message("POST", "reader")).toEqual([403, app]);
  expect(await message("GET", "nothing")).toEqual([403, app]);
  const person = "Resource not accessible by personal access token";
  expect(await message("POST", "person")).toEqual([403, person]);
  expect(await message("POST", "issues")).toEqual([201, undefined]);
  expect(await message("GET", "unheard-of")).toEqual([401, "Bad credentials"]);
  expect(await message("GET", "")).toEqual([404, "Not Found"]);
  expect(await message("POST", "")).toEqual([401, "Requires authentication"]);
  github.revokeToken("issues");
  expect(await message("POST", "issues")).toEqual([401, "Bad credentials"]);
  expect((await call("GET", "/repos/octo/other/issues/7/comments")).status).toBe(404);
  expect((await call("GET", "/repos/octo/demo/issues/8/comments")).status).toBe(404);

  const open = github.addRepository({ fullName: "octo/open", isPrivate: false });
  github.addPull(open, { number: 1, headSha: "b".repeat(40) });
  const anonymous = await call("GET", "/repos/octo/open/issues/1/comments", { token: "" });
  expect(anonymous.status).toBe(200);
  expect(anonymous.headers["x-ratelimit-limit"]).toBe("60");
  expect(repository.isPrivate).toBe(true);
});

test("a locked conversation takes comments of collaborators only", async () => {
  const { call, github, pull } = openGitHub();
  github.addToken({ token: "maintainer", kind: "user" });
  github.addToken({ token: "visitor", kind: "user", permissions: { issues: "write" } });
  const { id } = github.addCommentAs("github-actions[bot]", pull, "mine");
  github.setThread(pull, { locked: true });
  const post = (token: string): Promise<{ status: number; json: unknown }> =>
    call("POST", comments, { token, body: { body: "x" } });
  expect((await post("maintainer")).status).toBe(201);
  for (const token of [testToken, "visitor"]) {
    const { status, json } = await post(token);
    expect(status).toBe(403);
    expect(json).toMatchObject({ message: "Unable to create comment because issue is locked." });
  }
  expect((await call("PATCH", oneComment(id), { body: { body: "x" } })).status).toBe(403);
  github.setThread(pull, { locked: false });
  expect((await call("PATCH", oneComment(id), { body: { body: "x" } })).status).toBe(200);
});

test("an archived repository and a full conversation take no comments", async () => {
  const { call, github, pull, repository } = openGitHub();
  repository.archived = true;
  const archived = await call("POST", comments, { body: { body: "x" } });
  expect(archived.status).toBe(403);
  expect(archived.json).toMatchObject({ message: "Repository was archived so is read-only." });
  repository.archived = false;
  while (github.commentsOf(pull).length < commentsPerThreadMax) {
    for (let count = 0; count < 100; count += 1) github.addCommentAs("mona", pull, "x");
  }
  const full = await call("POST", comments, { body: { body: "x" } });
  expect(full.status).toBe(403);
  expect(full.json).toMatchObject({
    message: "Commenting is disabled on issues with more than 2500 comments",
  });
  github.deleteCommentAs("mona", github.commentsOf(pull)[0]!.id);
  expect((await call("POST", comments, { body: { body: "x" } })).status).toBe(201);
});

test("the same body again is no edit", async () => {
  const { call, github, pull } = openGitHub();
  await call("POST", comments, { body: { body: "x" } });
  const { id } = github.commentsOf(pull)[0]!;
  await call("PATCH", oneComment(id), { body: { body: "x" } });
  expect(github.commentsOf(pull)[0]!.versions).toHaveLength(1);
});

test("an Enterprise Server's addresses work, and stay below /api/v3", async () => {
  const { call } = openGitHub();
  const { status, json } = await call("POST", `/api/v3${comments}`, { body: { body: "x" } });
  expect(status).toBe(201);
  expect((json as { url: string }).url).toMatch(/^https:\/\/github\.test\/api\/v3\/repos\/octo\//);
});
