import { expect, test } from "vitest";
import type { LogLevel } from "../../ports/log.js";
import { outcomeJson, outcomeLine } from "./outcome-json.js";
import { reportOutcome } from "./outcome-report.js";
import type { TaskOutcome } from "./task-publisher.js";

function told(outcome: TaskOutcome, inSummary: boolean): readonly [boolean, LogLevel, string] {
  const lines: [LogLevel, string][] = [];
  const log = { write: (level: LogLevel, message: string) => lines.push([level, message]) };
  const done = reportOutcome(outcome, log, inSummary);
  expect(lines).toHaveLength(1);
  const [line = ["error", ""] as const] = lines;
  return [done, ...line];
}

test.each([
  [
    "fork",
    true,
    true,
    "not published: the job's token may only read (pull request from a fork); the row is in the job summary and on the run's board, a workflow_run workflow with rollcall sync publishes it",
  ],
  [
    "dependabot",
    true,
    false,
    "not published: the job's token may only read (run of Dependabot's); the row is in the job summary; a workflow_run workflow with rollcall sync could publish it only from the run's board, which cannot be used here",
  ],
] as const)("a token that may only read: %s", (reason, inSummary, onBoard, line) => {
  const outcome = { kind: "read-only", reason, onBoard } as const;
  expect(told(outcome, inSummary)).toEqual([false, "notice", line]);
});

test("a dry run never claims that it wrote", () => {
  expect(outcomeJson({ kind: "published" }, true)).toEqual({ kind: "dry-run", would: "published" });
  expect(outcomeJson({ kind: "unchanged" }, true)).toEqual({ kind: "dry-run", would: "unchanged" });
  expect(outcomeJson({ kind: "failed", problem: "x" }, true)).toMatchObject({ kind: "failed" });
  expect(outcomeJson({ kind: "published" }, false)).toEqual({ kind: "published" });
});

test("what GitHub answered is masked in JSON, too", () => {
  const mask = (text: string): string => text.replaceAll("secret", "***");
  expect(outcomeLine({ kind: "failed", problem: "a secret" }, { body: undefined }, mask)).toBe(
    '{"outcome":{"kind":"failed","problem":"a ***"}}\n',
  );
});
