import { expect, test } from "vitest";
import { backoffMs, settleMs } from "./backoff.js";

test("a back-off doubles up to its bound, within half of it", () => {
  const at = (round: number, random: number): number =>
    backoffMs({ round, baseMs: 400, maxMs: 4_000, random });
  expect([at(0, 0), at(0, 0.999), at(1, 0), at(3, 0.5), at(20, 0.999)]).toEqual([
    200, 400, 400, 2_400, 3_998,
  ]);
});

test("verifiers of one moment are spread over as many places as there are, and anew each round", () => {
  const delay = (writer: string, round: number): number =>
    settleMs({ landingMsMax: 5_000, slotMs: 300, writer, round, rivals: 9, random: 0 });
  const writers = Array.from({ length: 200 }, (_, index) => `writer-${index}`);
  const delays = writers.map((writer) => delay(writer, 0));
  expect(Math.min(...delays)).toBe(5_000);
  expect(Math.max(...delays)).toBe(5_000 + 9 * 300);
  expect(new Set(delays).size).toBe(10);
  expect(writers.some((writer) => delay(writer, 0) !== delay(writer, 1))).toBe(true);
});
