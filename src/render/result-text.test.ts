import { expect, test } from "vitest";
import type { Entry } from "../model/entry.js";
import { makeEntry } from "../testing/make-entry.js";
import { resultText } from "./result-text.js";

test.each<[Partial<Entry>, string]>([
  [{ status: "running" }, "Starting..."],
  [{ status: "running", result: "Linting..." }, "Linting..."],
  [{ status: "warning" }, "warning"],
  [{ status: "failing" }, "failing"],
  [{ status: "passed" }, "passed"],
  [{ status: "passed", result: "25/25 passed" }, "25/25 passed"],
  [{ status: "passed", result: " \n " }, "passed"],
  [{ status: "aborted", result: "ignored" }, "aborted"],
  [{ status: "aborted", abortReason: "timeout" }, "aborted (timeout)"],
  [{ status: "failed" }, "failed"],
  [{ status: "failed", result: "3 failed" }, "3 failed"],
  [{ status: "failed", failedInPhase: "test" }, "failed in test"],
  [{ status: "failed", failedInPhase: "test", result: "3 failed" }, "failed in test · 3 failed"],
  [{ status: "failed", failedInPhase: "build", result: "build failed" }, "failed in build"],
  [{ status: "failed", failedInPhase: "build", result: "Bazel build failed" }, "failed in build"],
  [{ status: "failed", failedInPhase: "lint", result: "Lint failed." }, "failed in lint"],
  [
    { status: "failed", failedInPhase: "build", result: "Bazel build failed (3 actions failed)" },
    "failed in build · Bazel build failed (3 actions failed)",
  ],
  [{ status: "failing", failedInPhase: "test", result: "1 failed" }, "1 failed"],
  [{ status: "passed", result: "two\nlines" }, "two lines"],
])("%o reads %s", (fields, text) => {
  expect(resultText({ entry: makeEntry(fields) })).toBe(text);
});

test.each([
  ["cancelled", "aborted (run cancelled · no verdict was reported)"],
  ["timed_out", "aborted (run timed out · no verdict was reported)"],
  ["action_required", "aborted (run ended as action required · no verdict was reported)"],
  ["toString", "aborted (run ended as toString · no verdict was reported)"],
  ["", "aborted (no verdict was reported)"],
])("a run that ended with %j and no verdict reads %s", (conclusion, text) => {
  const entry = makeEntry({ status: "running", result: "Linting..." });
  expect(resultText({ entry, endedWithout: { conclusion } })).toBe(text);
});
