/**
 * In which columns are shortened entries and summarised tasks told? Version 2's part of
 * `roster-columns.ts`'s format, behind the entries: each entry's detail, then the tasks' source, key,
 * attempt, seq, status and whether it is final, sorted by source and key.
 */
import { detailRank } from "../model/detail.js";
import type { Detail, Entry } from "../model/entry.js";
import { counterMax } from "../model/limits.js";
import { statuses } from "../model/status.js";
import { type RunSummary, type SummarisedTask, summaryKeyEnd } from "../model/summary.js";
import type { ColumnReader } from "./column-reader.js";
import type { ColumnWriter } from "./column-writer.js";
import { type Writable, setIfKnown } from "./item-columns.js";
import { type Source, type SourceTable, compareSources, sourceAt } from "./source-columns.js";

/** By `detailRank`; the last one is an entry as its task told it. */
const details: readonly (Detail | undefined)[] = ["name", "lean", undefined];

/** How many tasks are summarised. */
export function countTasks(summaries: readonly RunSummary[] | undefined): number {
  return (summaries ?? []).reduce((sum, { tasks }) => sum + tasks.length, 0);
}

/** Adds the entries' details. */
export function writeDetails(writer: ColumnWriter, entries: readonly Entry[]): void {
  writer.numbers(entries.map(detailRank), details.length - 1);
}

/** Sets the entries' details. Throws `Damage`. */
export function readDetails(reader: ColumnReader, entries: readonly Writable<Entry>[]): void {
  const ranks = reader.numbers(entries.length, details.length - 1);
  entries.forEach((entry, row) => {
    setIfKnown(entry, "detail", details[ranks[row] ?? details.length - 1]);
  });
}

/** The summaries in the order in which they are written. */
export function sortedSummaries(summaries: readonly RunSummary[]): readonly RunSummary[] {
  return [...summaries].sort(compareSources).map((run) => ({
    ...run,
    tasks: [...run.tasks].sort((a, b) => a.key - b.key),
  }));
}

/** Adds the columns of all summarised tasks, which are sorted. */
export function writeSummaries(
  writer: ColumnWriter,
  summaries: readonly RunSummary[],
  table: SourceTable,
): void {
  const rows = summaries.flatMap((run) => {
    const place = table.placeOf(run);
    return run.tasks.map((task) => ({ place, task }));
  });
  const column = (field: (task: SummarisedTask) => number, max: number): void => {
    writer.numbers(
      rows.map(({ task }) => field(task)),
      max,
    );
  };
  writer.numbers(
    rows.map(({ place }) => place),
    table.sources.length - 1,
  );
  column(({ key }) => key, summaryKeyEnd - 1);
  column(({ attempt }) => attempt, counterMax);
  column(({ seq }) => seq, counterMax);
  column(({ status }) => statuses.indexOf(status), statuses.length - 1);
  column(({ final }) => Number(final), 1);
}

/** Reads the columns of all summarised tasks; undefined for none. Throws `Damage`. */
export function readSummaries(
  reader: ColumnReader,
  rows: number,
  sources: readonly Source[],
): readonly RunSummary[] | undefined {
  const places = reader.numbers(rows, sources.length - 1);
  const keys = reader.numbers(rows, summaryKeyEnd - 1);
  const attempts = reader.numbers(rows, counterMax);
  const seqs = reader.numbers(rows, counterMax);
  const statusPlaces = reader.numbers(rows, statuses.length - 1);
  const finals = reader.numbers(rows, 1);
  const runs = new Map<number, SummarisedTask[]>();
  places.forEach((place, row) => {
    const task = {
      key: keys[row] ?? 0,
      attempt: attempts[row] ?? 0,
      seq: seqs[row] ?? 0,
      status: statuses[statusPlaces[row] ?? 0] ?? "running",
      final: finals[row] === 1,
    };
    const tasks = runs.get(place);
    if (tasks === undefined) runs.set(place, [task]);
    else tasks.push(task);
  });
  if (runs.size === 0) return undefined;
  return [...runs].map(([place, tasks]) => {
    const { workflow, event, runId } = sourceAt(sources, place);
    return { workflow, event, runId, tasks };
  });
}
