import { expect, test } from "vitest";
import { seeAgain, untilLastingMs } from "./standing.js";

const landingMsMax = 2_000;

test("a version that is seen again after the longest landing time lasts", () => {
  const first = seeAgain(undefined, "a1", 10_000);
  expect(untilLastingMs(first, 10_000, landingMsMax)).toBe(2_000);
  const second = seeAgain(first, "a1", 11_999);
  expect(untilLastingMs(second, 11_999, landingMsMax)).toBe(1);
  expect(untilLastingMs(seeAgain(second, "a1", 12_000), 12_000, landingMsMax)).toBe(0);
});

test("a version that was written in between starts the time anew, whoever wrote it", () => {
  const first = seeAgain(undefined, "a1", 10_000);
  const second = seeAgain(first, "b2", 12_500);
  expect(untilLastingMs(second, 12_500, landingMsMax)).toBe(2_000);
  expect(untilLastingMs(seeAgain(second, "a1", 15_000), 15_000, landingMsMax)).toBe(2_000);
});

test("a text without a write's id never lasts: nothing tells it from the next one", () => {
  const first = seeAgain(undefined, undefined, 10_000);
  expect(untilLastingMs(seeAgain(first, undefined, 20_000), 20_000, landingMsMax)).toBe(2_000);
});
