import { expect, test } from "vitest";
import { bugExitCode, exitCodeOf, signalExitCode } from "./exit-code.js";

test("not to have published is a failure only under --strict", () => {
  expect(exitCodeOf({ published: true, strict: false })).toBe(0);
  expect(exitCodeOf({ published: true, strict: true })).toBe(0);
  expect(exitCodeOf({ published: false, strict: false })).toBe(0);
  expect(exitCodeOf({ published: false, strict: true })).toBe(1);
});

test("a signal N gives 128 + N", () => {
  expect(signalExitCode("SIGHUP")).toBe(129);
  expect(signalExitCode("SIGINT")).toBe(130);
  expect(signalExitCode("SIGKILL")).toBe(137);
  expect(signalExitCode("SIGTERM")).toBe(143);
});

test("a bug fails no build, and makes nothing look as if it were well", () => {
  const codes = ["run", "report", "sync", "demo", "doctor", undefined].map(bugExitCode);
  expect(codes).toEqual([125, 0, 0, 1, 1, 1]);
});
