import fc from "fast-check";
import { expect, test } from "vitest";
import { civilDay, formatUtc } from "./civil-date.js";

test.each([
  [1_715_326_565_000, "Fri May 10 07:36:05 UTC 2024"],
  [1_715_326_565_999, "Fri May 10 07:36:05 UTC 2024"],
  [0, "Thu Jan  1 00:00:00 UTC 1970"],
  [-1, "Wed Dec 31 23:59:59 UTC 1969"],
  [951_782_400_000, "Tue Feb 29 00:00:00 UTC 2000"],
  [Number.NaN, ""],
  [Number.POSITIVE_INFINITY, ""],
  [8_640_000_000_000_001, ""],
])("%d ms is %s", (ms, text) => {
  expect(formatUtc(ms)).toBe(text);
});

test("agrees with JavaScript's own calendar", () => {
  fc.assert(
    fc.property(fc.integer({ min: -700_000, max: 2_900_000 }), (days) => {
      const date = new Date(days * 86_400_000);
      expect(civilDay(days)).toEqual({
        year: date.getUTCFullYear(),
        month: date.getUTCMonth() + 1,
        day: date.getUTCDate(),
      });
    }),
  );
});

test("agrees with JavaScript's own clock", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_102_444_800_000 }), (ms) => {
      const [weekday, day, month, year, clock] = new Date(ms).toUTCString().split(/,? /);
      const padded = String(Number(day)).padStart(2);
      expect(formatUtc(ms)).toBe(`${weekday} ${month} ${padded} ${clock} UTC ${year}`);
    }),
  );
});
