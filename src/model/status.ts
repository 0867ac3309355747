/** Which statuses can a task have, and which of them are its last word? (Fact sheet 1.2.) */

/** A task's status as a command or a CI owner names it. */
export type Status = "running" | "warning" | "failing" | "passed" | "failed" | "aborted";

/** Every status, in the order in which the documents list them. */
export const statuses: readonly Status[] = [
  "running",
  "warning",
  "failing",
  "passed",
  "failed",
  "aborted",
];

/** True if the text is one of the statuses. */
export function isStatus(text: string): text is Status {
  return (statuses as readonly string[]).includes(text);
}

/** True for a task that somebody must look at: it failed, goes on failing, or was aborted. */
export function isFailure(status: Status): boolean {
  return status === "failed" || status === "failing" || status === "aborted";
}

/** Whether a status says of itself that the task has ended; `warning` may be either. */
export function finality(status: Status): "final" | "live" | "either" {
  switch (status) {
    case "running":
    case "failing":
      return "live";
    case "passed":
    case "failed":
    case "aborted":
      return "final";
    case "warning":
      return "either";
  }
}
