/** In which section does a row stand? (Fact sheet 1.2 and 2.2.) */
import { unreachable } from "../base/assert.js";
import type { Entry } from "../model/entry.js";
import type { EndedWithout, LiveEntry } from "../model/live-entry.js";

/** The sections, named after what their tasks do. */
export type Bucket = "running" | "failed" | "failing" | "flagged" | "passed";

/** The sections in the order in which they are shown. */
export const buckets: readonly Bucket[] = ["running", "failed", "failing", "flagged", "passed"];

/** How a section is named and how much it weighs in the rows of commands. */
export interface BucketLook {
  readonly icon: string;
  readonly label: string;
  readonly severity: number;
}

/** The look of each section. */
export const bucketLooks: Readonly<Record<Bucket, BucketLook>> = {
  running: { icon: "🔄", label: "in progress", severity: 1 },
  failed: { icon: "❌", label: "failed", severity: 3 },
  failing: { icon: "❌", label: "failing", severity: 3 },
  flagged: { icon: "⚠️", label: "flagged", severity: 2 },
  passed: { icon: "✅", label: "successful", severity: 0 },
};

/** The section of a row; a run that ended without the task's verdict failed it. */
export function bucketOf(live: {
  readonly entry: Pick<Entry, "status">;
  readonly endedWithout?: EndedWithout;
}): Bucket {
  if (live.endedWithout !== undefined) return "failed";
  const { status } = live.entry;
  switch (status) {
    case "running":
      return "running";
    case "failed":
    case "aborted":
      return "failed";
    case "failing":
      return "failing";
    case "warning":
      return "flagged";
    case "passed":
      return "passed";
    default:
      return unreachable(status, "status");
  }
}

/** True for a row whose task was stopped and did not come to a verdict of its own. */
export function isAborted(live: LiveEntry): boolean {
  return live.endedWithout !== undefined || live.entry.status === "aborted";
}

/** True while the task goes on: what its row says about time changes by itself. */
export function isLive(live: LiveEntry): boolean {
  return live.endedWithout === undefined && !live.entry.final;
}
