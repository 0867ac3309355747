/** How many tasks of each section are known only as a number, and of which workflows? */
import { type Entry } from "../model/entry.js";
import { endedWithout } from "../model/live-entry.js";
import type { Roster } from "../model/roster.js";
import { type Bucket, bucketOf } from "./bucket.js";
import { workflowName } from "./row.js";

/** Numbers of tasks by workflow. */
export type Counts = ReadonlyMap<string, number>;

/** The summarised tasks of each section; sections without any are missing. */
export type Summarised = ReadonlyMap<Bucket, Counts>;

/** Counts a roster's summarised tasks. */
export function countSummarised({ summaries = [], runs }: Roster): Summarised {
  const counts = new Map<Bucket, Map<string, number>>();
  for (const { workflow, event, runId, tasks } of summaries) {
    const name = workflowName(workflow);
    const run = runs.find(
      (other) => other.workflow === workflow && other.event === event && other.runId === runId,
    );
    for (const task of tasks) {
      const ended = endedWithout(task, run);
      const entry: Pick<Entry, "status"> = task;
      const bucket = bucketOf(ended === undefined ? { entry } : { entry, endedWithout: ended });
      const ofBucket = counts.get(bucket) ?? new Map<string, number>();
      counts.set(bucket, ofBucket);
      ofBucket.set(name, (ofBucket.get(name) ?? 0) + 1);
    }
  }
  return counts;
}

/** All of a section. */
export function totalOf(counts: Counts | undefined): number {
  let total = 0;
  for (const count of counts?.values() ?? []) total += count;
  return total;
}
