import { describe, expect, test } from "vitest";
import { backendIds, head, job42, recordedEvent, runtimeToken } from "../../testing/github-job.js";
import { problemLine } from "../input/problem.js";
import { detectCi } from "./ci-context.js";

describe("read-only tokens are recognised", () => {
  test.each([
    ["pull_request--synchronize", "octocat", undefined],
    ["pull_request--fork", "mona", "fork"],
    ["pull_request--deleted-fork", "mona", "fork"],
    ["pull_request--dependabot", "dependabot[bot]", "dependabot"],
  ])("%s by %s: %s", (file, actor, readOnly) => {
    const ci = detectCi({ ...job42, GITHUB_ACTOR: actor }, recordedEvent(file));
    expect(ci.readOnly).toBe(readOnly);
    expect(ci.head).toBe(head);
  });
});

describe("tokens and addresses", () => {
  const payload = recordedEvent("pull_request--synchronize");

  test.each([
    [{ ROLLCALL_TOKEN: "a-token", GITHUB_TOKEN: "b-token", GH_TOKEN: "c-token" }, "ROLLCALL_TOKEN"],
    [{ GITHUB_TOKEN: "b-token", GH_TOKEN: "c-token" }, "GITHUB_TOKEN"],
    [{ GITHUB_TOKEN: "", GH_TOKEN: "c-token" }, "GH_TOKEN"],
    [{ GITHUB_TOKEN: undefined }, undefined],
  ])("of %j the one in %s is used", (tokens, from) => {
    expect(detectCi({ ...job42, ...tokens }, payload).tokenFrom).toBe(from);
  });

  test("id-token: write gives the same runtime token under another name", () => {
    const env = {
      ...job42,
      ACTIONS_RUNTIME_TOKEN: undefined,
      ACTIONS_RESULTS_URL: undefined,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: runtimeToken,
    };
    expect(detectCi(env, payload)).toMatchObject({
      runtimeToken,
      backendIds,
      resultsUrl: "https://results-receiver.actions.githubusercontent.com",
      problems: [],
    });
  });

  test("a runtime token without the scope is passed over", () => {
    const env = {
      ...job42,
      ACTIONS_RUNTIME_TOKEN: "secret-runtime-token",
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: runtimeToken,
    };
    expect(detectCi(env, payload)).toMatchObject({ runtimeToken, problems: [] });
  });

  test("without one there is no board, and a sentence says what to add", () => {
    const ci = detectCi({ ...job42, ACTIONS_RUNTIME_TOKEN: "secret-runtime-token" }, payload);
    expect(ci.backendIds).toBeUndefined();
    expect(ci.problems.map(problemLine)).toEqual([
      "the run's board cannot be used, so every task has to publish for itself (ACTIONS_RUNTIME_TOKEN, ACTIONS_ID_TOKEN_REQUEST_TOKEN): expected the runtime token of this job, found a token that is no JWT in ACTIONS_RUNTIME_TOKEN; add Rollcall's setup step before this one, or the permission id-token: write to the job",
    ]);
  });

  test("a job without any runtime token is told so as information, one with a wrong token as a warning", () => {
    const levels = [undefined, "secret-runtime-token"].map((token) =>
      detectCi({ ...job42, ACTIONS_RUNTIME_TOKEN: token }, payload).problems.map(
        ({ level }) => level ?? "warning",
      ),
    );
    expect(levels).toEqual([["info"], ["warning"]]);
  });

  test("Enterprise Server has addresses of its own, and no default for the results service", () => {
    const env = {
      ...job42,
      GITHUB_SERVER_URL: "https://ghe.example.com",
      GITHUB_API_URL: "https://ghe.example.com/api/v3",
      GITHUB_GRAPHQL_URL: undefined,
      ACTIONS_RESULTS_URL: undefined,
    };
    const ci = detectCi(env, payload);
    expect(ci.graphqlUrl).toBe("https://ghe.example.com/api/graphql");
    expect(ci.resultsUrl).toBeUndefined();
    expect(ci.runUrl).toMatch(/^https:\/\/ghe\.example\.com\/octo-org\/hello\/actions\/runs\//);
    expect(ci.problems.map(problemLine).join()).toContain("ACTIONS_RESULTS_URL");
  });

  test.each(["ftp://x", "nonsense", "https://user:pw@x.example", "https://x.example/?a=b"])(
    "the address %j is not used",
    (url) => {
      const ci = detectCi({ ...job42, GITHUB_API_URL: url }, payload);
      expect(ci.apiUrl).toBe("https://api.github.com");
      expect(ci.problems.map(problemLine)).toHaveLength(1);
    },
  );
});
