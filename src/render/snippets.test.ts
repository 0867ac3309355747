import { describe, expect, test } from "vitest";
import type { Entry, Snippet } from "../model/entry.js";
import { makeEntry } from "../testing/make-entry.js";
import { toRows } from "./row.js";
import { type SnippetRow, snippetBlock, snippetRows } from "./snippets.js";

function rowsOf(...entries: readonly Partial<Entry>[]): readonly SnippetRow[] {
  return snippetRows(
    toRows(
      entries.map((fields) => ({
        entry: makeEntry({ status: "failed", final: true, job: fields.task ?? "", ...fields }),
      })),
    ),
  );
}

function blockOf(snippet: Partial<Snippet>, more: Partial<Entry> = {}, linesMax = 99): string {
  const full: Snippet = { label: "//pkg:x", bucket: "test", text: "boom", ...snippet };
  const [row] = rowsOf({ task: "test-task", snippets: [full], ...more });
  return row === undefined ? "" : snippetBlock(row, linesMax);
}

describe("snippetRows", () => {
  test("orders builds, tests, time-outs, then by label", () => {
    const snippet = (label: string, bucket: Snippet["bucket"]): Snippet => ({
      label,
      bucket,
      text: "",
    });
    const rows = rowsOf({
      snippets: [
        snippet("//b", "timeout"),
        snippet("//c", "test"),
        snippet("//a", "test"),
        snippet("//z", "build"),
      ],
    });
    expect(rows.map((row) => row.label)).toEqual(["//z", "//a", "//c", "//b"]);
  });

  test("one failure that several tasks met is one row", () => {
    const snippets = [{ label: "//a", bucket: "test", text: "boom" }] as const;
    const reproduce = [{ command: "go", target: "//a" }];
    const rows = rowsOf(
      { task: "c", snippets, reproduce },
      { task: "a", snippets, reproduce },
      { task: "b", snippets },
    );
    expect(rows.map((row) => row.names)).toEqual([["a", "b", "c"]]);
    expect(rows[0]?.reproduce).toEqual([{ command: "go", note: "" }]);
  });

  test("one label with two texts is two rows", () => {
    const row = (text: string): Partial<Entry> => ({
      task: text,
      snippets: [{ label: "//a", bucket: "test", text }],
    });
    expect(rowsOf(row("x"), row("y"))).toHaveLength(2);
  });

  test("only what failed, fails or is flagged has failures to show", () => {
    const snippets = [{ label: "//a", bucket: "test", text: "boom" }] as const;
    expect(rowsOf({ status: "passed", snippets })).toEqual([]);
    expect(rowsOf({ status: "running", final: false, snippets })).toEqual([]);
    expect(rowsOf({ status: "failing", final: false, snippets })).toHaveLength(1);
  });
});

describe("snippetBlock", () => {
  test.each<[Partial<Snippet>, string]>([
    [{ bucket: "build", kind: "genrule" }, "❌ genrule `//pkg:x` failed to build:"],
    [{ kind: "sh_test", durationMs: 149 }, "❌ sh_test `//pkg:x` failed in 149ms:"],
    [{ kind: "sh_test" }, "❌ sh_test `//pkg:x` failed:"],
    [{ bucket: "timeout", durationMs: 60_000 }, "❌ timeout `//pkg:x` timed out after 1m:"],
    [{ bucket: "timeout" }, "❌ timeout `//pkg:x` timed out:"],
  ])("%o is headed %s", (snippet, heading) => {
    expect(blockOf(snippet).split("\n")[0]).toBe(`${heading}<br><sub>in task test-task</sub>`);
  });

  test("widens the fence and marks what was cut on either side", () => {
    const block = blockOf({ text: "a\n```\nb", truncatedHead: true, truncatedTail: true });
    expect(block.split("\n\n")[1]).toBe("````text\n…\na\n```\nb\n…\n````");
  });

  test("keeps the last lines when space is short", () => {
    expect(blockOf({ text: "1\n2\n3\n4" }, {}, 2).split("\n\n")[1]).toBe("```text\n…\n3\n4\n```");
  });

  test("shows the target's commands below", () => {
    const reproduce = [{ command: "go", target: "//pkg:x", note: "n" }, { command: "other" }];
    expect(blockOf({}, { reproduce })).toMatch(/\n\nReproduce with:\n\n```\n# n\ngo\n```$/);
  });

  test("does without lines when there are none", () => {
    expect(blockOf({ text: " \n" })).toBe(
      "❌ test `//pkg:x` failed:<br><sub>in task test-task</sub>",
    );
  });
});
