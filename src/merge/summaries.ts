/**
 * How are tasks joined of which only a summary was kept?
 *
 * A summarised task is one more record of that task, with less detail than any entry: the newer version
 * stays, of one version the entry. A key stands in for the identity, so a summarised task and an entry
 * are of one task if their keys are the same.
 */
import { compareIds, compareText } from "../base/decimal.js";
import { ByRun, type RunPlace } from "../model/by-run.js";
import { type Entry, compareVersions } from "../model/entry.js";
import type { Roster } from "../model/roster.js";
import { type RunSummary, type SummarisedTask, summaryKey } from "../model/summary.js";
import { compareValues } from "./canonical.js";

/** A summarised task and the run that it is of. */
export interface KnownTask {
  readonly run: RunPlace;
  readonly task: SummarisedTask;
}

/** The newest record of each summarised task, by key. */
export type KnownTasks = ReadonlyMap<number, KnownTask>;

const none: KnownTasks = new Map();

/** The newest record of every task that one of the rosters has summarised. */
export function newestTasks(rosters: readonly Roster[]): KnownTasks {
  if (rosters.every(({ summaries }) => summaries === undefined)) return none;
  const newest = new Map<number, KnownTask>();
  for (const { summaries = [] } of rosters) {
    for (const run of summaries) {
      for (const task of run.tasks) {
        const other = newest.get(task.key);
        const known = { run, task };
        if (other === undefined || compareTasks(other, known) < 0) newest.set(task.key, known);
      }
    }
  }
  return newest;
}

/** Leaves of each task that is both an entry and summarised the one record that stays. */
export function withoutTwins(
  entries: ReadonlyMap<string, Entry>,
  tasks: KnownTasks,
): { readonly entries: ReadonlyMap<string, Entry>; readonly tasks: KnownTasks } {
  if (tasks.size === 0) return { entries, tasks };
  const leftTasks = new Map(tasks);
  const leftEntries = new Map<string, Entry>();
  for (const [identity, entry] of entries) {
    const known = tasks.get(summaryKey(entry));
    if (known !== undefined && isNewerTask(known, entry)) continue;
    leftEntries.set(identity, entry);
    if (known !== undefined) leftTasks.delete(known.task.key);
  }
  return { entries: leftEntries, tasks: leftTasks };
}

/** The tasks by run, in a fixed order; undefined without any. What was there before stays the same object. */
export function summariesOf(
  before: readonly RunSummary[] | undefined,
  tasks: Iterable<KnownTask>,
): readonly RunSummary[] | undefined {
  const runs = new ByRun<{ run: RunPlace; tasks: SummarisedTask[] }>();
  for (const { run, task } of tasks) {
    const group = runs.get(run);
    if (group === undefined) runs.set(run, { run, tasks: [task] });
    else group.tasks.push(task);
  }
  const groups = runs.values();
  if (groups.length === 0) return undefined;
  const now = groups
    .map(({ run: { workflow, event, runId }, tasks: all }) => ({
      ...{ workflow, event, runId },
      tasks: all.sort((a, b) => a.key - b.key),
    }))
    .sort(compareRuns);
  return before !== undefined && isSame(before, now) ? before : now;
}

/** True if the summarised record is newer than the entry; of one version the entry stays. */
export function isNewerTask({ run, task }: KnownTask, entry: Entry): boolean {
  return compareVersions(versionOf({ run, task }), entry) > 0;
}

/** The order of two records of one task: by version, ties by their text. */
export function compareTasks(a: KnownTask, b: KnownTask): number {
  return compareVersions(versionOf(a), versionOf(b)) || compareValues(a.task, b.task);
}

function versionOf({ run: { runId }, task: { attempt, seq } }: KnownTask): {
  readonly runId: string;
  readonly attempt: number;
  readonly seq: number;
} {
  return { runId, attempt, seq };
}

function compareRuns(a: RunSummary, b: RunSummary): number {
  return (
    compareText(a.workflow, b.workflow) ||
    compareText(a.event, b.event) ||
    compareIds(a.runId, b.runId)
  );
}

function isSame(before: readonly RunSummary[], now: readonly RunSummary[]): boolean {
  return (
    before.length === now.length &&
    before.every((run, index) => {
      const other = now[index];
      return (
        other !== undefined &&
        compareRuns(run, other) === 0 &&
        run.tasks.length === other.tasks.length &&
        run.tasks.every((task, place) => task === other.tasks[place])
      );
    })
  );
}
