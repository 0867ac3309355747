/**
 * What of a roster goes into the state block when not all of it fits?
 *
 * A ladder again: from all that the tasks told to a summary of every task. Each rung is a pure function of
 * the roster, and the first one that fits is taken. Details go before rows, and passed tasks before those
 * that somebody must look at; what failed goes last. No task and no version is ever lost on the way
 * (`merge/holds.ts`): what was left out is on the runs' boards.
 */
import { shortened } from "../model/detail.js";
import { ByRun, type RunPlace } from "../model/by-run.js";
import { type Detail, type Entry, compareEntries } from "../model/entry.js";
import { isGuessedLeg } from "../model/leg.js";
import { entriesMax, summarisedMax } from "../model/limits.js";
import type { Roster } from "../model/roster.js";
import { isFailure } from "../model/status.js";
import { type RunSummary, type SummarisedTask, summarised } from "../model/summary.js";
import { packedChars } from "./packed-roster.js";
import { sortedRoster } from "./roster-columns.js";
import { type EncodedState, encodeState } from "./state-block.js";
import { countTasks, sortedSummaries } from "./summary-columns.js";

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
const hopelessRatio = 1.1;

/**
 * The roster with as much detail as `charsMax` characters of the block can hold; undefined if not even
 * summaries fit. `showsDetail` is true for entries whose snippets are shown now.
 *
 * The search begins where samples say that all just fits, and goes from there to the first rung that
 * does. Where none of the later ones does, the earlier ones are tried too: regular names can need less
 * room than the keys of a summary.
 */
export function fitState(
  roster: Roster,
  charsMax: number,
  showsDetail: (entry: Entry) => boolean,
): FittedState | undefined {
  const search = new Search(roster, ladder(roster, showsDetail), charsMax);
  const { places } = search;
  const isLarge = roster.entries.length > tryWholeEntriesMax;
  const start = isLarge ? likelyPlace(search, charsMax) : 0;
  const later = search.firstFitting([...places.slice(start), ...places.slice(0, start)]);
  if (later?.place !== start) return later?.fitted;
  let best = later.fitted;
  for (const place of places.slice(0, start).reverse()) {
    const fuller = search.fitted(place);
    if (fuller === undefined) break;
    best = fuller;
  }
  return best;
}

/** The fullest rung that is guessed to fit; if none is, the shortest. */
function likelyPlace({ places, charsOf }: Search, charsMax: number): number {
  const fitting = places.find((place) => charsOf(place) <= charsMax);
  return fitting ?? places.reduce((best, place) => (charsOf(place) < charsOf(best) ? place : best));
}

/** Tries rungs, each once, and after the first none of which samples say that it is hopeless. */
class Search {
  readonly places: readonly number[];
  readonly #rungs: readonly Rung[];
  readonly #charsMax: number;
  readonly #roster: Roster;
  readonly #named = new Map<Entry, Entry>();
  readonly #rosters = new Map<number, Roster>();
  readonly #states = new Map<Roster, EncodedState>();
  readonly charsOf: (place: number) => number;
  /** What was written last tells how far the guesses are off: samples err alike on all rungs. */
  #last: { readonly place: number; readonly chars: number } | undefined;

  constructor(roster: Roster, rungs: readonly Rung[], charsMax: number) {
    this.places = rungs.map((_rung, place) => place);
    this.#rungs = rungs;
    this.#charsMax = charsMax;
    this.#roster = roster;
    this.charsOf = guess(roster, rungs);
  }

  /** The first of these places whose block fits. */
  firstFitting(
    places: readonly number[],
  ): { readonly place: number; readonly fitted: FittedState } | undefined {
    for (const place of places) {
      const fitted = this.fitted(place);
      if (fitted !== undefined) return { place, fitted };
    }
    return undefined;
  }

  /** The roster and its block, if that fits. */
  fitted(place: number): FittedState | undefined {
    const roster = this.#rosterAt(place);
    if (roster === undefined || roster.entries.length > entriesMax) return undefined;
    if (countTasks(roster.summaries) > summarisedMax) return undefined;
    const state = this.#states.get(roster) ?? this.#encoded(roster, place);
    return state === undefined || state.blockChars > this.#charsMax ? undefined : { roster, state };
  }

  /** Undefined if it is hopeless. */
  #encoded(roster: Roster, place: number): EncodedState | undefined {
    if (this.#isHopeless(place)) return undefined;
    const state = encodeState(roster);
    this.#states.set(roster, state);
    this.#last = { place, chars: state.blockChars };
    return state;
  }

  #isHopeless(place: number): boolean {
    if (this.#last === undefined || this.#roster.entries.length <= sampledEntriesMin) return false;
    const scale = this.#last.chars / this.charsOf(this.#last.place);
    return scale * this.charsOf(place) > hopelessRatio * this.#charsMax;
  }

