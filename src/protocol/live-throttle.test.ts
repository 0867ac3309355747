import { describe, expect, test } from "vitest";
import type { QuotaObservation } from "../model/entry.js";
import { coldStartThrottle } from "./cold-start.js";
import { type Load, liveThrottle } from "./live-throttle.js";
import { historyOf } from "./quota-history.js";
import {
  type Throttle,
  slowedBy,
  slowest,
  terminalOnly,
  throttledWindowMs,
  unthrottled,
} from "./throttle.js";
import { timeRamp } from "./time-ramp.js";
import { writeThrottle } from "./write-limit.js";

function seen(second: number, remaining: number): QuotaObservation {
  return { atMs: second * 1_000, remaining, limit: 5_000, resetAtMs: 3_600_000 };
}

const nothing: Load = {
  nowMs: 0,
  baseMs: 10_000,
  elapsedMs: 0,
  budgets: [],
  publishers: 1,
  writes: { lastMinute: 0, lastHour: 0 },
};

describe("the effective throttle (fact sheet 7.3)", () => {
  const tenPercent = historyOf([seen(0, 500)]);
  const swarm = { budgets: [historyOf([seen(0, 5_000)])], publishers: 12 };
  test.each<[string, Partial<Load>, Throttle]>([
    ["nothing known: 1", {}, unthrottled],
    ["elapsed 3,600 s, base 10 s: 6", { elapsedMs: 3_600_000 }, slowedBy(6)],
    ["10 % left, elapsed 0: 5", { budgets: [tenPercent] }, slowedBy(5)],
    ["both: 6", { budgets: [tenPercent], elapsedMs: 3_600_000 }, slowedBy(6)],
    ["the worse of two budgets", { budgets: [historyOf([seen(0, 1)]), tenPercent] }, terminalOnly],
    ["a swarm of 12 that knows nothing yet: 6", swarm, slowedBy(6)],
    ["writes near a limit", { writes: { lastMinute: 50, lastHour: 50 } }, slowedBy(2)],
  ])("%s", (_, load, throttle) => {
    expect(liveThrottle({ ...nothing, ...load })).toEqual(throttle);
  });

  test("terminal-only is slower than any factor, wherever it stands", () => {
    expect(slowest([slowedBy(1e9), terminalOnly, slowedBy(2)])).toEqual(terminalOnly);
    expect(slowest([])).toEqual(unthrottled);
  });
});

describe("the time ramp (7.3)", () => {
  test.each([
    { base: 10, elapsed: 0, factor: 1 },
    { base: 10, elapsed: 60, factor: 1 },
    { base: 10, elapsed: 299, factor: 1 },
    { base: 10, elapsed: 300, factor: 1 },
    { base: 10, elapsed: 1_050, factor: 3.5 },
    { base: 10, elapsed: 1_800, factor: 6 },
    { base: 10, elapsed: 3_600, factor: 6 },
    { base: 60, elapsed: 3_600, factor: 1 },
    { base: 120, elapsed: 3_600, factor: 1 },
    { base: 0, elapsed: 3_600, factor: 1 },
    { base: -5, elapsed: 3_600, factor: 1 },
    { base: 10, elapsed: -1, factor: 1 },
    // 4.7
    { base: 20, elapsed: 600, factor: 1.4 },
    { base: 20, elapsed: 900, factor: 1.8 },
    { base: 20, elapsed: 1_200, factor: 2.2 },
    { base: 20, elapsed: 1_800, factor: 3 },
  ])("base $base s, elapsed $elapsed s: $factor", ({ base, elapsed, factor }) => {
    const throttle = timeRamp(elapsed * 1_000, base * 1_000);
    expect(throttle.kind === "factor" ? throttle.factor : undefined).toBeCloseTo(factor, 9);
  });
});

describe("the cold start", () => {
  const few = [seen(0, 5_000), seen(60, 4_999)];
  const brief = [seen(0, 5_000), seen(1, 4_999), seen(29.9, 4_998)];
  const warm = [seen(0, 5_000), seen(1, 4_999), seen(30, 4_998)];
  test.each([
    { what: "no observation", observations: [], publishers: 50, throttle: unthrottled },
    { what: "one task alone", observations: few, publishers: 1, throttle: unthrottled },
    { what: "two runs with boards", observations: few, publishers: 2, throttle: unthrottled },
    { what: "eight that are apart", observations: few, publishers: 8, throttle: slowedBy(4) },
    { what: "fifty for a moment", observations: brief, publishers: 50, throttle: slowedBy(10) },
    { what: "fifty for 30 s", observations: warm, publishers: 50, throttle: unthrottled },
  ])("$what: $throttle", ({ observations, publishers, throttle }) => {
    expect(coldStartThrottle(observations, publishers)).toEqual(throttle);
  });
});

describe("the secondary limits of 80 writes a minute and 500 an hour", () => {
  test.each([
    { lastMinute: 0, lastHour: 0, throttle: unthrottled },
    { lastMinute: 39, lastHour: 249, throttle: unthrottled },
    { lastMinute: 40, lastHour: 40, throttle: slowedBy(2) },
    { lastMinute: 63, lastHour: 63, throttle: slowedBy(2) },
    { lastMinute: 64, lastHour: 64, throttle: terminalOnly },
    { lastMinute: 0, lastHour: 250, throttle: slowedBy(2) },
    { lastMinute: 0, lastHour: 400, throttle: terminalOnly },
    { lastMinute: 900, lastHour: 900, throttle: terminalOnly },
  ])("$lastMinute and $lastHour: $throttle", ({ lastMinute, lastHour, throttle }) => {
    expect(writeThrottle({ lastMinute, lastHour })).toEqual(throttle);
  });
});

test("a window grows by the factor, and never ends when only verdicts are left", () => {
  expect(throttledWindowMs(20_000, slowedBy(1.5))).toBe(30_000);
  expect(throttledWindowMs(20_000, slowedBy(Number.NaN))).toBe(20_000);
  expect(throttledWindowMs(20_000, terminalOnly)).toBe(Infinity);
});
