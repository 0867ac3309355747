import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { detectCi } from "./ci-context.js";
import type { CiContext, Environment } from "../host/ci-facts.js";
import { pullOfQueueRef } from "./pull.js";
import { problemLine } from "../input/problem.js";

const head = "6f1c2a7be90d4c5f8a3b1d2e4f60718293a4b5c6";
const group = "3b18e512dba79e4c8300dd08aeb37f8e728b8dad";
const mergeCommit = "c".repeat(40);
const run = "ce7f54c7-61c7-4aae-887f-30da475f5f1a";
const job = "ca395085-040a-526b-2ce8-bdc85f692774";
const claims = Buffer.from(JSON.stringify({ scp: `Actions.Results:${run}:${job}` }));
const runtimeToken = `eyJhbGciOiJIUzI1NiJ9.${claims.toString("base64url")}.c2lnbmF0dXJl`;
const apiToken = "ghs_0123456789abcdefghij0123456789abcdef";

/** A job as GitHub's runner and the setup action leave it. */
const job42: Environment = {
  CI: "true",
  GITHUB_ACTIONS: "true",
  GITHUB_ACTOR: "octocat",
  GITHUB_API_URL: "https://api.github.com",
  GITHUB_EVENT_NAME: "pull_request",
  GITHUB_GRAPHQL_URL: "https://api.github.com/graphql",
  GITHUB_JOB: "build",
  GITHUB_REF: "refs/pull/42/merge",
  GITHUB_REPOSITORY: "octo-org/hello",
  GITHUB_RUN_ATTEMPT: "1",
  GITHUB_RUN_ID: "9876543210123456789",
  GITHUB_SERVER_URL: "https://github.com",
  GITHUB_SHA: mergeCommit,
  GITHUB_STEP_SUMMARY: "/home/runner/summary",
  GITHUB_TOKEN: apiToken,
  GITHUB_WORKFLOW: "CI",
  GITHUB_WORKFLOW_REF: "octo-org/hello/.github/workflows/ci.yml@refs/pull/42/merge",
  ACTIONS_RESULTS_URL: "https://results-receiver.actions.githubusercontent.com/",
  ACTIONS_RUNTIME_TOKEN: runtimeToken,
  ROLLCALL_JOB_ID: "555",
  ROLLCALL_MATRIX: '{"os":"linux","node":20}',
};

function event(name: string): unknown {
  return JSON.parse(readFileSync(`testdata/events/${name}.json`, "utf8"));
}

function linesOf(ci: CiContext): readonly string[] {
  return ci.problems.map(problemLine);
}

describe("a pull_request job with everything in place", () => {
  const ci = detectCi(job42, event("pull_request--synchronize"));

  test("is told completely and without problems", () => {
    expect(ci).toEqual({
      host: "github",
      repository: { owner: "octo-org", name: "hello" },
      pull: 42,
      head,
      lane: "pull-request",
      run: {
        id: "9876543210123456789",
        attempt: 1,
        workflow: ".github/workflows/ci.yml",
        event: "pull_request",
        name: "CI",
      },
      job: "build",
      leg: "node=20, os=linux",
      jobUrl: "https://github.com/octo-org/hello/actions/runs/9876543210123456789/job/555",
      runUrl: "https://github.com/octo-org/hello/actions/runs/9876543210123456789",
      serverUrl: "https://github.com",
      apiUrl: "https://api.github.com",
      graphqlUrl: "https://api.github.com/graphql",
      resultsUrl: "https://results-receiver.actions.githubusercontent.com",
      runtimeToken,
      backendIds: { run, job },
      token: apiToken,
      tokenFrom: "GITHUB_TOKEN",
      readOnly: undefined,
      stepSummaryPath: "/home/runner/summary",
      triggeringRun: undefined,
      noPull: undefined,
      problems: [],
    });
  });
});

