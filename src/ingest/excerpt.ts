/**
 * Which lines of a log say what went wrong? (Fact sheet 8.4.)
 *
 * Pure: text in, at most `excerptLinesMax` lines out. Who reads the log, and how much of a huge one, is the
 * caller's to decide; what was left out there is told by `pieces`.
 */
import { snippetCharsMax } from "../model/limits.js";
import { anchorOf } from "./excerpt-errors.js";
import { foldFrames } from "./excerpt-frames.js";
import { cleanLines, clipText } from "./excerpt-lines.js";

/** The most lines of an excerpt (fact sheet 8.4). */
export const excerptLinesMax = 30;
/** The most lines of it that stand before the error (fact sheet 8.4). */
const linesBeforeMax = 8;
/** A longer line is no text: minified code, data. */
const lineCharsMax = 1_000;

/** A log, or its two ends where the middle was not read. */
export interface LogPieces {
  readonly head: string;
  /** The end, if something between `head` and it was left out. */
  readonly tail?: string;
}

/** The lines that matter, cleaned of escapes and progress. */
export interface Excerpt {
  readonly text: string;
  /** Lines were left out before the text. */
  readonly truncatedHead: boolean;
  /** Lines were left out after the text. */
  readonly truncatedTail: boolean;
  /** True if a line of it looks like an error; else it is merely the end of the log. */
  readonly hasError: boolean;
}

/** The lines that matter, or undefined if the log says nothing at all. */
export function excerptOf(pieces: LogPieces): Excerpt | undefined {
  const head = (): readonly string[] => linesOf(pieces.head);
  if (pieces.tail === undefined) return excerptOfLines(head(), {});
  const tail = linesOf(pieces.tail);
  const inTail = anchorOf(tail);
  if (inTail?.severity !== "error") {
    const lines = head();
    const inHead = anchorOf(lines);
    // Whoever counts errors at the end has told of them at the beginning.
    if (inHead !== undefined && (inHead.severity === "error" || inTail === undefined)) {
      return excerptOfLines(lines, { after: true });
    }
  }
  return excerptOfLines(tail, { before: true }) ?? excerptOfLines(head(), { after: true });
}

/** The first lines, for a text that begins with what went wrong; undefined if it says nothing at all. */
export function openingOf({ head, tail }: LogPieces): Excerpt | undefined {
  const lines = linesOf(head);
  return excerptOfLines(lines, { after: tail !== undefined, anchor: lines.findIndex(isText) });
}

function linesOf(text: string): readonly string[] {
  return foldFrames(cleanLines(text));
}

/** What else there is of a log beside the lines. */
interface Beyond {
  readonly before?: boolean;
  readonly after?: boolean;
  /** The line that matters most, if it is known. */
  readonly anchor?: number;
}

function excerptOfLines(
  lines: readonly string[],
  { before = false, after = false, anchor = anchorOf(lines)?.index }: Beyond,
): Excerpt | undefined {
  const [first, last] = [lines.findIndex(isText), lines.findLastIndex(isText)];
  if (first < 0) return undefined;
  let start =
    anchor === undefined
      ? Math.max(first, last + 1 - excerptLinesMax)
      : Math.max(first, anchor - linesBeforeMax);
  let end = Math.min(last + 1, start + excerptLinesMax);
  const keep = anchor ?? end - 1;
  const shown = (index: number): string => clipText(lines[index] ?? "", lineCharsMax);
  let chars = -1;
  for (let index = start; index < end; index += 1) chars += shown(index).length + 1;
  while (chars > snippetCharsMax && start < keep) chars -= shown(start++).length + 1;
  while (chars > snippetCharsMax && end > keep + 1) chars -= shown(--end).length + 1;
  while (start < keep && !isText(lines[start] ?? "")) start += 1;
  while (end > keep + 1 && !isText(lines[end - 1] ?? "")) end -= 1;
  const text = lines.slice(start, end).map((line) => clipText(line, lineCharsMax));
  return {
    text: text.join("\n"),
    truncatedHead: before || start > first,
    truncatedTail: after || end < last + 1,
    hasError: anchor !== undefined,
  };
}

function isText(line: string): boolean {
  return line.trim() !== "";
}
