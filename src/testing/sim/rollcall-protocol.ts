/** Rollcall itself: the production publishers, for the simulator and the comparison. */
import { CancellationSource } from "../../adapters/node/clock.js";
import { Deadline } from "../../publish/deadline.js";
import { Publisher } from "../../publish/publisher.js";
import type { Protocol } from "./task-protocol.js";

/** The production code, unchanged. */
export const rollcallProtocol: Protocol = {
  name: "Rollcall",
  open(ports, settings) {
    const publisher = new Publisher(ports, settings);
    const end = new CancellationSource();
    let live: Promise<unknown> = Promise.resolve();
    return {
      async live(entry) {
        live = publisher.publish(entry, { cancellation: end });
        await live;
      },
      async verdict(entry) {
        // As `cli/run.ts` does it: what is under way is waited for, but not for long.
        const { finalBudgetMs } = settings.timing;
        const deadline = new Deadline(ports.clock, finalBudgetMs);
        end.cancel();
        await new Deadline(ports.clock, finalBudgetMs / 3).race(live);
        return await publisher.publish(entry, { budgetMs: deadline.remainingMs });
      },
    };
  },
  async sync(ports, settings) {
    return await new Publisher(ports, settings).sync();
  },
};
