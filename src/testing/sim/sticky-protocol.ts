/**
 * A plain sticky comment, for the comparison: list, find, edit.
 *
 * What every "sticky comment" action does, with the one kindness that it merges its row into what it
 * has just read.
 */
import { AnswerObserver } from "../../adapters/github/observer.js";
import { Prng } from "../../base/prng.js";
import { decodeBody } from "../../codec/state-block.js";
import { join } from "../../merge/join.js";
import type { Entry } from "../../model/entry.js";
import { RollcallError } from "../../model/errors.js";
import { type Roster, emptyRoster } from "../../model/roster.js";
import type { CommentStore } from "../../ports/comments.js";
import { compose } from "../../publish/compose.js";
import { worldHead } from "../publish-world.js";
import { PlainComments } from "./plain-comments.js";
import type { Protocol } from "./task-protocol.js";

/** Reads all comments, puts its row into the one that it finds, writes it. */
export const stickyProtocol: Protocol = {
  name: "plain sticky comment",
  budget: "job",
  pollMs: (intervalMs, unit) => intervalMs * (0.75 + unit / 2),
  open({ world, place, token }) {
    world.addRun(place);
    const observer = new AnswerObserver(world.processClock());
    const store = new PlainComments(world.api(observer, token), observer, {
      listsAfterCreate: false,
    });
    const prng = Prng.fromSeed(`sticky ${place.task} ${place.runId ?? ""}`);
    let live: Promise<void> = Promise.resolve();
    const publish = async (entry: Entry): Promise<void> => {
      try {
        await listFindEdit(store, entry, prng);
      } catch (error) {
        // It gives up, as they do.
        if (!(error instanceof RollcallError)) throw error;
      }
    };
    return {
      async live(entry) {
        live = publish(entry);
        await live;
      },
      async stop() {
        await live;
      },
      verdict: publish,
      // It never looks again.
      rewrites: 0,
    };
  },
};

async function listFindEdit(store: CommentStore, entry: Entry, prng: Prng): Promise<void> {
  const { comments } = await store.read({ edits: 0 });
  const [found] = comments;
  const own: Roster = { ...emptyRoster("pull-request", worldHead), entries: [entry] };
  const decoded = found === undefined ? undefined : decodeBody(found.body);
  const roster = decoded?.kind === "state" ? join(decoded.roster, own) : own;
  const draft = compose(roster, { pullNumber: 7, programVersion: "sticky" });
  const writeId = prng.uint32().toString(16).padStart(16, "0");
  if (found === undefined) await store.create(draft.body(writeId, undefined, false));
  else await store.update(found.id, draft.body(writeId, undefined, false));
}
