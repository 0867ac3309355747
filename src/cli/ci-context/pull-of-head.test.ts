/** Is a pull request of a repository that was deleted taken for a run of another one that was? */
import { expect, test } from "vitest";
import type { GitHubApi } from "../../adapters/github/api.js";
import { mismatchOf, pullOfRun } from "./pull-of-head.js";

const sha = "a".repeat(40);
const repository = { owner: "octo", name: "demo" };

/** The API where every answer is the same. */
function answering(data: unknown): GitHubApi {
  const api: Pick<GitHubApi, "rest"> = {
    rest: async () => await Promise.resolve({ status: 200, headers: {}, data }),
  };
  return api as GitHubApi;
}

const pull = { number: 7, state: "open", head: { sha, repo: null } };
const deleted = { headSha: sha, headRepository: undefined };

test("two repositories that were deleted are not for that the same", async () => {
  expect(await pullOfRun(answering([pull]), repository, deleted)).toBeUndefined();
  expect(await mismatchOf(answering(pull), repository, 7, deleted)).toMatchObject({
    why: expect.stringMatching(/repository \(deleted\), found one that was deleted/) as string,
    fine: false,
  });
});

test("one that is there is known by its name, however it is written", async () => {
  const there = { ...pull, head: { sha, repo: { full_name: "Mona/Demo" } } };
  const run = { headSha: sha, headRepository: "mona/demo" };
  expect(await pullOfRun(answering([there]), repository, run)).toBe(7);
  expect(await mismatchOf(answering(there), repository, 7, run)).toBeUndefined();
});
