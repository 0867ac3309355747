/** Does somebody speak for our own task, and what is our answer? */
import { sameValue } from "../merge/canonical.js";
import { type Entry, identityKey } from "../model/entry.js";
import type { Roster } from "../model/roster.js";

/** What one publication does about it. */
export class Outbid {
  readonly #ownEntry: () => Entry | undefined;
  readonly #outbid: (seq: number) => void;
  /** Two who take each other for forgers must not go on for ever. */
  #done = false;

  /** `outbid` gives our task's entry a number over the one that it is told. */
  constructor(ownEntry: () => Entry | undefined, outbid: (seq: number) => void) {
    this.#ownEntry = ownEntry;
    this.#outbid = outbid;
  }

  /** Nobody else speaks for our task in this attempt: whoever seems to is outbid, once. */
  check(known: Roster): void {
    const own = this.#ownEntry();
    if (own === undefined || this.#done) return;
    const key = identityKey(own);
    const shown = known.entries.find((entry) => identityKey(entry) === key);
    if (shown?.runId !== own.runId || shown.attempt !== own.attempt) return;
    if (shown.seq < own.seq || sameValue(shown, own)) return;
    this.#done = true;
    this.#outbid(shown.seq);
  }
}
