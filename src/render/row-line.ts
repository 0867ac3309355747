/** How is one row written, in each degree of detail? (Fact sheet 2.3.) */
import { formatDuration } from "./amounts.js";
import { clip, inlineText } from "./escape.js";
import { jobLink, rowLinks } from "./links.js";
import { resultText } from "./result-text.js";
import type { Row } from "./row.js";

/** What a rendering may say that changes by itself. */
export interface Moment {
  /** GitHub's time; without it running rows show the time that they were reported with. */
  readonly nowMs?: number | undefined;
  /** False leaves out whatever changes by itself: the text by which two comments are compared. */
  readonly volatile: boolean;
}

/** The whole row: name, elapsed time, links, and the result below. */
export function fullLine(row: Row, moment: Moment): string {
  const parts = [label(row), ...elapsed(row, moment), ...rowLinks(row.entry)];
  return `- ${row.badge} ${parts.join(" · ")}<br>💬 ${inlineText(resultText(row.live))}`;
}

/** One line: a short result, of the links only the job's page, and that only if asked for. */
export function briefLine(row: Row, moment: Moment, withJob: boolean): string {
  const job = withJob ? jobLink(row.entry) : "";
  const parts = [label(row), ...elapsed(row, moment), ...(job === "" ? [] : [job])];
  const result = inlineText(clip(resultText(row.live), briefResultCharsMax));
  return `- ${row.badge} ${parts.join(" · ")} · ${result}`;
}

const briefResultCharsMax = 120;

/** The name alone. */
export function nameOnly(row: Row): string {
  return label(row);
}

/** How long the task has taken, or had taken; undefined when nobody said. */
export function elapsedMs(row: Row, nowMs: number | undefined): number | undefined {
  const { startedAtMs, elapsedMs: reported } = row.entry;
  if (!row.isLive || startedAtMs === undefined || nowMs === undefined) return reported;
  return Math.max(nowMs - startedAtMs, reported ?? 0);
}

function label(row: Row): string {
  const kind = row.kind === "" ? "" : ` [${inlineText(row.kind)}]`;
  return [`${inlineText(row.task)}${kind}`, ...row.facets.map(inlineText)].join(" · ");
}

function elapsed(row: Row, moment: Moment): readonly string[] {
  if (row.isLive && !moment.volatile) return [];
  const ms = elapsedMs(row, moment.nowMs);
  return ms !== undefined && ms > 0 ? [`⏱ ${formatDuration(ms)}`] : [];
}
