import { expect, test } from "vitest";
import { makeEntry, makeRoster, makeRun } from "../testing/make-entry.js";
import { type Finding, believable, claimKey, doubtsAbout } from "./believable.js";

const own = makeRun();
const beliefs = { seqMax: 1_000, findings: new Map<string, Finding>() };

test("a roster in which all can be true is left as it is", () => {
  const roster = makeRoster(
    [makeEntry({ attempt: 1_000, seq: 1_000 })],
    [makeRun({ attempt: 50 })],
  );
  expect(believable(roster, beliefs)).toBe(roster);
});

test("an attempt or a sequence number that nobody can have is left out, whoever can be asked", () => {
  const entries = [
    makeEntry({ task: "a", attempt: 1_001 }),
    makeEntry({ task: "b", seq: 1_001 }),
    makeEntry({ task: "c" }),
  ];
  const runs = [makeRun({ attempt: 1_001 }), makeRun({ runId: "99" })];
  const roster = believable(makeRoster(entries, runs), beliefs);
  expect(roster.entries.map(({ task }) => task)).toEqual(["c"]);
  expect(roster.runs.map(({ runId }) => runId)).toEqual(["99"]);
});

test("what GitHub has said of a run bounds what is believed of it", () => {
  const found: Finding = { kind: "found", attempt: 2, completed: false };
  const findings = new Map([[claimKey(own), found]]);
  const entries = [makeEntry({ task: "a", attempt: 2 }), makeEntry({ task: "b", attempt: 3 })];
  const ended = makeRun({ attempt: 2, status: "completed", conclusion: "success" });
  const roster = believable(makeRoster(entries, [ended]), { ...beliefs, findings });
  expect(roster.entries.map(({ task }) => task)).toEqual(["a"]);
  expect(roster.runs).toEqual([]);
});

test("nobody who takes nobody's place is asked for, unless all are", () => {
  const other = makeRoster([makeEntry({ workflow: "x.yml", runId: "7" })]);
  expect(doubtsAbout([other], own, false)).toEqual({ ask: [], refuted: [] });
  expect(doubtsAbout([other], own, true).ask.map(({ runId }) => runId)).toEqual(["7"]);
  const newer = makeRoster([makeEntry({ runId: "101" })]);
  expect(doubtsAbout([newer], own, false).ask.map(({ runId }) => runId)).toEqual(["101"]);
});
