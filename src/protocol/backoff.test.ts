import { expect, test } from "vitest";
import { backoffMs, placeAmong, settleMs } from "./backoff.js";

test("a back-off doubles up to its bound, within half of it", () => {
  const at = (round: number, random: number): number =>
    backoffMs({ round, baseMs: 400, maxMs: 4_000, random });
  expect([at(0, 0), at(0, 0.999), at(1, 0), at(3, 0.5), at(20, 0.999)]).toEqual([
    200, 400, 400, 2_400, 3_998,
  ]);
});

test("verifiers of one moment come one after the other, each in a place of its own", () => {
  const writers = Array.from({ length: 12 }, (_, index) => `writer-${index}`);
  const places = writers.map((writer) => placeAmong(writers, writer));
  expect([...places].sort((a, b) => a - b)).toEqual(writers.map((_, index) => index));
  const delay = (place: number, random: number): number =>
    settleMs({ landingMsMax: 2_000, slotMs: 600, place, placesMax: 16, random });
  expect([delay(0, 0), delay(0, 0.999), delay(1, 0), delay(17, 0)]).toEqual([
    2_000, 2_300, 2_600, 2_600,
  ]);
});
