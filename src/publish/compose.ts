/** What is the whole text of the comment for a roster? */
import { assert } from "../base/assert.js";
import { type FittedState, fitState } from "../codec/fit-state.js";
import { encodeBody, encodeState, lookChecksum } from "../codec/state-block.js";
import { sameValue } from "../merge/canonical.js";
import { liveEntries } from "../merge/live.js";
import { detailRank } from "../model/detail.js";
import type { LiveEntry } from "../model/live-entry.js";
import { commentCharsMax, crowdedStateCharsMax, stateCharsMax } from "../model/limits.js";
import { type Roster, type Shown, rosterVersion, versionOf } from "../model/roster.js";
import { type RenderContext, renderComment } from "../render/comment.js";
import { selectShown, showsSnippetOf } from "../render/sticky.js";
import { type LeftOut, withoutRuns } from "./last-resort.js";

/** A comment that only lacks its write id. */
export interface Draft {
  /** What the state block holds: all of what was wanted, with as much detail as fits. */
  readonly roster: Roster;
  /** Checksum of what does not change by itself. */
  readonly look: string;
  /** As `leftOutOf` the roster that was wanted. */
  readonly leftOut: LeftOut | undefined;
  /** The whole body; `logProven` as in `codec/state-block.ts`. */
  body(writeId: string, parentId: string | undefined, logProven: boolean): string;
}

/**
 * Chooses what stays shown, fits the state block, and renders what that holds: so everybody who reads the
 * block makes the same comment of it.
 */
export function compose(wanted: Roster, context: RenderContext): Draft {
  const { entries, roster, state, leftOut } = prepare(wanted);
  const charsMax = commentCharsMax - state.blockChars;
  const told = leftOut === undefined ? context : { ...context, leftOut };
  const { visible, look } = renderComment(roster, entries, told, charsMax);
  return {
    roster,
    leftOut,
    look: lookChecksum(look),
    body: (writeId, parentId, logProven) =>
      encodeBody({ visible, look, roster, state, writeId, parentId, logProven }),
  };
}

/**
 * Composes what is to stand in place of a block that already `held` everything; undefined if it does not.
 *
 * Where the block had no room for all, each process knows other details. As long as ours would not tell
 * more of what somebody must look at, it is what the block itself makes: else two processes would write
 * over each other for ever, each what it knows better.
 */
export function composeUpdate(
  wanted: Roster,
  held: Roster | undefined,
  context: RenderContext,
): Draft {
  const draft = compose(wanted, context);
  if (held === undefined || versionOf(held) === rosterVersion) return draft;
  return detailOf(draft.roster) > detailOf(held) ? draft : compose(held, context);
}

/** The runs for which there is no room at all: undefined for none, as always but in the worst case. */
export function leftOutOf(wanted: Roster): LeftOut | undefined {
  return prepare(wanted).leftOut;
}

/** How much is known of what somebody must look at: of two blocks of the same tasks, more is better. */
function detailOf({ entries }: Roster): number {
  let sum = 0;
  for (const entry of entries) if (entry.status !== "passed") sum += 1 + detailRank(entry);
  return sum;
}

/** What a draft holds, whenever it is made. */
interface Prepared extends FittedState {
  readonly entries: readonly LiveEntry[];
  readonly leftOut?: LeftOut;
}

/** Look after look finds nothing new, and a join that learns nothing gives the same roster back. */
function prepare(wanted: Roster): Prepared {
  const known = prepared.get(wanted);
  if (known !== undefined) return known;
  const fresh =
    prepareAll(wanted, stateCharsMax) ??
    prepareAll(wanted, crowdedStateCharsMax) ??
    prepareRemainder(wanted);
  prepared.set(wanted, fresh);
  return fresh;
}

/** Undefined if not even summaries of all tasks fit. */
function prepareAll(wanted: Roster, charsMax: number): Prepared | undefined {
  const all = liveEntries(wanted);
  const shown = selectShown(all, wanted.shown);
  const fitted = fitState({ ...wanted, shown }, charsMax, showsSnippetOf(shown));
  if (fitted === undefined) return undefined;
  const isWhole =
    fitted.roster.entries.length === wanted.entries.length &&
    fitted.roster.entries.every((entry, index) => entry === wanted.entries[index]);
  return isWhole ? { ...fitted, entries: all } : withoutLost(fitted, shown);
}

function prepareRemainder(wanted: Roster): Prepared {
  const remainder = withoutRuns(wanted, (some) => prepareAll(some, crowdedStateCharsMax));
  assert(remainder !== undefined, "a roster without tasks: expected a block that fits");
  return { ...remainder.fitted, leftOut: remainder.leftOut };
}

/** What was chosen may have been left out: a reader of the block would not find it, so it is not kept. */
function withoutLost(fitted: FittedState, before: Shown): Prepared {
  const entries = liveEntries(fitted.roster);
  const shown = selectShown(entries, before);
  if (sameValue(shown, fitted.roster.shown)) return { ...fitted, entries };
  const roster = { ...fitted.roster, shown };
  return { entries, roster, state: encodeState(roster) };
}

const prepared = new WeakMap<Roster, Prepared>();
