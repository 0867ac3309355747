/** Which lines of which logs say what went wrong? (Fact sheet 8.4.) */
import { compareText } from "../base/decimal.js";
import type { Entry, Snippet, SnippetBucket } from "../model/entry.js";
import { nameCharsMax, snippetCharsMax } from "../model/limits.js";
import { formatDuration } from "./amounts.js";
import type { Bucket } from "./bucket.js";
import { type Keyed, stickyKey } from "./choice.js";
import { type ShownCommand, commandBlock, shownCommand } from "./command-block.js";
import { clip, cleanClip, codeSpan, inlineText } from "./escape.js";
import { fenceText, fenced } from "./fence.js";
import { joinNames } from "./names.js";
import type { Row } from "./row.js";
import { type SnippetHeading, snippetHeading, snippetHeadings } from "./snippet-heading.js";

/** A failure, the tasks that met it, and how to see it again. */
export interface SnippetRow extends Keyed {
  readonly snippet: Snippet;
  readonly heading: SnippetHeading;
  readonly label: string;
  readonly text: string;
  readonly names: readonly string[];
  readonly reproduce: readonly ShownCommand[];
}

const contributors: readonly Bucket[] = ["failed", "failing", "flagged"];
const bucketOrder: Readonly<Record<SnippetBucket, number>> = { build: 0, test: 1, timeout: 2 };

/** All failures, each once however many tasks met it: by heading, time-outs behind tests, then by label. */
export function snippetRows(rows: readonly Row[]): readonly SnippetRow[] {
  const found = new Map<string, Draft>();
  for (const row of rows) {
    if (!contributors.includes(row.bucket)) continue;
    for (const snippet of row.entry.snippets ?? []) collect(row, snippet, found);
  }
  return [...found.values()]
    .map(({ names, reproduce, ...row }) => ({
      ...row,
      names: [...names],
      reproduce: [...reproduce.values()],
    }))
    .sort(compareSnippets);
}

/** The labels of an entry's failures: commands for these stand under them. */
export function snippetLabels(entry: Entry): ReadonlySet<string> {
  return new Set((entry.snippets ?? []).map((snippet) => snippet.label));
}

/** A failure as Markdown: what failed and where, the lines, the command; `linesMax` from the end. */
export function snippetBlock(row: SnippetRow, linesMax: number): string {
  const { kind, bucket, durationMs } = row.snippet;
  const what = inlineText(cleanClip(kind ?? "", nameCharsMax)) || bucket;
  const heading = `❌ ${what} ${codeSpan(row.label)} ${verb(bucket, durationMs)}:`;
  const where = `<sub>in task${row.names.length === 1 ? "" : "s"} ${joinNames(row.names, ", ")}</sub>`;
  const blocks = [`${heading}<br>${where}`];
  const lines = shownLines(row, linesMax);
  if (lines !== "") blocks.push(fenced("text", lines));
  if (row.reproduce.length > 0) blocks.push("Reproduce with:", ...row.reproduce.map(commandBlock));
  return blocks.join("\n\n");
}

interface Draft extends Keyed {
  readonly snippet: Snippet;
  readonly heading: SnippetHeading;
  readonly label: string;
  readonly text: string;
  readonly names: Set<string>;
  readonly reproduce: Map<string, ShownCommand>;
}

function collect(row: Row, snippet: Snippet, found: Map<string, Draft>): void {
  const { label, text } = cleanSnippet(snippet);
  const key = stickyKey(label, text);
  const draft = found.get(key) ?? {
    key,
    snippet,
    heading: snippetHeading(snippet, row.entry),
    label,
    text,
    names: new Set(),
    reproduce: new Map(),
  };
  found.set(key, draft);
  draft.names.add(row.name);
  for (const command of row.entry.reproduce ?? []) {
    const shown = command.target === snippet.label ? shownCommand(command) : undefined;
    if (shown !== undefined) draft.reproduce.set(JSON.stringify(shown), shown);
  }
}

/** The key under which a failure is remembered. */
export function snippetKey(snippet: Snippet): string {
  const { label, text } = cleanSnippet(snippet);
  return stickyKey(label, text);
}

function cleanSnippet(snippet: Snippet): { readonly label: string; readonly text: string } {
  const label = cleanClip(snippet.label, nameCharsMax) || "unnamed";
  return { label, text: fenceText(snippet.text) };
}

function compareSnippets(a: SnippetRow, b: SnippetRow): number {
  return (
    snippetHeadings.indexOf(a.heading) - snippetHeadings.indexOf(b.heading) ||
    bucketOrder[a.snippet.bucket] - bucketOrder[b.snippet.bucket] ||
    compareText(a.label, b.label) ||
    compareText(a.text, b.text)
  );
}

function verb(bucket: SnippetBucket, durationMs: number | undefined): string {
  const known = durationMs !== undefined && durationMs > 0;
  switch (bucket) {
    case "build":
      return "failed to build";
    case "test":
      return known ? `failed in ${formatDuration(durationMs)}` : "failed";
    case "timeout":
      return known ? `timed out after ${formatDuration(durationMs)}` : "timed out";
  }
}

/** The last lines, which mostly hold the cause, with a `…` line for what is missing on either side. */
function shownLines(row: SnippetRow, linesMax: number): string {
  if (row.text.trim() === "") return "";
  const bounded = clip(row.text, snippetCharsMax);
  const lines = bounded.split("\n");
  const last = lines.slice(-linesMax);
  const head = row.snippet.truncatedHead === true || last.length < lines.length;
  const tail = row.snippet.truncatedTail === true || bounded !== row.text;
  return [...(head ? ["…"] : []), ...last, ...(tail ? ["…"] : [])].join("\n");
}
