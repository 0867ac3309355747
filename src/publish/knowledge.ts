/** What has this process learned about its head so far? It only ever grows. */
import { join } from "../merge/join.js";
import { type TaskIdentity, identityKey } from "../model/entry.js";
import { type Roster, emptyRoster } from "../model/roster.js";
import type { PublishSettings } from "./settings.js";

/** The joined knowledge of one process. */
export class Knowledge {
  #roster: Roster;

  constructor(settings: Pick<PublishSettings, "lane" | "head">) {
    this.#roster = emptyRoster(settings.lane, settings.head);
  }

  get roster(): Roster {
    return this.#roster;
  }

  /** Joins in what somebody else knows of the same lane and head. */
  learn(roster: Roster): void {
    this.#roster = join(this.#roster, roster);
  }

  /** Joins in entries and runs. */
  learnParts(parts: Partial<Pick<Roster, "entries" | "runs" | "shown">>): void {
    this.learn({ ...emptyRoster(this.#roster.lane, this.#roster.head), ...parts });
  }

  /** How many tasks beside our own are under way, as far as we know: in one run, or in all. */
  othersUnderWay(own: TaskIdentity | undefined, runId?: string): number {
    const ownKey = own === undefined ? undefined : identityKey(own);
    return this.#roster.entries.filter(
      (entry) =>
        !entry.final &&
        (runId === undefined || entry.runId === runId) &&
        identityKey(entry) !== ownKey,
    ).length;
  }
}
