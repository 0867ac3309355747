/** What does a roster look like as a comment that always fits? */
import type { LiveEntry } from "../model/live-entry.js";
import type { Lane, Roster } from "../model/roster.js";
import { counted } from "./amounts.js";
import { commandsPart, snippetsPart, timelinePart, tipsPart } from "./detail-sections.js";
import { type Parts, type Rung, assemble, fit } from "./fit.js";
import { type FooterFacts, type QuotaUse, footer } from "./footer.js";
import { glance, title } from "./header.js";
import { type Part, fixedPart } from "./part.js";
import type { Moment } from "./row-line.js";
import { attentionPart, passedPart } from "./row-sections.js";
import { type Row, toRows } from "./row.js";
import { type Summarised, countSummarised, totalOf } from "./summarised.js";

export type { QuotaUse } from "./footer.js";

/** What the renderer must be told beside the roster. */
export interface RenderContext {
  /** The pull request's number, part of the marker. */
  readonly pullNumber: number;
  /** GitHub's time of this rendering; without it there is no "last updated". */
  readonly nowMs?: number;
  readonly quota?: QuotaUse;
  readonly programVersion: string;
  /** Plain one-line texts for the footer. */
  readonly notices?: readonly string[];
  /** True if the runs have boards, which hold what the comment has no room for. */
  readonly hasBoards?: boolean;
  /** Runs, and their tasks, of which the roster holds nothing for want of room. */
  readonly leftOut?: { readonly runs: number; readonly tasks: number };
}

/** A comment, and what of it does not change by itself. */
export interface RenderedComment {
  readonly visible: string;
  /** The same text without anything volatile: two comments that look the same need no write. */
  readonly look: string;
}

/** The first line of the comment, by which it is found again. */
export function commentMarker(lane: Lane, pullNumber: number): string {
  return `<!-- rollcall:${lane}-${pullNumber} -->`;
}

/** Renders the comment in at most `charsMax` UTF-16 code units. */
export function renderComment(
  roster: Roster,
  entries: readonly LiveEntry[],
  context: RenderContext,
  charsMax: number,
): RenderedComment {
  const rows = toRows(entries);
  const summarised = countSummarised(roster);
  const moment: Moment = { nowMs: context.nowMs, volatile: true };
  const marker = commentMarker(roster.lane, context.pullNumber);
  const top = [title(roster.lane), glance(roster.head, rows, summarised)].filter(
    (line) => line !== "",
  );
  const frame = (body: string, facts: FooterFacts, volatile: boolean): string =>
    `${marker}\n\n${top.join("\n\n")}\n\n${body}\n\n---\n\n${footer(facts, volatile)}\n`;
  for (const { told, lasting } of footerNotices(roster, context)) {
    const facts = { ...context, notices: told };
    const room = charsMax - frame("", facts, true).length;
    const found = fit(commentParts(roster, rows, summarised, moment), ladder, room);
    if (found === undefined) continue;
    return {
      visible: frame(
        assemble(found, ({ text }) => text),
        facts,
        true,
      ),
      look: frame(
        assemble(found, (rendition) => rendition.look()),
        { ...context, notices: lasting },
        false,
      ),
    };
  }
  const count = rows.length + taskCount(roster);
  return withoutRoom(marker, top, count, charsMax);
}

/** The parts in the order in which they stand in the comment. */
type PartName =
  | "running"
  | "failed"
  | "failing"
  | "flagged"
  | "passed"
  | "snippets"
  | "tips"
  | "fix"
  | "reproduce"
  | "timeline";

