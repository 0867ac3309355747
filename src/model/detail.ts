/**
 * How much of an entry is left where there is no room for all of it?
 *
 * The state block gives details away before it gives rows away. Of two records of one version the one
 * with more detail stays (`merge/join.ts`), so that what a board still knows comes back.
 */
import type { Detail, Entry } from "./entry.js";

/** Larger is more: 2 for an entry as its task told it. */
export function detailRank({ detail }: Entry): number {
  if (detail === undefined) return 2;
  return detail === "lean" ? 1 : 0;
}

/** The entry with no more than this detail. Nothing to leave out leaves it as it is. */
export function shortened(entry: Entry, detail: Detail): Entry {
  if (detailRank(entry) === 0) return entry;
  return detail === "lean" ? lean(entry) : named(entry);
}

function lean(entry: Entry): Entry {
  const { snippets = [], tips = [], ...rest } = entry;
  if (snippets.length === 0 && tips.length === 0) return entry;
  return { ...rest, detail: "lean" };
}

function named(entry: Entry): Entry {
  const { workflow, event, job, leg, task, runId, attempt, seq, kind, status, final } = entry;
  const kept = { workflow, event, job, leg, task, runId, attempt, seq, kind, status, final };
  return { ...kept, detail: "name" };
}
