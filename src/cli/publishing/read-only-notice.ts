/** What is told to somebody whose token may only read, and can be given no other? */
import type { ReadOnlyReason } from "../host/ci-facts.js";

/** Where the row is instead. */
export interface Elsewhere {
  readonly reason: ReadOnlyReason;
  readonly onBoard: boolean;
  readonly inSummary: boolean;
}

const why: Readonly<Record<ReadOnlyReason, string>> = {
  fork: "the job's token may only read (pull request from a fork)",
  dependabot: "the job's token may only read (run of Dependabot's)",
};

const byWhom = "a workflow_run workflow with rollcall sync";

/** One line for a task: where its row is, and who publishes it. */
export function readOnlyLine({ reason, onBoard, inSummary }: Elsewhere): string {
  const places = [
    ...(inSummary ? ["in the job summary"] : []),
    ...(onBoard ? ["on the run's board"] : []),
  ];
  const row = places.length === 0 ? "" : `; the row is ${places.join(" and ")}`;
  const next = onBoard
    ? `, ${byWhom} publishes it`
    : `; ${byWhom} could publish it only from the run's board, which cannot be used here`;
  return `not published: ${why[reason]}${row}${next}`;
}

/** One line for a `sync`, which has no row of its own. */
export function readOnlySyncLine(reason: ReadOnlyReason): string {
  return `nothing synced: ${why[reason]}; ${byWhom} publishes the rows`;
}
