import { describe, expect, test } from "vitest";
import { serverMs } from "../base/time.js";
import { newestMoment, windowHeld } from "./window.js";

describe("the window is held (fact sheet 7.2, lease)", () => {
  test.each([
    { now: 100, last: 0, held: false },
    { now: 105, last: 100, held: true },
    { now: 115, last: 100, held: false },
    { now: 110, last: 100, held: false },
    { now: 100, last: 150, held: true },
  ])("now $now, last $last, window 10: $held", ({ now, last, held }) => {
    expect(windowHeld(serverMs(now), serverMs(last), 10)).toBe(held);
  });

  test("not when nobody ever published", () => {
    expect(windowHeld(serverMs(5), undefined, 10)).toBe(false);
  });
});

test.each([
  { moments: [], newest: undefined },
  { moments: [undefined, undefined], newest: undefined },
  { moments: [100, 300, 200], newest: 300 },
])("the newest of $moments is $newest", ({ moments, newest }) => {
  const given = moments.map((moment) => (moment === undefined ? undefined : serverMs(moment)));
  expect(newestMoment(given)).toBe(newest);
});
