import { describe, expect, test } from "vitest";
import type { QuotaObservation } from "../model/entry.js";
import { endsOf, historyOf, mergedHistory, noHistory, observed } from "./quota-history.js";
import { quotaThrottle } from "./quota-throttle.js";
import { quotaTier } from "./quota-tier.js";
import { unthrottled } from "./throttle.js";

// The cases of fact sheet 7.3, in the order of its table; seconds there, milliseconds here. Not ours:
// - "unknown bucket" as a record: budgets are fields, not strings (the header is in observer.test.ts).
// - "headers case-insensitive", "null": the HTTP port's names are lower case, its values never null.
// - "seed body" (`GET /rate_limit` at the start): every answer tells the same; none is sent for it.
// - "export/ingest" (a file between processes, by bucket): payloads carry it, codec/payload.test.ts.
// - "footer: env only": the token is one, there is no bucket of an App beside it.

/** An observation at a second, of a budget of 5,000 whose hour ends at a second. */
function seen(second: number, remaining: number, resetSecond = 3_600): QuotaObservation {
  return { atMs: second * 1_000, remaining, limit: 5_000, resetAtMs: resetSecond * 1_000 };
}

function historyFrom(observations: readonly QuotaObservation[]): typeof noHistory {
  return observations.reduce((history, one) => observed(history, one), noHistory);
}

test("25 observations: 16 are kept, from 4,991 to 4,976", () => {
  const all = Array.from({ length: 25 }, (_, index) => seen(index, 5_000 - index));
  const { observations, lowestRemaining } = historyFrom(all);
  expect(observations).toHaveLength(16);
  expect([observations.at(0)?.remaining, observations.at(-1)?.remaining]).toEqual([4_991, 4_976]);
  expect(lowestRemaining).toBe(4_976);
});

test("remaining 4,800, 3,000, 4,500: the watermark is 3,000", () => {
  const { lowestRemaining } = historyFrom([seen(0, 4_800), seen(1, 3_000), seen(2, 4_500)]);
  expect(lowestRemaining).toBe(3_000);
});

describe("a reset that moves", () => {
  test.each([
    { from: 1_000, to: 2_800, kept: 1 },
    { from: 1_000, to: 1_600, kept: 2 },
    { from: 1_000, to: 1_601, kept: 1 },
    { from: 1_000, to: 1_602, kept: 1 },
    { from: 0, to: 2_800, kept: 2 },
  ])("from $from to $to keeps $kept", ({ from, to, kept }) => {
    const { observations } = historyFrom([seen(0, 100, from), seen(10, 5_000, to)]);
    expect(observations).toHaveLength(kept);
  });

  test("after a roll: watermark 5,000, tier 0, factor 1", () => {
    const history = historyFrom([seen(0, 100, 1_000), seen(1_000, 5_000, 4_600)]);
    expect(history.lowestRemaining).toBe(5_000);
    expect(quotaTier(history.lowestRemaining, 5_000)).toBe(0);
    expect(quotaThrottle(history.observations, 1_000_000)).toEqual(unthrottled);
  });

  test("an observation of the hour before, that comes late, changes nothing", () => {
    const history = historyFrom([seen(1_000, 5_000, 4_600)]);
    expect(observed(history, seen(999, 3, 1_000))).toBe(history);
  });
});

describe("warn tiers", () => {
  test.each([
    { remaining: 1_001, tier: 0 },
    { remaining: 1_000, tier: 1 },
    { remaining: 750, tier: 1 },
    { remaining: 500, tier: 1 },
    { remaining: 251, tier: 1 },
    { remaining: 200, tier: 2 },
    { remaining: 150, tier: 2 },
  ])("$remaining of 5,000 is tier $tier", ({ remaining, tier }) => {
    expect(quotaTier(remaining, 5_000)).toBe(tier);
  });
});

describe("a bad record is ignored", () => {
  test.each([
    { ...seen(1, 10), limit: 0 },
    { ...seen(1, 10), limit: -5 },
    seen(1, -1),
    seen(1, Number.NaN),
    { ...seen(1, 10), atMs: -1 },
    { ...seen(1, 10), resetAtMs: Infinity },
  ])("%o", (record) => {
    const history = historyFrom([seen(0, 4_000)]);
    expect(observed(history, record)).toBe(history);
  });

  test("one that is known already too", () => {
    const history = historyFrom([seen(0, 4_000)]);
    expect(observed(history, { ...seen(0, 4_000) })).toBe(history);
  });
});

describe("merged", () => {
  test("own and siblings' are in the order of time, the newest 32, each once", () => {
    const own = historyFrom(Array.from({ length: 16 }, (_, index) => seen(2 * index, 4_900)));
    const siblings = Array.from({ length: 30 }, (_, index) => seen(2 * index + 1, 4_800));
    const { observations } = mergedHistory(own, [...siblings, ...own.observations]);
    expect(observations).toHaveLength(32);
    const moments = observations.map(({ atMs }) => atMs);
    expect(moments).toEqual([...moments].sort((a, b) => a - b));
    expect(moments.at(-1)).toBe(59_000);
  });

  test("the watermark is our own too, as long as no sibling has seen the next hour", () => {
    const own = { observations: [seen(10, 4_000)], lowestRemaining: 3_000 };
    expect(mergedHistory(own, [seen(20, 3_900)]).lowestRemaining).toBe(3_000);
    expect(mergedHistory(own, [seen(3_700, 4_990, 7_200)])).toEqual({
      observations: [seen(3_700, 4_990, 7_200)],
      lowestRemaining: 4_990,
    });
  });
});

test("the ends of a history are at most two observations", () => {
  expect(endsOf(noHistory)).toEqual([]);
  expect(endsOf(historyOf([seen(3, 5)]))).toEqual([seen(3, 5)]);
  expect(endsOf(historyOf([seen(3, 5), seen(1, 9), seen(2, 7)]))).toEqual([seen(1, 9), seen(3, 5)]);
});
