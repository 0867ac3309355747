/**
 * What is a part of the comment, and how does it give way when space is short?
 *
 * A part knows several ways to show itself, from all there is to next to nothing. `fit.ts` decides
 * which one; a part never looks at another.
 */
import type { Moment } from "./row-line.js";

/** One way to show a part. */
export interface Rendition {
  readonly text: string;
  /** What it leaves out, with its number; empty when nothing is missing. */
  readonly leftOut: string;
  /** The same text without what changes by itself. */
  readonly look: () => string;
}

/**
 * Makes a rendition of at most `charsMax` characters (text and `leftOut`), or the least it can. What is
 * longer than `ceiling` can not be used: such a text may break off as soon as it is. The ceiling is the
 * same in all calls.
 */
export type Level = (charsMax: number, ceiling: number) => Rendition;

/** The levels of a part, the fullest first. */
export interface Part {
  readonly levels: readonly Level[];
}

/** A level whose text depends on the moment. */
export function momentLevel(
  moment: Moment,
  leftOut: string,
  write: (moment: Moment) => string,
): Level {
  let made: Rendition | undefined;
  return () =>
    (made ??= {
      text: write(moment),
      leftOut,
      look: () => write({ ...moment, volatile: false }),
    });
}

/** A level that writes a line for each item, all of them, and does not go on where that is too long. */
export function linesLevel<Item>(
  moment: Moment,
  leftOut: string,
  list: Pick<Cuttable<Item>, "items" | "write" | "frame" | "changes">,
): Level {
  let made: Rendition | undefined;
  const make = (ceiling: number): Rendition => {
    const lines: string[] = [];
    let chars = 0;
    for (const item of list.items) {
      const line = list.write(item, moment);
      lines.push(line);
      chars += line.length;
      if (chars > ceiling) break;
    }
    return { text: list.frame(lines), leftOut, look: () => lookOf(list, lines, moment) };
  };
  return (_charsMax, ceiling) => (made ??= make(ceiling));
}

/** The same lines without what changes by itself: most do not, and are not written again. */
function lookOf<Item>(
  { items, write, frame, changes }: Pick<Cuttable<Item>, "items" | "write" | "frame" | "changes">,
  lines: readonly string[],
  moment: Moment,
): string {
  const still = { ...moment, volatile: false };
  return frame(
    lines.map((line, index) => {
      const item = items[index];
      return item === undefined || !changes(item) ? line : write(item, still);
    }),
  );
}

/** A level whose text does not change by itself. */
export function fixedLevel(leftOut: string, write: () => string): Level {
  let made: Rendition | undefined;
  return () => {
    if (made !== undefined) return made;
    const text = write();
    made = { text, leftOut, look: () => text };
    return made;
  };
}

/** A part that always stands as it is. */
export function fixedPart(text: string): Part {
  return { levels: [fixedLevel("", () => text)] };
}

/** A list that may be cut to its first items. */
export interface Cuttable<Item> {
  readonly items: readonly Item[];
  readonly write: (item: Item, moment: Moment) => string;
  /** True if what is written of the item depends on the moment. */
  readonly changes: (item: Item) => boolean;
  /** Puts the written items together; called with none as well. */
  readonly frame: (written: readonly string[]) => string;
  /** What it says of so many items that are missing. */
  readonly leftOut: (count: number) => string;
  /** What it says when none is missing; nothing by default. */
  readonly whole?: string;
}

/** A level that shows as many of the first items as fit, each whole. */
export function cutLevel<Item>(moment: Moment, list: Cuttable<Item>): Level {
  return (charsMax) => {
    const lines = linesThatFit(moment, list, charsMax);
    const rest = list.items.length - lines.length;
    return {
      text: list.frame(lines),
      leftOut: rest === 0 ? (list.whole ?? "") : list.leftOut(rest),
      look: () => lookOf(list, lines, moment),
    };
  };
}

/** Room for what `frame` puts between two items. */
const separatorChars = 2;
/** Room for the headings that `frame` puts above the first items. */
const headingsChars = 80;

function linesThatFit<Item>(moment: Moment, list: Cuttable<Item>, charsMax: number): string[] {
  let chars = list.frame([]).length + list.leftOut(list.items.length).length + headingsChars;
  const lines: string[] = [];
  for (const item of list.items) {
    const line = list.write(item, moment);
    chars += line.length + separatorChars;
    if (chars > charsMax) break;
    lines.push(line);
  }
  return lines;
}
