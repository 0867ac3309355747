import { expect, test } from "vitest";
import { NodeRandom } from "./random.js";

test("units are from 0 up to 1, and not all the same", () => {
  const random = new NodeRandom();
  const units = Array.from({ length: 200 }, () => random.unit());
  expect(units.every((unit) => unit >= 0 && unit < 1)).toBe(true);
  expect(new Set(units).size).toBeGreaterThan(190);
});

test.each([0, 1, 7, 16, 33])("%i hexadecimal digits are as many", (digits) => {
  expect(new NodeRandom().hex(digits)).toMatch(new RegExp(`^[0-9a-f]{${digits}}$`));
});
