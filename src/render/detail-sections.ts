/** How do failures, tips, commands and the timeline stand in the comment, and give way? */
import { compareText } from "../base/decimal.js";
import { shownMax } from "../model/limits.js";
import type { Shown } from "../model/roster.js";
import { counted } from "./amounts.js";
import { type Choice, choose } from "./choice.js";
import { type CommandRow, type CommandUse, commandBlocks, commandRows } from "./commands.js";
import { joinNames } from "./names.js";
import { type Part, cutLevel, fixedLevel, fixedPart, momentLevel } from "./part.js";
import type { Moment } from "./row-line.js";
import type { Row } from "./row.js";
import { snippetHeadings } from "./snippet-heading.js";
import { type SnippetRow, snippetBlock, snippetRows } from "./snippets.js";
import { isChart, timelineOf, timelineText } from "./timeline.js";
import { chooseTips, tipBlock } from "./tips.js";

/** So many lines of a log remain when space is short. */
const briefLinesMax = 8;

/** Failures: the chosen ones; their last lines; as many as fit. */
export function snippetsPart(rows: readonly Row[], shown: Shown, moment: Moment): Part {
  const choice = choose(snippetRows(rows), shown.snippets, shownMax);
  const { chosen } = choice;
  if (chosen.length === 0) return fixedPart("");
  const note = overflowNote(choice, "failure");
  const all = (linesMax: number): string =>
    snippetSections(
      chosen,
      chosen.map((row) => snippetBlock(row, linesMax)),
      note,
    );
  return {
    levels: [
      fixedLevel("", () => all(Number.POSITIVE_INFINITY)),
      fixedLevel(`lines of ${counted(chosen.length, "log excerpt")}`, () => all(briefLinesMax)),
      cutLevel(moment, {
        items: chosen,
        write: (row) => snippetBlock(row, briefLinesMax),
        frame: (written) => snippetSections(chosen, written, note),
        leftOut: (count) => counted(count, "log excerpt"),
        changes: never,
      }),
    ],
  };
}

/** Under their headings; `blocks` are those of the first rows. */
function snippetSections(
  rows: readonly SnippetRow[],
  blocks: readonly string[],
  note: string,
): string {
  const sections = snippetHeadings.flatMap((heading) =>
    section(
      heading,
      blocks.filter((_block, index) => rows[index]?.heading === heading),
    ),
  );
  return paragraphs([...sections, note]);
}

/** Tips: the chosen ones, then as many as fit. */
export function tipsPart(rows: readonly Row[], moment: Moment): Part {
  const { shown, restCount } = chooseTips(rows);
  if (shown.length === 0) return fixedPart("");
  const note = restCount === 0 ? "" : `_+ ${counted(restCount, "more tip")}: not shown._`;
  const frame = (written: readonly string[]): string =>
    // Two quotes need more than a blank line between them, or they read as one.
    paragraphs([
      ...section("## 💡 Tips", written.length === 0 ? [] : [written.join("\n\n\n")]),
      note,
    ]);
  return {
    levels: [
      fixedLevel("", () => frame(shown.map(tipBlock))),
      cutLevel(moment, {
        items: shown,
        write: (row) => `${tipBlock(row)}\n`,
        frame,
        leftOut: (count) => counted(count, "tip"),
        changes: never,
      }),
    ],
  };
}

const uses: Readonly<Record<CommandUse, { readonly heading: string; readonly noun: string }>> = {
  fix: { heading: "## 🛠️ Fix", noun: "fix command" },
  reproduce: { heading: "## 🔁 Reproduce", noun: "reproduce command" },
};

/** So many characters of commands remain while rows still need the room. */
const briefCommandsCharsMax = 2_000;

/** Commands: the chosen ones; a few short ones; as many as fit. */
export function commandsPart(
  use: CommandUse,
  rows: readonly Row[],
  shown: Shown,
  moment: Moment,
): Part {
  const { heading, noun } = uses[use];
  const choice = choose(commandRows(use, rows), shown[use], shownMax);
  if (choice.chosen.length === 0) return fixedPart("");
  const note = overflowNote(choice, noun);
  const frame = (blocks: readonly string[]): string =>
    paragraphs([...section(heading, blocks), note]);
  const blocks = commandBlocks(choice.chosen);
  const cut = cutLevel(moment, {
    items: blocks,
    write: (block) => block,
    frame,
    leftOut: (count) => counted(count, noun),
    changes: never,
  });
  return {
    levels: [
      fixedLevel("", () => frame(blocks)),
      (_charsMax, ceiling) => cut(briefCommandsCharsMax, ceiling),
      cut,
    ],
  };
}

/** The timeline, or nothing. */
export function timelinePart(rows: readonly Row[], moment: Moment): Part {
  const timeline = timelineOf(rows, moment);
  if (!isChart(timeline)) return fixedPart("");
  return {
    levels: [
      momentLevel(moment, "", (at) => timelineText(timeline, at)),
      fixedLevel("the timeline", () => ""),
    ],
  };
}

function never(): boolean {
  return false;
}

/** What the cap hides, and whose it is; empty when it hides nothing. */
function overflowNote(choice: Choice<SnippetRow> | Choice<CommandRow>, noun: string): string {
  const { rest } = choice;
  if (rest.length === 0) return "";
  const names = [...new Set(rest.flatMap((row) => row.names))].sort(compareText);
  return `_+ ${counted(rest.length, `more ${noun}`)}: not shown (from ${joinNames(names, ", ")})._`;
}

function section(heading: string, blocks: readonly string[]): readonly string[] {
  return blocks.length === 0 ? [] : [heading, ...blocks];
}

function paragraphs(texts: readonly string[]): string {
  return texts.filter((text) => text !== "").join("\n\n");
}
