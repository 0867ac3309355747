/** How does a test make an entry or a roster of which only a few fields matter? */
import type { Entry } from "../model/entry.js";
import { type Roster, type Run, emptyRoster } from "../model/roster.js";
import { finality } from "../model/status.js";

/** The head of test rosters. */
export const testHead = "a".repeat(40);

/** A passed task of one run, with the given fields instead. */
export function makeEntry(fields: Partial<Entry> = {}): Entry {
  const status = fields.status ?? "passed";
  return {
    workflow: ".github/workflows/ci.yml",
    event: "pull_request",
    job: "build",
    leg: "",
    task: "build",
    kind: "build",
    status,
    final: finality(status) === "final",
    runId: "100",
    attempt: 1,
    seq: 1,
    ...fields,
  };
}

/** A run in progress, with the given fields instead. */
export function makeRun(fields: Partial<Run> = {}): Run {
  return {
    workflow: ".github/workflows/ci.yml",
    event: "pull_request",
    runId: "100",
    attempt: 1,
    status: "in_progress",
    conclusion: "",
    ...fields,
  };
}

/** A roster of the test head. */
export function makeRoster(entries: readonly Entry[], runs: readonly Run[] = []): Roster {
  return { ...emptyRoster("pull-request", testHead), entries, runs };
}
