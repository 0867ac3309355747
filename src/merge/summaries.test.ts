/** Do the join's laws hold where details were left out and tasks summarised? */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareIds } from "../base/decimal.js";
import { detailRank, shortened } from "../model/detail.js";
import { type Entry, compareVersions, identityKey } from "../model/entry.js";
import type { Roster } from "../model/roster.js";
import { statuses } from "../model/status.js";
import { summaryKey } from "../model/summary.js";
import { makeEntry, makeRoster, makeRun } from "../testing/make-entry.js";
import { type Fate, shortenRoster } from "../testing/shorten-roster.js";
import { typicalRoster } from "../testing/typical-roster.js";
import { includes, join } from "./join.js";

const entryArbitrary = fc
  .record({
    workflow: fc.constantFrom("ci.yml", "nightly.yml"),
    task: fc.constantFrom("a", "b", "c"),
    runId: fc.constantFrom("9", "10", "99999999999999999998"),
    attempt: fc.integer({ min: 1, max: 2 }),
    seq: fc.integer({ min: 1, max: 3 }),
    status: fc.constantFrom(...statuses),
    result: fc.constantFrom("one", "two"),
    tips: fc.constantFrom([], [{ id: "t", severity: "info", title: "T", body: "B" } as const]),
  })
  .map((fields) => makeEntry(fields));
const fateArbitrary: fc.Arbitrary<Fate> = fc.constantFrom("whole", "lean", "name", "summary");
const rosterArbitrary: fc.Arbitrary<Roster> = fc
  .record({
    entries: fc.array(entryArbitrary, { maxLength: 8 }),
    runs: fc.array(
      fc.constantFrom("9", "10").map((runId) => makeRun({ workflow: "ci.yml", runId })),
      { maxLength: 2 },
    ),
    fates: fc.array(fateArbitrary, { minLength: 1, maxLength: 5 }),
  })
  .map(({ entries, runs, fates }) => shortenRoster(makeRoster(entries, runs), fates));
const runsOf = { numRuns: 1_500 };

describe("with tasks left out, the join is still", () => {
  test("commutative", () => {
    fc.assert(
      fc.property(rosterArbitrary, rosterArbitrary, (a, b) => {
        expect(join(a, b)).toEqual(join(b, a));
      }),
      runsOf,
    );
  });

  test("associative", () => {
    fc.assert(
      fc.property(rosterArbitrary, rosterArbitrary, rosterArbitrary, (a, b, c) => {
        expect(join(join(a, b), c)).toEqual(join(a, join(b, c)));
        expect(join(a, b, c)).toEqual(join(join(a, b), c));
      }),
      runsOf,
    );
  });

  test("idempotent, and gives the same object back for what is no news", () => {
    fc.assert(
      fc.property(rosterArbitrary, rosterArbitrary, (a, b) => {
        const both = join(a, b);
        expect(join(both, structuredClone(both), structuredClone(a), b)).toBe(both);
        expect(includes(both, a) && includes(both, b)).toBe(true);
      }),
      runsOf,
    );
  });
});

/** The newest version of a task that a roster knows, and whether it is a whole entry. */
function known(roster: Roster, entry: Entry): Entry | undefined {
  const same = roster.entries.find((other) => identityKey(other) === identityKey(entry));
  if (same !== undefined) return same;
  for (const { runId, tasks } of roster.summaries ?? []) {
    const task = tasks.find(({ key }) => key === summaryKey(entry));
    if (task !== undefined) return { ...shortened(entry, "name"), ...task, runId };
  }
  return undefined;
}

test("no task is lost, nor a version, nor a detail that one side has of the newest version", () => {
  fc.assert(
    fc.property(fc.array(entryArbitrary), fateArbitrary, fateArbitrary, (entries, one, other) => {
      const whole = join(makeRoster(entries), makeRoster([]));
      const a = shortenRoster(whole, [one, "whole"]);
      const b = shortenRoster(whole, ["whole", other]);
      const joined = join(a, b);
      for (const entry of whole.entries) {
        const kept = known(joined, entry);
        expect(kept && compareVersions(kept, entry)).toBe(0);
      }
      expect(joined).toEqual(whole);
    }),
    runsOf,
  );
});

test("an older entry never comes back over a summarised task, nor one of an older run", () => {
  fc.assert(
    fc.property(rosterArbitrary, rosterArbitrary, (a, b) => {
      const joined = join(a, b);
      const all = [...a.entries, ...b.entries];
      for (const entry of all) {
        const kept = known(joined, entry);
        const newerRun = [...all, ...a.runs, ...b.runs, ...summaries(a), ...summaries(b)].some(
          (other) =>
            other.workflow === entry.workflow &&
            other.event === entry.event &&
            compareIds(other.runId, entry.runId) > 0,
        );
        if (kept === undefined) expect(newerRun).toBe(true);
        else expect(compareVersions(kept, entry)).toBeGreaterThanOrEqual(0);
      }
    }),
    runsOf,
  );
});

function summaries(roster: Roster): NonNullable<Roster["summaries"]> {
  return roster.summaries ?? [];
}

describe("what counts as published", () => {
  const entry = makeEntry({ result: "fine", tips: [] });
  const whole = makeRoster([entry]);
  test.each(["lean", "name", "summary"] as const)("is held as %s", (fate) => {
    expect(includes(shortenRoster(whole, [fate]), whole)).toBe(true);
  });

  test.each(["lean", "name", "summary"] as const)("not in an older version as %s", (fate) => {
    const newer = makeRoster([makeEntry({ ...entry, seq: entry.seq + 1 })]);
    expect(includes(shortenRoster(whole, [fate]), newer)).toBe(false);
    expect(includes(shortenRoster(whole, [fate]), shortenRoster(newer, [fate]))).toBe(false);
  });

  test("with detail comes back over what was shortened", () => {
    const full = {
      ...entry,
      tips: [{ id: "t", severity: "info", title: "T", body: "B" } as const],
    };
    const lean = shortened(full, "lean");
    expect(detailRank(lean)).toBe(1);
    expect(join(makeRoster([lean]), makeRoster([full])).entries).toEqual([full]);
  });
});

test("no two of 5,000 typical tasks share a key", () => {
  const { entries } = typicalRoster(5_000);
  expect(new Set(entries.map(summaryKey)).size).toBe(new Set(entries.map(identityKey)).size);
});