describe("the head of a pull_request job", () => {
  test("is the event's, not GITHUB_SHA, the merge commit", () => {
    expect(detectCi(job42, event("pull_request--synchronize")).head).toBe(head);
  });

  test("is unknown without the event, and a problem says so; the number is in the ref", () => {
    const ci = detectCi(job42, undefined, {
      what: "the event that started this run could not be read",
      where: "GITHUB_EVENT_PATH",
      expected: "GitHub's event as JSON",
      found: "no such file",
      todo: "",
    });
    expect(ci.pull).toBe(42);
    expect(ci.head).toBeUndefined();
    expect(linesOf(ci)).toEqual([
      "the pull request's head commit is unknown (GITHUB_SHA is a merge commit and no help) (GITHUB_EVENT_PATH): expected GitHub's event as JSON, found no such file; pass it with --sha ${{ github.event.pull_request.head.sha }}",
    ]);
  });

  test("is not believed from values of the wrong shape", () => {
    const ci = detectCi({ ...job42, GITHUB_REF: "refs/heads/x" }, event("pull_request--hostile"));
    expect(ci.pull).toBeUndefined();
    expect(ci.head).toBeUndefined();
    expect(ci.problems.map(({ setting }) => setting)).toEqual(["pr", "sha"]);
  });
});

describe("other events", () => {
  test("pull_request_target has the pull request of its event, and may write", () => {
    const env = {
      ...job42,
      GITHUB_EVENT_NAME: "pull_request_target",
      GITHUB_REF: "refs/heads/main",
    };
    const ci = detectCi(env, event("pull_request_target--fork"));
    expect(ci).toMatchObject({ pull: 43, head, lane: "pull-request", readOnly: undefined });
  });

  test("merge_group has a lane of its own, the group's head and the number in its ref", () => {
    const ref = `refs/heads/gh-readonly-queue/release/2.x/pr-42-${"0".repeat(40)}`;
    const env = { ...job42, GITHUB_EVENT_NAME: "merge_group", GITHUB_REF: ref, GITHUB_SHA: group };
    const seen = detectCi(env, event("merge_group--checks-requested"));
    expect(seen).toMatchObject({ pull: 42, head: group, lane: "merge-queue", problems: [] });
    // Without the event GITHUB_SHA is the same commit here.
    expect(detectCi(env, undefined)).toMatchObject({ pull: 42, head: group, lane: "merge-queue" });
  });

  test("merge_group with another ref says what it should look like", () => {
    const env = { ...job42, GITHUB_EVENT_NAME: "merge_group", GITHUB_REF: "refs/heads/main" };
    const ci = detectCi({ ...env, GITHUB_SHA: "" }, {});
    expect(ci.problems.map(({ setting }) => setting)).toEqual(["pr", "sha"]);
  });

  test.each([
    ["refs/heads/gh-readonly-queue/main/pr-7-0123456789abcdef0123456789abcdef01234567", 7],
    ["gh-readonly-queue/a/b/pr-12-0123456789abcdef0123456789abcdef01234567", 12],
    ["refs/heads/gh-readonly-queue/pr-1-aaaaaaa/pr-2-0123456789abcdef0123456789abcdef01234567", 2],
    ["refs/heads/gh-readonly-queue/main/pr-x-0123456789", undefined],
    ["refs/heads/main", undefined],
    ["", undefined],
  ])("the merge queue's ref %j is of pull request %s", (ref, pull) => {
    expect(pullOfQueueRef(ref)).toBe(pull);
  });

  test.each([
    ["push", "push--branch", group],
    ["schedule", "schedule", group],
    ["workflow_dispatch", "workflow_dispatch", group],
    ["issue_comment", "issue_comment--created", undefined],
    ["release", "push--branch", undefined],
  ])("%s has no pull request, and a sentence says why", (eventName, file, sha) => {
    const env = { ...job42, GITHUB_EVENT_NAME: eventName, GITHUB_REF: "refs/heads/main" };
    const ci = detectCi({ ...env, GITHUB_SHA: group }, event(file));
    expect(ci.pull).toBeUndefined();
    expect(ci.head).toBe(sha);
    expect(ci.noPull).toMatch(
      /^A run for \w+ .*belongs to no pull request; name one with --pr.*\.$/,
    );
    expect(ci.problems).toEqual([]);
  });

  test("a job without an event's name says so", () => {
    const ci = detectCi({ ...job42, GITHUB_EVENT_NAME: "" }, undefined);
    expect(linesOf(ci).join()).toContain("GITHUB_EVENT_NAME");
  });
});

