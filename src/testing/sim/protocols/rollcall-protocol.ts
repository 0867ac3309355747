/** Rollcall itself: the production publishers, for the simulator and the comparison. */
import { CancellationSource } from "../../../adapters/node/clock.js";
import { Deadline } from "../../../publish/deadline.js";
import { Publisher } from "../../../publish/publisher.js";
import type { Protocol } from "./task-protocol.js";

/** The production code, unchanged. */
export const rollcallProtocol: Protocol = {
  name: "Rollcall",
  budget: "job",
  // As `cli/run/live-updates.ts` does it.
  pollMs: (intervalMs, unit) => intervalMs * (0.75 + unit / 2),
  open(ports, settings) {
    const publisher = new Publisher(ports, settings);
    const { finalBudgetMs } = settings.timing;
    const end = new CancellationSource();
    let deadline = new Deadline(ports.clock, finalBudgetMs);
    let live: Promise<unknown> = Promise.resolve();
    return {
      async live(entry) {
        live = publisher.publish(entry, { cancellation: end });
        await live;
      },
      // As `cli/run.ts` does it: a request that is under way is waited for, but not for long.
      async stop() {
        deadline = new Deadline(ports.clock, finalBudgetMs);
        end.cancel();
        await new Deadline(ports.clock, finalBudgetMs / 3).race(live);
      },
      async verdict(entry) {
        return await publisher.publish(entry, { budgetMs: deadline.remainingMs });
      },
      get rewrites() {
        return publisher.tally.rewrites;
      },
    };
  },
  sync: async (ports, settings) => await new Publisher(ports, settings).sync(),
};
