/** Are expressions evaluated as GitHub does, with the status functions of a job? */
import { expect, test } from "vitest";
import { evaluateText, holds } from "./expression.js";

test.each([
  ["a ${{ runner.temp }}/b", "a /t/b"],
  ["${{ toJSON(matrix) }}", "null"],
  ["${{ job.nothing }}", ""],
  ["${{ github.event.pull_request.head.repo.fork != true && vars.OWN || 'hosted' }}", "hosted"],
  ["no expression", "no expression"],
])("%s", (text, wanted) => {
  const contexts = {
    runner: { temp: "/t" },
    matrix: null,
    job: {},
    github: { event: {} },
    vars: {},
  };
  expect(evaluateText(text, contexts)).toBe(wanted);
});

test("a context that there is not is an error", () => {
  expect(() => evaluateText("${{ secret.x }}", { secrets: {} })).toThrow("secret");
});

test.each([
  [undefined, true, false],
  ["always()", true, true],
  ["${{ !cancelled() && steps.a.outcome == 'success' }}", true, true],
  ["steps.a.outcome == 'success'", true, false],
  ["failure()", false, true],
  ["steps.a.outcome == 'skipped'", false, false],
])("if: %s", (condition, afterSuccess, afterFailure) => {
  const contexts = { steps: { a: { outcome: "success" } } };
  expect(holds(condition, contexts, { failed: false })).toBe(afterSuccess);
  expect(holds(condition, contexts, { failed: true })).toBe(afterFailure);
});
