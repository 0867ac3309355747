/**
 * Does one roster hold all tasks of another, each in the same version?
 *
 * With how much detail does not matter: what was left out for want of room counts as published, or
 * whoever knows it would write it for ever.
 */
import { detailRank } from "../model/detail.js";
import { type Entry, compareVersions, taskKey } from "../model/entry.js";
import { type Roster, rosterVersion, versionOf } from "../model/roster.js";
import { summaryKey } from "../model/summary.js";
import { sameValue } from "./canonical.js";
import { type KnownTask, compareTasks, newestTasks } from "./summaries.js";

/** True if the first knows each task of the second in the version it has there, with whatever detail. */
export function holdsTasks(own: Roster, both: Roster): boolean {
  if (versionOf(own) === rosterVersion && versionOf(both) === rosterVersion)
    return sameItems(both.entries, own.entries);
  const entries = new Map(own.entries.map((entry) => [taskKey(entry), entry]));
  const tasks = newestTasks([own]);
  return (
    both.entries.every((entry) => {
      const other = entries.get(taskKey(entry));
      if (other === undefined) return isSameVersion(tasks.get(summaryKey(entry)), entry);
      const isShorter = detailRank(other) < detailRank(entry);
      return isShorter ? compareVersions(other, entry) === 0 : sameValue(other, entry);
    }) &&
    [...newestTasks([both])].every(([key, known]) => {
      const other = tasks.get(key);
      return other !== undefined && compareTasks(other, known) === 0;
    })
  );
}

function isSameVersion(known: KnownTask | undefined, entry: Entry): boolean {
  if (known === undefined) return false;
  const { attempt, seq } = known.task;
  return compareVersions({ runId: known.run.runId, attempt, seq }, entry) === 0;
}

/** True if two lists hold the same, in the same order. */
export function sameItems(a: readonly object[], b: readonly object[]): boolean {
  if (a === b) return true;
  return (
    a.length === b.length &&
    a.every((item, index) => {
      const other = b[index];
      return other !== undefined && sameValue(item, other);
    })
  );
}
