import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { itemsPerEntryMax, nameCharsMax, resultCharsMax } from "../model/limits.js";
import { arbitraryRoster } from "../testing/arbitrary-roster.js";
import { makeEntry, makeRun } from "../testing/make-entry.js";
import { type ReadRoster, rosterFromJson, rosterToJson } from "./roster-json.js";

function read(value: unknown): ReadRoster {
  const result = rosterFromJson(value);
  if (!result.ok) throw new Error(result.problem);
  return result.value;
}

describe("rosterToJson", () => {
  it("has a fixed order of keys and leaves out what is not known", () => {
    const roster = {
      version: 1 as const,
      lane: "pull-request" as const,
      head: "abc",
      runs: [makeRun()],
      entries: [makeEntry({ result: "ok" })],
      shown: { snippets: [], reproduce: [], fix: [] },
    };
    expect(JSON.stringify(rosterToJson(roster))).toBe(
      '{"version":1,"lane":"pull-request","head":"abc",' +
        '"runs":[{"workflow":".github/workflows/ci.yml","event":"pull_request","runId":"100","attempt":1,"status":"in_progress","conclusion":""}],' +
        '"entries":[{"workflow":".github/workflows/ci.yml","event":"pull_request","job":"build","leg":"","task":"build","kind":"build","status":"passed","final":true,"result":"ok","runId":"100","attempt":1,"seq":1}],' +
        '"shown":{"snippets":[],"reproduce":[],"fix":[]}}',
    );
  });

  it("is read back as the same roster", () => {
    fc.assert(
      fc.property(arbitraryRoster, (roster) => {
        const json: unknown = JSON.parse(JSON.stringify(rosterToJson(roster)));
        expect(rosterFromJson(json)).toEqual({ ok: true, value: { roster, problems: [] } });
      }),
    );
  });
});

