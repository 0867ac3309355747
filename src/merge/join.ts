/**
 * What do two rosters of one head become?
 *
 * The rules, in plain words:
 * - Of two entries of one task the newer version stays (run, then attempt, then sequence number).
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
import { type Entry, compareEntries, compareVersions, identityKey } from "../model/entry.js";
import { type Roster, type Run, type RunStatus, type Shown, emptyRoster } from "../model/roster.js";
import { compareValues, sameValue } from "./canonical.js";

/** Joins two rosters of the same lane and head. */
export function join(a: Roster, b: Roster): Roster {
  assert(a.lane === b.lane && a.head === b.head, "only rosters of one lane and head can be joined");
  if (a === b) return a;
  const runs = joinRuns(a.runs, b.runs);
  const entries = joinEntries(a.entries, b.entries);
  const newest = newestRuns(runs, entries);
  const isNewest = (item: Run | Entry): boolean => newest.get(slotKey(item)) === item.runId;
  return {
    version: a.version,
    lane: a.lane,
    head: a.head,
    runs: runs.filter(isNewest).sort(compareRuns),
    entries: entries.filter(isNewest).sort(compareEntries),
    shown: joinShown(a.shown, b.shown),
  };
}

/** True if `a` already holds everything that `b` knows: joining `b` in would change nothing. */
export function includes(a: Roster, b: Roster): boolean {
  const joined = join(a, b);
  // A writer's own order is no news: both sides are put into the order of a join.
  const own = join(a, emptyRoster(a.lane, a.head));
  return (
    sameItems(joined.entries, own.entries) &&
    joined.runs.length === own.runs.length &&
    joined.runs.every((run, index) => sameProgress(run, own.runs[index])) &&
    sameValue(joined.shown, own.shown)
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
      sameValue(a.shown, b.shown))
  );
}

function sameItems(a: readonly object[], b: readonly object[]): boolean {
  return (
    a.length === b.length &&
    a.every((item, index) => {
      const other = b[index];
      return other !== undefined && sameValue(item, other);
    })
  );
}

function joinEntries(a: readonly Entry[], b: readonly Entry[]): Entry[] {
  const newest = new Map<string, Entry>();
  for (const entry of [...a, ...b]) {
    const key = identityOf(entry);
    const other = newest.get(key);
    if (other === undefined || newerOf(other, entry) === entry) newest.set(key, entry);
  }
  return [...newest.values()];
}

function newerOf(a: Entry, b: Entry): Entry {
  const order = compareVersions(a, b);
  if (order !== 0) return order > 0 ? a : b;
  return compareValues(a, b) >= 0 ? a : b;
}

function joinRuns(a: readonly Run[], b: readonly Run[]): Run[] {
  const furthest = new Map<string, Run>();
  for (const run of [...a, ...b]) {
    const key = `${slotKey(run)}\n${run.runId}`;
    const other = furthest.get(key);
    furthest.set(key, other === undefined ? run : furtherOf(other, run));
  }
  return [...furthest.values()];
}

function furtherOf(a: Run, b: Run): Run {
  const order =
    a.attempt - b.attempt ||
    progress[a.status] - progress[b.status] ||
    compareText(a.conclusion, b.conclusion);
  const further = order < 0 ? b : a;
  // The display name is no news: the record that stays takes it from whichever has one.
  const name = [a.name, b.name]
    .filter((text) => text !== undefined)
    .sort(compareText)
    .at(-1);
  return name === undefined || name === further.name ? further : { ...further, name };
}

const progress: Readonly<Record<RunStatus, number>> = { queued: 0, in_progress: 1, completed: 2 };

function newestRuns(runs: readonly Run[], entries: readonly Entry[]): Map<string, string> {
  const newest = new Map<string, string>();
  for (const item of [...runs, ...entries]) {
    const key = slotKey(item);
    const other = newest.get(key);
    if (other === item.runId) continue;
    if (other === undefined || compareIds(other, item.runId) < 0) newest.set(key, item.runId);
  }
  return newest;
}

const identityOf = onceEach(identityKey);

const slotKey = onceEach((item: { readonly workflow: string; readonly event: string }) =>
  JSON.stringify([item.workflow, item.event]),
);

/** Entries and runs never change, and are joined over and over: each is asked only once. */
function onceEach<Item extends object>(key: (item: Item) => string): (item: Item) => string {
  const known = new WeakMap<Item, string>();
  return (item) => {
    let text = known.get(item);
    if (text === undefined) {
      text = key(item);
      known.set(item, text);
    }
    return text;
  };
}

/** The order of runs in a roster. */
function compareRuns(a: Run, b: Run): number {
  return compareText(a.workflow, b.workflow) || compareText(a.event, b.event);
}

function joinShown(a: Shown, b: Shown): Shown {
  return {
    snippets: union(a.snippets, b.snippets),
    reproduce: union(a.reproduce, b.reproduce),
    fix: union(a.fix, b.fix),
  };
}

function union(a: readonly string[], b: readonly string[]): readonly string[] {
  return [...new Set([...a, ...b])].sort(compareText);
}
