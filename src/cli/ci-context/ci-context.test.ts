import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  apiToken,
  backendIds,
  head,
  job42,
  recordedEvent,
  runtimeToken,
} from "../../testing/github-job.js";
import { problemLine } from "../input/problem.js";
import { detectCi } from "./ci-context.js";

describe("a pull_request job with everything in place", () => {
  const ci = detectCi(job42, recordedEvent("pull_request--synchronize"));

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
      backendIds,
      token: apiToken,
      tokenFrom: "GITHUB_TOKEN",
      readOnly: undefined,
      stepSummaryPath: "/runner/summary",
      triggeringRun: undefined,
      noPull: undefined,
      problems: [],
    });
  });
});

describe("the run and the job", () => {
  const payload = recordedEvent("pull_request--synchronize");

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
    expect(ci.problems.map(problemLine)).toHaveLength(1);
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
    expect(ci.problems.map(problemLine)[0]).toContain('found "zero"');
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
    expect(ci.problems.map(problemLine)[0]).toBe(
      'the repository is unknown (GITHUB_REPOSITORY): expected owner/name, found "hello"; name it with --repo',
    );
  });

  test.each([
    ["null", ""],
    ["{}", ""],
    ['{"os":"linux"}', "os=linux"],
    ["not JSON", `?${backendIds.job}`],
    ["[1]", `?${backendIds.job}`],
    [undefined, `?${backendIds.job}`],
    ["", `?${backendIds.job}`],
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

describe("nothing a job says", () => {
  const files = readdirSync("testdata/events").filter((name) => name.endsWith(".json"));

  test.each(files)("makes it throw, and no problem holds a token: %s", (file) => {
    const payload = recordedEvent(file.replace(/\.json$/, ""));
    for (const eventName of ["pull_request", "merge_group", "workflow_run", "push", "x", ""]) {
      for (const name of ["", ...Object.keys(job42)]) {
        const env = { ...job42, GITHUB_EVENT_NAME: eventName, [name]: `${apiToken}\n%00` };
        const ci = detectCi({ ...env, GITHUB_ACTIONS: "true" }, payload);
        for (const line of ci.problems.map(problemLine)) {
          expect(line).not.toContain(apiToken);
          expect(line).not.toContain(runtimeToken);
          expect(line).not.toContain("\n");
        }
      }
    }
  });
});
