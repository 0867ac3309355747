/**
 * What is to be done about the comment, now that it has been read?
 *
 * Pure: a decision is data, `publish/` carries it out.
 */
import { includes, join } from "../merge/join.js";
import type { Roster } from "../model/roster.js";
import { type OwnPlace, headStanding } from "./head.js";
import { joinSeen } from "./knowledge.js";
import type { Seen, SeenComment } from "./revision.js";
import { type Succession, succession } from "./survivor.js";

/** Why a publisher writes nothing and never will. */
export type StandDownReason =
  | { readonly kind: "newer-push"; readonly head: string }
  /** A newer run of the same workflow and event has taken our rows' place. */
  | { readonly kind: "newer-run"; readonly runId: string }
  | { readonly kind: "newer-format"; readonly version: number };

/** The next step. `wanted` is what the comment must hold. */
export type Decision =
  | { readonly kind: "stand-down"; readonly reason: StandDownReason }
  /** The head does not match, perhaps only because of a late replica: read again. */
  | { readonly kind: "ask-again"; readonly head: string }
  | { readonly kind: "create"; readonly wanted: Roster }
  | {
      readonly kind: "compare";
      readonly wanted: Roster;
      readonly comment: SeenComment;
      /** The comment's block already holds all of `wanted`. */
      readonly holdsAll: boolean;
      readonly others: Pick<Succession, "duplicates" | "tombstones">;
    };

/** Decides from one read and from all that this process knows. */
export function decide(seen: Seen, known: Roster, own: OwnPlace): Decision {
  for (const { current } of seen.comments) {
    if (current.kind === "newer") {
      return { kind: "stand-down", reason: { kind: "newer-format", version: current.version } };
    }
  }
  const standing = headStanding(seen, own);
  if (standing === "stale") {
    return { kind: "stand-down", reason: { kind: "newer-push", head: seen.pullHead } };
  }
  if (standing === "doubtful") return { kind: "ask-again", head: seen.pullHead };
  const wanted = join(known, joinSeen(own.lane, own.head, seen.comments));
  const { survivor, duplicates, tombstones } = succession(seen.comments);
  if (survivor === undefined) return { kind: "create", wanted };
  const { current } = survivor;
  const holdsAll =
    current.kind === "state" &&
    current.roster.lane === own.lane &&
    current.roster.head === own.head &&
    includes(current.roster, wanted);
  return {
    kind: "compare",
    wanted,
    comment: survivor,
    holdsAll,
    others: { duplicates, tombstones },
  };
}
