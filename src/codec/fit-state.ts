/**
 * What of a roster goes into the state block when not all of it fits?
 *
 * A ladder again: from all that the tasks told to a summary of every task. Each rung is a pure function of
 * the roster, and the first one that fits is taken. Details go before rows, and passed tasks before those
 * that somebody must look at; what failed goes last. No task and no version is ever lost on the way
 * (`merge/holds.ts`): what was left out is on the runs' boards.
 */
import { type Detail, shortened } from "../model/detail.js";
import { type Entry, compareEntries } from "../model/entry.js";
import { isGuessedLeg } from "../model/leg.js";
import { entriesMax } from "../model/limits.js";
import type { Roster } from "../model/roster.js";
import { type RunSummary, type SummarisedTask, summarised } from "../model/summary.js";
import { type EncodedState, encodeState } from "./state-block.js";
import { sortedSummaries } from "./summary-columns.js";

/** A roster that fits, and its block. */
export interface FittedState {
  readonly roster: Roster;
  readonly state: EncodedState;
}

/** What is left of an entry on a rung; undefined for all of it. */
type Fate = Detail | "summary" | undefined;
type Rung = (entry: Entry) => Fate;

/** So many rows of failure keep their names as long as there is any room for names. */
const namedFailuresMax = 200;

/**
 * The roster with as much detail as `charsMax` characters of the block can hold; undefined if not even
 * summaries fit. `showsDetail` is true for entries whose snippets are shown now.
 */
export function fitState(
  roster: Roster,
  charsMax: number,
  showsDetail: (entry: Entry) => boolean,
): FittedState | undefined {
  let before: Roster | undefined;
  for (const rung of ladder(roster, showsDetail)) {
    const now = applied(roster, rung);
    if (before !== undefined && isSame(before, now)) continue;
    before = now;
    if (now.entries.length > entriesMax) continue;
    const state = encodeState(now);
    if (state.blockChars <= charsMax) return { roster: now, state };
  }
  return undefined;
}

function ladder(roster: Roster, showsDetail: (entry: Entry) => boolean): readonly Rung[] {
  const passed =
    (fate: Fate, others: Rung = () => undefined): Rung =>
    (entry) =>
      isPassed(entry) ? fate : others(entry);
  // Where only the job's internal id tells legs apart, a count would show earlier attempts again.
  const counted =
    (others?: Rung): Rung =>
    (entry) =>
      passed(isGuessedLeg(entry.leg) ? "name" : "summary", others)(entry);
  const unfailed =
    (fate: Fate, failed: Fate): Rung =>
    (entry) =>
      isFailed(entry) ? failed : fate;
  const named = new Set(
    roster.entries.filter(isFailed).sort(compareEntries).slice(0, namedFailuresMax),
  );
  return [
    () => undefined,
    passed("lean"),
    passed("name"),
    passed("name", (entry) => (showsDetail(entry) ? undefined : "lean")),
    passed("name", () => "lean"),
    counted(() => "lean"),
    counted(unfailed("name", "lean")),
    counted(() => "name"),
    counted(unfailed("summary", "name")),
    (entry) => (named.has(entry) ? "name" : "summary"),
    () => "summary",
  ];
}

function isPassed({ status }: Entry): boolean {
  return status === "passed";
}

function isFailed({ status }: Entry): boolean {
  return status === "failed" || status === "failing" || status === "aborted";
}

function applied(roster: Roster, rung: Rung): Roster {
  const entries: Entry[] = [];
  const gone: Entry[] = [];
  for (const entry of roster.entries) {
    const fate = rung(entry);
    if (fate === "summary") gone.push(entry);
    else entries.push(fate === undefined ? entry : shortened(entry, fate));
  }
  if (gone.length === 0) return { ...roster, entries };
  return { ...roster, entries, summaries: withTasks(roster.summaries ?? [], gone) };
}

function withTasks(
  before: readonly RunSummary[],
  entries: readonly Entry[],
): readonly RunSummary[] {
  const runs = new Map<string, { run: RunPlace; tasks: SummarisedTask[] }>();
  const tasksOf = (run: RunPlace): SummarisedTask[] => {
    const key = JSON.stringify([run.workflow, run.event, run.runId]);
    const known = runs.get(key) ?? { run, tasks: [] };
    runs.set(key, known);
    return known.tasks;
  };
  for (const run of before) tasksOf(run).push(...run.tasks);
  for (const entry of entries) tasksOf(entry).push(summarised(entry));
  const all = [...runs.values()].map(({ run: { workflow, event, runId }, tasks }) => ({
    ...{ workflow, event, runId },
    tasks,
  }));
  return sortedSummaries(all);
}

type RunPlace = Pick<RunSummary, "workflow" | "event" | "runId">;

/** The lists are in one order, and only entries with something to lose are made anew. */
function isSame(a: Roster, b: Roster): boolean {
  return (
    a.entries.length === b.entries.length &&
    a.entries.every((entry, index) => entry === b.entries[index])
  );
}
