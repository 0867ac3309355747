import { describe, expect, test } from "vitest";
import type { Entry } from "../model/entry.js";
import { makeEntry } from "../testing/make-entry.js";
import { type CommandRow, type CommandUse, commandBlocks, commandRows } from "./commands.js";
import { toRows } from "./row.js";

function rowsOf(use: CommandUse, ...entries: readonly Partial<Entry>[]): readonly CommandRow[] {
  return commandRows(
    use,
    toRows(entries.map((fields) => ({ entry: makeEntry({ job: fields.task ?? "", ...fields }) }))),
  );
}

const brief = (rows: readonly CommandRow[]): readonly string[] =>
  rows.map((row) => `${row.bucket} ${row.kind} ${row.command} (${row.names.join(" · ")})`);

describe("commandRows", () => {
  test("one command of one kind is one row that names all tasks", () => {
    const same = { kind: "test", status: "failed", reproduce: [{ command: "go" }] } as const;
    expect(brief(rowsOf("reproduce", { ...same, task: "b" }, { ...same, task: "a" }))).toEqual([
      "failed test go (a · b)",
    ]);
  });

  test("the kind and the note are part of what makes a row", () => {
    const build = {
      kind: "build",
      task: "b",
      status: "failed",
      reproduce: [{ command: "go" }],
    } as const;
    const check = {
      kind: "test",
      task: "t",
      status: "failed",
      reproduce: [{ command: "go" }, { command: "go", note: "n" }],
    } as const;
    expect(brief(rowsOf("reproduce", build, check))).toEqual([
      "failed build go (b)",
      "failed test go (t)",
      "failed test go (t)",
    ]);
  });

  test("reproduce counts what failed, fails or is flagged; fix counts all", () => {
    const statuses = ["running", "warning", "failing", "passed", "failed", "aborted"] as const;
    const entries = statuses.map((status) => ({
      status,
      task: status,
      kind: "",
      final: status !== "running" && status !== "failing",
      reproduce: [{ command: status }],
      fix: [{ command: status }],
    }));
    const commands = (use: CommandUse): readonly string[] =>
      rowsOf(use, ...entries).map((row) => row.command);
    expect(commands("reproduce")).toEqual(["aborted", "failed", "failing", "warning"]);
    expect(commands("fix")).toEqual([
      "aborted",
      "failed",
      "failing",
      "warning",
      "running",
      "passed",
    ]);
  });

  test("a row is as severe as its most severe task, and severe rows come first", () => {
    const fix = [{ command: "z" }];
    expect(
      brief(
        rowsOf(
          "fix",
          { kind: "k", task: "green", status: "passed", fix: [{ command: "a" }, ...fix] },
          { kind: "k", task: "red", status: "failed", fix },
        ),
      ),
    ).toEqual(["failed k z (red · green)", "passed k a (green)"]);
  });

  test("commands that are empty, too long, or shown under their snippet are left out", () => {
    const reproduce = [
      { command: " \n" },
      { command: "x".repeat(5_000) },
      { command: "shown below", target: "//a" },
      { command: "no snippet", target: "//b" },
    ];
    const snippets = [{ label: "//a", bucket: "test", text: "boom" }] as const;
    expect(
      brief(rowsOf("reproduce", { task: "t", kind: "", status: "failed", reproduce, snippets })),
    ).toEqual(["failed t no snippet (t)"]);
  });
});

describe("commandBlocks", () => {
  test("a heading stands only where kind or tasks differ; notes are comments", () => {
    const reproduce = [{ command: "a" }, { command: "b `` c ```", note: "plain bazel" }];
    const blocks = commandBlocks(
      rowsOf(
        "reproduce",
        { kind: "test", task: "t", status: "failed", reproduce },
        {
          kind: "lint",
          task: "lint",
          status: "warning",
          final: true,
          reproduce: [{ command: "l" }],
        },
      ),
    );
    expect(blocks).toEqual([
      "#### ❌ test (t)\n\n```\na\n```",
      "````\n# plain bazel\nb `` c ```\n````",
      "#### ⚠️ lint\n\n```\nl\n```",
    ]);
  });

  test("of many tasks a handful is named", () => {
    const entries = Array.from({ length: 12 }, (_, index) => ({
      kind: "test",
      task: `t${String(index).padStart(2, "0")}`,
      status: "failed" as const,
      reproduce: [{ command: "a" }],
    }));
    expect(commandBlocks(rowsOf("reproduce", ...entries))[0]).toContain(
      "#### ❌ test (t00 · t01 · t02 · t03 · t04 · t05 · t06 · t07 · 4 more)",
    );
  });
});
