/**
 * What do all parts of the comment need to know about one task?
 *
 * Names here are clean lines (`cleanLine`) but not yet Markdown: each part escapes what it shows.
 */
import type { Entry } from "../model/entry.js";
import { compareEntries } from "../model/entry.js";
import { isGuessedLeg } from "../model/leg.js";
import { legCharsMax, nameCharsMax } from "../model/limits.js";
import type { LiveEntry } from "../model/live-entry.js";
import { type Bucket, bucketLooks, bucketOf, isAborted, isLive } from "./bucket.js";
import { distinguish } from "./distinguish.js";
import { cleanClip } from "./escape.js";

/** A task as the comment shows it. */
export interface Row {
  readonly entry: Entry;
  readonly live: LiveEntry;
  readonly bucket: Bucket;
  readonly badge: string;
  readonly task: string;
  /** Empty when it says no more than the task's name. */
  readonly kind: string;
  /** The leg, and what else tells the row from others of the same name. */
  readonly facets: readonly string[];
  /** The task and its facets in one, for use in sentences. */
  readonly name: string;
  /** The workflow's file name, or what stands in for it. */
  readonly workflow: string;
  /** True while the task goes on. */
  readonly isLive: boolean;
}

/** The rows of all entries in their fixed order, whatever order they came in. */
export function toRows(entries: readonly LiveEntry[]): readonly Row[] {
  const known = rows.get(entries);
  if (known !== undefined) return known;
  const fresh = makeRows(entries);
  rows.set(entries, fresh);
  return fresh;
}

/** What is shown is chosen before the comment is rendered, from the same rows. */
const rows = new WeakMap<readonly LiveEntry[], readonly Row[]>();

function makeRows(entries: readonly LiveEntry[]): readonly Row[] {
  const sorted = [...entries].sort((a, b) => compareEntries(a.entry, b.entry));
  const plain = sorted.map((live) => ({ ...names(live.entry), live }));
  const facets = distinguish(
    plain.map(({ live, label, leg }) => ({ entry: live.entry, label, leg })),
  );
  return plain.map(({ live, task, kind }, index) => {
    const own = facets[index] ?? [];
    const bucket = bucketOf(live);
    return {
      entry: live.entry,
      live,
      bucket,
      badge: isAborted(live) ? "🔥" : bucketLooks[bucket].icon,
      task,
      kind,
      facets: own,
      name: own.length === 0 ? task : `${task} (${own.join(", ")})`,
      workflow: workflowName(live.entry.workflow),
      isLive: isLive(live),
    };
  });
}

/** The file name of a workflow's path. */
export function workflowName(path: string): string {
  const clean = cleanClip(path, nameCharsMax);
  return clean.slice(clean.lastIndexOf("/") + 1) || clean;
}

/** The kind in headings: rows without one are named by their task. */
export function kindOrTask(row: Row): string {
  return row.kind === "" ? row.task : row.kind;
}

interface Names {
  readonly task: string;
  readonly kind: string;
  /** What the row reads before any leg: two clean lines. */
  readonly label: string;
  readonly leg: string;
}

function names(entry: Entry): Names {
  const kind = cleanClip(entry.kind, nameCharsMax);
  const task = cleanClip(entry.task, nameCharsMax) || kind || "unnamed";
  const shownKind = kind === task ? "" : kind;
  const leg = isGuessedLeg(entry.leg) ? "" : cleanClip(entry.leg, legCharsMax);
  return { task, kind: shownKind, label: `${task}\n${shownKind}`, leg };
}
