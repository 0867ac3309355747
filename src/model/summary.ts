/**
 * What is left of tasks for whose names even there is no room?
 *
 * A key instead of the identity, the version and the status: enough to count a task, to tell that what
 * somebody else says of it is no news, and to let a newer entry take its place.
 */
import { hash32 } from "../base/prng.js";
import { type Entry, type TaskIdentity, identityKey } from "./entry.js";
import type { Status } from "./status.js";

/** One task of a run. */
export interface SummarisedTask {
  /** `summaryKey` of its identity. */
  readonly key: number;
  readonly attempt: number;
  readonly seq: number;
  readonly status: Status;
  readonly final: boolean;
}

/** All tasks of one run that were summarised, sorted by key. */
export interface RunSummary {
  readonly workflow: string;
  readonly event: string;
  readonly runId: string;
  readonly tasks: readonly SummarisedTask[];
}

/** The keys are integers below this one: with 5,000 tasks two share one once in 20 million rosters. */
export const summaryKeyEnd = 2 ** 48;

/** An identity in 48 bits. */
export function summaryKey(identity: TaskIdentity): number {
  const key = identityKey(identity);
  // Of the second hash the upper half: the lower one depends on too little.
  return hash32(key) * 2 ** 16 + Math.floor(hash32(`second ${key}`) / 2 ** 16);
}

/** What a summary keeps of an entry. */
export function summarised(entry: Entry): SummarisedTask {
  const { attempt, seq, status, final } = entry;
  return { key: summaryKey(entry), attempt, seq, status, final };
}
