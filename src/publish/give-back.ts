/**
 * Our write has landed on top of a newer push's: how do its rows come back?
 *
 * They are in the log that our write's answer shows, and go back as they were.
 */
import { joinLog } from "../protocol/knowledge.js";
import { assessLog } from "../protocol/verify.js";
import type { Lane, Roster } from "../model/roster.js";
import type { CommentSession, Written } from "./comment-session.js";
import type { Draft } from "./compose.js";

/** What there is to write with. */
export interface GiveBackInput {
  readonly lane: Lane;
  readonly session: CommentSession;
  readonly draft: (theirs: Roster) => Draft;
}

/** So many rounds at most: whoever else of the newer push writes meanwhile mends the rest. */
const roundsMax = 4;

/** Writes what the log knows of the head that the answer shows. Throws `RollcallError`. */
export async function giveBack(
  { comment, seen }: Written,
  { lane, session, draft }: GiveBackInput,
): Promise<void> {
  const head = seen.pullHead;
  let last = comment;
  for (let round = 0; round < roundsMax; round += 1) {
    const theirs = joinLog(lane, head, last.log ?? []);
    const { writeId, parentId, ...written } = await session.update(last, draft(theirs), head);
    last = written.comment;
    if (last.log === undefined) return;
    const own = { lane, head, writeId, parentId, roster: theirs };
    if (assessLog(last.log, last.logComplete, own).kind === "complete") return;
  }
}
