import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareIds } from "../base/decimal.js";
import { compareVersions, identityKey } from "../model/entry.js";
import type { Roster } from "../model/roster.js";
import { statuses } from "../model/status.js";
import { makeEntry, makeRoster, makeRun } from "../testing/make-entry.js";
import { includes, join, sameRoster } from "./join.js";

/** Few values for everything, so that collisions are the rule. */
const entryArbitrary = fc
  .record({
    workflow: fc.constantFrom("ci.yml", "nightly.yml"),
    event: fc.constantFrom("push", "pull_request"),
    job: fc.constantFrom("a", "b"),
    leg: fc.constantFrom("", "os=linux"),
    task: fc.constantFrom("build", "test"),
    runId: fc.constantFrom("9", "10", "99999999999999999998", "99999999999999999999"),
    attempt: fc.integer({ min: 1, max: 3 }),
    seq: fc.integer({ min: 1, max: 3 }),
    status: fc.constantFrom(...statuses),
    result: fc.constantFrom("one", "two"),
  })
  .map((fields) => makeEntry(fields));

const runArbitrary = fc
  .record({
    workflow: fc.constantFrom("ci.yml", "nightly.yml"),
    event: fc.constantFrom("push", "pull_request"),
    runId: fc.constantFrom("9", "10", "99999999999999999998"),
    attempt: fc.integer({ min: 1, max: 3 }),
    status: fc.constantFrom("queued", "in_progress", "completed"),
    conclusion: fc.constantFrom("", "success", "cancelled"),
    name: fc.option(fc.constantFrom("CI", "Nightly"), { nil: undefined }),
  })
  .map(({ name, ...fields }) => makeRun(name === undefined ? fields : { ...fields, name }));

const rosterArbitrary: fc.Arbitrary<Roster> = fc
  .record({
    entries: fc.array(entryArbitrary, { maxLength: 12 }),
    runs: fc.array(runArbitrary, { maxLength: 5 }),
    snippets: fc.array(fc.constantFrom("x", "y", "z"), { maxLength: 3 }),
  })
  .map(({ entries, runs, snippets }) => ({
    ...makeRoster(entries, runs),
    shown: { snippets, reproduce: [], fix: [] },
  }));

const runsOf = { numRuns: 1_000 };

describe("the join is a semilattice", () => {
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
      }),
      runsOf,
    );
  });

  test("idempotent", () => {
    fc.assert(
      fc.property(rosterArbitrary, rosterArbitrary, (a, b) => {
        const joined = join(a, b);
        expect(join(joined, { ...joined })).toEqual(joined);
        expect(join(joined, a)).toEqual(joined);
        expect(includes(joined, a) && includes(joined, b)).toBe(true);
      }),
      runsOf,
    );
  });
});

test("nothing newer is ever lost: an entry goes only for a newer one of its task or a newer run", () => {
  fc.assert(
    fc.property(rosterArbitrary, rosterArbitrary, (a, b) => {
      const joined = join(a, b);
      for (const entry of [...a.entries, ...b.entries]) {
        const kept = joined.entries.find((other) => identityKey(other) === identityKey(entry));
        const newerRun = [...a.entries, ...b.entries, ...a.runs, ...b.runs].some(
          (other) =>
            other.workflow === entry.workflow &&
            other.event === entry.event &&
            compareIds(other.runId, entry.runId) > 0,
        );
        if (kept === undefined) expect(newerRun).toBe(true);
        else expect(compareVersions(kept, entry)).toBeGreaterThanOrEqual(0);
      }
      expect(new Set(joined.entries.map(identityKey)).size).toBe(joined.entries.length);
    }),
    runsOf,
  );
});

test("many at once are joined as one after the other", () => {
  fc.assert(
    fc.property(rosterArbitrary, fc.array(rosterArbitrary, { maxLength: 4 }), (first, others) => {
      const inTurn = others.reduce((joined, other) => join(joined, other), first);
      expect(join(first, ...others)).toEqual(inTurn);
    }),
    runsOf,
  );
});

test("what is no news gives back the very same roster, and nothing else does", () => {
  fc.assert(
    fc.property(rosterArbitrary, rosterArbitrary, (a, b) => {
      const both = join(a, b);
      expect(join(both, structuredClone(a), b)).toBe(both);
      const joined = join(a, structuredClone(b));
      if (joined === a) expect(join(b, a)).toEqual(a);
    }),
    runsOf,
  );
});

