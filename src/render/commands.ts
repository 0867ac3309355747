/** Which commands reproduce or fix what failed, and how are they shown? (Fact sheet 2.6.) */
import { compareText } from "../base/decimal.js";
import { type Bucket, bucketLooks } from "./bucket.js";
import { type Keyed, stickyKey } from "./choice.js";
import { type ShownCommand, commandBlock, shownCommand } from "./command-block.js";
import { inlineText } from "./escape.js";
import { joinNames } from "./names.js";
import { type Row, kindOrTask } from "./row.js";
import { snippetLabels } from "./snippets.js";

/** The two sections of commands. */
export type CommandUse = "reproduce" | "fix";

/** A command, and everyone who named it. */
export interface CommandRow extends Keyed, ShownCommand {
  readonly kind: string;
  /** The names of the tasks, in the order in which they were met. */
  readonly names: readonly string[];
  /** The section of the most severe of those tasks. */
  readonly bucket: Bucket;
}

/** Whose commands count, in the order in which they are met. Green tasks may still offer a fix. */
const contributors: Readonly<Record<CommandUse, readonly Bucket[]>> = {
  reproduce: ["failed", "failing", "flagged"],
  fix: ["running", "failed", "failing", "flagged", "passed"],
};

/** All commands of a section, each once for a kind of work, the most severe first. */
export function commandRows(use: CommandUse, rows: readonly Row[]): readonly CommandRow[] {
  const found = new Map<string, Draft>();
  for (const bucket of contributors[use]) {
    for (const row of rows) {
      if (row.bucket === bucket && row.entry[use] !== undefined) collect(use, row, found);
    }
  }
  return [...found.values()]
    .map(({ names, ...row }) => ({ ...row, names: [...names] }))
    .sort(compareCommands);
}

/** The blocks of a section; a heading stands only where kind or tasks differ from the row before. */
export function commandBlocks(rows: readonly CommandRow[]): readonly string[] {
  let previous = "";
  return rows.map((row) => {
    const heading = commandHeading(row);
    const block = commandBlock(row);
    const text = heading === previous ? block : `${heading}\n\n${block}`;
    previous = heading;
    return text;
  });
}

interface Draft extends Keyed, ShownCommand {
  readonly kind: string;
  readonly names: Set<string>;
  bucket: Bucket;
}

function collect(use: CommandUse, row: Row, found: Map<string, Draft>): void {
  const withSnippet = use === "reproduce" ? snippetLabels(row.entry) : undefined;
  const kind = kindOrTask(row);
  for (const item of row.entry[use] ?? []) {
    const shown = shownCommand(item);
    if (shown === undefined) continue;
    if (item.target !== undefined && withSnippet?.has(item.target) === true) continue;
    const key = stickyKey(kind, shown.command, shown.note);
    const draft = found.get(key) ?? { key, kind, ...shown, names: new Set(), bucket: row.bucket };
    found.set(key, draft);
    draft.names.add(row.name);
    if (bucketLooks[row.bucket].severity > bucketLooks[draft.bucket].severity) {
      draft.bucket = row.bucket;
    }
  }
}

function compareCommands(a: CommandRow, b: CommandRow): number {
  return (
    bucketLooks[b.bucket].severity - bucketLooks[a.bucket].severity ||
    compareText(a.kind, b.kind) ||
    compareText(a.command, b.command) ||
    compareText(a.note, b.note)
  );
}

function commandHeading(row: CommandRow): string {
  const kind = inlineText(row.kind);
  const names = joinNames(row.names, " · ");
  const { icon } = bucketLooks[row.bucket];
  return names === kind ? `#### ${icon} ${kind}` : `#### ${icon} ${kind} (${names})`;
}
