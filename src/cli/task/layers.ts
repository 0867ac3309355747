/**
 * Whom does a task's row believe, field by field? (docs/ingest.md, "Who is believed".)
 *
 * What was typed was said before anything happened; what was found in the results knows better; what the
 * command itself said knows best. How it ended is the verdict's to say.
 */
import type { Findings } from "../../ingest/findings.js";
import { itemsPerEntryMax } from "../../model/limits.js";
import type { Entry, Link, TaskIdentity, Version } from "../../model/entry.js";
import { type Status, finality } from "../../model/status.js";

/** What a task may say of itself; who it is and which version comes from its surroundings. */
export type TaskFields = Partial<Omit<Entry, keyof TaskIdentity | keyof Version>>;

/** What is known of one task, by where it comes from. */
export interface TaskLayers {
  /** Options, variables and files. */
  readonly typed: TaskFields;
  /** The command's own results. */
  readonly found: Findings;
  /** `ROLLCALL_UPDATES`. */
  readonly said: TaskFields;
  /** How it ended; undefined while it runs, or if nobody watches it run. */
  readonly verdict?: TaskFields;
}

/** All layers as one. */
export function joinLayers({ typed, found, said, verdict = {} }: TaskLayers): TaskFields {
  const links = joinLinks(said.links ?? typed.links, found.links);
  // Whoever says commands of his own wants these, and no others.
  const reproduce = said.reproduce ?? typed.reproduce ?? found.reproduce;
  const fix = said.fix ?? typed.fix ?? found.fix;
  const joined: TaskFields = {
    ...typed,
    ...found,
    ...said,
    ...(links === undefined ? {} : { links }),
    ...(reproduce === undefined ? {} : { reproduce }),
    ...(fix === undefined ? {} : { fix }),
    ...verdict,
  };
  const { abortReason, ...others } = joined;
  return abortReason === undefined || joined.status === "aborted" ? joined : others;
}

/** A status that was said while the command runs: only its end is final. */
export function liveStatus(status: Status): Status {
  if (finality(status) !== "final") return status;
  return status === "failed" ? "failing" : "running";
}

/** Links that were found stand after those that were said. */
function joinLinks(
  said: readonly Link[] | undefined,
  found: readonly Link[] | undefined,
): readonly Link[] | undefined {
  if (said === undefined || found === undefined) return said ?? found;
  const urls = new Set(said.map(({ url }) => url));
  return [...said, ...found.filter(({ url }) => !urls.has(url))].slice(0, itemsPerEntryMax);
}
