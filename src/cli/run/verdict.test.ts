import { expect, test } from "vitest";
import type { Status } from "../../model/status.js";
import type { CommandOutcome } from "./child-process-outcome.js";
import { verdictOf } from "./verdict.js";

const exited = (exitCode: number): CommandOutcome => ({ kind: "exited", exitCode });
const killed: CommandOutcome = { kind: "signalled", signal: "SIGKILL", exitCode: 137 };
const absent: CommandOutcome = { kind: "not-started", exitCode: 127, line: "" };

test.each<[CommandOutcome, Status | undefined, Status]>([
  [exited(0), undefined, "passed"],
  [exited(0), "running", "passed"],
  [exited(0), "failing", "passed"],
  [exited(0), "failed", "passed"],
  [exited(0), "aborted", "passed"],
  [exited(0), "warning", "warning"],
  [exited(1), undefined, "failed"],
  [exited(1), "passed", "failed"],
  [exited(1), "warning", "failed"],
  [exited(8), "aborted", "aborted"],
  [absent, undefined, "failed"],
  [killed, "failing", "aborted"],
])("%j after %s is %s", (outcome, status, verdict) => {
  expect(verdictOf(outcome, status === undefined ? {} : { status })).toMatchObject({
    status: verdict,
    final: true,
  });
});

test("a signal is the reason, unless a better one is known", () => {
  expect(verdictOf(killed, {}).abortReason).toBe("SIGKILL");
  const known = { status: "aborted", abortReason: "out of memory" } as const;
  expect(verdictOf(killed, known).abortReason).toBe("out of memory");
  expect(verdictOf(killed, { status: "failing", abortReason: "stale" }).abortReason).toBe(
    "SIGKILL",
  );
});
