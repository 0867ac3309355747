import { describe, expect, test } from "vitest";
import { group, head, job42, recordedEvent } from "../../testing/github-job.js";
import { problemLine } from "../input/problem.js";
import { detectCi } from "./ci-context.js";
import { pullOfQueueRef } from "./pull.js";

describe("the head of a pull_request job", () => {
  test("is the event's, not GITHUB_SHA, the merge commit", () => {
    expect(detectCi(job42, recordedEvent("pull_request--synchronize")).head).toBe(head);
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
    expect(ci.problems.map(problemLine)).toEqual([
      "the pull request's head commit is unknown (GITHUB_SHA is a merge commit and no help) (GITHUB_EVENT_PATH): expected GitHub's event as JSON, found no such file; pass it with --sha ${{ github.event.pull_request.head.sha }}",
    ]);
  });

  test("is not believed from values of the wrong shape", () => {
    const ci = detectCi(
      { ...job42, GITHUB_REF: "refs/heads/x" },
      recordedEvent("pull_request--hostile"),
    );
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
    const ci = detectCi(env, recordedEvent("pull_request_target--fork"));
    expect(ci).toMatchObject({ pull: 43, head, lane: "pull-request", readOnly: undefined });
  });

  test("merge_group has a lane of its own, the group's head and the number in its ref", () => {
    const ref = `refs/heads/gh-readonly-queue/release/2.x/pr-42-${"0".repeat(40)}`;
    const env = { ...job42, GITHUB_EVENT_NAME: "merge_group", GITHUB_REF: ref, GITHUB_SHA: group };
    const seen = detectCi(env, recordedEvent("merge_group--checks-requested"));
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
    const ci = detectCi({ ...env, GITHUB_SHA: group }, recordedEvent(file));
    expect(ci.pull).toBeUndefined();
    expect(ci.head).toBe(sha);
    expect(ci.noPull).toMatch(
      /^A run for \w+ .*belongs to no pull request; name one with --pr.*\.$/,
    );
    expect(ci.problems).toEqual([]);
  });

  test("a job without an event's name says so", () => {
    const ci = detectCi({ ...job42, GITHUB_EVENT_NAME: "" }, undefined);
    expect(ci.problems.map(problemLine).join()).toContain("GITHUB_EVENT_NAME");
  });
});

describe("workflow_run", () => {
  const env = { ...job42, GITHUB_EVENT_NAME: "workflow_run", GITHUB_REF: "refs/heads/main" };

  test("names the run that it is about, and the one pull request of this repository", () => {
    const ci = detectCi(env, recordedEvent("workflow_run--same-repository"));
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
    const ci = detectCi(env, recordedEvent("workflow_run--fork"));
    expect(ci).toMatchObject({
      pull: undefined,
      head,
      triggeringRun: { headRepository: "mona/hello" },
    });
    expect(ci.noPull).toContain("as for every fork; it has to be looked up by its head commit");
  });

  test("of several pull requests leaves the choice to the user", () => {
    const ci = detectCi(env, recordedEvent("workflow_run--two-pulls"));
    expect(ci.pull).toBeUndefined();
    expect(ci.noPull).toContain("several pull requests (42, 45)");
  });

  test("of a merge queue is in that lane", () => {
    const ci = detectCi(env, recordedEvent("workflow_run--merge-queue"));
    expect(ci).toMatchObject({ pull: 42, head: group, lane: "merge-queue" });
  });

  test("of a push has no pull request", () => {
    expect(detectCi(env, recordedEvent("workflow_run--push")).noPull).toContain('was for "push"');
  });

  test("without its event says so", () => {
    expect(detectCi(env, undefined).problems.map(problemLine).join()).toContain(
      "the run that started this one is unknown",
    );
  });
});
