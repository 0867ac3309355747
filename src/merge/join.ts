/**
 * What do two rosters of one head become?
 *
 * The rules, in plain words:
 * - Of two entries of one task the newer version stays (run, then attempt, then sequence number), of two
 *   of one version the one with more detail (`model/detail.ts`, `summaries.ts`).
 * - Of one run the furthest along stays: by attempt, then queued, in progress, completed.
 * - For one workflow path and event only the newest run counts: older runs and their entries go.
 * - What was once chosen to be shown stays chosen (a union).
 *
 * So the join is commutative, associative and idempotent, and it does not matter who publishes whose
 * data, how often or in which order. Ties, which only a forged or broken writer can make, are broken
 * by the text of the value, so that the laws hold for them too.
 */
import { assert } from "../base/assert.js";
import { compareIds, compareText } from "../base/decimal.js";
import { hash32 } from "../base/prng.js";
import { ByRun, BySlot, type RunPlace } from "../model/by-run.js";
import { detailRank } from "../model/detail.js";
import {
  type Entry,
  compareEntries,
  compareVersions,
  identityKey,
  taskKey,
} from "../model/entry.js";
import { entriesMax, runsMax } from "../model/limits.js";
import { type Roster, type Run, type RunStatus, type Shown, emptyRoster } from "../model/roster.js";
import { type RunSummary, summaryKey } from "../model/summary.js";
import { compareValues, sameValue } from "./canonical.js";
import { holdsTasks, sameItems } from "./holds.js";
import {
  type KnownTasks,
  compareTasks,
  isNewerTask,
  newestTasks,
  summariesOf,
  withoutTwins,
} from "./summaries.js";

/**
 * Joins rosters of the same lane and head: as if one after the other. What teaches the first one
 * nothing gives it back, the very same object, so that whoever asks can tell without comparing.
 */
export function join(first: Roster, ...others: readonly Roster[]): Roster {
  const { lane, head } = first;
  assert(
    others.every((other) => other.lane === lane && other.head === head),
    "only rosters of one lane and head can be joined",
  );
  if (others.every((other) => other === first)) return first;
  const own = indices.get(first) ?? joined(first, []);
  const news = others.filter((other) => other !== first && !isOld(other, own));
  return news.length === 0 ? own.roster : joined(own.roster, news).roster;
}

/** What a join has found, so that the next one can tell quickly that another roster is no news. */
interface Index {
  readonly roster: Roster;
  readonly runs: ByRun<Run>;
  readonly entries: ReadonlyMap<string, Entry>;
  readonly tasks: KnownTasks;
  /** The newest run's id of each workflow and event. */
  readonly newest: BySlot<string>;
}

const indices = new WeakMap<Roster, Index>();

function joined(first: Roster, others: readonly Roster[]): Index {
  const all = [first, ...others];
  const runs = furthestRuns(all.flatMap((roster) => roster.runs));
  const known = newestEntries(all.flatMap((roster) => roster.entries));
  const { entries, tasks } = withoutTwins(known, newestTasks(all));
  const summaries = all.flatMap((roster) => roster.summaries ?? []);
  const newest = newestRuns([...runs.values(), ...known.values(), ...summaries]);
  const isNewest = (item: RunPlace): boolean => newest.get(item) === item.runId;
  const parts = {
    runs: kept(
      first.runs,
      capped(runs.values().filter(isNewest), runsMax, runKey).sort(compareRuns),
    ),
    entries: kept(
      first.entries,
      capped([...entries.values()].filter(isNewest), entriesMax, identityKey).sort(compareEntries),
    ),
    shown: joinShown(
      first.shown,
      all.map(({ shown }) => shown),
    ),
  };
  const newestOfTasks = [...tasks.values()].filter(({ run }) => isNewest(run));
  const summary = summariesOf(first.summaries, newestOfTasks);
  const isFirst =
    parts.runs === first.runs &&
    parts.entries === first.entries &&
    parts.shown === first.shown &&
    summary === first.summaries;
  const { version, lane, head } = first;
  const now = { version, lane, head, ...parts };
  const index = {
    roster: isFirst ? first : summary === undefined ? now : { ...now, summaries: summary },
    runs,
    entries,
    tasks,
    newest,
  };
  if (others.length === 0) indices.set(first, index);
  indices.set(index.roster, index);
  return index;
}

