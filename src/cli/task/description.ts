/** What is known of a task before it runs, from options, variables and files? */
import type { Problem } from "../input/problem.js";
import type { OwnFields } from "./options-fields.js";

/** What is known of a task before it runs. */
export interface TaskDescription {
  readonly task: string;
  readonly fields: OwnFields;
  /** Faults that were passed over: a text that was cut short, an unknown field. */
  readonly warnings: readonly Problem[];
}
