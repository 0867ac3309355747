/**
 * The reference implementation's protocol, for the comparison.
 *
 * Its version SEED, the newest that needs no server of its vendor's, and what is left of its newest one
 * without that server; written anew from the rules and numbers of the fact sheet, sections 3 and 4.
 * Where that is silent the kinder rule was taken, and a comment says so. Text and state block are ours:
 * its own passes GitHub's limit at 18 tasks and is refused from there on.
 */
import type { Entry } from "../../../model/entry.js";
import { RollcallError, describeError } from "../../../model/errors.js";
import type { Outcome } from "../../../publish/outcome.js";
import type { PublishSettings } from "../../../publish/settings.js";
import type { ReferenceSettings } from "./cycle.js";
import { ReferenceFallback } from "./fallback.js";
import { ReferenceTask } from "./task.js";
import type { Protocol, TaskProtocol } from "../protocols/task-protocol.js";

/** A task speaks at least so often. */
const pollMs = 5_000;

const shared = {
  // It publishes with an app's token only.
  budget: "app",
  rest: { listsAfterCreate: true },
  pollMs: () => pollMs,
} as const;

/** With artifacts, without a server. */
export const referenceProtocol: Protocol = {
  ...shared,
  name: "reference",
  open: (ports, settings) => opened(new ReferenceTask(ports, referenceSettings(settings))),
};

/** HEAD, through the comment alone: its path for a server that cannot be reached. */
export const referenceFallbackProtocol: Protocol = {
  ...shared,
  name: "reference's newest, its server down",
  open: (ports, settings) => opened(new ReferenceFallback(ports, referenceSettings(settings))),
};

/** Neither of them looks at what became of a write. */
function opened(task: ReferenceTask | ReferenceFallback): TaskProtocol {
  return {
    live: async (entry) => {
      await task.live(entry);
    },
    stop: async () => {
      await task.stop();
    },
    verdict: async (entry) => await told(task, entry),
    rewrites: 0,
  };
}

async function told(task: ReferenceTask | ReferenceFallback, entry: Entry): Promise<Outcome> {
  try {
    await task.verdict(entry);
    return { kind: "published" };
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    return { kind: "failed", problem: describeError(error) };
  }
}

/** What one task's process is told. */
export function referenceSettings({
  head,
  pullNumber,
  run,
  timing,
}: Pick<PublishSettings, "head" | "pullNumber" | "run" | "timing">): ReferenceSettings {
  return { head, pullNumber, run, intervalMs: timing.windowMs };
}
