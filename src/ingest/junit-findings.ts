/** What do the tests of several JUnit files make of a row? */
import type { Snippet } from "../model/entry.js";
import { shownMax, snippetCharsMax } from "../model/limits.js";
import { type LogPieces, excerptLinesMax } from "./excerpt.js";
import { cleanLines, clipText } from "./excerpt-lines.js";
import { excerptOfFailure, holdsMessage } from "./failure-excerpt.js";
import type { Findings } from "./findings.js";
import type { JUnitFailure, JUnitReport } from "./junit-report.js";

/** Joins the files' reports; `brokenFiles` of them could not be read to their end. */
export function junitFindings(reports: readonly JUnitReport[]): Findings {
  const sum = (count: (report: JUnitReport) => number): number =>
    reports.reduce((total, report) => total + count(report), 0);
  const counts = {
    passed: sum(({ passed }) => passed),
    failed: sum(({ failed }) => failed),
    skipped: sum(({ skipped }) => skipped),
    flaky: sum(({ flaky }) => flaky),
    broken: sum(({ problem }) => (problem === undefined ? 0 : 1)),
    // Jest's suites that cannot even be loaded have no case: the claim is all there is.
    claimed: sum((report) => Math.max(0, report.declaredFailed - report.failed)),
  };
  const { passed, failed, skipped, flaky, broken, claimed } = counts;
  if (broken === reports.length && passed + failed + skipped + claimed === 0) return {};
  const snippets = chosen(reports.flatMap(({ failures }) => failures).map(snippetOf));
  return {
    status: failed + claimed > 0 ? "failed" : flaky + broken > 0 ? "warning" : "passed",
    result: resultOf(counts),
    ...(snippets.length === 0 ? {} : { snippets }),
  };
}

/**
 * Each once, and those first that say something. A test of Go that failed only because of one within it says no more
 * than that one.
 */
function chosen(snippets: readonly Snippet[]): readonly Snippet[] {
  const distinct = new Map(snippets.map((one) => [JSON.stringify([one.label, one.text]), one]));
  const all = [...distinct.values()];
  const silent = all
    .filter(({ text }) => text === "")
    .filter(({ label }) => !all.some((other) => other.label.startsWith(`${label}/`)));
  return [...all.filter(({ text }) => text !== ""), ...silent].slice(0, shownMax);
}

/** `24/25 passed · 1 failed · 2 skipped · 1 flaky` (fact sheet 8.2, with flaky ones in the count). */
function resultOf(counts: Readonly<Record<string, number>>): string {
  const { passed = 0, failed = 0, skipped = 0, flaky = 0, broken = 0, claimed = 0 } = counts;
  const parts = [
    passed + failed > 0 ? `${passed}/${passed + failed} passed` : "",
    failed > 0 ? `${failed} failed` : "",
    claimed > 0 ? `${claimed} ${claimed === 1 ? "failure" : "failures"} without a case` : "",
    skipped > 0 ? `${skipped} skipped` : "",
    flaky > 0 ? `${flaky} flaky` : "",
    broken > 0 ? `${broken} unreadable ${broken === 1 ? "file" : "files"}` : "",
  ].filter((part) => part !== "");
  return parts[0] === undefined ? "no tests" : parts.join(" · ");
}

/** Messages that only say that something failed: Bazel's own, and the words of `go test`. */
const synthetic =
  /^(?:exited with error code \d+|test exited with|test did not complete|test was not completed|failed)\b/i;

/** What `go test` says of a test's course, and Bazel of its log: none of it says what went wrong. */
const framing =
  /^(?:[ \t]*(?:=== (?:RUN|PAUSE|CONT|NAME) .*|--- FAIL: .*)|Generated test\.log .*|exec \$\{PAGER:.*|Executing tests from .*\n-+)$/gm;

function snippetOf({ label, message, body, output, durationMs }: JUnitFailure): Snippet {
  const lines = cleanLines(message);
  const first = lines.find((line) => line.trim() !== "")?.trim() ?? "";
  const said = withoutFraming(body) ?? withoutFraming(output);
  const excerpt = said === undefined ? undefined : excerptOfFailure(said, first);
  const isSynthetic = synthetic.test(first);
  const isSaid =
    first === "" || isSynthetic || (excerpt !== undefined && holdsMessage(excerpt.text, first));
  const own = /^failed$/i.test(message.trim()) ? "" : lines.join("\n").trim();
  const text =
    excerpt === undefined ? own : isSaid ? excerpt.text : bounded(`${own}\n\n${excerpt.text}`);
  return {
    label,
    bucket: "test",
    text: bounded(text),
    ...(excerpt?.truncatedHead === true && isSaid ? { truncatedHead: true } : {}),
    ...(excerpt?.truncatedTail === true || bounded(text) !== text ? { truncatedTail: true } : {}),
    ...(durationMs === undefined || durationMs === 0 ? {} : { durationMs }),
  };
}

function withoutFraming(pieces: LogPieces | undefined): LogPieces | undefined {
  if (pieces === undefined) return undefined;
  const { head, tail } = pieces;
  const plain = { head: head.replace(framing, ""), ...(tail === undefined ? {} : { tail }) };
  return (plain.head + (tail ?? "")).trim() === "" ? undefined : plain;
}

function bounded(text: string): string {
  return clipText(text.split("\n").slice(0, excerptLinesMax).join("\n"), snippetCharsMax);
}
