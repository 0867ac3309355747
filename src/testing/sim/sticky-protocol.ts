/**
 * A plain sticky comment, for the comparison: list, find, edit.
 *
 * What every "sticky comment" action does, with the one kindness that it merges its row into what it
 * has just read.
 */
import { AnswerObserver } from "../../adapters/github/observer.js";
import { RestComments } from "../../adapters/github/rest-comments.js";
import { Prng } from "../../base/prng.js";
import { decodeBody } from "../../codec/state-block.js";
import { join } from "../../merge/join.js";
import type { Entry } from "../../model/entry.js";
import { RollcallError } from "../../model/errors.js";
import { type Roster, emptyRoster } from "../../model/roster.js";
import { compose } from "../../publish/compose.js";
import type { CommentStore } from "../../ports/comments.js";
import { worldHead, worldMarker } from "../publish-world.js";
import type { Protocol } from "./task-protocol.js";

/** Reads all comments, puts its row into the one that it finds, writes it. */
export const stickyProtocol: Protocol = {
  name: "plain sticky comment",
  open(world, place) {
    world.addRun(place);
    const observer = new AnswerObserver(world.processClock());
    const where = { owner: "octo", name: "demo", pullNumber: 7, marker: worldMarker };
    const store = new RestComments(world.api(observer), observer, where);
    const prng = Prng.fromSeed(`sticky ${place.task} ${place.runId ?? ""}`);
    const publish = async (entry: Entry): Promise<void> => {
      try {
        await listFindEdit(store, entry, prng);
      } catch (error) {
        // It gives up, as they do.
        if (!(error instanceof RollcallError)) throw error;
      }
    };
    return { live: publish, verdict: publish };
  },
};

async function listFindEdit(store: CommentStore, entry: Entry, prng: Prng): Promise<void> {
  const { comments } = await store.read({ edits: 1 });
  const [found] = comments;
  const own: Roster = { ...emptyRoster("pull-request", worldHead), entries: [entry] };
  const decoded = found === undefined ? undefined : decodeBody(found.body);
  const roster = decoded?.kind === "state" ? join(decoded.roster, own) : own;
  const draft = compose(roster, { pullNumber: 7, programVersion: "sticky" });
  const writeId = prng.uint32().toString(16).padStart(16, "0");
  if (found === undefined) await store.create(draft.body(writeId, undefined, false));
  else await store.update(found.id, draft.body(writeId, undefined, false));
}
