import { expect, test } from "vitest";
import { dataOf, errorsOf } from "../testing/comment-mutations.js";
import { openGitHub } from "../testing/emulated-github.js";

test("a connection needs one bound, of at most 100", async () => {
  const { graphql, github, pull } = openGitHub();
  const ask = async (page: string): Promise<unknown> => {
    const text = `{ repository(owner: "octo", name: "demo") { pullRequest(number: 7) { comments${page} { totalCount } } } }`;
    const [error] = errorsOf(await graphql(text));
    return [error?.["type"], error?.["message"]];
  };
  expect(await ask("")).toEqual([
    "MISSING_PAGINATION_BOUNDARIES",
    "You must provide a `first` or `last` value to properly paginate the `comments` connection.",
  ]);
  expect(await ask("(first: 101)")).toEqual([
    "EXCESSIVE_PAGINATION",
    "Requesting 101 records on the `comments` connection exceeds the `first` limit of 100 records.",
  ]);
  expect((await ask("(first: 1, last: 1)")) as string[]).toContain("EXCESSIVE_PAGINATION");
  expect((await ask("(last: -1)")) as string[]).toContain("INVALID_PAGINATION");
  expect((await ask(`(first: 1, after: "?")`)) as string[]).toContain("INVALID_CURSOR_ARGUMENTS");
  expect(await ask("(first: 100)")).toEqual([undefined, undefined]);

  // The bounds are checked field by field: a mutation has been applied by then.
  const comment = github.addCommentAs("github-actions[bot]", pull, "v0");
  const answer = await graphql(
    `
      mutation ($id: ID!) {
        updateIssueComment(input: { id: $id, body: "v1" }) {
          issueComment {
            userContentEdits {
              totalCount
            }
          }
        }
      }
    `,
    { id: comment.nodeId },
  );
  expect(errorsOf(answer)).toMatchObject([{ type: "MISSING_PAGINATION_BOUNDARIES" }]);
  expect(github.commentsOf(pull)).toMatchObject([{ body: "v1" }]);
});

test("a connection is paged by cursors in both directions", async () => {
  const { github, graphql, pull } = openGitHub();
  for (let count = 1; count <= 5; count += 1) github.addCommentAs("mona", pull, String(count));
  const query = `query($first: Int, $last: Int, $after: String, $before: String) {
    repository(owner: "octo", name: "demo") { pullRequest(number: 7) {
      comments(first: $first, last: $last, after: $after, before: $before) {
        nodes { body } edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      }
    } }
  }`;
  interface Page {
    readonly nodes: { readonly body: string }[];
    readonly pageInfo: { readonly startCursor: string; readonly endCursor: string };
  }
  const page = async (variables: object): Promise<[string, Page["pageInfo"]]> => {
    const data = dataOf(await graphql(query, variables)) as {
      repository: { pullRequest: { comments: Page } };
    };
    const { nodes, pageInfo } = data.repository.pullRequest.comments;
    return [nodes.map(({ body }) => body).join(" "), pageInfo];
  };
  const [first, { endCursor }] = await page({ first: 2 });
  expect(first).toBe("1 2");
  const [second, middle] = await page({ first: 2, after: endCursor });
  expect(second).toBe("3 4");
  expect(middle).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
  const [third, last] = await page({ first: 2, after: middle.endCursor });
  expect(third).toBe("5");
  expect(last).toMatchObject({ hasNextPage: false });
  expect((await page({ last: 2 }))[0]).toBe("4 5");
  expect((await page({ last: 2, before: middle.startCursor }))[0]).toBe("1 2");
});

test("comments can be ordered by their last update", async () => {
  const { clock, github, graphql, pull } = openGitHub();
  const [a] = ["a", "b"].map((body) => github.addCommentAs("mona", pull, body));
  await clock.advance(1_000);
  github.editCommentAs("mona", a!.id, "a2");
  const query = (direction: string): string =>
    `{ repository(owner: "octo", name: "demo") { pullRequest(number: 7) {
      comments(first: 9, orderBy: { field: UPDATED_AT, direction: ${direction} }) { nodes { body } }
    } } }`;
  const ordered = (...bodies: string[]): object => ({
    data: {
      repository: { pullRequest: { comments: { nodes: bodies.map((body) => ({ body })) } } },
    },
  });
  expect((await graphql(query("ASC"))).json).toEqual(ordered("b", "a2"));
  expect((await graphql(query("DESC"))).json).toEqual(ordered("a2", "b"));
});
