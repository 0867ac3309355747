/** How are the rows of one section shown, and what of them goes first? */
import { counted, formatCount } from "./amounts.js";
import { type Bucket, bucketLooks } from "./bucket.js";
import { type Level, type Part, cutLevel, fixedLevel, fixedPart, linesLevel } from "./part.js";
import { type Moment, briefLine, fullLine, nameOnly } from "./row-line.js";
import type { Row } from "./row.js";
import { inlineText } from "./escape.js";
import { type Counts, totalOf } from "./summarised.js";

/**
 * Rows that somebody must look at or wait for: in full; in one line; by their names; as many names as fit.
 * What is left out is counted, as is what was summarised before (`hiddenCount`).
 */
export function attentionPart(
  bucket: Bucket,
  rows: readonly Row[],
  hiddenCount: number,
  moment: Moment,
): Part {
  if (rows.length + hiddenCount === 0) return fixedPart("");
  const heading = headingOf(bucket, rows.length + hiddenCount);
  const tasks = (count: number): string => counted(count, `${bucketLooks[bucket].label} task`);
  const hidden = hiddenCount === 0 ? [] : [tasks(hiddenCount)];
  const leftOut = (...more: readonly string[]): string => [...hidden, ...more].join(" · ");
  const frame = (written: readonly string[]): string => list(heading, written);
  const all = (text: string, write: (row: Row, at: Moment) => string): Level =>
    linesLevel(moment, text, { items: rows, write, frame, changes: isLive });
  const cut: Level = cutLevel(moment, {
    items: rows,
    write: nameLine,
    frame,
    changes: isLive,
    whole: leftOut(`all but the names of ${tasks(rows.length)}`),
    leftOut: (count) => `${tasks(hiddenCount + count)} and all but the names of the others`,
  });
  return {
    levels: [
      all(leftOut(), fullLine),
      all(leftOut(`details of ${tasks(rows.length)}`), (row, at) => briefLine(row, at, true)),
      all(leftOut(`all but the names of ${tasks(rows.length)}`), nameLine),
      cut,
    ],
  };
}

/**
 * Rows of success: in full; in one line; folded into a list of names; counted by workflow. `hidden` are
 * those of which only a summary was kept.
 */
export function passedPart(rows: readonly Row[], hidden: Counts, moment: Moment): Part {
  const hiddenCount = totalOf(hidden);
  const count = rows.length + hiddenCount;
  if (count === 0) return fixedPart("");
  const heading = headingOf("passed", count);
  const tasks = counted(rows.length, "successful task");
  const noName = hiddenCount === 0 ? "" : `names of ${counted(hiddenCount, "successful task")}`;
  const counts = hiddenCount === 0 ? "" : countLines(hidden);
  const level = (
    leftOut: string,
    write: (row: Row) => string,
    frame: (written: readonly string[]) => string,
  ): Level =>
    linesLevel(moment, [leftOut, noName].filter((text) => text !== "").join(" · "), {
      items: rows,
      write,
      changes: isLive,
      frame: (written) =>
        [heading, written.length === 0 ? "" : frame(written), counts]
          .filter((text) => text !== "")
          .join("\n\n"),
    });
  const names = `names of ${counted(count, "successful task")}`;
  return {
    levels: [
      level("", (row) => fullLine(row, moment), lines),
      level(`links of ${tasks}`, (row) => briefLine(row, moment, false), lines),
      level(`results and links of ${tasks}`, (row) => `- ${nameOnly(row)}`, folded),
      fixedLevel(names, () => `${heading}\n\n${countLines(byWorkflow(rows, hidden))}`),
      fixedLevel(names, () => heading),
    ],
  };
}

function headingOf(bucket: Bucket, count: number): string {
  const { icon, label } = bucketLooks[bucket];
  return `## ${icon} ${counted(count, `${label} task`)}`;
}

function list(heading: string, lines: readonly string[]): string {
  return lines.length === 0 ? heading : `${heading}\n\n${lines.join("\n")}`;
}

/** What such a row says of time changes. */
function isLive(row: Row): boolean {
  return row.isLive;
}

function nameLine(row: Row): string {
  return `- ${row.badge} ${nameOnly(row)}`;
}

function lines(written: readonly string[]): string {
  return written.join("\n");
}

function folded(names: readonly string[]): string {
  return `<details><summary>Names</summary>\n\n${lines(names)}\n\n</details>`;
}

const workflowsShownMax = 20;

function byWorkflow(rows: readonly Row[], hidden: Counts): Counts {
  const counts = new Map<string, number>();
  for (const { workflow } of rows) counts.set(workflow, (counts.get(workflow) ?? 0) + 1);
  for (const [workflow, count] of hidden) {
    counts.set(workflow, (counts.get(workflow) ?? 0) + count);
  }
  return counts;
}

function countLines(counts: Counts): string {
  const all = [...counts].map(([workflow, count]) => {
    return `- ✅ ${formatCount(count)} in ${inlineText(workflow) || "no workflow"}`;
  });
  const more = all.length - workflowsShownMax;
  const shown = all.slice(0, workflowsShownMax);
  return [...shown, ...(more > 0 ? [`- and ${counted(more, "more workflow")}`] : [])].join("\n");
}