describe("the rules (fact sheet 7.2, with the corrections of 9.4)", () => {
  const lint = makeEntry({ task: "lint", kind: "lint", job: "lint" });
  const other = { workflow: ".github/workflows/other.yml", runId: "200" };

  test("a first entry is the roster", () => {
    expect(join(makeRoster([]), makeRoster([lint])).entries).toEqual([lint]);
  });

  test("a sibling's refreshed entry wins over its snapshot, and ours stays", () => {
    const snapshot = makeRoster([
      makeEntry({ ...lint, ...other, status: "running", final: false }),
    ]);
    const refreshed = makeRoster([makeEntry({ ...lint, ...other, seq: 2 })]);
    const mine = makeRoster([makeEntry()]);
    const joined = join(join(snapshot, refreshed), mine);
    expect(joined.entries.map(({ task, status }) => [task, status])).toEqual([
      ["build", "passed"],
      ["lint", "passed"],
    ]);
  });

  test("a partial refresh fills in and takes nothing away, of our own run neither", () => {
    const tasks = ["lint", "test", "build"].map((task) =>
      makeEntry({ task, status: "running", final: false }),
    );
    const refreshed = makeRoster([makeEntry({ task: "lint", seq: 2 })]);
    const joined = join(makeRoster(tasks), refreshed);
    expect(joined.entries.map(({ task, status }) => `${task} ${status}`)).toEqual([
      "build running",
      "lint passed",
      "test running",
    ]);
  });

  test("a run may be renamed", () => {
    const joined = join(
      makeRoster([], [makeRun({ name: "old" })]),
      makeRoster([], [makeRun({ name: "renamed", status: "completed" })]),
    );
    expect(joined.runs).toEqual([makeRun({ name: "renamed", status: "completed" })]);
  });

  test("run ids compare as integers: 10 is newer than 9", () => {
    const joined = join(
      makeRoster([makeEntry({ runId: "9", seq: 50 })]),
      makeRoster([makeEntry({ runId: "10", task: "test" })]),
    );
    expect(joined.entries.map(({ runId }) => runId)).toEqual(["10"]);
  });

  test("a newer run of the same workflow and event evicts, one of another event does not", () => {
    const first = makeRoster([makeEntry({ runId: "100" })]);
    const push = makeRoster([makeEntry({ runId: "101", event: "push" })]);
    const rerun = makeRoster([], [makeRun({ runId: "102", status: "queued" })]);
    expect(join(first, push).entries).toHaveLength(2);
    expect(join(join(first, push), rerun).entries.map(({ event }) => event)).toEqual(["push"]);
  });

  test("two files of one name are two workflows; so are the legs of a matrix two tasks", () => {
    const joined = join(
      makeRoster([makeEntry({ leg: "os=linux" }), makeEntry({ leg: "os=mac" })]),
      makeRoster([makeEntry(other)]),
    );
    expect(joined.entries).toHaveLength(3);
  });

  test("attempt 10 is newer than attempt 9, and attempt 1 stays for what is not run again", () => {
    const joined = join(
      makeRoster([makeEntry({ attempt: 9 }), makeEntry({ task: "test", attempt: 1 })]),
      makeRoster([makeEntry({ attempt: 10, status: "failed" })]),
    );
    expect(joined.entries.map(({ task, attempt }) => [task, attempt])).toEqual([
      ["build", 10],
      ["test", 1],
    ]);
  });

  test("a late verdict wins over nothing: the run's end changes no entry", () => {
    const running = makeEntry({ status: "running", final: false });
    const over = makeRoster([running], [makeRun({ status: "completed", conclusion: "cancelled" })]);
    const verdict = makeRoster([makeEntry({ seq: 2 })]);
    expect(join(over, makeRoster([])).entries).toEqual([running]);
    expect(join(over, verdict).entries[0]?.status).toBe("passed");
  });

  test("rosters of two heads are never joined", () => {
    expect(() => join(makeRoster([]), { ...makeRoster([]), head: "b".repeat(40) })).toThrow(/head/);
  });

  test("sameRoster knows a difference in any field", () => {
    const one = makeRoster([makeEntry()]);
    expect(sameRoster(one, makeRoster([makeEntry()]))).toBe(true);
    expect(sameRoster(one, makeRoster([makeEntry({ result: "x" })]))).toBe(false);
  });
});
