/**
 * In which columns are the links, commands, tips and snippets of all entries written? Part of
 * `roster-columns.ts`'s format.
 *
 * A kind of list is one column of lengths (0: no list, n + 1: n items), then columns of all its items.
 */
import type { Command, Link, Snippet, SnippetBucket, Tip, TipSeverity } from "../model/entry.js";
import { itemsPerEntryMax } from "../model/limits.js";
import type { ColumnReader } from "./column-reader.js";
import type { ColumnWriter } from "./column-writer.js";

/** The same value, while it is being put together. */
export type Writable<Value> = { -readonly [Key in keyof Value]: Value[Key] };

/** The lists of one kind, an entry's in each place; undefined where an entry has none. */
export type Lists<Item> = readonly (readonly Item[] | undefined)[];
type Seen = readonly string[][];

const severities: readonly TipSeverity[] = ["important", "warning", "suggestion", "info"];
const buckets: readonly SnippetBucket[] = ["build", "test", "timeout"];

/** Sets an optional field; one that is undefined stays away. */
export function setIfKnown<Value, Key extends keyof Value>(
  target: Writable<Value>,
  key: Key,
  value: Value[Key] | undefined,
): void {
  if (value !== undefined) target[key] = value;
}

/** Adds the columns of links. */
export function writeLinks(writer: ColumnWriter, lists: Lists<Link>, seen: Seen): void {
  const { items, seenByItem } = writeLengths(writer, lists, seen);
  writer.plainTexts(items.map((link) => link.label));
  writer.texts(
    items.map((link) => link.url),
    seenByItem,
  );
}

/** Reads the columns of links. Throws `Damage`. */
export function readLinks(reader: ColumnReader, rows: number, seen: Seen): Lists<Link> {
  const { lengths, count, seenByItem } = readLengths(reader, rows, seen);
  const labels = reader.requiredPlainTexts(count);
  const urls = reader.requiredTexts(count, seenByItem);
  return distribute(
    lengths,
    labels.map((label, item) => ({ label, url: urls[item] ?? "" })),
  );
}

/** Adds the columns of commands. */
export function writeCommands(writer: ColumnWriter, lists: Lists<Command>, seen: Seen): void {
  const { items, seenByItem } = writeLengths(writer, lists, seen);
  writer.texts(
    items.map((command) => command.command),
    seenByItem,
  );
  writer.plainTexts(items.map((command) => command.note));
  writer.plainTexts(items.map((command) => command.target));
}

/** Reads the columns of commands. Throws `Damage`. */
export function readCommands(reader: ColumnReader, rows: number, seen: Seen): Lists<Command> {
  const { lengths, count, seenByItem } = readLengths(reader, rows, seen);
  const texts = reader.requiredTexts(count, seenByItem);
  const notes = reader.plainTexts(count);
  const targets = reader.plainTexts(count);
  const items = texts.map((text, item) => {
    const command: Writable<Command> = { command: text };
    setIfKnown(command, "note", notes[item]);
    setIfKnown(command, "target", targets[item]);
    return command;
  });
  return distribute(lengths, items);
}

/** Adds the columns of tips. */
export function writeTips(writer: ColumnWriter, lists: Lists<Tip>): void {
  const { items } = writeLengths(writer, lists, []);
  writer.plainTexts(items.map((tip) => tip.id));
  writer.numbers(
    items.map((tip) => severities.indexOf(tip.severity)),
    severities.length - 1,
  );
  writer.plainTexts(items.map((tip) => tip.title));
  writer.plainTexts(items.map((tip) => tip.body));
  writer.plainTexts(items.map((tip) => tip.hint));
}

/** Reads the columns of tips. Throws `Damage`. */
export function readTips(reader: ColumnReader, rows: number): Lists<Tip> {
  const { lengths, count } = readLengths(reader, rows, []);
  const ids = reader.requiredPlainTexts(count);
  const places = reader.numbers(count, severities.length - 1);
  const titles = reader.requiredPlainTexts(count);
  const bodies = reader.requiredPlainTexts(count);
  const hints = reader.plainTexts(count);
  const items = ids.map((id, item) => {
    const tip: Writable<Tip> = {
      id,
      severity: severities[places[item] ?? 0] ?? "info",
      title: titles[item] ?? "",
      body: bodies[item] ?? "",
    };
    setIfKnown(tip, "hint", hints[item]);
    return tip;
  });
  return distribute(lengths, items);
}

