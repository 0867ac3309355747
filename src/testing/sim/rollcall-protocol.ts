/** Rollcall itself, for the comparison: the production publishers. */
import { CancellationSource } from "../../adapters/node/clock.js";
import { Deadline } from "../../publish/deadline.js";
import { defaultTiming } from "../../publish/settings.js";
import type { Protocol } from "./task-protocol.js";

/** The production code, unchanged. */
export const rollcallProtocol: Protocol = {
  name: "Rollcall",
  budget: "job",
  // As `cli/live-updates.ts` does it.
  pollMs: (intervalMs, unit) => intervalMs * (0.75 + unit / 2),
  open({ world, place, intervalMs, token }) {
    const timing = { windowMs: intervalMs };
    const { publisher } = world.publisher(place, { timing, token, comments: "fallback" });
    const clock = world.processClock();
    let deadline = new Deadline(clock, defaultTiming.finalBudgetMs);
    const end = new CancellationSource();
    let live: Promise<unknown> = Promise.resolve();
    return {
      async live(entry) {
        live = publisher.publish(entry, { cancellation: end });
        await live;
      },
      // As `cli/run.ts` does it: a request that is under way is waited for, but not for long.
      async stop() {
        deadline = new Deadline(clock, defaultTiming.finalBudgetMs);
        end.cancel();
        await new Deadline(clock, defaultTiming.finalBudgetMs / 3).race(live);
      },
      async verdict(entry) {
        await publisher.publish(entry, { budgetMs: deadline.remainingMs });
      },
      get rewrites() {
        return publisher.tally.rewrites;
      },
    };
  },
};
