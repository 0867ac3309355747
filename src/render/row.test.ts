import { describe, expect, test } from "vitest";
import type { Entry } from "../model/entry.js";
import { makeEntry } from "../testing/make-entry.js";
import { fullLine } from "./row-line.js";
import { toRows, workflowName } from "./row.js";

const moment = { nowMs: 10_000_000, volatile: true };

function lines(...entries: readonly Partial<Entry>[]): readonly string[] {
  return toRows(entries.map((fields) => ({ entry: makeEntry(fields) }))).map((row) =>
    fullLine(row, moment),
  );
}

describe("a row", () => {
  test("shows the kind only where it says more than the name", () => {
    expect(lines({ task: "delivery-debug", kind: "delivery" })).toEqual([
      "- ✅ delivery-debug [delivery]<br>💬 passed",
    ]);
    expect(lines({ task: "lint", kind: "lint" })).toEqual(["- ✅ lint<br>💬 passed"]);
    expect(lines({ task: "lint", kind: "" })).toEqual(["- ✅ lint<br>💬 passed"]);
    expect(lines({ task: "\u200b", kind: "lint" })).toEqual(["- ✅ lint<br>💬 passed"]);
  });

  test("has its parts in a fixed order", () => {
    const [line] = lines({
      task: "unit",
      kind: "test",
      leg: "os=linux",
      elapsedMs: 22_449,
      jobUrl: "https://buildkite.com/job",
      checkUrl: "https://github.com/o/r/runs/1",
      links: [{ label: "Log", url: "https://log.example/1" }],
      result: "3 passed",
    });
    expect(line).toBe(
      "- ✅ unit [test] · os=linux · ⏱ 22.4s · 🔗 [Log](https://log.example/1) · " +
        "🏗 [Buildkite](https://buildkite.com/job) · ☑️ [Check](https://github.com/o/r/runs/1)" +
        "<br>💬 3 passed",
    );
  });

  test("counts a running task's time from its start, never below what it reported", () => {
    const running = { task: "t", kind: "", status: "running" } as const;
    expect(lines({ ...running, startedAtMs: 9_926_000, elapsedMs: 5 })[0]).toContain("⏱ 1m 14s");
    expect(lines({ ...running, startedAtMs: 9_999_000, elapsedMs: 2_000 })[0]).toContain("⏱ 2s");
    expect(lines({ ...running, elapsedMs: 2_000 })[0]).toContain("⏱ 2s");
    expect(lines({ ...running })[0]).not.toContain("⏱");
    expect(lines({ ...running, elapsedMs: 0 })[0]).not.toContain("⏱");
    expect(lines({ ...running, elapsedMs: -5 })[0]).not.toContain("⏱");
  });

  test("shows a long list of links in part", () => {
    const links = Array.from({ length: 12 }, (_, index) => ({
      label: `L${index}`,
      url: "https://l.example/",
    }));
    expect(lines({ links })[0]).toContain("· 🔗 [L7](https://l.example/) · + 4 more links<br>");
  });

  test("names hosts by their domain", () => {
    const label = (jobUrl: string): string => lines({ task: "t", kind: "", jobUrl })[0] ?? "";
    expect(label("https://app.circleci.com/x")).toContain("⭕ [CircleCI]");
    expect(label("https://gitlab.com/x")).toContain("🦊 [GitLab CI]");
    expect(label("https://gitlab.acme.example/x")).toContain("🦊 [GitLab CI]");
    expect(label("https://notbuildkite.com/x")).toContain("🐙 [GitHub Actions]");
    expect(label("ftp://x/")).toContain("🐙 GitHub Actions (no valid address)");
  });
});

describe("rows that would read the same", () => {
  const names = (...entries: readonly Partial<Entry>[]): readonly string[] =>
    toRows(entries.map((fields) => ({ entry: makeEntry({ kind: "", task: "t", ...fields }) }))).map(
      (row) => row.name,
    );

  test("say their workflow's file", () => {
    expect(
      names({ workflow: ".github/workflows/a.yml" }, { workflow: ".github/workflows/b.yml" }),
    ).toEqual(["t (a.yml)", "t (b.yml)"]);
  });

  test("say the path where files are named alike", () => {
    expect(names({ workflow: "x/a.yml" }, { workflow: "y/a.yml" })).toEqual([
      "t (x/a.yml)",
      "t (y/a.yml)",
    ]);
  });

  test("say job and event", () => {
    expect(names({ job: "cpu" }, { job: "gpu" })).toEqual(["t (job cpu)", "t (job gpu)"]);
    expect(names({ event: "push" }, { event: "pull_request" })).toEqual([
      "t (on pull_request)",
      "t (on push)",
    ]);
  });

  test("say no more than it takes", () => {
    const a = ".github/workflows/a.yml";
    const b = ".github/workflows/b.yml";
    expect(
      names({ workflow: a, job: "x" }, { workflow: b, job: "x" }, { workflow: b, job: "y" }),
    ).toEqual(["t (a.yml)", "t (b.yml, job x)", "t (b.yml, job y)"]);
  });

  test("say their legs anyway, but a guessed leg only where nothing else helps", () => {
    expect(names({ leg: "os=linux" }, { leg: "os=mac" })).toEqual(["t (os=linux)", "t (os=mac)"]);
    expect(names({ leg: "?12345678-abc" })).toEqual(["t"]);
    expect(names({ leg: "?12345678-abc" }, { leg: "?98765432-abc" })).toEqual([
      "t (leg 12345678)",
      "t (leg 98765432)",
    ]);
    expect(names({ leg: "?12345678-abc" }, { leg: "?12345678-xyz" })).toEqual([
      "t (leg 12345678-abc)",
      "t (leg 12345678-xyz)",
    ]);
    expect(names({ job: "a", leg: "?1" }, { job: "b", leg: "?2" })).toEqual([
      "t (job a)",
      "t (job b)",
    ]);
  });

  test("are told by what can be seen of their names", () => {
    expect(names({ task: "t\u200b", job: "a" }, { task: "t", job: "b" })).toEqual([
      "t (job a)",
      "t (job b)",
    ]);
  });

  test("differ already when their kinds do", () => {
    expect(names({ kind: "build" }, { kind: "test" })).toEqual(["t", "t"]);
  });
});

test("workflowName is the file's name", () => {
  expect([".github/workflows/ci.yml", "pipeline", "", "x/"].map(workflowName)).toEqual([
    "ci.yml",
    "pipeline",
    "",
    "x/",
  ]);
});
