import { describe, expect, test } from "vitest";
import { detectCi } from "./ci-context.js";
import { repositoryOfCloneUrl } from "./urls.js";

const commit = "6f1c2a7be90d4c5f8a3b1d2e4f60718293a4b5c6";
const repository = { owner: "octo-org", name: "hello" };

const buildkite = {
  BUILDKITE: "true",
  BUILDKITE_BUILD_ID: "018f6c2a-7be9-4d4c-8f8a-3b1d2e4f6071",
  BUILDKITE_BUILD_NUMBER: "812",
  BUILDKITE_BUILD_URL: "https://buildkite.com/octo/hello/builds/812",
  BUILDKITE_COMMIT: commit,
  BUILDKITE_JOB_ID: "018f6c2a-0000-4d4c-8f8a-3b1d2e4f6071",
  BUILDKITE_PIPELINE_SLUG: "hello",
  BUILDKITE_PULL_REQUEST: "42",
  BUILDKITE_REPO: "git@github.com:octo-org/hello.git",
  BUILDKITE_RETRY_COUNT: "1",
  BUILDKITE_STEP_KEY: "unit",
};

describe("Buildkite", () => {
  test("runs are ordered by build number, and a retried job is no later attempt", () => {
    expect(detectCi(buildkite, undefined)).toMatchObject({
      host: "buildkite",
      repository,
      pull: 42,
      head: commit,
      run: { id: "812", attempt: 1, workflow: "hello", event: "buildkite" },
      job: "unit",
      leg: "",
      jobUrl: "https://buildkite.com/octo/hello/builds/812#018f6c2a-0000-4d4c-8f8a-3b1d2e4f6071",
      problems: [],
      noPull: undefined,
    });
  });

  test("parallel jobs have a leg, a branch build has no pull request", () => {
    const env = { ...buildkite, BUILDKITE_PULL_REQUEST: "false", BUILDKITE_PARALLEL_JOB: "3" };
    const ci = detectCi(env, undefined);
    expect(ci).toMatchObject({ pull: undefined, leg: "parallel=3" });
    expect(ci.noPull).toContain("belongs to no pull request");
  });

  test("a commit that is no id is a problem", () => {
    const ci = detectCi({ ...buildkite, BUILDKITE_COMMIT: "HEAD" }, undefined);
    expect(ci.head).toBeUndefined();
    expect(ci.problems).toMatchObject([{ where: "BUILDKITE_COMMIT", found: '"HEAD"' }]);
  });
});

describe("CircleCI", () => {
  const env = {
    CIRCLECI: "true",
    CIRCLE_BUILD_URL: "https://circleci.com/gh/octo-org/hello/77",
    CIRCLE_JOB: "test",
    CIRCLE_NODE_INDEX: "2",
    CIRCLE_NODE_TOTAL: "4",
    CIRCLE_PROJECT_REPONAME: "hello",
    CIRCLE_PROJECT_USERNAME: "octo-org",
    CIRCLE_PULL_REQUEST: "https://github.com/octo-org/hello/pull/42",
    CIRCLE_SHA1: commit,
    CIRCLE_WORKFLOW_ID: "018f6c2a-7be9-4d4c-8f8a-3b1d2e4f6071",
  };

  test("the pull request is in an address; its runs have no order, which is said", () => {
    const ci = detectCi(env, undefined);
    expect(ci).toMatchObject({ host: "circleci", repository, pull: 42, head: commit });
    expect(ci).toMatchObject({ job: "test", leg: "node=2", jobUrl: env.CIRCLE_BUILD_URL });
    expect(ci.problems).toMatchObject([{ setting: "runId" }]);
  });

  test.each([
    ["https://github.com/octo-org/hello/pull/42?x=1", 42],
    ["https://github.com/octo-org/hello/pull/42#a", 42],
    ["https://gitlab.com/octo-org/hello/pull/42", undefined],
    ["", undefined],
  ])("%j is pull request %s", (page, pull) => {
    expect(detectCi({ ...env, CIRCLE_PULL_REQUEST: page }, undefined).pull).toBe(pull);
  });
});

test("GitLab knows a pull request when it builds a repository of GitHub", () => {
  const env = {
    GITLAB_CI: "true",
    CI_COMMIT_SHA: "b".repeat(40),
    CI_EXTERNAL_PULL_REQUEST_IID: "42",
    CI_EXTERNAL_PULL_REQUEST_SOURCE_BRANCH_SHA: commit,
    CI_EXTERNAL_PULL_REQUEST_TARGET_REPOSITORY: "octo-org/hello",
    CI_JOB_NAME: "test",
    CI_JOB_URL: "https://gitlab.example.com/octo/hello/-/jobs/9",
    CI_PIPELINE_ID: "1001",
    CI_PROJECT_NAME: "hello",
  };
  expect(detectCi(env, undefined)).toMatchObject({
    host: "gitlab",
    repository,
    pull: 42,
    head: commit,
    run: { id: "1001", workflow: "hello" },
    jobUrl: env.CI_JOB_URL,
  });
  const branch = detectCi({ ...env, CI_EXTERNAL_PULL_REQUEST_IID: undefined }, undefined);
  expect(branch).toMatchObject({ pull: undefined, head: "b".repeat(40) });
  expect(branch.noPull).toContain("GitLab");
});

test("Jenkins tells the pull request's address", () => {
  const env = {
    JENKINS_URL: "https://jenkins.example.com/",
    BUILD_NUMBER: "17",
    BUILD_URL: "https://jenkins.example.com/job/hello/job/PR-42/17/",
    CHANGE_ID: "42",
    CHANGE_URL: "https://github.com/octo-org/hello/pull/42",
    GIT_COMMIT: commit,
    JOB_NAME: "hello/PR-42",
    STAGE_NAME: "Test",
  };
  expect(detectCi(env, undefined)).toMatchObject({
    host: "jenkins",
    repository,
    pull: 42,
    head: commit,
    run: { id: "17", workflow: "hello/PR-42" },
    job: "Test",
    jobUrl: "https://jenkins.example.com/job/hello/job/PR-42/17",
  });
});

test("a laptop says nothing, and nothing is made up", () => {
  const ci = detectCi({ HOME: "/home/mona", GITHUB_SHA: commit }, undefined);
  expect(ci).toMatchObject({
    host: "laptop",
    repository: undefined,
    pull: undefined,
    head: undefined,
    token: undefined,
    apiUrl: "https://api.github.com",
    noPull: undefined,
    problems: [],
  });
});

test.each([
  ["git@github.com:octo-org/hello.git", "octo-org/hello"],
  ["https://github.com/octo-org/hello", "octo-org/hello"],
  ["https://github.com/octo-org/hello.git/", "octo-org/hello"],
  ["https://x-access-token:secret@github.com/octo-org/he.llo.git", "octo-org/he.llo"],
  ["ssh://git@github.com:22/octo-org/hello.git", "octo-org/hello"],
  ["https://github.com.evil.example/octo-org/hello", undefined],
  ["https://notgithub.com/octo-org/hello", undefined],
  ["git@gitlab.com:octo-org/hello.git", undefined],
  ["/srv/git/hello.git", undefined],
  [undefined, undefined],
])("the repository of %j is %s", (url, expected) => {
  const found = repositoryOfCloneUrl(url);
  expect(found === undefined ? undefined : `${found.owner}/${found.name}`).toBe(expected);
});
