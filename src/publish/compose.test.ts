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
import { compose } from "./compose.js";

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

/** Rosters of any size: a few texts, hostile ones among them, spread over all tasks. */
const anyRoster = fc
  .record({
    count: fc.oneof(
      fc.integer({ min: 0, max: 60 }),
      fc.constantFrom(120, 500, 1_000, 2_000, 5_000),
    ),
    texts: fc.array(hostileText, { minLength: 1, maxLength: 8 }),
    noiseChars: fc.constantFrom(0, 8, 60),
    bulk: fc.constantFrom(0, 0, 0, 3_000),
    passedOfTen: fc.integer({ min: 0, max: 10 }),
    workflows: fc.integer({ min: 1, max: 20 }),
    seed: fc.nat(),
  })
  .map(({ count, texts, noiseChars, bulk, passedOfTen, workflows, seed }): Roster => {
    const prng = Prng.fromSeed(String(seed));
    const noise = (chars: number): string =>
      Array.from({ length: chars }, () => String.fromCodePoint(prng.integer(33, 0x24ff))).join("");
    const entries = Array.from({ length: count }, (_, index): Entry => {
      const text = prng.pick(texts);
      const status = prng.chance(passedOfTen, 10) ? "passed" : prng.pick(statuses);
      return makeEntry({
        workflow: `.github/workflows/${index % workflows}.yml`,
        task: `${text.slice(0, 100)} ${index} ${noise(noiseChars)}`,
        kind: text.slice(0, 40),
        status,
        seq: prng.integer(1, 9),
        result: text,
        jobUrl: `https://github.com/o/r/actions/runs/100/job/${prng.uint32()}`,
        startedAtMs: 1_763_951_000_000 + index,
        elapsedMs: index,
        ...(status === "passed" ? {} : { reproduce: [{ command: `${text} ${index}` }] }),
        ...(status === "failed" && index < 40
          ? { snippets: [{ label: text, bucket: "test", text: `${text}\n${noise(bulk)}` }] }
          : {}),
      });
    });
    return makeRoster(entries);
  });

describe("a comment of any roster, from none to 5,000 tasks", () => {
  test("fits, reads back every task's version, is well-formed, and the same for every order", () => {
    fc.assert(
      fc.property(anyRoster, fc.nat(), (roster, seed) => {
        const body = bodyOf(roster);
        expect(body.length).toBeLessThanOrEqual(commentCharsMax);
        const held = heldBy(body);
        expect(includes(held, roster)).toBe(true);
        // A parse of thousands of rows takes seconds.
        if (roster.entries.length <= 500) expectWellFormed(body);
        expect(bodyOf({ ...roster, entries: shuffled(roster.entries, seed) })).toBe(body);
      }),
      { numRuns: 10 },
    );
  }, 300_000);

  test("is what any reader makes of its block, as long as he knows no more", () => {
    fc.assert(
      fc.property(anyRoster, (roster) => {
        const held = heldBy(bodyOf(roster));
        const one = compose(roster, context);
        const other = compose(held, context);
        if (other.look !== one.look)
          expect(other.body("a", "b", true)).toBe(one.body("a", "b", true));
        expect(compose(held, context).roster.entries).toHaveLength(held.entries.length);
      }),
      { numRuns: 5 },
    );
  }, 300_000);
});

describe("what is asked of the comment's reach (issue 6)", () => {
  test("100 passed and 20 failed tasks stand in full, with commands", () => {
    const { entries } = typicalRoster(400, { invocationLinks: true });
    const some = [
      ...entries.filter(({ status }) => status === "passed").slice(0, 100),
      ...entries.filter(({ status }) => status === "failed").slice(0, 20),
    ];
    const roster = makeRoster(some);
    const body = bodyOf(roster);
    expect(body).not.toContain("Left out");
    expect(body.match(/^- (✅|❌) .*<br>💬 /gmu)).toHaveLength(120);
    expect(body).toContain("## 🔁 Reproduce");
    expect(heldBy(body).entries).toHaveLength(120);
  });

  test("1,000 tasks with all links are kept whole in the state block", () => {
    const roster = typicalRoster(1_000, { invocationLinks: true });
    const held = heldBy(bodyOf(roster));
    expect(held.entries).toHaveLength(1_000);
    expect(held.entries.every(({ detail }) => detail === undefined)).toBe(true);
  });

  test.each([1_000, 2_000, 5_000])("of %i tasks all 200 failed rows are named", (count) => {
    const roster = typicalRoster(count, { invocationLinks: true });
    let failures = 0;
    const entries = roster.entries.map((entry): Entry => {
      if (entry.status !== "failed") return entry;
      failures += 1;
      return failures <= 200 ? entry : { ...entry, status: "passed", final: true };
    });
    const body = bodyOf({ ...roster, entries });
    expect(body.length).toBeLessThanOrEqual(commentCharsMax);
    const failed = entries.filter(({ status }) => status === "failed").length;
    expect(body.match(/^- ❌ /gmu)).toHaveLength(failed);
    const held = heldBy(body);
    expect(held.entries.filter(({ status }) => status === "failed")).toHaveLength(failed);
  });
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
