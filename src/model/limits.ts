/**
 * How much is at most allowed, of everything?
 *
 * Whatever crosses a process boundary has a limit here; `limits.test.ts` ties them together.
 */

/** GitHub refuses a comment body over this many characters (UTF-16 code units are the safe count). */
export const commentCharsMax = 65_536;

/** A name: task, job, kind, workflow path, label. */
export const nameCharsMax = 200;
/** A matrix leg in canonical form. */
export const legCharsMax = 400;
/** The text of a row. */
export const resultCharsMax = 500;
/** A command to reproduce or fix (fact sheet 2.6: 1,000, or 4,096 for explicit file lists). */
export const commandCharsMax = 4_096;
/** A note beside a command, a tip's title or hint. */
export const noteCharsMax = 500;
/** A tip's body. */
export const tipBodyCharsMax = 4_000;
/** An address. */
export const urlCharsMax = 2_000;
/** A snippet's text: 30 lines (fact sheet 8.4) of ordinary length. */
export const snippetCharsMax = 6_000;
/** A run id or commit; GitHub's are far shorter. */
export const idCharsMax = 80;

/** Links, commands, tips and snippets of one entry, each. */
export const itemsPerEntryMax = 50;
/** Entries of one roster. */
export const entriesMax = 5_000;
/** Summarised tasks of one roster. */
export const summarisedMax = 20_000;
/** Runs of one roster. */
export const runsMax = 1_000;
/** The largest attempt or sequence number that is believed. */
export const counterMax = Number.MAX_SAFE_INTEGER;

/**
 * The state block, in characters of the comment: 1,000 tasks with all links need some 41,000. The rest of
 * the comment is what people read.
 */
export const stateCharsMax = 44_000;
/**
 * The same where not even a summary of every task has room in it: 5,000 tasks with all statuses, attempts
 * and sequence numbers need some 46,000. What is left must do for the names of what failed.
 */
export const crowdedStateCharsMax = 56_000;
/** A state block, inflated: anything larger is refused before it is inflated. */
export const stateBytesMax = 16 * 1024 * 1024;
/** A board artifact, compressed and inflated. */
export const payloadBytesMax = 16 * 1024 * 1024;
/** A body, `entry.json` or event file that is read at all. */
export const inputBytesMax = 32 * 1024 * 1024;

/** Snippets, reproduce and fix commands shown at once, each (fact sheet 3.5). */
export const shownMax = 5;
