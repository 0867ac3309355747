import { expect, test } from "vitest";
import { openGitHub } from "../testing/emulated-github.js";
import type { TestGitHub } from "../testing/emulated-github.js";

const us = "github-actions[bot]";
const fields = `body includesCreatedEdit
  userContentEdits(first: 100) { totalCount nodes { id diff editedAt deletedAt deletedBy { login } } }`;
const read = `query($id: ID!) { node(id: $id) { ... on IssueComment { ${fields} } } }`;
const write = `mutation($id: ID!, $body: String!) {
  updateIssueComment(input: { id: $id, body: $body }) { issueComment { ${fields} } }
}`;

interface Shown {
  readonly body: string;
  readonly includesCreatedEdit: boolean;
  readonly userContentEdits: {
    readonly nodes: { readonly id: string; readonly diff: string | null }[];
  } | null;
}

interface Opened extends TestGitHub {
  readonly id: string;
  /** What a query shows now. */
  readonly shown: () => Promise<Shown>;
  /** The diffs that a query shows now; null without a log. */
  readonly log: () => Promise<(string | null)[] | null>;
  /** Writes, and gives what the answer shows. */
  readonly write: (
    body: string,
  ) => Promise<{ readonly body: string; readonly log: (string | null)[] | null }>;
}

/** A comment of ours with the body `v0`. */
function withComment(): Opened {
  const opened = openGitHub();
  const { github, graphql, pull } = opened;
  const { id, nodeId } = github.addCommentAs(us, pull, "v0");
  const diffs = ({ userContentEdits }: Shown): (string | null)[] | null =>
    userContentEdits?.nodes.map(({ diff }) => diff) ?? null;
  const shown = async (): Promise<Shown> => {
    const { json } = await graphql(read, { id: nodeId });
    return (json as { data: { node: Shown } }).data.node;
  };
  return {
    ...opened,
    id,
    shown,
    log: async () => diffs(await shown()),
    write: async (body) => {
      const { json } = await graphql(write, { id: nodeId, body });
      const { data } = json as { data: { updateIssueComment: { issueComment: Shown } } };
      const comment = data.updateIssueComment.issueComment;
      return { body: comment.body, log: diffs(comment) };
    },
  };
}

test("a comment that was never edited has an empty log; the first edit brings the creation in", async () => {
  const { log, shown, write: edit } = withComment();
  expect(await log()).toEqual([]);
  expect((await shown()).includesCreatedEdit).toBe(false);
  expect((await edit("v1")).log).toEqual(["v1", "v0"]);
  expect((await shown()).includesCreatedEdit).toBe(true);
});

test("a lagging read shows body and log as they were, a mutation's answer everything", async () => {
  const { clock, github, log, shown, write: edit } = withComment();
  await clock.advance(10_000);
  github.behaviour.readLagMs = 2_000;
  expect(await edit("v1")).toEqual({ body: "v1", log: ["v1", "v0"] });
  expect((await shown()).body).toBe("v0");
  expect(await log()).toEqual([]);
  await clock.advance(1_999);
  expect((await shown()).body).toBe("v0");
  await clock.advance(1);
  expect((await shown()).body).toBe("v1");
  expect(await log()).toEqual(["v1", "v0"]);
});

test("a late log lags behind the body, in queries and, if told so, in answers", async () => {
  const { clock, github, log, shown, write: edit } = withComment();
  await clock.advance(10_000);
  github.behaviour.logLagMs = 3_000;
  expect((await edit("v1")).log).toEqual(["v1", "v0"]);
  expect((await shown()).body).toBe("v1");
  expect(await log()).toEqual([]);
  await clock.advance(3_000);
  expect(await log()).toEqual(["v1", "v0"]);
  github.behaviour.answerLogLagMs = 1_000;
  expect(await edit("v2")).toEqual({ body: "v2", log: ["v1", "v0"] });
  await clock.advance(1_000);
  expect((await edit("v3")).log).toEqual(["v2", "v1", "v0"]);
});

