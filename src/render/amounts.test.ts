import { expect, test } from "vitest";
import { counted, formatCount, formatCountdown, formatDuration } from "./amounts.js";

test.each([
  [-5, "0ms"],
  [0, "0ms"],
  [Number.NaN, "0ms"],
  [1, "1ms"],
  [999, "999ms"],
  [1_000, "1s"],
  [1_049, "1s"],
  [1_999, "1.9s"],
  [22_449, "22.4s"],
  [59_700, "59.7s"],
  [59_999, "59.9s"],
  [60_000, "1m"],
  [61_000, "1m 1s"],
  [74_000, "1m 14s"],
  [3_600_000, "60m"],
  [7_325_000, "122m 5s"],
])("the duration %d ms is %s", (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

test.each([
  [-1, "0s"],
  [0, "0s"],
  [999, "0s"],
  [59_999, "59s"],
  [60_000, "1m"],
  [3_599_000, "59m"],
  [3_600_000, "1h 0m"],
  [8_100_000, "2h 15m"],
])("the countdown of %d ms is %s", (ms, text) => {
  expect(formatCountdown(ms)).toBe(text);
});

test.each([
  [0, "0"],
  [999, "999"],
  [1_000, "1,000"],
  [1_234_567, "1,234,567"],
])("the count %d is %s", (count, text) => {
  expect(formatCount(count)).toBe(text);
});

test("a noun takes an s unless there is one of it", () => {
  expect([0, 1, 2].map((count) => counted(count, "task"))).toEqual([
    "0 tasks",
    "1 task",
    "2 tasks",
  ]);
});