/**
 * More than a state block may hold come only from a forger. By hash, so that he can not choose who must
 * go: one of our rows among his thousands most likely stays.
 */
function capped<Item>(items: Item[], itemsMax: number, keyOf: (item: Item) => string): Item[] {
  if (items.length <= itemsMax) return items;
  const ranked = items.map((item) => ({ item, rank: hash32(keyOf(item)), key: keyOf(item) }));
  ranked.sort((a, b) => a.rank - b.rank || compareText(a.key, b.key));
  return ranked.slice(0, itemsMax).map(({ item }) => item);
}

/** True if joining the roster in would change nothing. */
function isOld({ runs, entries, shown, summaries }: Roster, known: Index): boolean {
  const { snippets, reproduce, fix } = known.roster.shown;
  const isSuperseded = (item: RunPlace): boolean => {
    const newest = known.newest.get(item);
    return newest !== undefined && compareIds(newest, item.runId) > 0;
  };
  return (
    runs.every((run) => {
      const other = known.runs.get(run);
      return other === undefined ? isSuperseded(run) : furtherOf(other, run) === other;
    }) &&
    entries.every((entry) => {
      const other = known.entries.get(taskKey(entry));
      return other === undefined
        ? isSuperseded(entry) || isSummarised(entry, known)
        : newerOf(other, entry) === other;
    }) &&
    (summaries === undefined ||
      summaries.every((run) => isSuperseded(run) || isOldSummary(run, known))) &&
    shown.snippets.every((key) => snippets.includes(key)) &&
    shown.reproduce.every((key) => reproduce.includes(key)) &&
    shown.fix.every((key) => fix.includes(key))
  );
}

/** True if a newer version of the entry is among the summarised tasks. */
function isSummarised(entry: Entry, { tasks }: Index): boolean {
  if (tasks.size === 0) return false;
  const task = tasks.get(summaryKey(entry));
  return task !== undefined && isNewerTask(task, entry);
}

function isOldSummary(run: RunSummary, { tasks, roster }: Index): boolean {
  const entries = entriesByKey(roster);
  return run.tasks.every((task) => {
    const entry = entries.get(task.key);
    if (entry !== undefined) return !isNewerTask({ run, task }, entry);
    const other = tasks.get(task.key);
    return other !== undefined && compareTasks(other, { run, task }) >= 0;
  });
}

function entriesByKey(roster: Roster): ReadonlyMap<number, Entry> {
  let byKey = keyed.get(roster);
  if (byKey === undefined) {
    byKey = new Map(roster.entries.map((entry) => [summaryKey(entry), entry]));
    keyed.set(roster, byKey);
  }
  return byKey;
}

const keyed = new WeakMap<Roster, ReadonlyMap<number, Entry>>();

/** The list that was there before, if the new one holds the same items. */
function kept<Item>(before: readonly Item[], now: readonly Item[]): readonly Item[] {
  const isSame = before.length === now.length && before.every((item, index) => item === now[index]);
  return isSame ? before : now;
}

/**
 * True if `a` already holds everything that `b` knows of tasks and runs. What `b` chose to show is no news:
 * a log remembers choices whose failure or command is gone, and no write could ever hold these again.
 */
export function includes(a: Roster, b: Roster): boolean {
  const both = join(a, b);
  if (both === a) return true;
  // A writer's own order is no news: both sides are put into the order of a join.
  const own = join(a, emptyRoster(a.lane, a.head));
  return (
    holdsTasks(own, both) &&
    both.runs.length === own.runs.length &&
    both.runs.every((run, index) => sameProgress(run, own.runs[index]))
  );
}

