/** In which columns are a roster's entries written? Part of `roster-columns.ts`'s format. */
import type { Entry } from "../model/entry.js";
import { counterMax } from "../model/limits.js";
import { statuses } from "../model/status.js";
import type { ColumnReader } from "./column-reader.js";
import type { ColumnWriter } from "./column-writer.js";
import {
  type Writable,
  readCommands,
  readLinks,
  readSnippets,
  readTips,
  setIfKnown,
  writeCommands,
  writeLinks,
  writeSnippets,
  writeTips,
} from "./item-columns.js";
import { type Source, type SourceTable, sourceAt } from "./source-columns.js";

/** Adds the columns of all entries. */
export function writeEntries(
  writer: ColumnWriter,
  entries: readonly Entry[],
  table: SourceTable,
): void {
  const seen = entries.map((entry) => [entry.runId]);
  const column = <Value>(field: (entry: Entry) => Value): readonly Value[] => entries.map(field);
  writer.numbers(
    column((entry) => table.placeOf(entry)),
    table.sources.length - 1,
  );
  writer.numbers(
    column((entry) => entry.attempt),
    counterMax,
  );
  writer.numbers(
    column((entry) => entry.seq),
    counterMax,
  );
  writer.texts(
    column((entry) => entry.job),
    seen,
  );
  writer.texts(
    column((entry) => entry.leg),
    seen,
  );
  writer.texts(
    column((entry) => entry.task),
    seen,
  );
  writer.plainTexts(column((entry) => entry.kind));
  writer.numbers(
    column((entry) => statuses.indexOf(entry.status)),
    statuses.length - 1,
  );
  writer.numbers(
    column((entry) => Number(entry.final)),
    1,
  );
  writeDetails(writer, entries, seen);
}

function writeDetails(
  writer: ColumnWriter,
  entries: readonly Entry[],
  seen: readonly string[][],
): void {
  const column = <Value>(field: (entry: Entry) => Value): readonly Value[] => entries.map(field);
  writer.texts(
    column((entry) => entry.result),
    seen,
  );
  writer.plainTexts(column((entry) => entry.abortReason));
  writer.plainTexts(column((entry) => entry.failedInPhase));
  writer.optionalNumbers(column((entry) => entry.startedAtMs));
  writer.optionalNumbers(column((entry) => entry.elapsedMs));
  writer.texts(
    column((entry) => entry.jobUrl),
    seen,
  );
  writer.texts(
    column((entry) => entry.checkUrl),
    seen,
  );
  writeLinks(
    writer,
    column((entry) => entry.links),
    seen,
  );
  writeCommands(
    writer,
    column((entry) => entry.reproduce),
    seen,
  );
  writeCommands(
    writer,
    column((entry) => entry.fix),
    seen,
  );
  writeTips(
    writer,
    column((entry) => entry.tips),
  );
  writeSnippets(
    writer,
    column((entry) => entry.snippets),
    seen,
  );
}

/** Reads the columns of all entries. Throws `Damage`. */
export function readEntries(
  reader: ColumnReader,
  rows: number,
  sources: readonly Source[],
): readonly Writable<Entry>[] {
  const places = reader.numbers(rows, sources.length - 1);
  const seen = places.map((place) => [sourceAt(sources, place).runId]);
  const attempts = reader.numbers(rows, counterMax);
  const seqs = reader.numbers(rows, counterMax);
  const jobs = reader.requiredTexts(rows, seen);
  const legs = reader.requiredTexts(rows, seen);
  const tasks = reader.requiredTexts(rows, seen);
  const kinds = reader.requiredPlainTexts(rows);
  const statusPlaces = reader.numbers(rows, statuses.length - 1);
  const finals = reader.numbers(rows, 1);
  const entries = places.map((place, row): Writable<Entry> => {
    const { workflow, event, runId } = sourceAt(sources, place);
    return {
      workflow,
      event,
      job: jobs[row] ?? "",
      leg: legs[row] ?? "",
      task: tasks[row] ?? "",
      runId,
      attempt: attempts[row] ?? 0,
      seq: seqs[row] ?? 0,
      kind: kinds[row] ?? "",
      status: statuses[statusPlaces[row] ?? 0] ?? "running",
      final: finals[row] === 1,
    };
  });
  readDetails(reader, entries, seen);
  return entries;
}

function readDetails(
  reader: ColumnReader,
  entries: readonly Writable<Entry>[],
  seen: readonly string[][],
): void {
  const rows = entries.length;
  const set = <Key extends keyof Entry>(
    key: Key,
    values: readonly (Entry[Key] | undefined)[],
  ): void => {
    entries.forEach((entry, row) => {
      setIfKnown(entry, key, values[row]);
    });
  };
  set("result", reader.texts(rows, seen));
  set("abortReason", reader.plainTexts(rows));
  set("failedInPhase", reader.plainTexts(rows));
  set("startedAtMs", reader.optionalNumbers(rows));
  set("elapsedMs", reader.optionalNumbers(rows));
  set("jobUrl", reader.texts(rows, seen));
  set("checkUrl", reader.texts(rows, seen));
  set("links", readLinks(reader, rows, seen));
  set("reproduce", readCommands(reader, rows, seen));
  set("fix", readCommands(reader, rows, seen));
  set("tips", readTips(reader, rows));
  set("snippets", readSnippets(reader, rows, seen));
}