test("lag may come and go while history stays", async () => {
  const { clock, github, shown, write: edit } = withComment();
  await clock.advance(1_000);
  await edit("v1");
  github.behaviour.readLagMs = 500;
  expect((await shown()).body).toBe("v0");
  github.behaviour.readLagMs = 0;
  expect((await shown()).body).toBe("v1");
  github.behaviour.readLagMs = 2_000;
  // The comment did not exist then.
  expect(await shown()).toBeNull();
});

test("a lagging list shows neither new comments nor deletions", async () => {
  const { call, clock, github, id, pull } = withComment();
  await clock.advance(10_000);
  github.behaviour.listLagMs = 1_000;
  github.addCommentAs(us, pull, "second");
  github.deleteCommentAs("mona", id);
  const bodies = async (): Promise<string[]> => {
    const { json } = await call("GET", "/repos/octo/demo/issues/7/comments");
    return (json as { body: string }[]).map(({ body }) => body);
  };
  expect(await bodies()).toEqual(["v0"]);
  expect((await call("GET", `/repos/octo/demo/issues/comments/${id}`)).status).toBe(404);
  await clock.advance(1_000);
  expect(await bodies()).toEqual(["second"]);
});

test("a missing log is null, not empty", async () => {
  const { github, log, shown, write: edit } = withComment();
  github.behaviour.logMissing = true;
  expect(await edit("v1")).toEqual({ body: "v1", log: null });
  expect(await log()).toBeNull();
  expect((await shown()).includesCreatedEdit).toBe(false);
  github.behaviour.logMissing = false;
  expect(await log()).toEqual(["v1", "v0"]);
});

test("quick edits of one author are folded into one, never the creation or another author's", async () => {
  const { clock, github, id, log, shown, write: edit } = withComment();
  github.behaviour.logFoldMs = 2_000;
  await clock.advance(100);
  expect((await edit("v1")).log).toEqual(["v1", "v0"]);
  const before = (await shown()).userContentEdits!.nodes[0]!.id;
  await clock.advance(1_999);
  expect((await edit("v2")).log).toEqual(["v2", "v0"]);
  expect((await shown()).userContentEdits!.nodes[0]!.id).toBe(before);
  await clock.advance(2_000);
  expect((await edit("v3")).log).toEqual(["v3", "v2", "v0"]);
  github.editCommentAs("mona", id, "v4");
  expect((await edit("v5")).log).toEqual(["v5", "v4", "v3", "v2", "v0"]);
  github.behaviour.logFoldMs = 0;
  await edit("v6");
  expect(await log()).toEqual(["v6", "v5", "v4", "v3", "v2", "v0"]);
});

test("a revision whose content was deleted stays in the log without a diff", async () => {
  const { clock, github, id, shown, write: edit } = withComment();
  await edit("v1");
  await edit("v2");
  await clock.advance(1_000);
  github.deleteRevisionAs("mona", id, 1);
  expect((await shown()).userContentEdits).toMatchObject({
    totalCount: 3,
    nodes: [
      { diff: "v2", deletedAt: null },
      { diff: null, deletedAt: "2026-01-15T12:00:01Z", deletedBy: { login: "mona" } },
      { diff: "v0", deletedAt: null },
    ],
  });
});

test("the log may be capped, hidden or made of patches", async () => {
  const { github, log, shown, write: edit } = withComment();
  await edit("v1");
  await edit("v2");
  github.behaviour.logEntriesMax = 2;
  expect(await log()).toEqual(["v2", "v1"]);
  expect((await shown()).includesCreatedEdit).toBe(false);
  github.behaviour.diffForm = "hidden";
  expect(await log()).toEqual([null, null]);
  github.behaviour.diffForm = "patch";
  expect(await log()).toEqual(["@@ -1 +1 @@\n-v1\n+v2", "@@ -1 +1 @@\n-v0\n+v1"]);
});

test("a comment may be minimised", async () => {
  const { github, graphql, id, pull } = withComment();
  github.setMinimized(id, true);
  const { nodeId } = github.commentsOf(pull)[0]!;
  const query = `query($id: ID!) { node(id: $id) { ... on IssueComment { isMinimized } } }`;
  expect((await graphql(query, { id: nodeId })).json).toEqual({
    data: { node: { isMinimized: true } },
  });
});