/** A run's display name is shown nowhere: it is no reason to write. */
function sameProgress(a: Run, b: Run | undefined): boolean {
  return (
    b !== undefined &&
    a.runId === b.runId &&
    a.workflow === b.workflow &&
    a.event === b.event &&
    a.attempt === b.attempt &&
    a.status === b.status &&
    a.conclusion === b.conclusion
  );
}

/** True if two joined rosters hold the same. */
export function sameRoster(a: Roster, b: Roster): boolean {
  return (
    a === b ||
    (a.lane === b.lane &&
      a.head === b.head &&
      sameItems(a.entries, b.entries) &&
      sameItems(a.runs, b.runs) &&
      sameItems(a.summaries ?? [], b.summaries ?? []) &&
      sameValue(a.shown, b.shown))
  );
}

function newestEntries(entries: readonly Entry[]): Map<string, Entry> {
  const newest = new Map<string, Entry>();
  for (const entry of entries) {
    const key = taskKey(entry);
    const other = newest.get(key);
    if (other === undefined || newerOf(other, entry) === entry) newest.set(key, entry);
  }
  return newest;
}

function newerOf(a: Entry, b: Entry): Entry {
  const order = compareVersions(a, b);
  if (order !== 0) return order > 0 ? a : b;
  const detail = detailRank(a) - detailRank(b);
  if (detail !== 0) return detail > 0 ? a : b;
  return compareValues(a, b) >= 0 ? a : b;
}

function furthestRuns(runs: readonly Run[]): ByRun<Run> {
  const furthest = new ByRun<Run>();
  for (const run of runs) {
    const other = furthest.get(run);
    furthest.set(run, other === undefined ? run : furtherOf(other, run));
  }
  return furthest;
}

/** The length keeps apart what only together reads the same. */
function runKey({ workflow, event, runId }: Run): string {
  return `${workflow.length} ${workflow} ${event}\n${runId}`;
}

function furtherOf(a: Run, b: Run): Run {
  const order =
    a.attempt - b.attempt ||
    progress[a.status] - progress[b.status] ||
    compareText(a.conclusion, b.conclusion);
  const further = order < 0 ? b : a;
  if (a.name === b.name) return further;
  // The display name is no news: the record that stays takes it from whichever has one.
  const name = [a.name, b.name]
    .filter((text) => text !== undefined)
    .sort(compareText)
    .at(-1);
  return name === undefined || name === further.name ? further : { ...further, name };
}

const progress: Readonly<Record<RunStatus, number>> = { queued: 0, in_progress: 1, completed: 2 };

function newestRuns(items: readonly RunPlace[]): BySlot<string> {
  const newest = new BySlot<string>();
  for (const item of items) {
    const other = newest.get(item);
    if (other === undefined || compareIds(other, item.runId) < 0) newest.set(item, item.runId);
  }
  return newest;
}

/** The order of runs in a roster. */
function compareRuns(a: Run, b: Run): number {
  return compareText(a.workflow, b.workflow) || compareText(a.event, b.event);
}

function joinShown(first: Shown, all: readonly Shown[]): Shown {
  const snippets = union(
    first.snippets,
    all.map((shown) => shown.snippets),
  );
  const reproduce = union(
    first.reproduce,
    all.map((shown) => shown.reproduce),
  );
  const fix = union(
    first.fix,
    all.map((shown) => shown.fix),
  );
  const isFirst = snippets === first.snippets && reproduce === first.reproduce && fix === first.fix;
  return isFirst ? first : { snippets, reproduce, fix };
}

function union(first: readonly string[], all: readonly (readonly string[])[]): readonly string[] {
  return kept(first, [...new Set(all.flat())].sort(compareText));
}
