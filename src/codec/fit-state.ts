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
import { packedChars } from "./packed-roster.js";
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

/** Larger rosters are fitted by an estimate: writing all of one is slow. */
const tryWholeEntriesMax = 1_000;
/** What is guessed to need more than so many times the room is not written. */
const hopelessRatio = 1.2;
/** So many entries, spread over all, are written to guess how long the block of all will be. */
const sampleEntries = 200;

/**
 * The roster with as much detail as `charsMax` characters of the block can hold; undefined if not even
 * summaries fit. `showsDetail` is true for entries whose snippets are shown now.
 *
 * The search begins where a sample says that all just fits, and goes from there to the first rung that
 * does. Where none of the later ones does, the earlier ones are tried too: regular names can need less
 * room than the keys of a summary.
 */
export function fitState(
  roster: Roster,
  charsMax: number,
  showsDetail: (entry: Entry) => boolean,
): FittedState | undefined {
  const rungs = ladder(roster, showsDetail);
  const fitted = (place: number): FittedState | undefined => {
    const rung = rungs[place];
    const now = rung === undefined ? undefined : applied(roster, rung);
    if (now === undefined || now.entries.length > entriesMax) return undefined;
    const state = encodeState(now);
    return state.blockChars <= charsMax ? { roster: now, state } : undefined;
  };
  const isLarge = roster.entries.length > tryWholeEntriesMax;
  const charsOf = guess(roster, rungs);
  const places = rungs.map((_rung, place) => place);
  const start = isLarge
    ? Math.max(
        0,
        places.findIndex((place) => charsOf(place) <= charsMax),
      )
    : 0;
  const first = fitted(start);
  if (first === undefined) {
    for (const place of [...places.slice(start + 1), ...places.slice(0, start)]) {
      const other = fitted(place);
      if (other !== undefined) return other;
    }
    return undefined;
  }
  let best: FittedState = first;
  for (let place = start - 1; place >= 0; place -= 1) {
    // The sample's error is the same on both sides.
    const chars: number = (best.state.blockChars * charsOf(place)) / charsOf(place + 1);
    const fuller: FittedState | undefined =
      chars > hopelessRatio * charsMax ? undefined : fitted(place);
    if (fuller === undefined) break;
    best = fuller;
  }
  return best;
}

/** Guesses the characters of each rung's block from every so-manieth entry. */
function guess(roster: Roster, rungs: readonly Rung[]): (place: number) => number {
  const step = Math.ceil(roster.entries.length / sampleEntries);
  const entries = roster.entries.filter((_entry, index) => index % step === 0);
  const before = roster.summaries ?? [];
  const summaries = before.map((run) => ({
    ...run,
    tasks: run.tasks.filter((_task, index) => index % step === 0),
  }));
  const sample = { ...roster, entries, ...(before.length === 0 ? {} : { summaries }) };
  const known = new Map<number, number>();
  return (place) => {
    const rung = rungs[place];
    const chars =
      known.get(place) ?? (rung === undefined ? 1 : step * packedChars(applied(sample, rung)));
    known.set(place, chars);
    return chars;
  };
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
    const key = `${run.workflow.length} ${run.workflow} ${run.event} ${run.runId}`;
    const known = runs.get(key);
    if (known !== undefined) return known.tasks;
    const tasks: SummarisedTask[] = [];
    runs.set(key, { run, tasks });
    return tasks;
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
