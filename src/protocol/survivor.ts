/**
 * Two creators made two comments: which one stays?
 *
 * The lowest id, which everybody computes alike and which was there first. A tombstone is a comment
 * that has already given way.
 */
import { compareIds } from "../base/decimal.js";
import type { SeenComment } from "./revision.js";

/** The comment that stays and the live ones that must give way to it. */
export interface Succession {
  readonly survivor: SeenComment | undefined;
  readonly duplicates: readonly SeenComment[];
  readonly tombstones: readonly SeenComment[];
}

/** Sorts our comments into the one that stays and the others. */
export function succession(comments: readonly SeenComment[]): Succession {
  const byAge = [...comments].sort((a, b) => compareIds(a.databaseId, b.databaseId));
  const [survivor, ...duplicates] = byAge.filter(({ current }) => current.kind !== "tombstone");
  const tombstones = byAge.filter(({ current }) => current.kind === "tombstone");
  return { survivor, duplicates, tombstones };
}
