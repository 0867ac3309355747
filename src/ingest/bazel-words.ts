/** What does a row say of Bazel? (Fact sheet 8.2.) */
import type { Status } from "../model/status.js";
import type { BazelInvocation } from "./bazel-invocation.js";
import type { BazelTests } from "./bazel-tests.js";

const flakyNamesMax = 3;
const nameCharsMax = 100;

/** The text while it runs: it never says that something is complete. Numbers with commas. */
export function runningWords(invocation: BazelInvocation, status: Status): string {
  const { command, tests, built, finished } = invocation;
  const subject = `Bazel ${commandWord(command)}`;
  const verb =
    status === "failing"
      ? " failing"
      : command === "run" && finished === undefined
        ? " building..."
        : " running...";
  const parts: string[] = [];
  if (tests.run > 0 || tests.failed > 0) {
    const found = Math.max(tests.configured, tests.total);
    parts.push(`${amount(tests.run)} of ${amount(found)} ${found === 1 ? "test" : "tests"} run`);
    if (tests.failed > 0) parts.push(`${amount(tests.failed)} failed`);
    if (tests.flaky > 0) parts.push(`${amount(tests.flaky)} flaky`);
  } else if (built > 0 && status !== "failing") {
    parts.push(`${amount(built)} ${built === 1 ? "target" : "targets"} built`);
  }
  return `${subject}${verb}${inBrackets(parts)}`;
}

/** The text when it has ended. Numbers are plain. */
export function endedWords(
  invocation: BazelInvocation,
  status: Status,
  remark: string | undefined,
): string {
  const { command, tests, built, skipped } = invocation;
  const verb = status === "failed" || status === "aborted" ? status : "complete";
  const parts: string[] = [];
  if (command === "test" || command === "coverage") {
    parts.push(...testParts(tests, verb === "complete" || invocation.finished?.code === 4));
  } else if (verb === "complete" && command !== "run") {
    parts.push(built === 0 ? "ok" : `${built} built`);
    if (skipped > 0) parts.push(`${skipped} skipped`);
  }
  if (remark !== undefined) parts.push(remark);
  return `Bazel ${commandWord(command)} ${verb}${inBrackets(parts)}${flakyNames(tests)}`;
}

/** The same numbers as in Bazel's own last lines. */
function testParts(tests: BazelTests, sayNone: boolean): readonly string[] {
  const { passed, failed, unbuilt, flaky, cached, skipped, total } = tests;
  if (total === 0) return sayNone ? ["no tests"] : [];
  const parts = [`${passed}/${total} passed`];
  if (failed > 0) parts.push(`${failed} failed`);
  if (unbuilt > 0) parts.push(`${unbuilt} failed to build`);
  if (skipped > 0) parts.push(`${skipped} skipped`);
  if (flaky > 0) parts.push(`${flaky} flaky`);
  if (cached > 0) parts.push(`${cached} cached`);
  return parts;
}

function flakyNames({ flaky, flakyLabels }: BazelTests): string {
  if (flaky === 0) return "";
  const names = flakyLabels
    .keys()
    .slice(0, flakyNamesMax)
    .map((name) => name.slice(0, nameCharsMax));
  const more = flaky - names.length;
  return ` · flaky: ${names.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function inBrackets(parts: readonly string[]): string {
  return parts.length === 0 ? "" : ` (${parts.join(" · ")})`;
}

/** A word of the file may be anything; only a subcommand is repeated. */
function commandWord(command: string): string {
  return /^[a-z][a-z-]{0,20}$/.test(command) ? command : "build";
}

function amount(number: number): string {
  return String(number).replace(/\B(?=(?:\d{3})+$)/g, ",");
}