  /** The very same roster as on another rung, where they leave out the same. */
  #rosterAt(place: number): Roster | undefined {
    const known = this.#rosters.get(place);
    const rung = this.#rungs[place];
    if (known !== undefined || rung === undefined) return known;
    const fresh = applied(this.#roster, rung, this.#named);
    const same = [...this.#rosters.values()].find((other) => holdsSame(other, fresh));
    this.#rosters.set(place, same ?? fresh);
    return same ?? fresh;
  }
}

function holdsSame(a: Roster, b: Roster): boolean {
  return (
    a.entries.length === b.entries.length &&
    a.entries.every((entry, index) => entry === b.entries[index])
  );
}

/** So many entries, spread over all, are written to guess how long the block of all will be. */
const sampleEntries = 200;
/** Of fewer entries a sample saves nothing. */
const sampledEntriesMin = 2 * sampleEntries;

/**
 * Guesses the characters of each rung's block: from two samples, since a block of twice as many entries is
 * not twice as long.
 */
function guess(roster: Roster, rungs: readonly Rung[]): (place: number) => number {
  const step = Math.ceil(roster.entries.length / sampleEntries);
  let samples: readonly Roster[] | undefined;
  const known = new Map<number, number>();
  return (place) => {
    const rung = rungs[place];
    if (rung === undefined) return Number.POSITIVE_INFINITY;
    let chars = known.get(place);
    if (chars === undefined) {
      // Of an order of its own: what fits must not depend on the order in which the tasks came.
      samples ??= samplesOf(sortedRoster(roster), [step, 2 * step]);
      const [more = 0, less = 0] = samples.map((sample) => packedChars(applied(sample, rung)));
      // All has `step` samples, each of which brings what the second half of the first one brought.
      chars = more + 2 * (step - 1) * Math.max(0, more - less);
      known.set(place, chars);
    }
    return chars;
  };
}

/** Every so-manieth task, for each step. */
function samplesOf(roster: Roster, steps: readonly number[]): readonly Roster[] {
  return steps.map((step) => {
    const isChosen = (_item: unknown, index: number): boolean => index % step === 0;
    const entries = roster.entries.filter(isChosen);
    if (roster.summaries === undefined) return { ...roster, entries };
    const summaries = roster.summaries.map((run) => ({
      ...run,
      tasks: run.tasks.filter(isChosen),
    }));
    return { ...roster, entries, summaries };
  });
}

function ladder(roster: Roster, showsDetail: (entry: Entry) => boolean): readonly Rung[] {
  const passed =
    (fate: Fate, others: Rung = () => undefined): Rung =>
    (entry) =>
      isPassed(entry) ? fate : others(entry);
  // Where only the job's internal id tells legs apart, a number would count earlier attempts again.
  const told =
    (rung: Rung): Rung =>
    (entry) => {
      const fate = rung(entry);
      return fate === "summary" && isGuessedLeg(entry.leg) ? "name" : fate;
    };
  const unfailed =
    (fate: Fate, failed: Fate): Rung =>
    (entry) =>
      isFailed(entry) ? failed : fate;
  const named = new Set(
    roster.entries.filter(isFailed).sort(compareEntries).slice(0, namedFailuresMax),
  );
  const fewFailures: Rung = (entry) => (named.has(entry) ? "name" : "summary");
  return [
    () => undefined,
    passed("lean"),
    passed("name"),
    passed("name", (entry) => (showsDetail(entry) ? undefined : "lean")),
    passed("name", () => "lean"),
    told(passed("summary", () => "lean")),
    told(passed("summary", unfailed("name", "lean"))),
    told(passed("summary", () => "name")),
    told(passed("summary", unfailed("summary", "name"))),
    told(fewFailures),
    fewFailures,
    () => "summary",
  ];
}

function isPassed({ status }: Entry): boolean {
  return status === "passed";
}

function isFailed({ status }: Entry): boolean {
  return isFailure(status);
}

/** The roster on a rung; `named` remembers the entries of which no more than the name is left. */
function applied(roster: Roster, rung: Rung, named = new Map<Entry, Entry>()): Roster {
  const entries: Entry[] = [];
  const gone: Entry[] = [];
  const nameOf = (entry: Entry): Entry => {
    const known = named.get(entry) ?? shortened(entry, "name");
    named.set(entry, known);
    return known;
  };
  for (const entry of roster.entries) {
    const fate = rung(entry);
    if (fate === "summary") gone.push(entry);
    else if (fate === "name") entries.push(nameOf(entry));
    else entries.push(fate === undefined ? entry : shortened(entry, fate));
  }
  if (gone.length === 0) return { ...roster, entries };
  return { ...roster, entries, summaries: withTasks(roster.summaries ?? [], gone) };
}

function withTasks(
  before: readonly RunSummary[],
  entries: readonly Entry[],
): readonly RunSummary[] {
  const runs = new ByRun<{ run: RunPlace; tasks: SummarisedTask[] }>();
  const tasksOf = (run: RunPlace): SummarisedTask[] => {
    const known = runs.get(run);
    if (known !== undefined) return known.tasks;
    const tasks: SummarisedTask[] = [];
    runs.set(run, { run, tasks });
    return tasks;
  };
  for (const run of before) tasksOf(run).push(...run.tasks);
  for (const entry of entries) tasksOf(entry).push(summarised(entry));
  const all = runs.values().map(({ run: { workflow, event, runId }, tasks }) => ({
    ...{ workflow, event, runId },
    tasks,
  }));
  return sortedSummaries(all);
}
