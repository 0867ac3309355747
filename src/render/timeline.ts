/**
 * Where did the wall time go, across workflows?
 *
 * A Mermaid chart in a collapsed block, which GitHub draws. Names in it are reduced to letters,
 * digits and a few signs: Mermaid has keywords, comments and directives but no quoting.
 */
import { formatCount, formatDuration } from "./amounts.js";
import { clip } from "./escape.js";
import { type Moment, elapsedMs } from "./row-line.js";
import type { Row } from "./row.js";

/** More bars than this cannot be read. */
const barsMax = 50;

/** What the chart shows. */
export interface Timeline {
  readonly bars: readonly Bar[];
  /** How many tasks have a start and a duration, shown or not. */
  readonly knownCount: number;
}

/** A task's place in time. */
export interface Bar {
  readonly row: Row;
  readonly startMs: number;
  readonly durationMs: number;
}

/**
 * The tasks of which start and duration are known. If there are too many, those that go on and the
 * longest of the others stay: so that none comes or goes merely because time passes.
 */
export function timelineOf(rows: readonly Row[], moment: Moment): Timeline {
  const bars = rows.flatMap((row) => barOf(row, moment) ?? []);
  if (bars.length <= barsMax) return { bars, knownCount: bars.length };
  const byWeight = [...bars].sort(
    (a, b) =>
      Number(b.row.isLive) - Number(a.row.isLive) ||
      (a.row.isLive ? 0 : b.durationMs - a.durationMs),
  );
  const kept = new Set(byWeight.slice(0, barsMax));
  return { bars: bars.filter((bar) => kept.has(bar)), knownCount: bars.length };
}

function barOf(row: Row, moment: Moment): Bar | undefined {
  const startMs = row.entry.startedAtMs;
  const durationMs = elapsedMs(row, moment.nowMs);
  if (startMs === undefined || durationMs === undefined || !(startMs > 0)) return undefined;
  if (!Number.isFinite(startMs + durationMs) || (durationMs <= 0 && !row.isLive)) return undefined;
  return { row, startMs, durationMs };
}

/** True if at least two tasks can be compared. */
export function isChart({ bars }: Timeline): boolean {
  return bars.length >= 2;
}

/** The chart; empty if it is none. */
export function timelineText(timeline: Timeline, moment: Moment): string {
  if (!isChart(timeline)) return "";
  const { bars, knownCount } = timeline;
  const shown = moment.volatile ? bars : bars.filter((bar) => !bar.row.isLive);
  const start = Math.min(...bars.map((bar) => bar.startMs));
  const end = Math.max(...bars.map((bar) => bar.startMs + bar.durationMs));
  const summary = ["📈 Timeline"];
  if (moment.volatile) summary.push(formatDuration(end - start));
  if (bars.length < knownCount) {
    summary.push(`${formatCount(bars.length)} of ${formatCount(knownCount)} tasks`);
  }
  return [
    `<details><summary>${summary.join(" · ")}</summary>`,
    "",
    "```mermaid",
    "gantt",
    "dateFormat x",
    "axisFormat %H:%M:%S",
    "todayMarker off",
    ...sections(shown),
    "```",
    "",
    "</details>",
  ].join("\n");
}

function sections(bars: readonly Bar[]): readonly string[] {
  const byWorkflow = new Map<string, Bar[]>();
  for (const bar of bars) {
    const section = byWorkflow.get(bar.row.entry.workflow);
    if (section === undefined) byWorkflow.set(bar.row.entry.workflow, [bar]);
    else section.push(bar);
  }
  return [...byWorkflow.values()].flatMap((section) => [
    `section ${chartText(section[0]?.row.workflow ?? "") || "tasks"}`,
    ...[...section].sort((a, b) => a.startMs - b.startMs).map(barLine),
  ]);
}

/** A badge before the name also keeps a task called `section` or `click` from being read as such. */
function barLine({ row, startMs, durationMs }: Bar): string {
  const style = {
    failed: "crit, ",
    failing: "crit, ",
    running: "active, ",
    flagged: "",
    passed: "done, ",
  };
  const seconds = Math.max(1, Math.round(durationMs / 1_000));
  const name = clip(chartText(row.name) || "task", barNameCharsMax);
  return `${row.badge} ${name} :${style[row.bucket]}${Math.floor(startMs)}, ${seconds}s`;
}

const barNameCharsMax = 60;

function chartText(text: string): string {
  return text
    .replace(/[^\p{L}\p{N} ._/()=+-]/gu, " ")
    .replace(/ {2,}/g, " ")
    .trim();
}
