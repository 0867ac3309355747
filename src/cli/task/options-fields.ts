/** Which fields of an entry are the task's own to say? All but which task it is, and how new. */
import type { Entry, TaskIdentity, Version } from "../../model/entry.js";

/** What a task, its input or its command may say of it. */
export type OwnFields = Partial<Omit<Entry, keyof TaskIdentity | keyof Version>>;

const foreign: ReadonlySet<string> = new Set<keyof TaskIdentity | keyof Version>([
  "workflow",
  "event",
  "job",
  "leg",
  "task",
  "runId",
  "attempt",
  "seq",
]);

/** The fields without those that its surroundings decide. */
export function ownFields(fields: Partial<Entry>): OwnFields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !foreign.has(name)));
}
