import { describe, expect, test } from "vitest";
import { makeEntry, makeRoster, makeRun } from "../testing/make-entry.js";
import { liveEntries } from "./live.js";

const running = makeEntry({ status: "running", final: false });

describe("a row without a verdict", () => {
  test("goes on while its run does", () => {
    expect(liveEntries(makeRoster([running], [makeRun()]))).toEqual([{ entry: running }]);
    expect(liveEntries(makeRoster([running]))).toEqual([{ entry: running }]);
  });

  test("has ended when its run has", () => {
    const run = makeRun({ status: "completed", conclusion: "cancelled" });
    expect(liveEntries(makeRoster([running], [run]))).toEqual([
      { entry: running, endedWithout: { conclusion: "cancelled" } },
    ]);
  });

  test("has ended when a later attempt of its run has begun", () => {
    const run = makeRun({ attempt: 2 });
    expect(liveEntries(makeRoster([running], [run]))[0]?.endedWithout).toEqual({ conclusion: "" });
  });

  test("of a later attempt than the one that is over goes on", () => {
    const entry = makeEntry({ ...running, attempt: 2 });
    const run = makeRun({ status: "completed", conclusion: "failure" });
    expect(liveEntries(makeRoster([entry], [run]))).toEqual([{ entry }]);
  });

  test("a verdict stays as it is whatever becomes of the run", () => {
    const run = makeRun({ status: "completed", conclusion: "cancelled" });
    expect(liveEntries(makeRoster([makeEntry()], [run]))).toEqual([{ entry: makeEntry() }]);
  });
});

describe("guessed legs", () => {
  test("a later attempt's takes the place of an earlier single one", () => {
    const first = makeEntry({ leg: "?job-1", attempt: 1, status: "failed" });
    const second = makeEntry({ leg: "?job-2", attempt: 2 });
    expect(liveEntries(makeRoster([first, second])).map(({ entry }) => entry)).toEqual([second]);
  });

  test("the legs of a matrix all stay, and so do those that were not run again", () => {
    const legs = ["?a", "?b", "?c"].map((leg) => makeEntry({ leg }));
    const again = makeEntry({ leg: "?b", attempt: 2 });
    const roster = makeRoster([legs[0]!, again, legs[2]!]);
    expect(liveEntries(roster)).toHaveLength(3);
  });
});
