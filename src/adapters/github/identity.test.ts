import { describe, expect, test } from "vitest";
import { AnswerObserver } from "./observer.js";
import { GraphqlComments } from "./graphql-comments.js";
import { isActor, isAuthor, plainLogin } from "./identity.js";
import { RestComments } from "./rest-comments.js";
import { PublishWorld, worldMarker } from "../../testing/publish-world.js";

const where = { owner: "octo", name: "demo", pullNumber: 7, marker: worldMarker };

function restComment(login: string, slug?: string): Record<string, unknown> {
  return { user: { login }, performed_via_github_app: slug === undefined ? null : { slug } };
}

test("an app's login is the same in both APIs", () => {
  expect(plainLogin("GitHub-Actions[bot]")).toBe("github-actions");
});

describe("who counts as ourselves", () => {
  test.each([
    ["the app", { __typename: "Bot", login: "my-app" }, "my-app[bot]", true],
    ["a person with the app's name", { __typename: "User", login: "my-app" }, "my-app[bot]", false],
    [
      "a person with the job token's",
      { __typename: "User", login: "github-actions" },
      "github-actions",
      false,
    ],
    [
      "the job's own token",
      { __typename: "Bot", login: "github-actions" },
      "github-actions[bot]",
      true,
    ],
    ["a person", { __typename: "User", login: "Mona" }, "mona", true],
    ["nobody any more", null, "mona", false],
    ["anybody, before we know who we are", { __typename: "User", login: "mona" }, undefined, false],
  ])("GraphQL: %s", (_who, actor, own, expected) => {
    expect(isActor(actor, own)).toBe(expected);
  });

  test.each([
    ["the app", restComment("my-app[bot]", "my-app"), "my-app[bot]", true],
    ["the app, on a server that does not name it", restComment("my-app[bot]"), "my-app[bot]", true],
    ["a person with the app's name", restComment("my-app"), "my-app[bot]", false],
    [
      "the app's account through another app",
      restComment("my-app[bot]", "evil"),
      "my-app[bot]",
      false,
    ],
    ["a person", restComment("mona"), "Mona", true],
    ["a person through an app", restComment("mona", "some-app"), "mona", true],
    ["another person", restComment("mallory"), "mona", false],
    ["nobody any more", { user: null }, "mona", false],
  ])("REST: %s", (_who, comment, own, expected) => {
    expect(isAuthor(comment, own)).toBe(expected);
  });
});

describe.each([
  ["GraphQL", GraphqlComments],
  ["REST", RestComments],
])("over %s", (_api, Store) => {
  test("a comment of ours on another pull request is not ours to write, whoever names its id", async () => {
    const world = new PublishWorld();
    const elsewhere = world.github.addRepository({ fullName: "octo/other" });
    const here = world.github.addPull(world.repository, {
      number: 8,
      headSha: "c".repeat(40),
      author: "x",
    });
    const there = world.github.addPull(elsewhere, {
      number: 7,
      headSha: "c".repeat(40),
      author: "x",
    });
    const observer = new AnswerObserver(world.processClock());
    const store = new Store(world.api(observer), observer, where);
    for (const thread of [here, there]) {
      const { id, nodeId } = world.github.addCommentAs("github-actions[bot]", thread, worldMarker);
      const { comments } = await world.run(store.read({ edits: 1, knownId: `${id}:${nodeId}` }));
      expect(comments).toEqual([]);
    }
  });
});
