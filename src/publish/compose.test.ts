/** Does every roster make a comment that GitHub takes, that reads back, and that is well-formed? */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Prng } from "../base/prng.js";
import { decodeBody } from "../codec/state-block.js";
import { includes, join } from "../merge/join.js";
import type { Entry } from "../model/entry.js";
import { commentCharsMax } from "../model/limits.js";
import type { Roster } from "../model/roster.js";
import { statuses } from "../model/status.js";
import { actedOn, nodesOf, parseMarkdown } from "../testing/gfm.js";
import { hostileText } from "../testing/hostile.js";
import { makeEntry, makeRoster } from "../testing/make-entry.js";
import { typicalRoster } from "../testing/typical-roster.js";
import { type Draft, compose } from "./compose.js";

const context = { pullNumber: 7, nowMs: 1_763_951_500_000, programVersion: "1.0.0" };

function bodyOf(roster: Roster): string {
  return compose(roster, context).body("f".repeat(32), "e".repeat(32), true);
}

/** The roster that the body holds. */
function heldBy(body: string): Roster {
  const decoded = decodeBody(body);
  if (decoded.kind !== "state") throw new Error(decoded.kind);
  expect(decoded.textIntact).toBe(true);
  return decoded.roster;
}

function expectWellFormed(body: string): void {
  const tree = parseMarkdown(body);
  expect(actedOn(tree)).toBeUndefined();
  const blocks = ["blockquote", "code", "heading", "html", "list", "paragraph", "thematicBreak"];
  for (const { type } of tree.children ?? []) expect(blocks).toContain(type);
  const html = nodesOf(tree, "html").map(({ value }) => value ?? "");
  expect(html.filter((value) => value.startsWith("<!--"))).toHaveLength(2);
  const count = (tag: RegExp): number => html.filter((value) => tag.test(value)).length;
  expect(count(/^<details>/)).toBe(count(/^<\/details>/));
  expect(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/.test(body)).toBe(
    false,
  );
}

function shuffled<Item>(items: readonly Item[], seed: number): readonly Item[] {
  const prng = Prng.fromSeed(String(seed));
  return items
    .map((item) => ({ item, place: prng.unit() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

/** What a roster is made of: so few texts that a counterexample can be read. */
interface Recipe {
  readonly count: number;
  readonly texts: readonly string[];
  readonly noiseChars: number;
  readonly bulk: number;
  readonly passedOfTen: number;
  readonly workflows: number;
  readonly namesAreHostile: boolean;
  readonly seed: number;
}

function anyRecipe(min: number, max: number): fc.Arbitrary<Recipe> {
  return fc.record({
    count: fc.integer({ min, max }),
    texts: fc.array(hostileText, { minLength: 1, maxLength: 8 }),
    noiseChars: fc.constantFrom(0, 8, 60),
    bulk: fc.constantFrom(0, 0, 0, 3_000),
    passedOfTen: fc.integer({ min: 0, max: 10 }),
    workflows: fc.constantFrom(1, 2, 5, 20, 100),
    namesAreHostile: fc.boolean(),
    seed: fc.nat(),
  });
}

/** The texts, hostile ones among them, in every field, spread over all tasks. */
function rosterOf(recipe: Recipe): Roster {
  const { count, texts, noiseChars, bulk, passedOfTen, workflows, namesAreHostile, seed } = recipe;
  const prng = Prng.fromSeed(String(seed));
  const noise = (chars: number): string =>
    Array.from({ length: chars }, () => String.fromCodePoint(prng.integer(33, 0x24ff))).join("");
  const names = Array.from({ length: workflows }, (_, index) =>
    namesAreHostile ? `${prng.pick(texts).slice(0, 60)}${index}` : `.github/workflows/${index}.yml`,
  );
  const entries = Array.from({ length: count }, (_, index): Entry => {
    const text = prng.pick(texts);
    const status = prng.chance(passedOfTen, 10) ? "passed" : prng.pick(statuses);
    return makeEntry({
      workflow: names[index % workflows] ?? "",
      task: `${text.slice(0, 100)} ${index} ${noise(noiseChars)}`,
      leg: prng.chance(1, 5) ? `?${index}` : prng.pick(texts).slice(0, 40),
      kind: text.slice(0, 40),
      status,
      seq: prng.integer(1, 9),
      attempt: prng.integer(1, 2),
      result: text,
      jobUrl: `https://github.com/o/r/actions/runs/100/job/${prng.uint32()}`,
      startedAtMs: 1_763_951_000_000 + index,
      elapsedMs: index,
      ...(status === "passed" ? {} : { reproduce: [{ command: `${text} ${index}` }] }),
      ...(status === "warning" ? { fix: [{ command: text, note: text }] } : {}),
      ...(status === "failed" && index < 40
        ? {
            snippets: [{ label: text, bucket: "test", text: `${text}\n${noise(bulk)}` }],
            tips: [{ id: text, severity: "info", title: text, body: text, hint: text }],
          }
        : {}),
    });
  });
  return makeRoster(entries);
}

/** What must hold for every roster, in whatever order its tasks come. */
function expectSound(recipe: Recipe): void {
  const roster = rosterOf(recipe);
  const draft = compose(roster, context);
  const body = draft.body("f".repeat(32), "e".repeat(32), true);
  // GitHub counts characters: never more than UTF-16 code units.
  expect(body.length).toBeLessThanOrEqual(commentCharsMax);
  const held = heldBy(body);
  expect(draft.leftOut).toBeUndefined();
  expect(includes(held, roster)).toBe(true);
  expectWellFormed(body);
  expect([...body.matchAll(/^<sub>✂️ Left out to fit: .+<\/sub>$/gmu)].length).toBeLessThan(2);
  expect(bodyOf({ ...roster, entries: shuffled(roster.entries, recipe.seed) })).toBe(body);
  expectSameOfReader(draft, held);
}

/** Who reads the block and knows no more makes the same comment of it, or finds that it looks the same. */
function expectSameOfReader(draft: Draft, held: Roster): void {
  const other = compose(held, context);
  if (other.look !== draft.look) {
    expect(other.body("a", "b", true)).toBe(draft.body("a", "b", true));
  }
  expect(other.roster.entries).toHaveLength(held.entries.length);
}

describe("a comment of any roster fits, reads back, is well-formed, the same for every order", () => {
  test.each([
    ["up to 60 tasks", 0, 60, 100],
    ["up to 600 tasks", 61, 600, 30],
    ["up to 5,000 tasks", 601, 5_000, 9],
    ["5,000 tasks", 5_000, 5_000, 1],
  ])(
    "%s",
    (_size, min, max, numRuns) => {
      fc.assert(fc.property(anyRecipe(min, max), expectSound), { numRuns });
    },
    300_000,
  );
});

describe("two who know different details", () => {
  test("agree once they have joined, and lose no task", () => {
    const roster = typicalRoster(3_000, { invocationLinks: true });
    const half = (rest: number): Roster => ({
      ...roster,
      entries: roster.entries.filter((_entry, index) => index % 2 === rest),
    });
    const one = compose(half(0), context).roster;
    const other = compose(join(half(1), one), context).roster;
    expect(includes(other, roster)).toBe(true);
    const again = compose(join(half(0), other), context).roster;
    expect(includes(again, roster)).toBe(true);
    expect(includes(other, again) && includes(again, other)).toBe(true);
  });
});