/** What gives way, first to last. The levels are those of `row-sections` and `detail-sections`. */
const ladder: readonly Rung<PartName>[] = [
  { part: "timeline", level: 1 },
  { part: "passed", level: 1 },
  { part: "passed", level: 2 },
  { part: "passed", level: 3 },
  { part: "snippets", level: 1 },
  { part: "snippets", level: 2 },
  { part: "tips", level: 1 },
  { part: "passed", level: 4 },
  { part: "running", level: 1 },
  { part: "flagged", level: 1 },
  { part: "fix", level: 1 },
  { part: "fix", level: 2 },
  { part: "running", level: 2 },
  { part: "flagged", level: 2 },
  { part: "reproduce", level: 1 },
  { part: "running", level: 3 },
  { part: "flagged", level: 3 },
  { part: "failing", level: 1 },
  { part: "failed", level: 1 },
  { part: "failing", level: 2 },
  { part: "failed", level: 2 },
  { part: "reproduce", level: 2 },
  { part: "failing", level: 3 },
  { part: "failed", level: 3 },
];

function commentParts(
  roster: Roster,
  rows: readonly Row[],
  summarised: Summarised,
  moment: Moment,
): Parts<PartName> {
  if (rows.length === 0 && summarised.size === 0) {
    return new Map([["running", fixedPart("_No tasks have reported yet._")]]);
  }
  const of = (bucket: Row["bucket"]): readonly Row[] => rows.filter((row) => row.bucket === bucket);
  const attention = (bucket: Row["bucket"]): Part =>
    attentionPart(bucket, of(bucket), totalOf(summarised.get(bucket)), moment);
  return new Map([
    ["running", attention("running")],
    ["failed", attention("failed")],
    ["failing", attention("failing")],
    ["flagged", attention("flagged")],
    ["passed", passedPart(of("passed"), summarised.get("passed") ?? new Map(), moment)],
    ["snippets", snippetsPart(rows, roster.shown, moment)],
    ["tips", tipsPart(rows, moment)],
    ["fix", commandsPart("fix", rows, roster.shown, moment)],
    ["reproduce", commandsPart("reproduce", rows, roster.shown, moment)],
    ["timeline", timelinePart(rows, moment)],
  ]);
}

/** What the footer says, and what of it everybody says who reads the block. */
interface Notices {
  readonly told: readonly string[];
  readonly lasting: readonly string[];
}

/** The notices by how much room there is for them, the most first. */
function footerNotices(roster: Roster, context: RenderContext): readonly Notices[] {
  const lasting = shortenedNotice(roster, false);
  const own = [...leftOutNotice(context), ...shortenedNotice(roster, context.hasBoards === true)];
  const given = context.notices ?? [];
  return [
    { told: [...own, ...given], lasting: [...lasting, ...given] },
    { told: own, lasting },
    { told: [], lasting: [] },
  ];
}

/** Says so where the comment's block does not hold all that the tasks told. */
function shortenedNotice(roster: Roster, hasBoards: boolean): readonly string[] {
  const shortened = roster.entries.filter(({ detail }) => detail !== undefined).length;
  const count = shortened + taskCount(roster);
  if (count === 0) return [];
  const where = hasBoards ? " Only their runs' artifacts keep the rest." : "";
  const whose = counted(count, "task");
  return [`Too much for one comment: of ${whose} it does not hold all that was told.${where}`];
}

/** Whoever reads the block can not tell how many are missing there: only who knows them says so. */
function leftOutNotice({ leftOut, hasBoards }: RenderContext): readonly string[] {
  if (leftOut === undefined) return [];
  const what = `${counted(leftOut.tasks, "task")} of ${counted(leftOut.runs, "run")}`;
  const where = hasBoards === true ? "only the runs' artifacts tell of them" : "see the runs";
  return [`No room at all for ${what}: ${where}.`];
}

function taskCount({ summaries = [] }: Roster): number {
  return summaries.reduce((sum, { tasks }) => sum + tasks.length, 0);
}

/** When not even the counts fit: less and less, in the end nothing, but never too much. */
function withoutRoom(
  marker: string,
  top: readonly string[],
  count: number,
  charsMax: number,
): RenderedComment {
  const short = `_There is no room here to show ${counted(count, "task")}._`;
  const candidates = [
    `${[marker, ...top, short].join("\n\n")}\n`,
    `${marker}\n\n${short}\n`,
    `${marker}\n`,
  ];
  const text = candidates.find((candidate) => candidate.length <= charsMax) ?? "";
  return { visible: text, look: text };
}
