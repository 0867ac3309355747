import { describe, expect, test } from "vitest";
import type { QuotaObservation } from "../model/entry.js";
import { mergedHistory, noHistory, observed } from "./quota-history.js";
import { ladderThrottle, quotaThrottle } from "./quota-throttle.js";
import { type Throttle, slowedBy, terminalOnly, unthrottled } from "./throttle.js";

// The cases of fact sheet 7.3; what is left out is listed in quota-history.test.ts.

/** An observation at a second, of a budget whose hour ends at a second. */
function seen(
  second: number,
  remaining: number,
  { limit = 5_000, reset = 3_600 } = {},
): QuotaObservation {
  return { atMs: second * 1_000, remaining, limit, resetAtMs: reset * 1_000 };
}

function factorOf(throttle: Throttle): number {
  return throttle.kind === "factor" ? throttle.factor : Infinity;
}

describe("the ladder, for a single observation", () => {
  test.each([
    { remaining: 4_800, throttle: unthrottled },
    { remaining: 2_501, throttle: unthrottled },
    { remaining: 2_500, throttle: slowedBy(2) },
    { remaining: 1_500, throttle: slowedBy(2) },
    { remaining: 1_000, throttle: slowedBy(5) },
    { remaining: 500, throttle: slowedBy(5) },
    { remaining: 250, throttle: terminalOnly },
    { remaining: 150, throttle: terminalOnly },
  ])("$remaining of 5,000: $throttle", ({ remaining, throttle }) => {
    expect(ladderThrottle(remaining, 5_000)).toEqual(throttle);
    expect(quotaThrottle([seen(0, remaining)], 0)).toEqual(throttle);
  });
});

describe("the burn rate", () => {
  test("nothing observed: 1", () => {
    expect(quotaThrottle([], 0)).toEqual(unthrottled);
  });

  test("5,000 to 4,900 in 10 s, reset at 4,600, now 0: about 11.8", () => {
    const reset = { reset: 4_600 };
    const throttle = quotaThrottle([seen(0, 5_000, reset), seen(10, 4_900, reset)], 0);
    expect(factorOf(throttle)).toBeCloseTo(11.8, 1);
  });

  test("rising remaining, and a refill that the reset does not tell of: 1", () => {
    expect(quotaThrottle([seen(0, 4_000), seen(10, 4_100)], 10_000)).toEqual(unthrottled);
    const refill = [seen(0, 1_100), seen(10, 5_000), seen(20, 4_990)];
    expect(quotaThrottle(refill, 20_000)).toEqual(unthrottled);
  });

  test("5,900 to 4,900 of 6,000 in 10 s, reset at 3,600: more than 50", () => {
    const limit = { limit: 6_000 };
    const throttle = quotaThrottle([seen(0, 5_900, limit), seen(10, 4_900, limit)], 10_000);
    expect(factorOf(throttle)).toBeGreaterThan(50);
    expect(throttle.kind).toBe("factor");
  });

  test("5,900 to 5,890 of 6,000 in 10 s: 1", () => {
    const limit = { limit: 6_000 };
    const throttle = quotaThrottle([seen(0, 5_900, limit), seen(10, 5_890, limit)], 10_000);
    expect(throttle).toEqual(unthrottled);
  });

  test("remaining 1 to 0, or into the reserve of a fifth: terminal-only", () => {
    expect(quotaThrottle([seen(0, 1), seen(10, 0)], 10_000)).toEqual(terminalOnly);
    expect(quotaThrottle([seen(0, 1_001), seen(10, 1_000)], 10_000)).toEqual(terminalOnly);
    expect(quotaThrottle([seen(0, 1_002), seen(10, 1_001)], 10_000).kind).toBe("factor");
  });

  test("equal timestamps at 96 %, or no reset at 10 %: the ladder, 1 and 5", () => {
    expect(quotaThrottle([seen(5, 4_900), seen(5, 4_800)], 5_000)).toEqual(unthrottled);
    const endless = { reset: 0 };
    const throttle = quotaThrottle([seen(0, 510, endless), seen(10, 500, endless)], 10_000);
    expect(throttle).toEqual(slowedBy(5));
  });

  test("merged: own 4,700 only is 1; with a sibling's 4,800 of 10 s before, more than 5", () => {
    const own = observed(noHistory, seen(10, 4_700));
    expect(quotaThrottle(own.observations, 10_000)).toEqual(unthrottled);
    const { observations } = mergedHistory(own, [seen(0, 4_800)]);
    expect(factorOf(quotaThrottle(observations, 10_000))).toBeGreaterThan(5);
  });

  test("merged: 16 flat samples are 1", () => {
    const flat = Array.from({ length: 16 }, (_, index) => seen(index, 4_700));
    expect(quotaThrottle(flat, 16_000)).toEqual(unthrottled);
  });
});

describe("what the reference does not do", () => {
  const thousand = { limit: 1_000 };

  test("the three requests of a first publication are no rate of six in a second", () => {
    const burst = [seen(0, 999, thousand), seen(0.2, 998, thousand), seen(0.4, 997, thousand)];
    expect(quotaThrottle(burst, 400)).toEqual(unthrottled);
  });

  test("a burst counts less and less while nothing more is seen to be spent", () => {
    const burst = [seen(0, 900, thousand), seen(1, 800, thousand)];
    const factors = [1, 20, 60, 1_200].map((now) => factorOf(quotaThrottle(burst, now * 1_000)));
    expect([...factors].sort((a, b) => b - a)).toEqual(factors);
    expect(factors[0]).toBeGreaterThan(50);
    expect(factors[3]).toBe(1);
  });

  test("a spent budget is full again when its hour is over, also when the end is unknown", () => {
    const spent = [seen(0, 3), seen(10, 0)];
    expect(quotaThrottle(spent, 3_599_999)).toEqual(terminalOnly);
    expect(quotaThrottle(spent, 3_600_000)).toEqual(unthrottled);
    const endless = [seen(10, 0, { reset: 0 })];
    expect(quotaThrottle(endless, 3_609_999)).toEqual(terminalOnly);
    expect(quotaThrottle(endless, 3_610_000)).toEqual(unthrottled);
  });
});
