/** Rollcall itself, for the comparison: the production publishers. */
import type { Protocol } from "./task-protocol.js";
import { CancellationSource } from "../../adapters/node/clock.js";

/** The production code, unchanged. */
export const rollcallProtocol: Protocol = {
  name: "Rollcall",
  open(world, place, intervalMs) {
    const { publisher } = world.publisher(place, { timing: { windowMs: intervalMs } });
    const end = new CancellationSource();
    let live: Promise<unknown> = Promise.resolve();
    return {
      async live(entry) {
        live = publisher.publish(entry, { cancellation: end });
        await live;
      },
      async verdict(entry) {
        // As `cli/run.ts` does it: a request that is under way is waited for.
        end.cancel();
        await live;
        await publisher.publish(entry);
      },
    };
  },
};
