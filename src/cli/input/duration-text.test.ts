import { expect, test } from "vitest";
import { formatDuration, parseDuration, parseMoment } from "./duration-text.js";

test.each([
  ["90s", 90_000],
  ["1m 5s", 65_000],
  ["1m5s", 65_000],
  ["1500ms", 1_500],
  ["5", 5_000],
  ["1.5", 1_500],
  ["0", 0],
  ["1.5s", 1_500],
  ["2h", 7_200_000],
  ["1d 1h", 90_000_000],
  [" 20 S ", 20_000],
])("the duration %j is %i ms", (text, milliseconds) => {
  expect(parseDuration(text)).toEqual({ ok: true, value: milliseconds });
});

test.each([
  "",
  "s",
  "5x",
  "5s 1m",
  "1s 1s",
  "-1s",
  "1m five",
  "1:05",
  "5mss",
  "1e3",
  "31d",
  "5 s s",
])("%j is no duration", (text) => {
  expect(parseDuration(text).ok).toBe(false);
});

test.each([0, 1, 999, 1_000, 1_500, 65_000, 3_600_000, 90_061_001])(
  "%i ms are read back as they were written",
  (milliseconds) => {
    expect(parseDuration(formatDuration(milliseconds))).toEqual({ ok: true, value: milliseconds });
  },
);

test.each([
  ["2025-03-01T12:00:00Z", 1_740_830_400_000],
  ["2025-03-01T13:00:00+01:00", 1_740_830_400_000],
  ["2025-03-01 12:00:00 +0000", 1_740_830_400_000],
  ["2025-03-01T12:00Z", 1_740_830_400_000],
  ["2025-03-01T12:00:00.250Z", 1_740_830_400_250],
  ["1740830400", 1_740_830_400_000],
  ["1740830400.5", 1_740_830_400_500],
  ["1740830400000", 1_740_830_400_000],
])("the moment %j is %i", (text, milliseconds) => {
  expect(parseMoment(text)).toEqual({ ok: true, value: milliseconds });
});

test.each(["", "now", "12:00", "2025-03-01", "2025-03-01T12:00:00", "2025-13-01T12:00:00Z", "-5"])(
  "%j is no moment (a time without its zone would mean something else on each machine)",
  (text) => {
    expect(parseMoment(text).ok).toBe(false);
  },
);
