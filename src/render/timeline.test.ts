import fc from "fast-check";
import { expect, test } from "vitest";
import type { Entry } from "../model/entry.js";
import { hostileText } from "../testing/hostile.js";
import { parseMarkdown } from "../testing/gfm.js";
import { makeEntry } from "../testing/make-entry.js";
import { toRows } from "./row.js";
import { timelineOf, timelineText } from "./timeline.js";

function chart(entries: readonly Partial<Entry>[], nowMs = 200_000, volatile = true): string {
  const rows = toRows(
    entries.map((fields) => ({
      entry: makeEntry({ job: fields.task ?? "", kind: "", ...fields }),
    })),
  );
  const moment = { nowMs, volatile };
  return timelineText(timelineOf(rows, moment), moment);
}

const bar = (task: string, startedAtMs: number, elapsedMs: number): Partial<Entry> => ({
  task,
  startedAtMs,
  elapsedMs,
});

test("a chart has a section for each workflow and a bar for each task, by start", () => {
  const text = chart([
    bar("a", 100_000, 3_000),
    { ...bar("b", 99_000, 61_400), status: "failed" },
    { ...bar("c", 150_000, 1), status: "running", workflow: "x/nightly.yml" },
  ]);
  expect(text.split("\n")).toEqual([
    "<details><summary>📈 Timeline · 1m 41s</summary>",
    "",
    "```mermaid",
    "gantt",
    "dateFormat x",
    "axisFormat %H:%M:%S",
    "todayMarker off",
    "section ci.yml",
    "❌ b :crit, 99000, 61s",
    "✅ a :done, 100000, 3s",
    "section nightly.yml",
    "🔄 c :active, 150000, 50s",
    "```",
    "",
    "</details>",
  ]);
});

test("one task, or tasks of which nothing is known, make no chart", () => {
  expect(chart([bar("a", 100_000, 3_000)])).toBe("");
  expect(chart([bar("a", 100_000, 3_000), bar("b", 0, 3_000), bar("c", 1, 0), { task: "d" }])).toBe(
    "",
  );
  expect(chart([bar("a", 1, Number.NaN), bar("b", 1, Number.POSITIVE_INFINITY)])).toBe("");
});

test("what goes on leaves no trace in the look", () => {
  const entries = [
    bar("a", 100_000, 3_000),
    bar("b", 100_000, 3_000),
    { ...bar("c", 150_000, 1), status: "running" as const },
  ];
  expect(chart(entries, 200_000, false)).toBe(chart(entries, 900_000, false));
  expect(chart(entries, 200_000, false)).not.toContain("active");
});

test("of too many, those that go on and the longest stay", () => {
  const entries = Array.from({ length: 80 }, (_, index) =>
    bar(`t${index}`, 100_000, 1_000 * (index + 1)),
  );
  const text = chart([...entries, { ...bar("live", 199_999, 1), status: "running" }]);
  expect(text).toContain("50 of 81 tasks");
  expect(text.match(/ :(done|active)/g)).toHaveLength(50);
  expect(text).toContain("live :active");
  expect(text).toContain("t79 :done");
  expect(text).not.toContain("t10 :done");
});

test("any name is one bar of one chart", () => {
  fc.assert(
    fc.property(hostileText, hostileText, (task, workflow) => {
      const text = chart([
        { ...bar(task, 100_000, 3_000), workflow },
        bar("section x", 100_000, 3_000),
      ]);
      const tree = parseMarkdown(text);
      expect(tree.children?.map(({ type }) => type)).toEqual(["html", "code", "html"]);
      const lines = (tree.children?.[1]?.value ?? "").split("\n");
      expect(lines.filter((line) => /^✅ [^:#;%\n]+ :done, 100000, 3s$/u.test(line))).toHaveLength(
        2,
      );
      expect(lines.filter((line) => /^section [^:#;%\n]+$/.test(line)).length).toBe(
        lines.length - 6,
      );
    }),
  );
});
