import { expect, test } from "vitest";
import { Recent } from "./recent.js";

test("a value is made once, until its text is among the oldest of too many characters", () => {
  const recent = new Recent<string>(5);
  const made: string[] = [];
  const make = (text: string): string => {
    made.push(text);
    return text.toUpperCase();
  };
  for (const text of ["ab", "cd", "ab", "efg", "cd", "ab"]) {
    expect(recent.get(text, make)).toBe(text.toUpperCase());
  }
  expect(made).toEqual(["ab", "cd", "efg", "ab"]);
});

test("what throws is asked again, and what is too long is not kept", () => {
  const recent = new Recent<number>(3);
  expect(() =>
    recent.get("a", () => {
      throw new Error("not yet");
    }),
  ).toThrow("not yet");
  expect(recent.get("a", () => 1)).toBe(1);
  expect(recent.get("longer", () => 2)).toBe(2);
  expect(recent.get("longer", () => 3)).toBe(3);
});
