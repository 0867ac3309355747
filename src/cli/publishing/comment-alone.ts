/**
 * Which comment would a task make if it were the only one?
 *
 * Where nothing is published, its row stands in the job summary; where nobody knows the pull request (a laptop), a dry
 * run still shows what the comment would look like.
 */
import type { Entry } from "../../model/entry.js";
import { type Roster, emptyRoster } from "../../model/roster.js";
import { compose } from "../../publish/compose.js";
import type { Host } from "../host/host.js";
import type { Settings } from "../settings/settings.js";

/** It is never written, so nobody will look for it. */
const noWriteId = "0".repeat(16);

/** The task by itself, on the head that is known or none. */
export function rosterAlone({ lane, head }: Pick<Settings, "lane" | "head">, entry: Entry): Roster {
  return { ...emptyRoster(lane, head ?? ""), entries: [entry] };
}

/** The whole body, as the first publication of this task would write it. */
export function commentAlone(
  { clock, version }: Pick<Host, "clock" | "version">,
  settings: Pick<Settings, "lane" | "head" | "pull">,
  entry: Entry,
): string {
  const draft = compose(rosterAlone(settings, entry), {
    pullNumber: settings.pull ?? 0,
    nowMs: clock.wallMs(),
    programVersion: version,
  });
  return draft.body(noWriteId, undefined, false);
}
