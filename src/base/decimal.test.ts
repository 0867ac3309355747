import { expect, test } from "vitest";
import { compareIds, isDecimal } from "./decimal.js";

test.each([
  ["9", "10", -1],
  ["10", "9", 1],
  ["007", "7", 0],
  ["99999999999999999998", "99999999999999999999", -1],
  ["5", "b2f1", -1],
  ["b2f1", "5", 1],
  ["a", "b", -1],
])("%s against %s", (a, b, order) => {
  expect(Math.sign(compareIds(a, b))).toBe(order);
});

test("only ASCII digits are decimal", () => {
  expect([isDecimal("0"), isDecimal(""), isDecimal("-1"), isDecimal("١")]).toEqual([
    true,
    false,
    false,
    false,
  ]);
});
