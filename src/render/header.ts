/** What does a reader see first: which push, since when, and how does it stand? */
import { formatUtc } from "../base/civil-date.js";
import type { Lane } from "../model/roster.js";
import { formatCount } from "./amounts.js";
import { bucketLooks, buckets } from "./bucket.js";
import type { Row } from "./row.js";
import { type Summarised, totalOf } from "./summarised.js";

const headShownChars = 7;

/** The comment's title. */
export function title(lane: Lane): string {
  return lane === "merge-queue" ? "## 📋 CI roll call · merge queue" : "## 📋 CI roll call";
}

/** The start of the first task, the commit, and how many tasks stand where. */
export function glance(head: string, rows: readonly Row[], summarised: Summarised): string {
  const parts = [startDate(rows), shortHead(head), ...counts(rows, summarised)].filter(
    (part) => part !== "",
  );
  return parts.join(" · ");
}

function startDate(rows: readonly Row[]): string {
  let first = Number.POSITIVE_INFINITY;
  for (const { entry } of rows) {
    if (entry.startedAtMs !== undefined && entry.startedAtMs > 0) {
      first = Math.min(first, entry.startedAtMs);
    }
  }
  const date = formatUtc(first);
  return date === "" ? "" : `📅 ${date}`;
}

/** The commit's first digits, as code, which GitHub does not turn into a link. */
function shortHead(head: string): string {
  return /^[0-9a-f]{7,}$/i.test(head) ? `\`${head.slice(0, headShownChars)}\`` : "";
}

function counts(rows: readonly Row[], summarised: Summarised): readonly string[] {
  return buckets.flatMap((bucket) => {
    const shown = rows.filter((row) => row.bucket === bucket).length;
    const count = shown + totalOf(summarised.get(bucket));
    const { icon, label } = bucketLooks[bucket];
    return count === 0 ? [] : [`${icon} ${formatCount(count)} ${label}`];
  });
}