describe("workflow_run", () => {
  const env = { ...job42, GITHUB_EVENT_NAME: "workflow_run", GITHUB_REF: "refs/heads/main" };

  test("names the run that it is about, and the one pull request of this repository", () => {
    const ci = detectCi(env, event("workflow_run--same-repository"));
    expect(ci).toMatchObject({ pull: 42, head, lane: "pull-request", noPull: undefined });
    expect(ci.triggeringRun).toEqual({
      id: "30433642",
      attempt: 2,
      workflow: ".github/workflows/ci.yml",
      event: "pull_request",
      name: "CI",
      headSha: head,
      headBranch: "five-languages",
      headRepository: "octo-org/hello",
      pulls: [42],
      status: "completed",
      conclusion: "failure",
    });
  });

  test("of a fork has no number: it is to be looked up", () => {
    const ci = detectCi(env, event("workflow_run--fork"));
    expect(ci).toMatchObject({
      pull: undefined,
      head,
      triggeringRun: { headRepository: "mona/hello" },
    });
    expect(ci.noPull).toContain("as for every fork; it has to be looked up by its head commit");
  });

  test("of several pull requests leaves the choice to the user", () => {
    const ci = detectCi(env, event("workflow_run--two-pulls"));
    expect(ci.pull).toBeUndefined();
    expect(ci.noPull).toContain("several pull requests (42, 45)");
  });

  test("of a merge queue is in that lane", () => {
    const ci = detectCi(env, event("workflow_run--merge-queue"));
    expect(ci).toMatchObject({ pull: 42, head: group, lane: "merge-queue" });
  });

  test("of a push has no pull request", () => {
    expect(detectCi(env, event("workflow_run--push")).noPull).toContain('was for "push"');
  });

  test("without its event says so", () => {
    expect(linesOf(detectCi(env, undefined)).join()).toContain(
      "the run that started this one is unknown",
    );
  });
});

describe("read-only tokens are recognised", () => {
  test.each([
    ["pull_request--synchronize", "octocat", undefined],
    ["pull_request--fork", "mona", "fork"],
    ["pull_request--deleted-fork", "mona", "fork"],
    ["pull_request--dependabot", "dependabot[bot]", "dependabot"],
  ])("%s by %s: %s", (file, actor, readOnly) => {
    const ci = detectCi({ ...job42, GITHUB_ACTOR: actor }, event(file));
    expect(ci.readOnly).toBe(readOnly);
    expect(ci.head).toBe(head);
  });
});

