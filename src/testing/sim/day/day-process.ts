/** With what does a task's process of a day publish, whichever protocol it follows? */
import { RestRuns } from "../../../adapters/github/runs.js";
import type { PublishPorts } from "../../../publish/ports.js";
import type { PublishSettings } from "../../../publish/settings.js";
import type { Runs } from "../../../ports/runs.js";
import type { TokenSource } from "../../../ports/token.js";
import type { PublishWorld, TaskPlace } from "../../publish-world.js";
import { PlainComments } from "../protocols/plain-comments.js";
import type { Protocol } from "../protocols/task-protocol.js";

/** Everything that a task's process is opened with. */
export interface DayProcessOptions {
  readonly world: PublishWorld;
  readonly place: TaskPlace;
  readonly intervalMs: number;
  readonly token: TokenSource;
  readonly protocol: Pick<Protocol, "rest">;
}

/** The ports and settings of one task. */
export function openDayProcess({ world, place, intervalMs, token, protocol }: DayProcessOptions): {
  readonly ports: PublishPorts;
  readonly settings: PublishSettings;
} {
  const timing = { windowMs: intervalMs };
  const opened = world.process(place, { timing, token, comments: "fallback" });
  const { settings, observer } = opened;
  if (protocol.rest === undefined) return { ports: opened.ports, settings };
  const api = world.api(observer, token);
  const comments = new PlainComments(api, observer, protocol.rest);
  const runs = unconditional(() => new RestRuns(api, world.runsOptions()));
  return { ports: { ...opened.ports, comments, runs }, settings };
}

/** The others send no validators, so that no listing is free. */
function unconditional(open: () => Runs): Runs {
  return {
    ofHead: async (head) => await open().ofHead(head),
    byId: async (runId) => await open().byId(runId),
    boardOf: (runId) => open().boardOf(runId),
  };
}