describe("rosterFromJson", () => {
  it("needs only a task and a status", () => {
    expect(read({ entries: [{ task: "lint", status: "warning" }] })).toEqual({
      roster: {
        version: 1,
        lane: "pull-request",
        head: "",
        runs: [],
        entries: [
          {
            ...{ workflow: "", event: "", job: "", leg: "", task: "lint", kind: "lint" },
            ...{ status: "warning", final: true, runId: "0", attempt: 1, seq: 0 },
          },
        ],
        shown: { snippets: [], reproduce: [], fix: [] },
      },
      problems: [],
    });
  });

  it.each([
    ["running", false],
    ["failing", false],
    ["warning", true],
    ["passed", true],
    ["failed", true],
    ["aborted", true],
  ])("takes %s as final: %s", (status, final) => {
    expect(read({ entries: [{ task: "a", status }] }).roster.entries[0]?.final).toBe(final);
  });

  it("takes a run id that is a number", () => {
    const { roster } = read({
      runs: [{ runId: 17_012_345_678 }],
      entries: [{ task: "a", status: "passed", runId: 7 }],
    });
    expect(roster.runs[0]).toEqual({
      ...{ workflow: "", event: "", runId: "17012345678", attempt: 1 },
      ...{ status: "in_progress", conclusion: "" },
    });
    expect(roster.entries[0]?.runId).toBe("7");
  });

  it.each([
    [undefined, "roster: expected an object, found nothing"],
    ["x\ny", 'roster: expected an object, found "x\\ny"'],
    [[], "roster: expected an object, found a list of 0"],
    [
      { version: 3 },
      "roster: version 3 is newer than 2, the newest known here; use a newer Rollcall",
    ],
    [{ version: 0 }, "roster: expected version 1 or 2, found 0"],
    [{ version: {} }, "roster: expected version 1 or 2, found an object"],
  ])("refuses %j", (value, problem) => {
    expect(rosterFromJson(value)).toEqual({ ok: false, problem });
  });

  // Fact sheet 7.2, "state types" and "state rows": what is wrong costs only itself.
  it.each([
    [{ head: 12_345 }, "head: expected a commit, found 12345; left out"],
    [{ lane: "x" }, 'lane: expected one of pull-request, merge-queue, found "x"; left out'],
    [{ runs: "x" }, 'runs: expected a list, found "x"; left out'],
    [{ entries: {} }, "entries: expected a list, found an object; left out"],
    [
      { entries: [null, []] },
      "entries[0]: expected an object, found null; left out|entries[1]: expected an object, found a list of 0; left out",
    ],
    [
      { runs: ["x", 5] },
      'runs[0]: expected an object, found "x"; left out|runs[1]: expected an object, found 5; left out',
    ],
    [
      { shown: { snippets: [1], fix: "x" } },
      'shown.snippets[0]: expected a text, found 1; left out|shown.fix: expected a list, found "x"; left out',
    ],
    [
      { entries: [{ task: "a", status: "done" }] },
      'entries[0].status: expected one of running, warning, failing, passed, failed, aborted, found "done"; left out, and entries[0] with it',
    ],
  ])("of %j drops only what is wrong", (value, problems) => {
    const result = read(value);
    expect(result.problems.join("|")).toBe(problems);
    expect(result.roster).toMatchObject({ head: "", lane: "pull-request", runs: [], entries: [] });
  });

  it.each([
    [{ result: 5 }, "entries[0].result: expected a text, found 5; left out"],
    [
      { elapsedMs: "x" },
      'entries[0].elapsedMs: expected a number of milliseconds, found "x"; left out',
    ],
    [
      { elapsedMs: -1 },
      "entries[0].elapsedMs: expected a number of milliseconds, found -1; left out",
    ],
    [{ attempt: 0 }, "entries[0].attempt: expected an integer from 1, found 0; left out"],
    [{ seq: 1.5 }, "entries[0].seq: expected an integer from 0, found 1.5; left out"],
    [{ runId: "a b" }, 'entries[0].runId: expected an id, found "a b"; left out'],
    [{ final: "yes" }, 'entries[0].final: expected true or false, found "yes"; left out'],
    [{ tips: 5 }, "entries[0].tips: expected a list, found 5; left out"],
    [
      { jobUrl: "javascript:alert(1)" },
      'entries[0].jobUrl: expected an http: or https: address of at most 2000 characters, found "javascript:alert(1)"; left out',
    ],
    [
      { jobUrl: `https://x/${"y".repeat(2_000)}` },
      `entries[0].jobUrl: expected an http: or https: address of at most 2000 characters, found "https://x/${"y".repeat(46)}...; left out`,
    ],
    [
      { links: [{ label: "a" }] },
      "entries[0].links[0].url: expected a value, found nothing; entries[0].links[0] left out",
    ],
    [{ result: null, links: null, unknown: 1 }, ""],
  ])("of an entry with %j drops only that field", (fields, problem) => {
    const { roster, problems } = read({ entries: [{ task: "a", status: "passed", ...fields }] });
    expect(problems.join("|")).toBe(problem);
    const [found] = read({ entries: [{ task: "a", status: "passed" }] }).roster.entries;
    expect({ ...roster.entries[0], tips: undefined, links: undefined }).toEqual({
      ...found,
      tips: undefined,
      links: undefined,
    });
  });

  it("cuts what is too long, and never half a character", () => {
    const long = `${"x".repeat(nameCharsMax - 1)}😀`;
    const links = Array.from({ length: itemsPerEntryMax + 5 }, () => ({
      label: "a",
      url: "https://x",
    }));
    const entry = { task: long, status: "passed", result: "y".repeat(5_000), links };
    const { roster, problems } = read({ entries: [entry] });
    expect(roster.entries[0]).toMatchObject({
      task: "x".repeat(nameCharsMax - 1),
      result: "y".repeat(resultCharsMax),
    });
    expect(roster.entries[0]?.links).toHaveLength(itemsPerEntryMax);
    expect(problems).toEqual([
      `entries[0].task: expected at most 200 characters, found "${"x".repeat(56)}...; cut`,
      `entries[0].result: expected at most 500 characters, found "${"y".repeat(56)}...; cut`,
      "entries[0].links: expected at most 50 items, found a list of 55; cut",
    ]);
  });

  it("names at most fifty problems", () => {
    const { problems } = read({ entries: Array.from({ length: 80 }, () => 1) });
    expect(problems).toHaveLength(51);
    expect(problems[50]).toBe("and 30 problems more");
  });

  it("never throws", () => {
    const keys = fc.constantFrom(
      "version",
      "lane",
      "head",
      "runs",
      "entries",
      "shown",
      "__proto__",
    );
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.dictionary(keys, fc.jsonValue())), (value) => {
        rosterFromJson(value);
      }),
    );
  });
});