describe("the run and the job", () => {
  const payload = event("pull_request--synchronize");

  test.each([
    ["octo-org/hello/.github/workflows/a@b.yml@refs/heads/x", ".github/workflows/a@b.yml"],
    ["octo-org/hello/.github/workflows/ci.yaml@refs/heads/feature@2", ".github/workflows/ci.yaml"],
    ["octo-org/other/ci/x.yml@abc", "ci/x.yml"],
  ])("the workflow of %j is %j", (ref, path) => {
    expect(detectCi({ ...job42, GITHUB_WORKFLOW_REF: ref }, payload).run.workflow).toBe(path);
  });

  test.each([undefined, "", "nonsense"])("without a path (%j) the name stands for it", (ref) => {
    const ci = detectCi({ ...job42, GITHUB_WORKFLOW_REF: ref }, payload);
    expect(ci.run.workflow).toBe("CI");
    expect(linesOf(ci)).toHaveLength(1);
  });

  test.each([undefined, "", "12a", "-5"])("%j is no run id", (id) => {
    const ci = detectCi({ ...job42, GITHUB_RUN_ID: id }, payload);
    expect(ci.run.id).toBe("");
    expect(ci.jobUrl).toBeUndefined();
    expect(ci.problems.map(({ setting }) => setting)).toEqual(["runId"]);
  });

  test("a wrong attempt is taken for the first, aloud", () => {
    const ci = detectCi({ ...job42, GITHUB_RUN_ATTEMPT: "zero" }, payload);
    expect(ci.run.attempt).toBe(1);
    expect(linesOf(ci)[0]).toContain('found "zero"');
  });

  test("without the job's id its page is that of the run's attempt", () => {
    const env = { ...job42, ROLLCALL_JOB_ID: "", GITHUB_RUN_ATTEMPT: "3" };
    expect(detectCi(env, payload).jobUrl).toBe(
      "https://github.com/octo-org/hello/actions/runs/9876543210123456789/attempts/3",
    );
  });

  test("a repository of the wrong form is a problem", () => {
    const ci = detectCi({ ...job42, GITHUB_REPOSITORY: "hello" }, payload);
    expect(ci.repository).toBeUndefined();
    expect(linesOf(ci)[0]).toBe(
      'the repository is unknown (GITHUB_REPOSITORY): expected owner/name, found "hello"; name it with --repo',
    );
  });

  test.each([
    ["null", ""],
    ["{}", ""],
    ['{"os":"linux"}', "os=linux"],
    ["not JSON", `?${job}`],
    ["[1]", `?${job}`],
    [undefined, `?${job}`],
    ["", `?${job}`],
  ])("the matrix %j is the leg %j", (matrix, leg) => {
    expect(detectCi({ ...job42, ROLLCALL_MATRIX: matrix }, payload).leg).toBe(leg);
  });

  test("without matrix and runtime token there is no leg", () => {
    const env = { ...job42, ROLLCALL_MATRIX: undefined, ACTIONS_RUNTIME_TOKEN: undefined };
    expect(detectCi(env, payload).leg).toBe("");
  });

  test("long legs stay different", () => {
    const legs = ["a", "b"].map((last) => {
      const matrix = JSON.stringify({ flags: "x".repeat(600) + last });
      return detectCi({ ...job42, ROLLCALL_MATRIX: matrix }, payload).leg;
    });
    expect(legs[0]).not.toBe(legs[1]);
    expect(legs.every((leg) => leg.length <= 400)).toBe(true);
  });
});

describe("tokens and addresses", () => {
  const payload = event("pull_request--synchronize");

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
      backendIds: { run, job },
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
    expect(linesOf(ci)).toEqual([
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
    expect(linesOf(ci).join()).toContain("ACTIONS_RESULTS_URL");
  });

  test.each(["ftp://x", "nonsense", "https://user:pw@x.example", "https://x.example/?a=b"])(
    "the address %j is not used",
    (url) => {
      const ci = detectCi({ ...job42, GITHUB_API_URL: url }, payload);
      expect(ci.apiUrl).toBe("https://api.github.com");
      expect(linesOf(ci)).toHaveLength(1);
    },
  );
});

describe("nothing a job says", () => {
  const files = readdirSync("testdata/events").filter((name) => name.endsWith(".json"));

  test.each(files)("makes it throw, and no problem holds a token: %s", (file) => {
    const payload = event(file.replace(/\.json$/, ""));
    for (const eventName of ["pull_request", "merge_group", "workflow_run", "push", "x", ""]) {
      for (const name of ["", ...Object.keys(job42)]) {
        const env = { ...job42, GITHUB_EVENT_NAME: eventName, [name]: `${apiToken}\n%00` };
        const ci = detectCi({ ...env, GITHUB_ACTIONS: "true" }, payload);
        for (const line of linesOf(ci)) {
          expect(line).not.toContain(apiToken);
          expect(line).not.toContain(runtimeToken);
          expect(line).not.toContain("\n");
        }
      }
    }
  });
});
