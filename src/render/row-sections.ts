/** How are the rows of one section shown, and what of them goes first? */
import { counted, formatCount } from "./amounts.js";
import { type Bucket, bucketLooks } from "./bucket.js";
import { type Level, type Part, cutLevel, fixedLevel, fixedPart, momentLevel } from "./part.js";
import { type Moment, briefLine, fullLine, nameOnly } from "./row-line.js";
import type { Row } from "./row.js";
import { inlineText } from "./escape.js";

/**
 * Rows that somebody must look at or wait for: in full; in one line; as many as fit. What is left out
 * is counted.
 */
export function attentionPart(bucket: Bucket, rows: readonly Row[], moment: Moment): Part {
  if (rows.length === 0) return fixedPart("");
  const heading = headingOf(bucket, rows.length);
  const { label } = bucketLooks[bucket];
  const write = (row: Row, at: Moment): string => briefLine(row, at, true);
  const all: Level = momentLevel(moment, "", (at) =>
    list(
      heading,
      rows.map((row) => fullLine(row, at)),
    ),
  );
  const brief: Level = momentLevel(
    moment,
    `details of ${counted(rows.length, `${label} task`)}`,
    (at) =>
      list(
        heading,
        rows.map((row) => write(row, at)),
      ),
  );
  const cut: Level = cutLevel(moment, {
    items: rows,
    write,
    frame: (written) => list(heading, written),
    leftOut: (count) => `${counted(count, `${label} task`)} and details of the others`,
  });
  return { levels: [all, brief, cut] };
}

/** Rows of success: in full; in one line; folded into a list of names; counted by workflow. */
export function passedPart(rows: readonly Row[], moment: Moment): Part {
  if (rows.length === 0) return fixedPart("");
  const heading = headingOf("passed", rows.length);
  const tasks = counted(rows.length, "successful task");
  return {
    levels: [
      fixedLevel("", () =>
        list(
          heading,
          rows.map((row) => fullLine(row, moment)),
        ),
      ),
      fixedLevel(`links of ${tasks}`, () =>
        list(
          heading,
          rows.map((row) => briefLine(row, moment, false)),
        ),
      ),
      fixedLevel(`results and links of ${tasks}`, () => folded(heading, rows)),
      fixedLevel(`names of ${tasks}`, () => `${heading}\n\n${byWorkflow(rows)}`),
      fixedLevel(`names of ${tasks}`, () => heading),
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

function folded(heading: string, rows: readonly Row[]): string {
  const names = rows.map((row) => `- ${nameOnly(row)}`).join("\n");
  return `${heading}\n\n<details><summary>Names</summary>\n\n${names}\n\n</details>`;
}

const workflowsShownMax = 20;

function byWorkflow(rows: readonly Row[]): string {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(row.workflow, (counts.get(row.workflow) ?? 0) + 1);
  const all = [...counts].map(([workflow, count]) => {
    return `- ✅ ${formatCount(count)} in ${inlineText(workflow) || "no workflow"}`;
  });
  const more = all.length - workflowsShownMax;
  const shown = all.slice(0, workflowsShownMax);
  return [...shown, ...(more > 0 ? [`- and ${counted(more, "more workflow")}`] : [])].join("\n");
}
