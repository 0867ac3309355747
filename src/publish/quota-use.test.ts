import { describe, expect, test } from "vitest";
import { historyOf } from "../protocol/quota-history.js";
import { slowedBy, terminalOnly, unthrottled } from "../protocol/throttle.js";
import { quotaText } from "../render/footer.js";
import { quotaUse } from "./quota-use.js";

function budget(remaining: readonly number[], limit = 5_000): ReturnType<typeof historyOf> {
  const resetAtMs = 3_600_000;
  return historyOf(remaining.map((left, atMs) => ({ atMs, remaining: left, limit, resetAtMs })));
}

describe("the footer's quota (fact sheet 7.3)", () => {
  test("none: nothing", () => {
    expect(quotaUse([], unthrottled, 0)).toBeUndefined();
    expect(quotaUse([historyOf([])], terminalOnly, 0)).toBeUndefined();
  });

  test.each([
    { throttle: unthrottled, text: "📊 GitHub API quota 800/5,000 (16% used, resets in 50m)" },
    { throttle: slowedBy(1.4), text: "📊 GitHub API quota 800/5,000 (16% used, resets in 50m)" },
    {
      throttle: slowedBy(6),
      text: "📊 GitHub API quota 800/5,000 (16% used, resets in 50m, throttle 6×)",
    },
    // SEED would say terminal-only here.
    {
      throttle: slowedBy(1_400),
      text: "📊 GitHub API quota 800/5,000 (16% used, resets in 50m, throttle 1400×)",
    },
    {
      throttle: terminalOnly,
      text: "📊 GitHub API quota 800/5,000 (16% used, resets in 50m, throttle terminal-only)",
    },
  ])("4,200 of 5,000, $throttle", ({ throttle, text }) => {
    const use = quotaUse([budget([4_200])], throttle, 600_000);
    expect(use === undefined ? "" : quotaText(use)).toBe(text);
  });

  test("the lowest that was left counts, of the budget of which less is left", () => {
    const use = quotaUse([budget([4_000]), budget([600, 500, 700], 1_000)], unthrottled, undefined);
    expect(use).toEqual({ used: 500, limit: 1_000, throttleFactor: 1 });
  });

  test("an unknown reset is left out", () => {
    const history = historyOf([{ atMs: 0, remaining: 9, limit: 10, resetAtMs: 0 }]);
    expect(quotaUse([history], unthrottled, 5)).toEqual({ used: 1, limit: 10, throttleFactor: 1 });
  });
});
