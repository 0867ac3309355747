import { expect, test } from "vitest";
import { endedOutcome, notStarted } from "./child-process-outcome.js";

function failure(code: string): Error {
  return Object.assign(new Error("spawn failed"), { code });
}

test("an exit code and a signal", () => {
  expect(endedOutcome(3, null)).toEqual({ kind: "exited", exitCode: 3 });
  expect(endedOutcome(null, "SIGTERM")).toEqual({
    kind: "signalled",
    signal: "SIGTERM",
    exitCode: 143,
  });
});

test.each([
  ["x", failure("ENOENT"), 127, "rollcall: x: command not found"],
  ["./x", failure("ENOTDIR"), 127, "rollcall: ./x: No such file or directory"],
  ["x", failure("EACCES"), 126, "rollcall: x: Permission denied"],
  ["x", failure("E2BIG"), 126, "rollcall: x: Argument list too long"],
  ["x", failure("ENOEXEC"), 126, "rollcall: x: Exec format error"],
  ["x", failure("ERR_INVALID_ARG_VALUE"), 126, "rollcall: x: an argument holds a zero byte"],
  ["x", failure("EAGAIN"), 126, "rollcall: x: cannot be started (EAGAIN)"],
  ["a\nb", "odd", 126, "rollcall: a b: cannot be started"],
])("%j that does not start: %s", (program, error, exitCode, line) => {
  expect(notStarted(program, error)).toEqual({ kind: "not-started", exitCode, line });
});
