/**
 * A plain sticky comment, for the comparison: list, find, edit.
 *
 * What every "sticky comment" action does, with the one kindness that it merges its row into what it
 * has just read.
 */
import { decodeBody } from "../../../codec/state-block.js";
import { join } from "../../../merge/join.js";
import type { Entry } from "../../../model/entry.js";
import { RollcallError, describeError } from "../../../model/errors.js";
import { type Roster, emptyRoster } from "../../../model/roster.js";
import { compose } from "../../../publish/compose.js";
import type { Outcome } from "../../../publish/outcome.js";
import type { PublishPorts } from "../../../publish/ports.js";
import type { PublishSettings } from "../../../publish/settings.js";
import type { Protocol } from "./task-protocol.js";

/** Reads all comments, puts its row into the one that it finds, writes it. */
export const stickyProtocol: Protocol = {
  name: "plain sticky comment",
  budget: "job",
  rest: { listsAfterCreate: false },
  pollMs: (intervalMs, unit) => intervalMs * (0.75 + unit / 2),
  open(ports, settings) {
    let live: Promise<unknown> = Promise.resolve();
    const publish = async (entry: Entry): Promise<Outcome> => {
      try {
        await listFindEdit(ports, settings, entry);
        return { kind: "published" };
      } catch (error) {
        // It gives up, as they do.
        if (!(error instanceof RollcallError)) throw error;
        return { kind: "failed", problem: describeError(error) };
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

async function listFindEdit(
  { comments: store, random }: PublishPorts,
  { lane, head, pullNumber }: PublishSettings,
  entry: Entry,
): Promise<void> {
  const { comments } = await store.read({ edits: 0 });
  const [found] = comments;
  const own: Roster = { ...emptyRoster(lane, head), entries: [entry] };
  const decoded = found === undefined ? undefined : decodeBody(found.body);
  // What another push has left is wiped.
  const roster =
    decoded?.kind === "state" && decoded.roster.head === head ? join(decoded.roster, own) : own;
  const draft = compose(roster, { pullNumber, programVersion: "sticky" });
  const body = draft.body(random.hex(16), undefined, false);
  if (found === undefined) await store.create(body);
  else await store.update(found.id, body);
}
