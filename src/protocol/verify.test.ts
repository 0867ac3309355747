import { describe, expect, test } from "vitest";
import { serverMs } from "../base/time.js";
import { join } from "../merge/join.js";
import type { Roster } from "../model/roster.js";
import { makeEntry, makeRoster, testHead } from "../testing/make-entry.js";
import type { LogEntry, Revision } from "./revision.js";
import { assessLog, foldingRuledOut } from "./verify.js";

const a = makeRoster([makeEntry({ task: "a" })]);
const b = makeRoster([makeEntry({ task: "b" })]);
const both = join(a, b);

function state(writeId: string, roster: Roster, parentId: string | undefined = "p"): Revision {
  return { kind: "state", roster, writeId, parentId, logProven: false, look: "", textIntact: true };
}

function log(...revisions: readonly Revision[]): LogEntry[] {
  return revisions.map((revision, index) => ({
    revision,
    editedAt: serverMs(10_000 - index * 1_000),
  }));
}

function own(roster: Roster, parentId: string | undefined = "base") {
  return { lane: "pull-request", head: testHead, writeId: "mine", parentId, roster } as const;
}

const base = state("base", makeRoster([]));

describe("a write is complete", () => {
  test("when nothing was written since the version that it was made from", () => {
    expect(assessLog(log(state("mine", a), base), false, own(a))).toEqual({ kind: "complete" });
  });

  test("when it holds what was written in between", () => {
    const seen = log(state("mine", both), state("theirs", b), base);
    expect(assessLog(seen, false, own(both))).toEqual({ kind: "complete" });
  });

  test("when a later write holds it", () => {
    const seen = log(state("theirs", both), state("mine", a), base);
    expect(assessLog(seen, false, own(a))).toEqual({ kind: "complete" });
  });

  test("when it was a first version and the log goes back to the creation", () => {
    expect(assessLog(log(state("mine", a)), true, own(a, undefined))).toEqual({ kind: "complete" });
  });

  test("whatever blocks of another head say", () => {
    const other = state("other", { ...b, head: "b".repeat(40) });
    expect(assessLog(log(state("mine", a), other, base), false, own(a)).kind).toBe("complete");
  });
});

describe("a write is not complete", () => {
  test("when somebody's row was written since and is not in it: join and write again", () => {
    const seen = log(state("mine", a), state("theirs", b), base);
    expect(assessLog(seen, false, own(a))).toEqual({
      kind: "lacking",
      roster: both,
      rivals: 1,
    });
  });

  test("when somebody wrote over it without it", () => {
    const seen = log(state("theirs", b), state("mine", a), base);
    expect(assessLog(seen, false, own(a))).toEqual({ kind: "overwritten", roster: both });
  });

  test("when somebody's unreadable text is on top", () => {
    const seen = log({ kind: "empty", problem: undefined }, state("mine", a), base);
    expect(assessLog(seen, false, own(a)).kind).toBe("overwritten");
  });

  test("when it is not in the log", () => {
    expect(assessLog(log(base), true, own(a))).toEqual({ kind: "unconfirmed" });
    expect(assessLog([], true, own(a))).toEqual({ kind: "unconfirmed" });
  });

  test("when the log does not reach back to the version that it was made from", () => {
    const seen = log(state("mine", both), state("theirs", b));
    expect(assessLog(seen, false, own(both))).toEqual({ kind: "unconfirmed" });
  });

  test("when a version in between is hidden, but not when an older one is", () => {
    const hidden: Revision = { kind: "hidden" };
    expect(assessLog(log(state("mine", a), hidden, base), true, own(a)).kind).toBe("unconfirmed");
    expect(assessLog(log(state("mine", a), base, hidden), true, own(a)).kind).toBe("complete");
  });

  test("when the comment had given way", () => {
    const tombstone: Revision = { kind: "tombstone", survivorId: "1" };
    expect(assessLog(log(state("mine", a), tombstone, base), true, own(a)).kind).toBe("moved");
  });
});

describe("folding", () => {
  test("is ruled out by two writes within the time", () => {
    expect(foldingRuledOut(log(state("x", a), state("y", b, "z")), 3_000)).toBe(true);
  });

  test("is not by a creation and the first edit", () => {
    const created = { ...state("y", b), parentId: undefined } as Revision;
    expect(foldingRuledOut(log(state("x", a), created), 3_000)).toBe(false);
  });

  test("is not by writes that are far apart, nor by other people's", () => {
    expect(foldingRuledOut(log(state("x", a), state("y", b, "z")), 999)).toBe(false);
    expect(foldingRuledOut(log(state("x", a), { kind: "empty", problem: "" }), 3_000)).toBe(false);
    expect(foldingRuledOut(log(state("x", a)), 3_000)).toBe(false);
  });
});
