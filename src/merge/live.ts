/**
 * Which entries of a roster are shown, and which of them have lost their task?
 *
 * The join keeps what it must to be a join; this view leaves out what a reader should not see twice
 * and marks what will never be heard of again. It changes no entry: a late verdict still wins.
 */
import { ByRun } from "../model/by-run.js";
import { type Entry, compareEntries } from "../model/entry.js";
import { isGuessedLeg } from "../model/leg.js";
import { type LiveEntry, endedWithout } from "../model/live-entry.js";
import type { Roster, Run } from "../model/roster.js";

/** The rows of a roster, in the order in which they are shown. */
export function liveEntries(roster: Roster): readonly LiveEntry[] {
  const runs = new ByRun<Run>();
  for (const run of roster.runs) runs.set(run, run);
  return withoutEarlierGuesses(roster.entries)
    .sort(compareEntries)
    .map((entry) => {
      const ended = endedWithout(entry, runs.get(entry));
      return ended === undefined ? { entry } : { entry, endedWithout: ended };
    });
}

/**
 * A guessed leg (`model/leg.ts`) is a job's internal id, which may change from attempt to attempt.
 * Where only one such entry is known of an attempt, a later attempt's takes its place.
 */
function withoutEarlierGuesses(entries: readonly Entry[]): Entry[] {
  const groups = new Map<string, Entry[]>();
  const kept: Entry[] = [];
  for (const entry of entries) {
    if (!isGuessedLeg(entry.leg)) {
      kept.push(entry);
      continue;
    }
    const key = JSON.stringify([entry.workflow, entry.event, entry.job, entry.task, entry.runId]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [entry]);
    else group.push(entry);
  }
  for (const group of groups.values()) {
    const last = Math.max(...group.map((entry) => entry.attempt));
    const single = countBy(group, (entry) => entry.attempt);
    kept.push(...group.filter((entry) => entry.attempt === last || single(entry.attempt) > 1));
  }
  return kept;
}

function countBy<Item>(
  items: readonly Item[],
  by: (item: Item) => number,
): (key: number) => number {
  const counts = new Map<number, number>();
  for (const item of items) counts.set(by(item), (counts.get(by(item)) ?? 0) + 1);
  return (key) => counts.get(key) ?? 0;
}
