import { describe, expect, test } from "vitest";
import { serverMs } from "../base/time.js";
import { join } from "../merge/join.js";
import type { Roster } from "../model/roster.js";
import { makeEntry, makeRoster, testHead } from "../testing/make-entry.js";
import { decide } from "./decide.js";
import type { Revision, Seen, SeenComment } from "./revision.js";

const own = { lane: "pull-request", head: testHead, runId: "100" } as const;
const newerHead = "b".repeat(40);
const mine = makeRoster([makeEntry({ task: "mine" })]);
const theirs = makeRoster([makeEntry({ task: "theirs" })]);

function comment(
  id: string,
  roster: Roster | Revision,
  history: readonly Roster[] = [],
): SeenComment {
  const revision = "kind" in roster ? roster : state(roster);
  const log = [revision, ...history.map(state)].map((entry) => ({
    revision: entry,
    editedAt: serverMs(0),
  }));
  return { id, databaseId: id, current: revision, updatedAt: serverMs(0), log, logComplete: true };
}

function state(roster: Roster): Revision {
  return {
    kind: "state",
    roster,
    writeId: "w",
    parentId: undefined,
    logProven: false,
    look: "",
    textIntact: true,
  };
}

function seen(comments: readonly SeenComment[], pullHead = testHead): Seen {
  return { pullHead, comments };
}

describe("what is to be done", () => {
  test("without a comment: create one", () => {
    expect(decide(seen([]), mine, own)).toEqual({ kind: "create", wanted: join(mine, mine) });
  });

  test("with a comment that lacks us: write the join", () => {
    const decision = decide(seen([comment("1", theirs)]), mine, own);
    expect(decision).toMatchObject({
      kind: "compare",
      wanted: join(mine, theirs),
      holdsAll: false,
    });
  });

  test("with a comment that holds us and more: nothing is missing", () => {
    const both = join(mine, theirs);
    const decision = decide(seen([comment("1", both)]), mine, own);
    expect(decision).toMatchObject({ kind: "compare", wanted: both, holdsAll: true });
  });

  test("with a row that only an overwritten version holds: bring it back", () => {
    const decision = decide(seen([comment("1", mine, [theirs])]), mine, own);
    expect(decision).toMatchObject({ wanted: join(mine, theirs), holdsAll: false });
  });

  test("with a block of another head in our comment: start afresh", () => {
    const old = { ...theirs, head: newerHead };
    const decision = decide(seen([comment("1", old)]), mine, own);
    expect(decision).toMatchObject({ kind: "compare", wanted: join(mine, mine), holdsAll: false });
  });

  test("with two comments: the lowest id survives, as a number, and takes in the other's rows", () => {
    const decision = decide(seen([comment("10", mine), comment("9", theirs)]), mine, own);
    expect(decision).toMatchObject({ comment: { id: "9" }, wanted: join(mine, theirs) });
    if (decision.kind === "compare") {
      expect(decision.others.duplicates.map(({ id }) => id)).toEqual(["10"]);
    }
  });

  test("with a tombstone: it is no survivor", () => {
    const tombstone = comment("1", { kind: "tombstone", survivorId: "2" });
    expect(decide(seen([tombstone, comment("2", theirs)]), mine, own)).toMatchObject({
      comment: { id: "2" },
    });
    expect(decide(seen([tombstone]), mine, own).kind).toBe("create");
  });
});

describe("standing down", () => {
  test("before a newer format", () => {
    const newer = comment("1", { kind: "newer", version: 2 });
    expect(decide(seen([newer]), mine, own)).toEqual({
      kind: "stand-down",
      reason: { kind: "newer-format", version: 2 },
    });
  });

  test("before a newer push that has spoken", () => {
    const pushed = { ...makeRoster([makeEntry({ runId: "101" })]), head: newerHead };
    expect(decide(seen([comment("1", pushed)], newerHead), mine, own)).toEqual({
      kind: "stand-down",
      reason: { kind: "newer-push", head: newerHead },
    });
  });

  test("not yet before a head that may be a replica's old news", () => {
    const older = { ...makeRoster([makeEntry({ runId: "99" })]), head: newerHead };
    expect(decide(seen([comment("1", older)], newerHead), mine, own).kind).toBe("ask-again");
    expect(decide(seen([], newerHead), mine, own).kind).toBe("ask-again");
  });

  test("not after a force-push back to our commit, whatever the comment says", () => {
    const pushed = { ...makeRoster([makeEntry({ runId: "101" })]), head: newerHead };
    expect(decide(seen([comment("1", pushed)]), mine, own)).toMatchObject({ holdsAll: false });
  });

  test("in a merge queue: only before a newer group's run, since no head can be asked for", () => {
    const group = { ...own, lane: "merge-queue" } as const;
    const known = { ...mine, lane: "merge-queue" } as const;
    const other = (runId: string): Roster => ({
      ...makeRoster([makeEntry({ runId })]),
      lane: "merge-queue",
      head: newerHead,
    });
    expect(decide(seen([comment("1", other("101"))]), known, group).kind).toBe("stand-down");
    expect(decide(seen([comment("1", other("99"))]), known, group).kind).toBe("compare");
  });
});
