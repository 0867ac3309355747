/** What is the whole text of the comment for a roster? */
import { type EncodedState, encodeBody, encodeState, lookChecksum } from "../codec/state-block.js";
import { liveEntries } from "../merge/live.js";
import type { LiveEntry } from "../model/live-entry.js";
import { commentCharsMax } from "../model/limits.js";
import type { Roster } from "../model/roster.js";
import { type RenderContext, renderComment } from "../render/comment.js";
import { selectShown } from "../render/sticky.js";

/** A comment that only lacks its write id. */
export interface Draft {
  readonly roster: Roster;
  /** Checksum of what does not change by itself. */
  readonly look: string;
  /** The whole body; `logProven` as in `codec/state-block.ts`. */
  body(writeId: string, parentId: string | undefined, logProven: boolean): string;
}

/** Renders the roster, chooses what stays shown, and leaves room for the state block. */
export function compose(wanted: Roster, context: RenderContext): Draft {
  const { entries, roster, state } = prepare(wanted);
  const charsMax = commentCharsMax - state.blockChars;
  const { visible, look } = renderComment(roster, entries, context, charsMax);
  return {
    roster,
    look: lookChecksum(look),
    body: (writeId, parentId, logProven) =>
      encodeBody({ visible, look, roster, state, writeId, parentId, logProven }),
  };
}

/** What a draft holds, whenever it is made. */
interface Prepared {
  readonly entries: readonly LiveEntry[];
  readonly roster: Roster;
  readonly state: EncodedState;
}

/** Look after look finds nothing new, and a join that learns nothing gives the same roster back. */
function prepare(wanted: Roster): Prepared {
  const known = prepared.get(wanted);
  if (known !== undefined) return known;
  const entries = liveEntries(wanted);
  const roster: Roster = { ...wanted, shown: selectShown(entries, wanted.shown) };
  const fresh = { entries, roster, state: encodeState(roster) };
  prepared.set(wanted, fresh);
  return fresh;
}

const prepared = new WeakMap<Roster, Prepared>();
