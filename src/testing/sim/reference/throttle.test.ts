import { describe, expect, test } from "vitest";
import type { QuotaObservation } from "../../../model/entry.js";
import { quotaFactor, referenceFactor } from "./throttle.js";

// The cases of fact sheet 7.3 that our own throttle answers otherwise, and those that anchor the rest.

function seen(
  second: number,
  remaining: number,
  { limit = 5_000, reset = 3_600 } = {},
): QuotaObservation {
  return { atMs: second * 1_000, remaining, limit, resetAtMs: reset * 1_000 };
}

describe("the reference's factor", () => {
  const late = { reset: 4_600 };
  const many = { limit: 6_000 };
  test.each<[string, readonly QuotaObservation[], number, number]>([
    ["nothing known", [], 0, 1],
    ["the ladder: 4,800 of 5,000", [seen(0, 4_800)], 0, 1],
    ["the ladder: exactly half", [seen(0, 2_500)], 0, 2],
    ["the ladder: 500", [seen(0, 500)], 0, 5],
    ["the ladder: exactly a twentieth", [seen(0, 250)], 0, Infinity],
    ["rising", [seen(0, 4_000), seen(10, 4_100)], 10, 1],
    ["slow", [seen(0, 5_900, many), seen(10, 5_890, many)], 10, 1],
    ["1 to 0", [seen(0, 1), seen(10, 0)], 10, Infinity],
    ["into the reserve of a fifth", [seen(0, 1_001), seen(10, 1_000)], 10, Infinity],
    ["equal times", [seen(5, 4_900), seen(5, 4_800)], 5, 1],
    ["no reset", [seen(0, 510, { reset: 0 }), seen(10, 500, { reset: 0 })], 10, 5],
    ["an empty budget stays empty", [seen(0, 3), seen(10, 0)], 3_600, Infinity],
  ])("%s", (_, observations, nowSecond, factor) => {
    expect(quotaFactor(observations, nowSecond * 1_000)).toBe(factor);
  });

  test("is the burn over what may be spent", () => {
    const burn = [seen(0, 5_000, late), seen(10, 4_900, late)];
    expect(quotaFactor(burn, 0)).toBeCloseTo(11.8, 1);
    const faster = [seen(0, 5_900, many), seen(10, 4_900, many)];
    expect(quotaFactor(faster, 10_000)).toBeGreaterThan(50);
  });

  test("knows no shortest span: three requests of a second are a rate", () => {
    expect(quotaFactor([seen(0, 4_999), seen(1, 4_996)], 1_000)).toBeGreaterThan(2);
  });

  test("is the long task's if that is slower", () => {
    const task = { nowMs: 0, elapsedMs: 900_000, baseMs: 20_000 };
    expect(referenceFactor([], task)).toBeCloseTo(1.8, 9);
    expect(referenceFactor([seen(0, 500)], task)).toBe(5);
  });
});
