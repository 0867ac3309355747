/**
 * What must a row say beside its task's name so that no two rows read the same?
 *
 * Most names are unique in a pull request and need nothing. Where two rows would read alike (one task
 * in two workflows, jobs, events, or legs that nobody named), the first facet that differs is added,
 * then the next, until they differ: a reader is told no more than it takes.
 */
import type { Entry } from "../model/entry.js";
import { isGuessedLeg } from "../model/leg.js";
import { legCharsMax, nameCharsMax } from "../model/limits.js";
import { cleanClip } from "./escape.js";

/** What a row reads so far. */
export interface Labelled {
  readonly entry: Entry;
  /** The task and its kind, a line each. */
  readonly label: string;
  /** The leg as it is shown anyway; empty without one. */
  readonly leg: string;
}

/** The facets of each row, in the order of the rows: the leg first, then what it takes. */
export function distinguish(rows: readonly Labelled[]): readonly (readonly string[])[] {
  const facets = rows.map((row) => (row.leg === "" ? [] : [row.leg]));
  const same = groupBy(
    rows.map((_row, index) => index),
    (index) => `${rows[index]?.label ?? ""}\n${rows[index]?.leg ?? ""}`,
  );
  for (const group of same) separate(group, rows, facets, 0);
  return facets;
}

type Facet = (entry: Entry) => string;

/** In the order in which they mean something to a reader. */
const facetsOf: readonly Facet[] = [
  (entry) => entry.workflow.slice(entry.workflow.lastIndexOf("/") + 1),
  (entry) => entry.workflow,
  (entry) => (entry.job === "" ? "" : `job ${entry.job}`),
  (entry) => (entry.event === "" ? "" : `on ${entry.event}`),
  (entry) => (isGuessedLeg(entry.leg) ? `leg ${entry.leg.slice(1, 9)}` : ""),
  (entry) => (isGuessedLeg(entry.leg) ? `leg ${entry.leg.slice(1)}` : ""),
];

function separate(
  group: readonly number[],
  rows: readonly Labelled[],
  facets: readonly string[][],
  from: number,
): void {
  const facet = facetsOf[from];
  if (group.length < 2 || facet === undefined) return;
  const textOf = (index: number): string => {
    const entry = rows[index]?.entry;
    return entry === undefined ? "" : cleanClip(facet(entry), Math.max(nameCharsMax, legCharsMax));
  };
  const parts = groupBy(group, textOf);
  for (const part of parts) {
    const [first] = part;
    const text = parts.length > 1 && first !== undefined ? textOf(first) : "";
    if (text !== "") for (const index of part) facets[index]?.push(text);
    separate(part, rows, facets, from + 1);
  }
}

function groupBy(items: readonly number[], by: (item: number) => string): readonly number[][] {
  const groups = new Map<string, number[]>();
  for (const item of items) {
    const key = by(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups.values()];
}
