/** How many tasks of each section are known only as a number, and of which workflows? */
import { ByRun } from "../model/by-run.js";
import { type Entry } from "../model/entry.js";
import { endedWithout } from "../model/live-entry.js";
import type { Roster, Run } from "../model/roster.js";
import { type Bucket, bucketOf } from "./bucket.js";
import { workflowName } from "./row.js";

/** Numbers of tasks by workflow. */
export type Counts = ReadonlyMap<string, number>;

/** The summarised tasks of each section; sections without any are missing. */
export type Summarised = ReadonlyMap<Bucket, Counts>;

/** Counts a roster's summarised tasks. */
export function countSummarised({ summaries = [], runs }: Roster): Summarised {
  const counts = new Map<Bucket, Map<string, number>>();
  const known = new ByRun<Run>();
  for (const run of runs) known.set(run, run);
  for (const summary of summaries) {
    const name = workflowName(summary.workflow);
    const run = known.get(summary);
    for (const task of summary.tasks) {
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
