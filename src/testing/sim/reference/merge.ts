/**
 * What does the reference's comment hold after a publication? (Fact sheet 3.3 and 3.6, SEED.)
 *
 * Each run has a slot, and a writer replaces its own run's rows by what it found there just now. That a
 * PATCH replaces the other slots too, by what its writer had read, is the weakness of it.
 */
import { compareIds } from "../../../base/decimal.js";
import { join } from "../../../merge/join.js";
import { type Entry, identityKey } from "../../../model/entry.js";
import { type Roster, type Run, emptyRoster } from "../../../model/roster.js";

/** What a writer brings to the merge. */
export interface Contribution {
  readonly head: string;
  readonly run: Run;
  /** Its own run's rows, as they lay on the board. */
  readonly entries: readonly Entry[];
  /** Other runs' rows by run id; a run whose board could not be read is not in it. */
  readonly refreshed: ReadonlyMap<string, readonly Entry[]>;
}

/** The state that the comment held, with the writer's contribution. */
export function mergeState(existing: Roster | undefined, mine: Contribution): Roster {
  const { head, run, entries, refreshed } = mine;
  // Each push starts over, whichever of the two is the newer one.
  const known = existing?.head === head ? existing : emptyRoster("pull-request", head);
  const others = known.runs.filter(({ runId }) => runId !== run.runId);
  const rows = others.flatMap(({ runId }) => rowsOf(runId, known, refreshed.get(runId)));
  return inOrder({ ...known, runs: [...others, run], entries: [...entries, ...rows] });
}

/** One run's rows: what was refreshed, and of the others what the comment held. */
function rowsOf(
  runId: string,
  known: Roster,
  refreshed: readonly Entry[] | undefined,
): readonly Entry[] {
  const snapshot = known.entries.filter((entry) => entry.runId === runId);
  if (refreshed === undefined) return snapshot;
  const fresh = new Set(refreshed.map(unionKey));
  return [...refreshed, ...snapshot.filter((entry) => !fresh.has(unionKey(entry)))];
}

/** The reference leaves the job out of it. */
function unionKey({ kind, task }: Entry): string {
  return JSON.stringify([kind, task]);
}

/** Of several attempts of one task the highest; of equal ones the first. */
export function withoutOlderAttempts(entries: readonly Entry[]): readonly Entry[] {
  const newest = new Map<string, Entry>();
  for (const entry of entries) {
    const key = identityKey(entry);
    const known = newest.get(key);
    if (known === undefined || entry.attempt > known.attempt) newest.set(key, entry);
  }
  return [...newest.values()];
}

/** Our state block wants the order of a join, which also drops a workflow's older runs: kinder. */
function inOrder(roster: Roster): Roster {
  const runs = [...roster.runs].sort((a, b) => compareIds(a.runId, b.runId));
  return join(emptyRoster(roster.lane, roster.head), { ...roster, runs });
}
