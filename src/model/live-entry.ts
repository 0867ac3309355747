/** What is one row of the comment: an entry, and whether its task will never speak again? */
import type { Entry } from "./entry.js";

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
