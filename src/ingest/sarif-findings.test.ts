import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { snippetCharsMax } from "../model/limits.js";
import { sarifFindings } from "./sarif-findings.js";
import { readSarif } from "./sarif-reader.js";
import type { SarifReport } from "./sarif-report.js";

const folder = "testdata/results/sarif";

function read(text: string): SarifReport {
  const report = readSarif(text, { rootPath: "/build" });
  if (!report.ok) throw new Error(report.problem);
  return report.value;
}

function logOf(results: readonly unknown[], rest: object = {}): string {
  const run = { tool: { driver: { name: "t" } }, results, ...rest };
  return JSON.stringify({ version: "2.1.0", runs: [run] });
}

test.each([
  ["eslint", "lint"],
  ["codeql", "security scan"],
  ["clean", "lint"],
])("%s of the kind %s", async (name, kind) => {
  const findings = sarifFindings([read(readFileSync(`${folder}/${name}.sarif`, "utf8"))], { kind });
  await expect(`${JSON.stringify(findings, null, 2)}\n`).toMatchFileSnapshot(
    `../../${folder}/${name}.json`,
  );
});

describe("files that cannot be used", () => {
  test.each([
    ["", "an empty file"],
    ["{", "text that is no JSON"],
    ["[]", "JSON without a SARIF version"],
    ['{"version":"2.0.0"}', 'SARIF version "2.0.0"'],
    ['{"version":"2.1.0"}', "SARIF without runs"],
  ])("%j", (text, problem) => {
    expect(readSarif(text)).toEqual({ ok: false, problem });
  });

  test("nothing in a file is believed to be what it should be", () => {
    for (const wrong of [null, 5, "x", [], {}, [null], { text: 5 }]) {
      const result = {
        message: wrong,
        locations: wrong,
        rule: wrong,
        ruleIndex: wrong,
        fixes: wrong,
      };
      expect(read(logOf([result, wrong])).counts.warning).toBe(2);
      expect(readSarif(JSON.stringify({ version: "2.1.0", runs: [wrong] })).ok).toBe(true);
    }
  });
});

describe("rows", () => {
  const error = { level: "error", message: { text: "m" }, ruleId: "r" };

  test.each([
    [[], {}, "passed", "Lint complete (clean)"],
    [[{ ...error, level: "note" }], {}, "passed", "Lint complete (1 info)"],
    [[{ ...error, level: "none" }], {}, "passed", "Lint complete (clean)"],
    [[{ ...error, level: "warning" }], {}, "warning", "Lint complete (1 warning)"],
    [[error, error, { message: {} }], {}, "failed", "Lint failed (2 errors · 1 warning)"],
    [
      [],
      { invocations: [{ executionSuccessful: false }] },
      "warning",
      "Lint complete (not finished)",
    ],
    [[{ ...error, suppressions: [{ status: "rejected" }] }], {}, "failed", "Lint failed (1 error)"],
  ])("%j %j", (results, rest, status, result) => {
    const report = read(logOf(results, rest));
    expect(sarifFindings([report], { kind: "lint" })).toMatchObject({ status, result });
  });

  test.each([
    ["test", "Analysis complete (clean)"],
    ["", "Analysis complete (clean)"],
    ["format", "Format complete (clean)"],
    ["<b>", "Analysis complete (clean)"],
  ])("the kind %j", (kind, result) => {
    expect(sarifFindings([read(logOf([]))], { kind }).result).toBe(result);
  });

  test("a file that could not be used is told", () => {
    expect(sarifFindings([read(logOf([]))], { kind: "lint", brokenFiles: 1 })).toMatchObject({
      status: "warning",
      result: "Lint complete (1 unreadable file)",
    });
    expect(sarifFindings([], { kind: "lint", brokenFiles: 1 })).toEqual({});
  });

  test("what is found at one place several times is one line", () => {
    const other = { ...error, message: { text: "n" } };
    const report = read(logOf([error, error, error, other, error]));
    const [snippet] = sarifFindings([report], { kind: "lint" }).snippets ?? [];
    expect(snippet?.text).toBe("m (r) (3×)\nn (r)\nm (r)");
  });

  test("many findings are counted by rule, within bounds", () => {
    const many = Array.from({ length: 500 }, (_, index) => ({
      ...error,
      ruleId: index % 3 === 0 ? "a" : "b",
      message: { text: `${"x".repeat(1_000)}\n${index}` },
    }));
    const [snippet] = sarifFindings([read(logOf(many))], { kind: "lint" }).snippets ?? [];
    const lines = snippet?.text.split("\n") ?? [];
    expect(lines.length).toBeLessThanOrEqual(30);
    expect(snippet?.text.length).toBeLessThanOrEqual(snippetCharsMax);
    expect(lines.at(-1)).toMatch(/^and 4\d\d more: b \(\d+\), a \(\d+\)$/);
  });
});
