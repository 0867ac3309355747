/** What has this process learned about its head so far? It only ever grows. */
import type { Quota } from "../codec/payload.js";
import { join } from "../merge/join.js";
import { type Entry, type TaskIdentity, compareVersions, identityKey } from "../model/entry.js";
import { type Roster, type Run, emptyRoster } from "../model/roster.js";
import { summaryKey } from "../model/summary.js";
import { historyOf } from "../protocol/quota-history.js";
import type { PublishSettings } from "./settings.js";

/** The joined knowledge of one process. */
export class Knowledge {
  #roster: Roster;
  #quota: Quota = {};
  readonly #believed: (roster: Roster) => Roster;
  /** What was told beside the comment, also of runs whose place another one has taken. */
  readonly #told = new Map<string, Entry>();

  /** @param believed leaves out what cannot be true (`trust.ts`). */
  constructor(
    settings: Pick<PublishSettings, "lane" | "head">,
    believed: (roster: Roster) => Roster = (roster) => roster,
  ) {
    this.#believed = believed;
    this.#roster = emptyRoster(settings.lane, settings.head);
  }

  get roster(): Roster {
    return this.#roster;
  }

  /** What others have told of the token's budgets, in the order of time. */
  get quota(): Quota {
    return this.#quota;
  }

  /** Takes in what somebody else has seen of the budgets. */
  learnQuota({ rest = [], graphql = [] }: Quota): void {
    this.#quota = {
      rest: historyOf([...(this.#quota.rest ?? []), ...rest]).observations,
      graphql: historyOf([...(this.#quota.graphql ?? []), ...graphql]).observations,
    };
  }

  /** Joins in what somebody else knows of the same lane and head. */
  learn(roster: Roster): void {
    this.#roster = join(this.#roster, this.#believed(roster));
  }

  /** Takes in what we know ourselves: nobody need vouch for it. */
  learnOwn(entry: Entry, run: Run): void {
    const { lane, head } = this.#roster;
    this.#note(entry);
    this.#roster = join(this.#roster, {
      ...emptyRoster(lane, head),
      entries: [entry],
      runs: [run],
    });
  }

  /** Forgets what has turned out to be untrue; what that had pushed aside comes back. */
  review(own: Entry | undefined, run: Run): void {
    const { lane, head } = this.#roster;
    const told = { ...emptyRoster(lane, head), entries: [...this.#told.values()] };
    this.#roster = join(this.#believed(this.#roster), this.#believed(told));
    if (own !== undefined) this.learnOwn(own, run);
  }

  #note(entry: Entry): void {
    const key = `${entry.runId}\n${identityKey(entry)}`;
    const known = this.#told.get(key);
    if (known === undefined || compareVersions(known, entry) < 0) this.#told.set(key, entry);
  }

  /** Joins in entries and runs. */
  learnParts(parts: Partial<Pick<Roster, "entries" | "runs" | "shown">>): void {
    for (const entry of parts.entries ?? []) this.#note(entry);
    this.learn({ ...emptyRoster(this.#roster.lane, this.#roster.head), ...parts });
  }

  /** How many tasks beside our own are under way, as far as we know: in one run, or in all. */
  othersUnderWay(own: TaskIdentity | undefined, runId?: string): number {
    const ownKey = own === undefined ? undefined : identityKey(own);
    const entries = this.#roster.entries.filter(
      (entry) =>
        !entry.final &&
        (runId === undefined || entry.runId === runId) &&
        identityKey(entry) !== ownKey,
    );
    const summarised = this.#summarisedUnderWay().filter(
      (run) =>
        (runId === undefined || run.runId === runId) &&
        (own === undefined || run.key !== summaryKey(own)),
    );
    return entries.length + summarised.length;
  }

  /** How many publishers under way share no window: with boards one for each run, else every task. */
  publishersUnderWay(boards: boolean): number {
    const open = [
      ...this.#roster.entries.filter(({ final }) => !final),
      ...this.#summarisedUnderWay(),
    ];
    return boards ? new Set(open.map(({ runId }) => runId)).size : open.length;
  }

  #summarisedUnderWay(): readonly { readonly runId: string; readonly key: number }[] {
    return (this.#roster.summaries ?? []).flatMap(({ runId, tasks }) =>
      tasks.filter(({ final }) => !final).map(({ key }) => ({ runId, key })),
    );
  }
}
