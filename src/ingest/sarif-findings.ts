/** What do several SARIF files make of a row? */
import type { Snippet } from "../model/entry.js";
import { nameCharsMax, snippetCharsMax } from "../model/limits.js";
import { excerptLinesMax } from "./excerpt.js";
import { clipText } from "./excerpt-lines.js";
import type { Findings } from "./findings.js";
import { type SarifLevel, type SarifReport, sarifLevels } from "./sarif-report.js";

/** How the row is worded. */
export interface SarifFindingsOptions {
  /** The kind of the task. */
  readonly kind: string;
  /** Files that could not be used: then nothing is known to be clean. */
  readonly brokenFiles?: number;
}

/** Joins the files' reports. */
export function sarifFindings(
  reports: readonly SarifReport[],
  { kind, brokenFiles = 0 }: SarifFindingsOptions,
): Findings {
  if (reports.length === 0) return {};
  const count = (level: SarifLevel): number =>
    reports.reduce((total, report) => total + report.counts[level], 0);
  const isDoubtful = brokenFiles > 0 || reports.some(({ isBroken }) => isBroken);
  const isFailed = count("error") > 0;
  const isWarning = count("warning") > 0 || isDoubtful;
  const fixable = reports.reduce((total, report) => total + report.fixable, 0);
  const parts = [
    counted(count("error"), "error"),
    counted(count("warning"), "warning"),
    count("note") > 0 ? `${count("note")} info` : "",
  ].filter((part) => part !== "");
  if (parts.length === 0 && !isDoubtful) parts.push("clean");
  parts.push(counted(fixable, "auto fix", "auto fixes"));
  if (reports.some(({ isBroken }) => isBroken)) parts.push("not finished");
  parts.push(counted(brokenFiles, "unreadable file"));
  const said = parts.filter((part) => part !== "").join(" · ");
  return {
    status: isFailed ? "failed" : isWarning ? "warning" : "passed",
    result: `${nounOf(kind)} ${isFailed ? "failed" : "complete"} (${said})`,
    ...(isFailed ? { snippets: [snippetOf(reports, kind)] } : {}),
  };
}

function counted(count: number, one: string, many = `${one}s`): string {
  return count === 0 ? "" : `${count} ${count === 1 ? one : many}`;
}

/** `Lint` for `lint`; what is none of a tool that looks at code is `Analysis`. */
function nounOf(kind: string): string {
  if (!/^\p{L}[\p{L}\p{N} ]{0,30}$/u.test(kind) || /^(?:test|build|delivery)$/i.test(kind)) {
    return "Analysis";
  }
  return kind.charAt(0).toUpperCase() + kind.slice(1);
}

/** The first places, the worst first, and which rules the others break. */
function snippetOf(reports: readonly SarifReport[], kind: string): Snippet {
  const tools = [...new Set(reports.flatMap((report) => report.tools))].join(", ");
  const lines = sarifLevels
    .filter((level) => level !== "note")
    .flatMap((level) =>
      reports.flatMap((report) => report.lines.filter((line) => line.level === level)),
    );
  const total = reports.reduce((sum, { counts }) => sum + counts.error + counts.warning, 0);
  const shown: string[] = [];
  const rules = new Map<string, number>();
  for (const report of reports) {
    for (const [rule, { error, warning }] of report.rules) {
      rules.set(rule, (rules.get(rule) ?? 0) + error + warning);
    }
  }
  let chars = restCharsMax;
  let told = 0;
  let repeats = 1;
  for (const [index, { text, rule }] of lines.entries()) {
    const isRepeat = index > 0 && lines[index - 1]?.text === text;
    if (!isRepeat) chars += text.length + repeatChars;
    if (chars > snippetCharsMax || (!isRepeat && shown.length === excerptLinesMax - 1)) break;
    repeats = isRepeat ? repeats + 1 : 1;
    if (isRepeat) shown[shown.length - 1] = `${text} (${repeats}×)`;
    else shown.push(text);
    told += 1;
    rules.set(rule, (rules.get(rule) ?? 0) - 1);
  }
  if (told < total) shown.push(restLine(total - told, rules));
  return {
    label: clipText(tools === "" ? "SARIF" : tools, nameCharsMax),
    ...(kind === "" ? {} : { kind }),
    bucket: "test",
    text: shown.join("\n"),
  };
}

const restCharsMax = 500;
/** A line end, and how often a line stands there: ` (12×)`. */
const repeatChars = 8;

/** `and 12 more: no-undef (8), eqeqeq (4)`. */
function restLine(count: number, rules: ReadonlyMap<string, number>): string {
  const most = [...rules]
    .filter(([rule, left]) => left > 0 && rule !== "")
    .sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1))
    .slice(0, 5)
    .map(([rule, left]) => `${clipText(rule, 60)} (${left})`);
  return `and ${count} more${most.length === 0 ? "" : `: ${most.join(", ")}`}`;
}
