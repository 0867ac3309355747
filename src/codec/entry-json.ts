/**
 * What does a task's own JSON say about its row?
 *
 * `--input entry.json` and each line of `ROLLCALL_UPDATES` hold any subset of an entry
 * (`entry-fields.ts`). A bad field costs only itself: it is cut or left out, and named.
 */
import type { Entry } from "../model/entry.js";
import { finality } from "../model/status.js";
import { listedEntryField, partialEntryField } from "./entry-fields.js";
import { ProblemList } from "./json-field.js";

/** The fields that could be read, and a line for each that could not. */
export interface ReadEntryFields {
  readonly fields: Partial<Entry>;
  readonly problems: readonly string[];
}

/** Reads any subset of an entry. Unknown fields are named for files that a person wrote. */
export function parseEntryFields(
  value: unknown,
  options: { readonly unknownFields?: "named" | "ignored" } = {},
): ReadEntryFields {
  const problems = new ProblemList(options.unknownFields === "named");
  const fields = partialEntryField.read(value, "", problems) ?? {};
  return { fields, problems: problems.lines };
}

/** Reads a whole entry, with defaults for all but the task and its status. */
export function readEntry(value: unknown, path: string, problems: ProblemList): Entry | undefined {
  const fields = listedEntryField.read(value, path, problems);
  if (fields?.task === undefined || fields.status === undefined) return undefined;
  const { task, status } = fields;
  return {
    workflow: "",
    event: "",
    job: "",
    leg: "",
    kind: task,
    final: finality(status) !== "live",
    runId: "0",
    attempt: 1,
    seq: 0,
    ...fields,
    task,
    status,
  };
}
