import { expect, test } from "vitest";
import { Prng, hash32 } from "./prng.js";

test("a seed means the same for ever", () => {
  const prng = Prng.fromSeed("rollcall");
  expect([prng.uint32(), prng.uint32(), prng.integer(1, 6), prng.unit()]).toMatchInlineSnapshot(`
    [
      229943687,
      2749524316,
      3,
      0.8290629333350807,
    ]
  `);
  expect(hash32("rollcall")).toMatchInlineSnapshot(`1084406850`);
});

test("all of a range comes up, and nothing else", () => {
  const prng = Prng.fromSeed("dice");
  const seen = new Set(Array.from({ length: 1_000 }, () => prng.integer(1, 6)));
  expect([...seen].sort()).toEqual([1, 2, 3, 4, 5, 6]);
});

test("a fork does not shift the sequence it came from by what it draws itself", () => {
  const one = Prng.fromSeed("x");
  const other = Prng.fromSeed("x");
  one.fork("a").uint32();
  const forked = other.fork("a");
  for (let draw = 0; draw < 10; draw += 1) forked.uint32();
  expect(one.uint32()).toBe(other.uint32());
});
