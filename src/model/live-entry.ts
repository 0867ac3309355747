/** What is one row of the comment: an entry, and whether its task will never speak again? */
import type { Entry } from "./entry.js";
import type { Run } from "./roster.js";

/** Why no verdict is to be expected any more. */
export interface EndedWithout {
  /** GitHub's conclusion of the run; empty when only a later attempt shows that this one is over. */
  readonly conclusion: string;
}

/** An entry as it is shown; `merge/live.ts` makes these from a roster. */
export interface LiveEntry {
  readonly entry: Entry;
  /** Set when the run, or the entry's attempt of it, completed and the task had given no verdict. */
  readonly endedWithout?: EndedWithout;
}

/** What became of a task without a verdict whose run, or whose attempt of it, is over. */
export function endedWithout(
  task: Pick<Entry, "final" | "attempt">,
  run: Run | undefined,
): EndedWithout | undefined {
  if (task.final || run === undefined) return undefined;
  if (run.attempt > task.attempt) return { conclusion: "" };
  if (run.attempt === task.attempt && run.status === "completed") {
    return { conclusion: run.conclusion };
  }
  return undefined;
}
