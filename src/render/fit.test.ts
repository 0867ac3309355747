import fc from "fast-check";
import { expect, test } from "vitest";
import { assemble, fit } from "./fit.js";
import { type Part, type Rendition, cutLevel, fixedLevel, fixedPart } from "./part.js";

const moment = { volatile: true };
const textOf = (rendition: Rendition): string => rendition.text;

function part(name: string, ...lengths: readonly number[]): Part {
  return {
    levels: lengths.map((length, level) =>
      fixedLevel(level === 0 ? "" : `${name}${level}`, () => name.repeat(length)),
    ),
  };
}

const listPart = (items: readonly string[]): Part => ({
  levels: [
    cutLevel(moment, {
      items,
      write: (item) => item,
      frame: (written) => ["#", ...written].join("\n"),
      leftOut: (count) => `${count} items`,
      changes: () => false,
    }),
  ],
});

test("all is shown when all of it fits", () => {
  const parts = new Map([
    ["a", part("a", 20, 5)],
    ["b", part("b", 20, 5)],
  ]);
  const found = fit(parts, [{ part: "a", level: 1 }], 42);
  expect(found && assemble(found, textOf)).toBe(`${"a".repeat(20)}\n\n${"b".repeat(20)}`);
});

test("what stands first on the ladder goes first", () => {
  const parts = new Map([
    ["a", part("a", 200, 5)],
    ["b", part("b", 200, 5)],
  ]);
  const ladder = [
    { part: "b", level: 1 },
    { part: "a", level: 1 },
  ];
  const found = fit(parts, ladder, 300);
  expect(found && assemble(found, textOf)).toBe(
    `${"a".repeat(200)}\n\nbbbbb\n\n<sub>✂️ Left out to fit: b1</sub>`,
  );
});

test("room that a later rung made is given back to what went before", () => {
  const parts = new Map([
    ["a", part("a", 1_000, 5)],
    ["b", part("b", 100, 5)],
  ]);
  const ladder = [
    { part: "b", level: 1 },
    { part: "a", level: 1 },
  ];
  const found = fit(parts, ladder, 300);
  expect(found && assemble(found, textOf)).toBe(
    `aaaaa\n\n${"b".repeat(100)}\n\n<sub>✂️ Left out to fit: a1</sub>`,
  );
});

test("nothing is found when even the least does not fit", () => {
  expect(fit(new Map([["a", fixedPart("x".repeat(50))]]), [], 49)).toBeUndefined();
});

test("a list shows as many of its first items as fit, and counts the others", () => {
  const level = listPart(["one", "two", "three"]).levels[0];
  const all = level?.(1_000, 1_000);
  expect([all?.text, all?.leftOut]).toEqual(["#\none\ntwo\nthree", ""]);
  const some = level?.(100, 1_000);
  expect([some?.text, some?.leftOut]).toEqual(["#\none\ntwo", "1 items"]);
  const none = level?.(0, 1_000);
  expect([none?.text, none?.leftOut]).toEqual(["#", "3 items"]);
});

test("what is found fits, whatever the parts and the room", () => {
  const lengths = fc.array(fc.nat(400), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(fc.array(lengths, { maxLength: 5 }), fc.nat(2_500), (all, charsMax) => {
      const parts = new Map(all.map((levels, index) => [`p${index}`, part("x", ...levels)]));
      parts.set("list", listPart(all.map((levels) => "y".repeat(levels[0] ?? 0))));
      const ladder = all.flatMap((levels, index) =>
        levels.slice(1).map((_length, level) => ({ part: `p${index}`, level: level + 1 })),
      );
      const found = fit(parts, [...ladder, { part: "list", level: 0 }], charsMax);
      if (found !== undefined) expect(assemble(found, textOf).length).toBeLessThanOrEqual(charsMax);
    }),
  );
});
