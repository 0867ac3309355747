/**
 * What is left of tasks for whose names even there is no room?
 *
 * A key instead of the identity, the version and the status: enough to count a task, to tell that what
 * somebody else says of it is no news, and to let a newer entry take its place.
 */
import { crc32 } from "../base/crc32.js";
import { hash32 } from "../base/prng.js";
import { utf8Bytes } from "../base/utf8.js";
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

const keyDigits = 12;

/**
 * A task's name on boards (16 hexadecimal digits, `codec/board-name.ts`): 64 bits of two unrelated hashes,
 * so that 5,000 tasks do not collide.
 */
export function writerHash(identity: TaskIdentity): string {
  let writer = writers.get(identity);
  if (writer === undefined) {
    const key = identityKey(identity);
    writer = hex32(hash32(key)) + hex32(crc32(utf8Bytes(key)));
    writers.set(identity, writer);
  }
  return writer;
}

const writers = new WeakMap<TaskIdentity, string>();

/** An identity in 48 bits. */
export function summaryKey(identity: TaskIdentity): number {
  return keyOfWriter(writerHash(identity));
}

/** The key of a task of which only the name on boards is known. */
export function keyOfWriter(writer: string): number {
  return Number.parseInt(writer.slice(0, keyDigits), 16);
}

function hex32(value: number): string {
  return value.toString(16).padStart(8, "0");
}

/** What a summary keeps of an entry. */
export function summarised(entry: Entry): SummarisedTask {
  const { attempt, seq, status, final } = entry;
  return { key: summaryKey(entry), attempt, seq, status, final };
}
