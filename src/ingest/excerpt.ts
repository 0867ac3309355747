/**
 * Which lines of a log say what went wrong? (Fact sheet 8.4.)
 *
 * Pure: text in, at most `excerptLinesMax` lines out. Who reads the log, and how much of a huge one, is the
 * caller's to decide; what was left out there is told by `pieces`.
 */
import { snippetCharsMax } from "../model/limits.js";

/** The most lines of an excerpt (fact sheet 8.4). */
export const excerptLinesMax = 30;

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
  const lines = (pieces.tail ?? pieces.head).split("\n").filter((line) => line.trim() !== "");
  if (lines.length === 0) return undefined;
  const shown = lines.slice(-excerptLinesMax);
  return {
    text: shown.join("\n").slice(-snippetCharsMax),
    truncatedHead: shown.length < lines.length || pieces.tail !== undefined,
    truncatedTail: false,
    hasError: false,
  };
}
