/**
 * The reference implementation's protocol, for the comparison.
 *
 * Its version SEED, the newest that needs no server of its vendor's, and what is left of its newest one
 * without that server; written anew from the rules and numbers of the fact sheet, sections 3 and 4. Where that is silent the kinder rule was taken, and a
 * comment says so. Text and state block are ours: its own passes GitHub's limit at 18 tasks and is
 * refused from there on.
 */
import { AnswerObserver } from "../../adapters/github/observer.js";
import { RestRuns } from "../../adapters/github/runs.js";
import type { Runs } from "../../ports/runs.js";
import { type TaskPlace, worldHead } from "../publish-world.js";
import { seededRandom } from "../seeded-random.js";
import { PlainComments } from "./plain-comments.js";
import type { ReferencePorts, ReferenceSettings } from "./reference-cycle.js";
import { ReferenceFallback } from "./reference-fallback.js";
import { ReferenceTask } from "./reference-task.js";
import type { Protocol, TaskOptions, TaskProtocol } from "./task-protocol.js";

/** A task speaks at least so often. */
export const referencePollMs = 5_000;

/** With artifacts, without a server. */
export const referenceProtocol: Protocol = {
  name: "reference",
  // It publishes with an app's token only.
  budget: "app",
  pollMs: () => referencePollMs,
  open: (options) => opened(new ReferenceTask(referencePorts(options), referenceSettings(options))),
};

/** HEAD, through the comment alone: its path for a server that cannot be reached. */
export const referenceFallbackProtocol: Protocol = {
  name: "reference's newest, its server down",
  budget: "app",
  pollMs: () => referencePollMs,
  open: (options) =>
    opened(new ReferenceFallback(referencePorts(options), referenceSettings(options))),
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
    verdict: async (entry) => {
      await task.verdict(entry);
    },
    rewrites: 0,
  };
}

/** The ports of one task's process. */
export function referencePorts({ world, place, token }: TaskOptions): ReferencePorts {
  const { runId, attempt, job } = identified(place);
  world.addRun(place);
  const clock = world.processClock();
  const observer = new AnswerObserver(clock);
  const api = world.api(observer, token);
  return {
    comments: new PlainComments(api, observer, { listsAfterCreate: true }),
    board: world.board(runId, attempt, job, observer),
    runs: unconditional(() => new RestRuns(api, world.runsOptions())),
    clock,
    random: seededRandom(world.prng.fork(`reference ${runId} ${place.task}`)),
    serverTime: observer,
  };
}

/** What one task's process is told. */
export function referenceSettings({ place, intervalMs }: TaskOptions): ReferenceSettings {
  const { runId, attempt, workflow } = identified(place);
  return {
    head: worldHead,
    pullNumber: 7,
    run: {
      workflow,
      event: "pull_request",
      runId,
      attempt,
      status: "in_progress",
      conclusion: "",
    },
    intervalMs,
  };
}

/** It sends no validators, so that no listing is free. */
function unconditional(open: () => Runs): Runs {
  return {
    ofHead: async (head) => await open().ofHead(head),
    byId: async (runId) => await open().byId(runId),
    boardOf: (runId) => open().boardOf(runId),
  };
}

function identified(place: TaskPlace): Required<Omit<TaskPlace, "event" | "head">> {
  const { task, runId, attempt = 1, workflow, job } = place;
  if (runId === undefined || workflow === undefined || job === undefined) {
    throw new TypeError("the benchmark's tasks say where they are");
  }
  return { task, runId, attempt, workflow, job };
}