/** Adds the columns of snippets. */
export function writeSnippets(writer: ColumnWriter, lists: Lists<Snippet>, seen: Seen): void {
  const { items, seenByItem } = writeLengths(writer, lists, seen);
  writer.texts(
    items.map((snippet) => snippet.label),
    seenByItem,
  );
  writer.plainTexts(items.map((snippet) => snippet.kind));
  writer.numbers(
    items.map((snippet) => buckets.indexOf(snippet.bucket)),
    buckets.length - 1,
  );
  writer.plainTexts(items.map((snippet) => snippet.text));
  writer.optionalNumbers(items.map((snippet) => asNumber(snippet.truncatedHead)));
  writer.optionalNumbers(items.map((snippet) => asNumber(snippet.truncatedTail)));
  writer.optionalNumbers(items.map((snippet) => snippet.durationMs));
}

/** Reads the columns of snippets. Throws `Damage`. */
export function readSnippets(reader: ColumnReader, rows: number, seen: Seen): Lists<Snippet> {
  const { lengths, count, seenByItem } = readLengths(reader, rows, seen);
  const labels = reader.requiredTexts(count, seenByItem);
  const kinds = reader.plainTexts(count);
  const places = reader.numbers(count, buckets.length - 1);
  const texts = reader.requiredPlainTexts(count);
  const heads = reader.optionalNumbers(count);
  const tails = reader.optionalNumbers(count);
  const durations = reader.optionalNumbers(count);
  const items = labels.map((label, item) => {
    const snippet: Writable<Snippet> = {
      label,
      bucket: buckets[places[item] ?? 0] ?? "build",
      text: texts[item] ?? "",
    };
    setIfKnown(snippet, "kind", kinds[item]);
    setIfKnown(snippet, "truncatedHead", asBoolean(heads[item]));
    setIfKnown(snippet, "truncatedTail", asBoolean(tails[item]));
    setIfKnown(snippet, "durationMs", durations[item]);
    return snippet;
  });
  return distribute(lengths, items);
}

function writeLengths<Item>(
  writer: ColumnWriter,
  lists: Lists<Item>,
  seen: Seen,
): { readonly items: readonly Item[]; readonly seenByItem: Seen } {
  const items: Item[] = [];
  const seenByItem: string[][] = [];
  const lengths = lists.map((list, row) => {
    if (list === undefined) return 0;
    for (const item of list) {
      items.push(item);
      seenByItem.push(seen[row] ?? []);
    }
    return list.length + 1;
  });
  writer.numbers(lengths, itemsPerEntryMax + 1);
  return { items, seenByItem };
}

function readLengths(
  reader: ColumnReader,
  rows: number,
  seen: Seen,
): { readonly lengths: readonly number[]; readonly count: number; readonly seenByItem: Seen } {
  const lengths = reader.numbers(rows, itemsPerEntryMax + 1);
  const seenByItem: string[][] = [];
  let count = 0;
  lengths.forEach((length, row) => {
    for (let item = 1; item < length; item += 1) {
      seenByItem.push(seen[row] ?? []);
      count += 1;
    }
  });
  return { lengths, count, seenByItem };
}

function distribute<Item>(lengths: readonly number[], items: readonly Item[]): Lists<Item> {
  let next = 0;
  return lengths.map((length) => {
    if (length === 0) return undefined;
    next += length - 1;
    return items.slice(next - length + 1, next);
  });
}

function asNumber(value: boolean | undefined): number | undefined {
  return value === undefined ? undefined : Number(value);
}

function asBoolean(value: number | undefined): boolean | undefined {
  return value === undefined ? undefined : value !== 0;
}
