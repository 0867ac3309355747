/**
 * In which columns is a roster written, and in which order?
 *
 * Version 1, field by field; `write` and `read` of each part stand together and must agree. Version 2,
 * for rosters of which something was left out, has what `summary-columns.ts` tells behind the entries.
 *   head      JSON: `[lane, head, counts, dictionaries, columns]`; counts are of sources, runs, entries,
 *             in version 2 also of summarised tasks
 *   sources   workflow, event and run id, which runs and entries refer to by place
 *   runs      source, attempt, status, conclusion, name
 *   entries   source, attempt, seq, then what a row shows; lists as a column of lengths (0: no list,
 *             n + 1: n items) and columns of their items
 *   shown     the three lists, one after the other
 * Rows are sorted, so that the same roster gives the same bytes whatever the order of its lists.
 */
import { Buffer } from "node:buffer";
import { assert } from "../base/assert.js";
import { compareEntries, compareVersions } from "../model/entry.js";
import { counterMax, entriesMax, runsMax, summarisedMax } from "../model/limits.js";
import {
  type Lane,
  type Roster,
  type Run,
  type RunStatus,
  rosterVersion,
  shortenedVersion,
  versionOf,
} from "../model/roster.js";
import { ColumnReader } from "./column-reader.js";
import { ColumnWriter } from "./column-writer.js";
import { check, shorten } from "./damage.js";
import { readEntries, writeEntries } from "./entry-columns.js";
import {
  type Source,
  SourceTable,
  compareSources,
  readSources,
  sourceAt,
  writeSources,
} from "./source-columns.js";
import {
  countTasks,
  readDetails,
  readSummaries,
  sortedSummaries,
  writeDetails,
  writeSummaries,
} from "./summary-columns.js";

const lanes: readonly Lane[] = ["pull-request", "merge-queue"];
const runStatuses: readonly RunStatus[] = ["queued", "in_progress", "completed"];
/** What is shown is chosen under small caps; this only keeps a forged list within bounds. */
const shownItemsMax = 100_000;

/** The roster with its lists in the order in which they are written. */
export function sortedRoster(roster: Roster): Roster {
  const sorted = {
    ...roster,
    runs: [...roster.runs].sort((a, b) => compareSources(a, b) || a.attempt - b.attempt),
    entries: [...roster.entries].sort((a, b) => compareEntries(a, b) || compareVersions(a, b)),
  };
  return roster.summaries === undefined
    ? sorted
    : { ...sorted, summaries: sortedSummaries(roster.summaries) };
}

/** A sorted roster as bytes. */
export function writeRoster(roster: Roster): Buffer {
  const { runs, entries, summaries = [] } = roster;
  assert(entries.length <= entriesMax, `expected ${entriesMax} entries, found ${entries.length}`);
  assert(runs.length <= runsMax, `expected ${runsMax} runs, found ${runs.length}`);
  const table = new SourceTable(roster);
  const writer = new ColumnWriter();
  writeSources(writer, table.sources);
  writeRuns(writer, runs, table);
  writeEntries(writer, entries, table);
  const taskCount = countTasks(summaries);
  assert(taskCount <= summarisedMax, `expected ${summarisedMax} tasks, found ${taskCount}`);
  const isShortened = versionOf(roster) === shortenedVersion;
  if (isShortened) {
    writeDetails(writer, entries);
    writeSummaries(writer, summaries, table);
  }
  const { snippets, reproduce, fix } = roster.shown;
  for (const list of [snippets, reproduce, fix]) {
    writer.numbers([list.length], shownItemsMax);
    writer.plainTexts(list);
  }
  const counts = [table.sources.length, runs.length, entries.length];
  if (isShortened) counts.push(taskCount);
  const { texts, columns } = writer.heads;
  const head = Buffer.from(JSON.stringify([roster.lane, roster.head, counts, texts, columns]));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(head.length);
  return Buffer.concat([length, head, writer.bytes]);
}

/** The roster that these bytes of the version tell. Throws `Damage`. */
export function readRoster(bytes: Buffer, version: number): Roster {
  check(bytes.length >= 4, () => `roster: expected a head, found ${bytes.length} bytes`);
  const headEnd = 4 + bytes.readUInt32BE(0);
  check(headEnd <= bytes.length, () => `head: expected ${headEnd} bytes, found ${bytes.length}`);
  const parts = parseJson(bytes.toString("utf8", 4, headEnd));
  check(Array.isArray(parts), () => `head: expected a list, found ${shorten(parts)}`);
  const [laneText, head, counts, texts, columns] = parts as readonly unknown[];
  const lane = lanes.find((known) => known === laneText);
  check(
    lane !== undefined,
    () => `lane: expected ${lanes.join(" or ")}, found ${shorten(laneText)}`,
  );
  check(typeof head === "string", () => `head: expected a commit, found ${shorten(head)}`);
  const [sourceCount = 0, runCount = 0, entryCount = 0, taskCount] = readCounts(counts, version);
  const reader = new ColumnReader(texts, columns, bytes.subarray(headEnd));
  const sources = readSources(reader, sourceCount);
  const runs = readRuns(reader, runCount, sources);
  const entries = readEntries(reader, entryCount, sources);
  if (taskCount !== undefined) readDetails(reader, entries);
  const summaries = taskCount === undefined ? undefined : readSummaries(reader, taskCount, sources);
  const [snippets = [], reproduce = [], fix = []] = [0, 1, 2].map(() => {
    const [count = 0] = reader.numbers(1, shownItemsMax);
    return reader.requiredPlainTexts(count);
  });
  reader.finish();
  const shown = { snippets, reproduce, fix };
  const roster = { version: rosterVersion, lane, head, runs, entries, shown } as const;
  return summaries === undefined ? roster : { ...roster, summaries };
}

function writeRuns(writer: ColumnWriter, runs: readonly Run[], table: SourceTable): void {
  writer.numbers(
    runs.map((run) => table.placeOf(run)),
    table.sources.length - 1,
  );
  writer.numbers(
    runs.map((run) => run.attempt),
    counterMax,
  );
  writer.numbers(
    runs.map((run) => runStatuses.indexOf(run.status)),
    runStatuses.length - 1,
  );
  writer.plainTexts(runs.map((run) => run.conclusion));
  writer.plainTexts(runs.map((run) => run.name));
}

function readRuns(reader: ColumnReader, rows: number, sources: readonly Source[]): Run[] {
  const places = reader.numbers(rows, sources.length - 1);
  const attempts = reader.numbers(rows, counterMax);
  const statuses = reader.numbers(rows, runStatuses.length - 1);
  const conclusions = reader.requiredPlainTexts(rows);
  const names = reader.plainTexts(rows);
  return places.map((place, row) => {
    const name = names[row];
    return {
      ...sourceAt(sources, place),
      attempt: attempts[row] ?? 0,
      status: runStatuses[statuses[row] ?? 0] ?? "queued",
      conclusion: conclusions[row] ?? "",
      ...(name === undefined ? {} : { name }),
    };
  });
}

function readCounts(counts: unknown, version: number): readonly number[] {
  const limits =
    version === rosterVersion
      ? [entriesMax + runsMax, runsMax, entriesMax]
      : [entriesMax + runsMax + summarisedMax, runsMax, entriesMax, summarisedMax];
  check(
    Array.isArray(counts) &&
      counts.length === limits.length &&
      counts.every((count, index) => {
        const limit = limits[index] ?? 0;
        return Number.isSafeInteger(count) && count >= 0 && count <= limit;
      }),
    () => `counts: expected at most ${limits.join(", ")}, found ${shorten(String(counts))}`,
  );
  return counts as readonly number[];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
