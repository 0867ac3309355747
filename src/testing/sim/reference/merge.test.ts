import { describe, expect, test } from "vitest";
import type { Entry } from "../../../model/entry.js";
import { type Roster, type Run, emptyRoster } from "../../../model/roster.js";
import type { Status } from "../../../model/status.js";
import { type Contribution, mergeState, withoutOlderAttempts } from "./merge.js";

// The cases of fact sheet 7.2, `merge` and `attempt`. A run's workflow is its own here.

const head = "b".repeat(40);

function runOf(runId: string): Run {
  const workflow = `w${runId}.yml`;
  return { workflow, event: "push", runId, attempt: 1, status: "in_progress", conclusion: "" };
}

function row(runId: string, kind: string, status: Status = "running", attempt = 1): Entry {
  const identity = { workflow: `w${runId}.yml`, event: "push", job: "j", leg: "", task: kind };
  const final = status !== "running";
  return { ...identity, runId, attempt, seq: final ? 2 : 1, kind, status, final };
}

function snapshot(runs: readonly string[], entries: readonly Entry[], ofHead = head): Roster {
  return { ...emptyRoster("pull-request", ofHead), runs: runs.map(runOf), entries };
}

function mine(
  entries: readonly Entry[],
  refreshed: readonly (readonly [string, readonly Entry[]])[] = [],
): Contribution {
  return { head, run: runOf("100"), entries, refreshed: new Map(refreshed) };
}

function shown({ entries }: Roster): string[] {
  return entries.map(({ runId, kind, status }) => `${runId} ${kind} ${status}`).sort();
}

describe("the reference's merge", () => {
  const build = row("100", "build");
  test("of a first publication is one slot with its rows", () => {
    const merged = mergeState(undefined, mine([build]));
    expect(merged.runs.map(({ runId }) => runId)).toEqual(["100"]);
    expect(shown(merged)).toEqual(["100 build running"]);
  });

  test.each<[string, readonly (readonly [string, readonly Entry[]])[], string[]]>([
    [
      "refreshed",
      [["200", [row("200", "lint", "passed")]]],
      ["200 lint passed", "200 test running"],
    ],
    ["found empty", [["200", []]], ["200 lint running", "200 test running"]],
    ["not to be read", [], ["200 lint running", "200 test running"]],
  ])("fills another run that was %s from the comment", (_, refreshed, others) => {
    const before = snapshot(["200"], [row("200", "lint"), row("200", "test")]);
    expect(shown(mergeState(before, mine([build], refreshed)))).toEqual([
      "100 build running",
      ...others,
    ]);
  });

  test("replaces its own run's rows, whatever the comment held", () => {
    const before = snapshot(["100"], [build, row("100", "lint", "passed")]);
    expect(shown(mergeState(before, mine([build])))).toEqual(["100 build running"]);
  });

  test("starts over on another head, newer or older", () => {
    const before = snapshot(["200"], [row("200", "lint")], "c".repeat(40));
    expect(shown(mergeState(before, mine([build])))).toEqual(["100 build running"]);
  });

  test("drops rows without a slot", () => {
    const before = snapshot(["200"], [row("999", "ghost"), row("200", "lint")]);
    expect(shown(mergeState(before, mine([build])))).toEqual([
      "100 build running",
      "200 lint running",
    ]);
  });
});

test("of two attempts the higher one stays, by number, and of equal ones the first", () => {
  const ninth = row("100", "build", "failed", 9);
  const tenth = row("100", "build", "running", 10);
  expect(withoutOlderAttempts([ninth, tenth])).toEqual([tenth]);
  expect(withoutOlderAttempts([tenth, ninth])).toEqual([tenth]);
  const again = row("100", "build", "passed", 10);
  expect(withoutOlderAttempts([tenth, again])).toEqual([tenth]);
});
