/** What does a job of GitHub Actions find in its environment, and in its event file? */
import { Buffer } from "node:buffer";
import { readFileSync } from "node:fs";

/** The pull request's head in the events. */
export const head = "6f1c2a7be90d4c5f8a3b1d2e4f60718293a4b5c6";
/** The merge group's commit in the events. */
export const group = "3b18e512dba79e4c8300dd08aeb37f8e728b8dad";
/** What a pull request's job has checked out. */
export const mergeCommit = "c".repeat(40);
/** The run's and the job's internal ids. */
export const backendIds = {
  run: "ce7f54c7-61c7-4aae-887f-30da475f5f1a",
  job: "ca395085-040a-526b-2ce8-bdc85f692774",
};
const claims = Buffer.from(
  JSON.stringify({ scp: `Actions.Results:${backendIds.run}:${backendIds.job}` }),
);
/** As GitHub signs it, but for the signature. */
export const runtimeToken = `eyJhbGciOiJIUzI1NiJ9.${claims.toString("base64url")}.c2lnbmF0dXJl`;
/** Of the form of GitHub's. */
export const apiToken = "ghs_0123456789abcdefghij0123456789abcdef";

/** A job as GitHub's runner and the setup action leave it. */
export const job42: Readonly<Record<string, string | undefined>> = {
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
  GITHUB_STEP_SUMMARY: "/runner/summary",
  GITHUB_TOKEN: apiToken,
  GITHUB_WORKFLOW: "CI",
  GITHUB_WORKFLOW_REF: "octo-org/hello/.github/workflows/ci.yml@refs/pull/42/merge",
  ACTIONS_RESULTS_URL: "https://results-receiver.actions.githubusercontent.com/",
  ACTIONS_RUNTIME_TOKEN: runtimeToken,
  ROLLCALL_JOB_ID: "555",
  ROLLCALL_MATRIX: '{"os":"linux","node":20}',
};

/** A payload of `testdata/events`. */
export function recordedEvent(name: string): unknown {
  return JSON.parse(readFileSync(`testdata/events/${name}.json`, "utf8"));
}
