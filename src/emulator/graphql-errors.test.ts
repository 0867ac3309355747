import { expect, test } from "vitest";
import { commentCharsMax } from "../model/limits.js";
import {
  addComment,
  dataOf,
  deleteComment,
  errorsOf,
  updateComment,
} from "../testing/comment-mutations.js";
import { openGitHub } from "../testing/emulated-github.js";

test("a node that is not there is NOT_FOUND, for reads and writes", async () => {
  const { github, graphql, pull } = openGitHub();
  const message = "Could not resolve to a node with the global id of 'IC_none'";
  const read = await graphql(`
    {
      node(id: "IC_none") {
        id
      }
      viewer {
        login
      }
    }
  `);
  expect(read.json).toEqual({
    data: { node: null, viewer: { login: "github-actions[bot]" } },
    errors: [{ type: "NOT_FOUND", path: ["node"], locations: [{ line: 3, column: 7 }], message }],
  });
  for (const [query, field] of [
    [updateComment, "updateIssueComment"],
    [deleteComment, "deleteIssueComment"],
    [addComment, "addComment"],
  ] as const) {
    const answer = await graphql(query, { id: "IC_none", subject: "IC_none", body: "x" });
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({
      data: { [field]: null },
      errors: [{ type: "NOT_FOUND", path: [field], message }],
    });
  }
  const { id, nodeId } = github.addCommentAs("mona", pull, "x");
  expect(dataOf(await graphql(deleteComment, { id: nodeId }))).toBeTruthy();
  expect(github.commentsOf(pull)).toEqual([]);
  expect(errorsOf(await graphql(deleteComment, { id: nodeId }))).toMatchObject([
    { type: "NOT_FOUND" },
  ]);
  expect(errorsOf(await graphql(updateComment, { id: nodeId, body: "y" }))).toHaveLength(1);
  const nodes = await graphql(
    `
      query ($ids: [ID!]!) {
        nodes(ids: $ids) {
          id
        }
      }
    `,
    {
      ids: [pull.nodeId, nodeId],
    },
  );
  expect(nodes.json).toMatchObject({
    data: { nodes: [{ id: pull.nodeId }, null] },
    errors: [{ type: "NOT_FOUND", path: ["nodes", 1] }],
  });
  expect(github.allCommentsOf(pull).map((comment) => comment.id)).toEqual([id]);
});

test("a repository or pull request that is not there is NOT_FOUND", async () => {
  const { graphql } = openGitHub();
  const repository = await graphql(`
    {
      repository(owner: "octo", name: "none") {
        id
      }
    }
  `);
  expect(repository.json).toMatchObject({
    data: { repository: null },
    errors: [
      {
        type: "NOT_FOUND",
        message: "Could not resolve to a Repository with the name 'octo/none'.",
      },
    ],
  });
  const pull = await graphql(`
    {
      repository(owner: "octo", name: "demo") {
        pullRequest(number: 99) {
          id
        }
      }
    }
  `);
  expect(pull.json).toMatchObject({
    data: { repository: { pullRequest: null } },
    errors: [
      {
        type: "NOT_FOUND",
        path: ["repository", "pullRequest"],
        message: "Could not resolve to a PullRequest with the number of 99.",
      },
    ],
  });
});

test("what the token may not do is FORBIDDEN", async () => {
  const { github, graphql, pull } = openGitHub();
  const comment = github.addCommentAs("github-actions[bot]", pull, "x");
  github.addToken({ token: "reader", permissions: { pull_requests: "read" } });
  github.addToken({ token: "nothing", permissions: {} });
  const forbidden = {
    type: "FORBIDDEN",
    extensions: { saml_failure: false },
    message: "Resource not accessible by integration",
  };
  const variables = { id: comment.nodeId, subject: pull.nodeId, body: "y" };
  for (const query of [updateComment, deleteComment, addComment]) {
    expect(errorsOf(await graphql(query, variables, "reader"))).toMatchObject([forbidden]);
  }
  const canUpdate = `query($id: ID!) { node(id: $id) { ... on IssueComment { viewerCanUpdate } } }`;
  expect(dataOf(await graphql(canUpdate, variables, "reader"))).toEqual({
    node: { viewerCanUpdate: false },
  });
  expect(errorsOf(await graphql(canUpdate, variables, "nothing"))).toMatchObject([forbidden]);
  expect(github.commentsOf(pull)).toMatchObject([{ body: "x", versions: [{}] }]);
});

test("a lock, an archive and an unfit body are refused", async () => {
  const { github, graphql, pull, repository } = openGitHub();
  const comment = github.addCommentAs("github-actions[bot]", pull, "x");
  const variables = { id: comment.nodeId, subject: pull.nodeId, body: "y" };
  github.setThread(pull, { locked: true });
  expect(errorsOf(await graphql(addComment, variables))).toMatchObject([
    { message: "Unable to create comment because issue is locked" },
  ]);
  github.setThread(pull, { locked: false });
  repository.archived = true;
  expect(errorsOf(await graphql(updateComment, variables))).toMatchObject([
    { type: "UNPROCESSABLE", message: "Repository was archived so is read-only" },
  ]);
  repository.archived = false;
  const tooLong = { ...variables, body: "x".repeat(commentCharsMax + 1) };
  for (const query of [addComment, updateComment]) {
    expect(errorsOf(await graphql(query, tooLong))).toMatchObject([
      { type: "UNPROCESSABLE", message: "Body is too long (maximum is 65536 characters)" },
    ]);
  }
  expect(errorsOf(await graphql(addComment, { ...variables, body: "" }))).toMatchObject([
    { type: "UNPROCESSABLE", message: "Body cannot be blank" },
  ]);
});

test("a query that GitHub's schema refuses is refused", async () => {
  const { graphql, github, pull } = openGitHub();
  const unknown = await graphql(`
    {
      viewer {
        login
        nickname
      }
    }
  `);
  expect(unknown.status).toBe(200);
  expect(unknown.json).toEqual({
    errors: [
      {
        path: ["query"],
        extensions: { code: "undefinedField", typeName: "User", fieldName: "nickname" },
        locations: [{ line: 5, column: 9 }],
        message: "Field 'nickname' doesn't exist on type 'User'",
      },
    ],
  });
  const argument = await graphql(`
    {
      viewer(login: "x") {
        login
      }
    }
  `);
  expect(errorsOf(argument)[0]!["message"]).toBe("Field 'viewer' doesn't accept argument 'login'");
  const leaf = await graphql(`
    {
      viewer
    }
  `);
  expect(errorsOf(leaf)[0]!["message"]).toMatch(/^Field must have selections/);
  const missing = await graphql(`
    mutation {
      addComment(input: { body: "x" }) {
        clientMutationId
      }
    }
  `);
  expect(errorsOf(missing)[0]!["message"]).toMatch(/subjectId/);
  const variable = await graphql(addComment, { subject: pull.nodeId });
  expect(errorsOf(variable)[0]!["message"]).toMatch(/\$body/);
  expect(errorsOf(await graphql("{"))).toHaveLength(1);
  expect(github.commentsOf(pull)).toEqual([]);
});
