import { describe, expect, test } from "vitest";
import type { Entry } from "../../model/entry.js";
import type { Clock } from "../../ports/clock.js";
import { maskSecrets } from "../log/mask.js";
import type { TaskFields } from "./layers.js";
import { TaskState } from "./state.js";

const secret = "s3cret+value/with=signs";
const startMs = Date.parse("2025-03-01T12:00:00Z");
const settings = {
  run: { id: "7", attempt: 1, workflow: "ci.yml", event: "pull_request", name: undefined },
  job: "build",
  leg: "",
  jobUrl: "https://github.com/octo-org/widgets/actions/runs/7/job/8",
};

/** The entry of a task that has run for so long. */
function entryOf(fields: TaskFields, measures = false, afterMs = 6): Entry {
  let passedMs = 0;
  const clock: Clock = {
    wallMs: () => startMs + passedMs,
    monotonicMs: () => passedMs,
    sleep: () => Promise.resolve(true),
  };
  const mask = (text: string): string => maskSecrets(text, [secret]);
  const state = new TaskState(`unit ${secret}`, {}, { settings, clock, mask, measures });
  if (measures) state.conclude(fields);
  else state.update(fields);
  passedMs = afterMs;
  return state.entry(undefined);
}

test("a row links to its job's page", () => {
  expect(entryOf({ status: "passed" })).toMatchObject({ jobUrl: settings.jobUrl });
});

/** The entry of a command that still runs. */
function liveEntry(typed: TaskFields, found: TaskFields, said: TaskFields): Entry {
  const clock: Clock = {
    wallMs: () => startMs,
    monotonicMs: () => 0,
    sleep: () => Promise.resolve(true),
  };
  const mask = (text: string): string => text;
  const state = new TaskState("unit", typed, { settings, clock, mask, measures: true });
  state.find(found);
  state.update(said);
  return state.entry(undefined);
}

describe("while the command runs", () => {
  test.each([
    ["passed", "running"],
    ["aborted", "running"],
    ["failed", "failing"],
    ["warning", "warning"],
    ["failing", "failing"],
  ] as const)("%s is %s: only its end is final", (status, shown) => {
    const entry = liveEntry({}, {}, { status, final: true, abortReason: "x" });
    expect(entry).toMatchObject({ status: shown, final: false });
    expect(entry).not.toHaveProperty("abortReason");
  });

  test("what was found replaces what was found before", () => {
    const state = new TaskState(
      "unit",
      {},
      {
        settings,
        clock: { wallMs: () => 5, monotonicMs: () => 0, sleep: () => Promise.resolve(true) },
        mask: (text) => text,
        measures: true,
      },
    );
    state.find({ status: "failing", result: "1 failed" });
    const first = state.entry(undefined);
    state.find({ result: "2 of 3 run" });
    expect(state.entry(undefined)).toMatchObject({ status: "running", result: "2 of 3 run" });
    expect(state.entry(undefined).seq).toBeGreaterThan(first.seq);
  });
});

describe("times", () => {
  test("a report knows neither its start nor its duration by itself", () => {
    const entry = entryOf({ status: "passed" });
    expect(entry).not.toHaveProperty("elapsedMs");
    expect(entry).not.toHaveProperty("startedAtMs");
  });

  test("a report of a task that goes on has its start, so that its age is shown", () => {
    const entry = entryOf({ status: "running" });
    expect(entry).toMatchObject({ startedAtMs: startMs + 6 });
    expect(entry).not.toHaveProperty("elapsedMs");
  });

  test.each([true, false])("a start that was said gives the duration (run: %s)", (measures) => {
    const startedAtMs = 1_600_000_000_000;
    expect(entryOf({ status: "passed", startedAtMs }, measures)).toMatchObject({
      startedAtMs,
      elapsedMs: startMs + 6 - startedAtMs,
    });
  });

  test("a duration that was said gives the start", () => {
    expect(entryOf({ status: "failed", elapsedMs: 5_000 })).toMatchObject({
      startedAtMs: startMs + 6 - 5_000,
      elapsedMs: 5_000,
    });
  });

  test("no duration is negative", () => {
    const startedAtMs = startMs + 30_000;
    expect(entryOf({ status: "passed", startedAtMs })).toMatchObject({ elapsedMs: 0 });
  });

  test("run measures", () => {
    expect(entryOf({ status: "passed" }, true, 4_000)).toMatchObject({
      startedAtMs: startMs,
      elapsedMs: 4_000,
    });
  });
});

test("no text of an entry holds a secret, whole, in a URL or cut short", () => {
  const said = `x ${secret} y ghs_0123456789abcdefghij0123456789abcdef`;
  const url = `https://e.example/?t=${encodeURIComponent(secret)}`;
  const entry = entryOf({
    status: "failed",
    result: said,
    kind: said,
    abortReason: said,
    failedInPhase: said,
    jobUrl: url,
    links: [{ label: said, url }],
    reproduce: [{ command: said, note: said }],
    fix: [{ command: `cut ${secret.slice(0, 12)}` }],
    tips: [{ id: said, severity: "info", title: said, body: said, hint: said }],
    snippets: [{ label: said, bucket: "test", text: said }],
  });
  const text = JSON.stringify(entry);
  expect(text).not.toContain(secret.slice(0, 8));
  expect(text).not.toContain(encodeURIComponent(secret));
  expect(text).not.toContain("ghs_");
  expect(entry).toMatchObject({
    task: "unit ***",
    result: "x *** y ***",
    links: [{ label: "x *** y ***", url: "https://e.example/?t=***" }],
    fix: [{ command: "cut ***" }],
  });
});
