import { expect, test } from "vitest";
import { addComment, dataOf, errorsOf, updateComment } from "../testing/comment-mutations.js";
import { firstHead, openGitHub, testToken } from "../testing/emulated-github.js";
import type { Answer } from "../testing/emulated-github.js";

test("one query reads the comment, the pull request, the viewer and the budget", async () => {
  const { github, graphql, pull } = openGitHub();
  const comment = github.addCommentAs("github-actions[bot]", pull, "ours");
  github.addCommentAs("mona", pull, "theirs");
  const answer = await graphql(
    `
      query Read($owner: String!, $name: String!, $number: Int!) {
        viewer {
          login
        }
        rateLimit {
          cost
          limit
          remaining
          used
          resetAt
          nodeCount
        }
        repository(owner: $owner, name: $name) {
          nameWithOwner
          isArchived
          owner {
            login
          }
          pullRequest(number: $number) {
            id
            number
            headRefOid
            state
            locked
            closed
            merged
            isCrossRepository
            headRepository {
              nameWithOwner
            }
            comments(first: 50) {
              totalCount
              pageInfo {
                hasNextPage
              }
              nodes {
                id
                fullDatabaseId
                body
                author {
                  __typename
                  login
                }
                viewerDidAuthor
                viewerCanUpdate
                isMinimized
                createdAt
                updatedAt
                lastEditedAt
                includesCreatedEdit
                url
                userContentEdits(first: 5) {
                  totalCount
                  nodes {
                    id
                  }
                }
              }
            }
          }
        }
      }
    `,
    { owner: "octo", name: "demo", number: 7 },
  );
  expect(answer.status).toBe(200);
  expect(dataOf(answer)).toEqual({
    viewer: { login: "github-actions[bot]" },
    rateLimit: {
      cost: 1,
      limit: 1000,
      remaining: 999,
      used: 1,
      resetAt: "2026-01-15T13:00:00Z",
      nodeCount: 50 + 50 * 5,
    },
    repository: {
      nameWithOwner: "octo/demo",
      isArchived: false,
      owner: { login: "octo" },
      pullRequest: {
        id: pull.nodeId,
        number: 7,
        headRefOid: firstHead,
        state: "OPEN",
        locked: false,
        closed: false,
        merged: false,
        isCrossRepository: false,
        headRepository: { nameWithOwner: "octo/demo" },
        comments: {
          totalCount: 2,
          pageInfo: { hasNextPage: false },
          nodes: [
            {
              id: comment.nodeId,
              fullDatabaseId: comment.id,
              body: "ours",
              author: { __typename: "Bot", login: "github-actions" },
              viewerDidAuthor: true,
              viewerCanUpdate: true,
              isMinimized: false,
              createdAt: "2026-01-15T12:00:00Z",
              updatedAt: "2026-01-15T12:00:00Z",
              lastEditedAt: null,
              includesCreatedEdit: false,
              url: `https://github.test/octo/demo/pull/7#issuecomment-${comment.id}`,
              userContentEdits: { totalCount: 0, nodes: [] },
            },
            expect.objectContaining({
              author: { __typename: "User", login: "mona" },
              viewerDidAuthor: false,
            }),
          ],
        },
      },
    },
  });
});

test("a creation's answer shows the pull request with the new comment on it", async () => {
  const { github, graphql, pull } = openGitHub();
  const earlier = github.addCommentAs("github-actions[bot]", pull, "earlier");
  github.behaviour.listLagMs = 60_000;
  github.behaviour.readLagMs = 60_000;
  const answer = await graphql(addComment, { subject: pull.nodeId, body: "new" });
  const [, created] = github.commentsOf(pull);
  expect(dataOf(answer)).toEqual({
    addComment: {
      clientMutationId: "m1",
      commentEdge: { node: { id: created!.nodeId, body: "new", viewerDidAuthor: true } },
      timelineEdge: { node: { id: created!.nodeId } },
      subject: {
        headRefOid: firstHead,
        comments: {
          totalCount: 2,
          nodes: [
            { id: earlier.nodeId, body: "earlier" },
            { id: created!.nodeId, body: "new" },
          ],
        },
      },
    },
  });
});

