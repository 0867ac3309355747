/**
 * Which line of a log tells what went wrong? (Fact sheet 8.4.)
 *
 * A tool that fails says so several times: first the error, then counts, then whoever called the tool says
 * that it failed. The first of the last such block is the error itself.
 */

import { isFrame } from "./excerpt-frames.js";

/** What a line says of an error. */
export type Severity = "error" | "summary" | "none";

const keywords =
  /error|fail|fatal|panic|traceback|exception|assert|expected|segfault|sigsegv|segmentation fault|core dumped|undefined reference|timed out|timeout|command not found|no such file or directory|permission denied|out of memory|cannot find|^killed$|^npm err|elifecycle|^\s*not ok \d/i;

/** Go, and others that say no word but the place: `./main.go:5:2: undefined: foo`. */
const placed = /^\s*[^\s:]+\.[a-z]\w{0,4}:\d+:\d+:\s/;

/** What holds such a word and reports no error: it is taken out of the line before the line is judged. */
const harmless: readonly RegExp[] = [
  /\b(?:0|no|zero|without(?: any)?)\s+(?:\w+\s+){0,2}?(?:errors?|failures?|failed|failing|exceptions?|timeouts?)\b/gi,
  /\b(?:errors?|failures?|failed|exceptions?|timeouts?)["']?\s*[:=]\s*(?:0\b(?![.:\d])|false|none|null)/gi,
  /\btime-?outs?["']?\s*[:=]\s*\d\S*/gi,
  /\berror-free\b|\bfail-?(?:fast|safe|over)\b|\bfault-tolerant\b/gi,
  // Options, and paths: `--fail-fast`, `-Werror`, `src/error.ts`, `errors/index`.
  /(?<![\w-])--?[a-z][\w-]*(?:=\S*)?/gi,
  /[\w@.+-]*(?:[/\\][\w@.+-]+)+/g,
  /\b[\w-]+\.[a-z][a-z0-9]{0,4}(?=$|[\s:;,)("'\]])/g,
];

/** A test that passed, a warning, a line of a log that says itself that it is no error. */
const fine: readonly RegExp[] = [
  /^\s*(?:[✓✔√○]|PASS(?:ED)?\b|ok\b|\[\s*(?:OK|PASSED)\s*\]|#?\s*SKIP)/,
  /(?:\.{2,}\s*(?:ok|[Pp]assed)|\sPASSED)\s*(?:\([^)]*\)|\[.*\]|\d[\d.]*\s*\w+)?\s*$/,
  // Playwright names a file for each failure; in TAP the kind of a failure stands beside it.
  /^\s*(?:Error Context: \S+$|(?:failureType|code): ')/,
  /^\s*\[?(?:info|debug|trace|verbose)\]?\b/i,
  /^\s*(?:[^\s:]+:[\d:]+\s*)?(?:npm |yarn |pnpm )?\[?warn(?:ing)?\]?\b/i,
];

/** Who only says that something has failed, or counts: never the cause. */
const summaries: readonly RegExp[] = [
  /(?:^|[^\w.])[1-9]\d*\s+(?:\w+\s+){0,2}?(?:errors?|problems?|failed|failures?|failing|exceptions?)\b/i,
  /\b(?:errors?|failures?|failed)["']?\s*[:=]\s*[1-9]\d*\b/i,
  /\b(?:exit(?:ed)?|returned|status|signal)\b.{0,20}\b(?:code|status|value)?\s*:?\s*\d+\.?\s*$/i,
  /^\s*(?:g?make|ninja|bmake)(?:\[\d+\])?:/,
  /^\s*(?:npm|pnpm)\s+ERR(?:OR|!)|\bELIFECYCLE\b|^\s*error Command failed\b/i,
  /^\s*(?:##\[error\])?Process completed with exit code/i,
  /^error: (?:aborting due to|could not compile|test failed, to rerun|build failed)/i,
  /^\s*(?:FAIL|FAILED|FAILURES?|ERRORS?|failures|errors)\s*:?\s*(?:\(.*\))?$/i,
  /^FAIL\t\S+(?:\t|\s*\[)/,
  /^# (?:fail|failed|cancelled) \d+$/,
  /^[=_*~+-]{3,}.*[=_*~+-]{3,}$/,
  /^(?:FAILED|ERROR) \S+::/,
  /^\s*Traceback \(most recent call last\):?\s*$/,
  /^test (?:result:|\S+ \.\.\. FAILED)/,
  /^\s*(?:The following tests FAILED|Errors while running CTest|\d+ - \S+.*\((?:Failed|Timeout|SEGFAULT|Not Run)\))/,
  /^(?:\[ERROR\]\s*)?(?:\[Help 1\]|->|To see the full stack|Re-run Maven|For more information about the errors|After correcting the problems|COMPILATION ERROR|Failed to execute goal|There are test failures|Please refer to)/,
  /^\[ERROR\]\s*(?:Tests run:|Failures:|Errors:)?\s*$|^\[?(?:INFO|ERROR)\]?\s*BUILD FAILURE/,
  /^(?:BUILD FAILED|FAILURE: Build failed|\* What went wrong|Execution failed for task|> Task \S+ FAILED|> Compilation failed)/,
  /\b(?:Build did NOT complete successfully|Build failed\. Not running|failed to build\s*$|\d+ fails? locally)/,
  /^\s*collect2: error: ld returned/,
  /^\s*(?:Test Suites|Test Files|Tests|Tests run)\b\s*:?\s+.*\bfail/i,
];

/** A longer line is judged by its beginning. */
const judgedCharsMax = 1_000;

/** What one line says. */
export function severityOf(whole: string): Severity {
  const line = whole.slice(0, judgedCharsMax);
  if (line.trim() === "" || isFrame(line)) return "none";
  if (fine.some((pattern) => pattern.test(line))) return "none";
  if (placed.test(line)) return /\b(?:warning|note|info|debug)\b/i.test(line) ? "none" : "error";
  if (!keywords.test(line)) return "none";
  if (summaries.some((summary) => summary.test(line))) return "summary";
  let rest = line;
  for (const pattern of harmless) rest = rest.replace(pattern, " ");
  return keywords.test(rest) ? "error" : "none";
}

/** Lines that say nothing may stand between two of a block, but not more. */
const gapLinesMax = 8;

/** What a log's anchor is. */
export interface Anchor {
  readonly index: number;
  readonly severity: "error" | "summary";
}

/**
 * The first real error of the last block that has one; if there is none at all, the first line of the last
 * block of summaries. Read from the end, since a log may be long and its last block short.
 */
export function anchorOf(lines: readonly string[]): Anchor | undefined {
  let summary: number | undefined;
  let error: number | undefined;
  let first = lines.length;
  let isLastBlock = true;
  for (let index = lines.length - 1; index >= 0; index -= 1) {
    const severity = severityOf(lines[index] ?? "");
    if (severity === "none") continue;
    if (first - index > gapLinesMax + 1 && first < lines.length) {
      if (error !== undefined) break;
      isLastBlock = false;
    }
    first = index;
    if (severity === "error") error = index;
    else if (isLastBlock) summary = index;
  }
  if (error !== undefined) return { index: error, severity: "error" };
  return summary === undefined ? undefined : { index: summary, severity: "summary" };
}
