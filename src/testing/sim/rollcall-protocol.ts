/** Rollcall itself, for the comparison: the production publishers. */
import { CancellationSource } from "../../adapters/node/clock.js";
import type { Protocol } from "./task-protocol.js";

/** The production code, unchanged. */
export const rollcallProtocol: Protocol = {
  name: "Rollcall",
  budget: "job",
  // As `cli/live-updates.ts` does it.
  pollMs: (intervalMs, unit) => intervalMs * (0.75 + unit / 2),
  open({ world, place, intervalMs, token }) {
    const { publisher } = world.publisher(place, { timing: { windowMs: intervalMs }, token });
    const end = new CancellationSource();
    let live: Promise<unknown> = Promise.resolve();
    return {
      async live(entry) {
        live = publisher.publish(entry, { cancellation: end });
        await live;
      },
      // As `cli/run.ts` does it: a request that is under way is waited for.
      async stop() {
        end.cancel();
        await live;
      },
      async verdict(entry) {
        await publisher.publish(entry);
      },
      get rewrites() {
        return publisher.tally.rewrites;
      },
    };
  },
};