test("an update's answer shows every version, newest first, the creation included", async () => {
  const { clock, github, graphql, pull } = openGitHub();
  const comment = github.addCommentAs("github-actions[bot]", pull, "v0");
  await clock.advance(1_000);
  github.editCommentAs("mona", comment.id, "v1");
  await clock.advance(1_000);
  const answer = await graphql(updateComment, { id: comment.nodeId, body: "v2" });
  expect(dataOf(answer)).toEqual({
    updateIssueComment: {
      issueComment: {
        body: "v2",
        includesCreatedEdit: true,
        pullRequest: { headRefOid: firstHead },
        userContentEdits: {
          totalCount: 3,
          nodes: [
            { diff: "v2", editor: { login: "github-actions" }, editedAt: "2026-01-15T12:00:02Z" },
            { diff: "v1", editor: { login: "mona" }, editedAt: "2026-01-15T12:00:01Z" },
            { diff: "v0", editor: { login: "github-actions" }, editedAt: "2026-01-15T12:00:00Z" },
          ],
        },
      },
    },
  });
  expect(github.costs(testToken)).toMatchObject({
    writes: 1,
    writesRefused: 0,
    graphqlRequests: 1,
    graphqlPoints: 1,
    operations: { updateIssueComment: 1 },
  });
});

test("today's comment ids do not fit into databaseId", async () => {
  const { github, graphql, pull } = openGitHub();
  const { id, nodeId } = github.addCommentAs("mona", pull, "x");
  const query = `query($id: ID!) { node(id: $id) { ... on IssueComment { databaseId fullDatabaseId } } }`;
  const answer = await graphql(query, { id: nodeId });
  expect(answer.json).toMatchObject({
    data: { node: { databaseId: null, fullDatabaseId: id } },
    errors: [{ path: ["node", "databaseId"] }],
  });
});

test("without a valid token nothing is told", async () => {
  const { call, graphql } = openGitHub();
  expect((await graphql("{ viewer { login } }", {}, "wrong")).json).toMatchObject({
    message: "Bad credentials",
  });
  const anonymous = await graphql("{ viewer { login } }", {}, "");
  expect(anonymous.status).toBe(401);
  expect(anonymous.json).toMatchObject({
    message: "This endpoint requires you to be authenticated.",
  });
  expect((await call("POST", "/graphql", { body: 5 })).status).toBe(400);
  expect((await call("GET", "/graphql")).status).toBe(404);
});

test("a spent budget and an excessive query are refused", async () => {
  const { github, graphql } = openGitHub();
  github.addToken({ token: "poor", limits: { graphql: 1 } });
  const ask = (): Promise<Answer> => graphql("{ viewer { login } }", {}, "poor");
  expect(errorsOf(await ask())).toEqual([]);
  const spent = await ask();
  expect(spent.status).toBe(200);
  expect(spent.headers["x-ratelimit-remaining"]).toBe("0");
  expect(spent.json).toEqual({
    errors: [
      {
        type: "RATE_LIMITED",
        message: expect.stringMatching(/^API rate limit exceeded for installation ID/) as string,
      },
    ],
  });
  const comments = `comments(first: 100) { nodes { userContentEdits(first: 100) { nodes { id } } } }`;
  const aliases = Array.from({ length: 50 }, (_, index) => `p${String(index)}: ${comments}`);
  const huge = await graphql(
    `{ repository(owner: "octo", name: "demo") { pullRequest(number: 7) { ${aliases.join(" ")} } } }`,
  );
  expect(errorsOf(huge)).toEqual([
    {
      type: "MAX_NODE_LIMIT_EXCEEDED",
      message:
        "This query requests up to 505,000 possible nodes which exceeds the maximum limit of 500,000.",
    },
  ]);
});

test("an Enterprise Server's endpoint works", async () => {
  const { call } = openGitHub();
  const body = { query: "{ viewer { login } }" };
  const { json } = await call("POST", "/api/graphql", { body });
  expect(json).toEqual({ data: { viewer: { login: "github-actions[bot]" } } });
});
