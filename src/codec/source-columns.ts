/** Where do entries and runs come from? Each source is written once. Part of `roster-columns.ts`'s format. */
import { compareIds, compareText } from "../base/decimal.js";
import { ByRun, type RunPlace } from "../model/by-run.js";
import type { Roster } from "../model/roster.js";
import type { ColumnReader } from "./column-reader.js";
import type { ColumnWriter } from "./column-writer.js";
import { check } from "./damage.js";

/** One run of one workflow: what entries and runs repeat most. */
export type Source = RunPlace;

/** The sources of a roster, sorted, and where each of them stands. */
export class SourceTable {
  readonly sources: readonly Source[];
  readonly #places = new ByRun<number>();

  constructor(roster: Roster) {
    const sources = new ByRun<Source>();
    const { runs, entries, summaries = [] } = roster;
    for (const source of [...runs, ...entries, ...summaries]) {
      if (sources.get(source) === undefined) sources.set(source, source);
    }
    this.sources = [...sources.values()].sort(compareSources);
    this.sources.forEach((source, place) => {
      this.#places.set(source, place);
    });
  }

  /** The place of a run's or an entry's source. */
  placeOf(source: Source): number {
    return this.#places.get(source) ?? 0;
  }
}

/** Adds the columns of the sources. */
export function writeSources(writer: ColumnWriter, sources: readonly Source[]): void {
  writer.plainTexts(sources.map((source) => source.workflow));
  writer.plainTexts(sources.map((source) => source.event));
  writer.plainTexts(sources.map((source) => source.runId));
}

/** Reads the columns of the sources. Throws `Damage`. */
export function readSources(reader: ColumnReader, rows: number): readonly Source[] {
  const workflows = reader.requiredPlainTexts(rows);
  const events = reader.requiredPlainTexts(rows);
  const runIds = reader.requiredPlainTexts(rows);
  return workflows.map((workflow, row) => ({
    workflow,
    event: events[row] ?? "",
    runId: runIds[row] ?? "",
  }));
}

/** The source at a place. Throws `Damage`. */
export function sourceAt(sources: readonly Source[], place: number): Source {
  const source = sources[place];
  check(source !== undefined, () => `source: expected one of ${sources.length}, found ${place}`);
  return source;
}

/** The order of sources, and so of runs. */
export function compareSources(a: Source, b: Source): number {
  return (
    compareText(a.workflow, b.workflow) ||
    compareText(a.event, b.event) ||
    compareIds(a.runId, b.runId) ||
    compareText(a.runId, b.runId)
  );
}
