/**
 * What of a roster that we read can be true?
 *
 * A state block or a board item is only as honest as its writer. The join takes the newest of
 * everything, so a forged run, attempt or sequence number would win for ever. What nobody can have is
 * left out at once; a run that takes another one's place is asked for (`publish/trust.ts`), and what
 * GitHub denies is left out too. Without the API of runs such a claim is believed, as it always was.
 */
import { compareIds, isDecimal } from "../base/decimal.js";
import type { Entry } from "../model/entry.js";
import type { Roster, Run } from "../model/roster.js";

/** What the API says of a run that was doubted. */
export type Finding =
  | { readonly kind: "refuted" }
  | { readonly kind: "found"; readonly attempt: number; readonly completed: boolean };

/** By what claims are judged. */
export interface Beliefs {
  /** Sequence numbers are times (`cli/task/state.ts`): none is so far ahead. */
  readonly seqMax: number;
  /** By `claimKey`. */
  readonly findings: ReadonlyMap<string, Finding>;
}

/** One run as an entry or a run record names it. */
export type Claim = Pick<Run, "workflow" | "event" | "runId" | "attempt">;

/** GitHub refuses more than 50 re-runs of a run. */
const attemptsMax = 1_000;
/** So many runs that claim one slot are asked for; if all of them are refuted, so are the others. */
export const askedPerSlotMax = 3;
/** More entries than most pull requests ever have: each of their runs is asked for. */
const crowdMin = 2_500;

/** Names a run within its slot. */
export function claimKey({ workflow, event, runId }: Omit<Claim, "attempt">): string {
  return JSON.stringify([workflow, event, runId]);
}

/** The roster without what cannot be true; the very same one if all of it can. */
export function believable(roster: Roster, beliefs: Beliefs): Roster {
  const entries = roster.entries.filter(
    (entry) => entry.seq <= beliefs.seqMax && isPossible(entry, beliefs),
  );
  const runs = roster.runs.filter((run) => isPossible(run, beliefs) && !isTooFar(run, beliefs));
  const isWhole = entries.length === roster.entries.length && runs.length === roster.runs.length;
  return isWhole ? roster : { ...roster, entries, runs };
}

function isPossible(claim: Claim, { findings }: Beliefs): boolean {
  if (claim.attempt > attemptsMax) return false;
  const finding = findings.size === 0 ? undefined : findings.get(claimKey(claim));
  if (finding === undefined) return true;
  return finding.kind === "found" && claim.attempt <= finding.attempt;
}

/** A run that GitHub says is under way has not ended. */
function isTooFar({ status, attempt, ...run }: Run, { findings }: Beliefs): boolean {
  const finding = status === "completed" ? findings.get(claimKey(run)) : undefined;
  return finding?.kind === "found" && finding.attempt === attempt && !finding.completed;
}

/** What must be asked for before these rosters are joined, most doubtful first. */
export interface Doubts {
  readonly ask: readonly Claim[];
  /** What needs no question. */
  readonly refuted: readonly Claim[];
}

/**
 * Claims that would take another run's place, or tell more of our own run than we know: all that a
 * forger could use to silence somebody. With `all`, every run is doubted.
 */
export function doubtsAbout(rosters: readonly Roster[], own: Run, all: boolean): Doubts {
  const ask: Claim[] = [];
  const refuted: Claim[] = [];
  const entries = Math.max(0, ...rosters.map((roster) => roster.entries.length));
  const slots = claimsBySlot(rosters, own);
  for (const claims of slots.values()) {
    const [newest, ...older] = claims;
    if (newest === undefined) continue;
    const isOwnSlot = newest.workflow === own.workflow && newest.event === own.event;
    const foreign = claims.filter(({ runId }) => isDecimal(own.runId) && !isDecimal(runId));
    refuted.push(...(isOwnSlot ? foreign : []));
    const left = isOwnSlot ? claims.filter((claim) => !foreign.includes(claim)) : claims;
    if (all || entries > crowdMin || older.length > 0) ask.push(...left.slice(0, askedPerSlotMax));
  }
  const told = rosters.some(({ runs, entries: rows }) =>
    [...runs, ...rows].some((item) => isMoreThanWeKnow(item, own)),
  );
  if (told) ask.unshift(own);
  const isOther = (claim: Claim): boolean => told || claimKey(claim) !== claimKey(own);
  return { ask: ask.filter(isOther), refuted };
}

/** Our own run is under way, in our attempt, as long as we live. */
function isMoreThanWeKnow(item: Run | Entry, own: Run): boolean {
  if (item.runId !== own.runId || item.workflow !== own.workflow) return false;
  if (item.event !== own.event) return false;
  return item.attempt > own.attempt || ("conclusion" in item && item.status === "completed");
}

/** The runs of each slot, newest first; our own one too, and nothing older than it. */
function claimsBySlot(rosters: readonly Roster[], own: Run): ReadonlyMap<string, readonly Claim[]> {
  const slots = new Map<string, Map<string, Claim>>();
  const note = (claim: Claim): void => {
    const slot = JSON.stringify([claim.workflow, claim.event]);
    let claims = slots.get(slot);
    if (claims === undefined) slots.set(slot, (claims = new Map<string, Claim>()));
    if (!claims.has(claim.runId)) claims.set(claim.runId, claim);
  };
  note(own);
  for (const { runs, entries } of rosters) for (const item of [...runs, ...entries]) note(item);
  const ownSlot = JSON.stringify([own.workflow, own.event]);
  return new Map(
    [...slots].map(([slot, claims]) => {
      const newestFirst = [...claims.values()].sort((a, b) => compareIds(b.runId, a.runId));
      const isNews = ({ runId }: Claim): boolean => compareIds(runId, own.runId) >= 0;
      return [slot, slot === ownSlot ? newestFirst.filter(isNews) : newestFirst];
    }),
  );
}
