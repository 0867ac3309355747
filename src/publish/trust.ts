/**
 * Whose word is taken for what the comment and the boards say?
 *
 * `protocol/believable.ts` says what cannot be true and what is doubtful; here GitHub is asked about the
 * doubtful, within a few requests, and what it denies counts no more. A claim that takes nobody's place
 * costs nothing. What was found out holds for one publication: the API may have been behind.
 */
import { compareIds } from "../base/decimal.js";
import type { ServerMs } from "../base/time.js";
import { describeError } from "../model/errors.js";
import type { Roster, Run } from "../model/roster.js";
import type { Log } from "../ports/log.js";
import type { FoundRun, Runs } from "../ports/runs.js";
import {
  type Claim,
  type Finding,
  askedPerSlotMax,
  believable,
  claimKey,
  doubtsAbout,
} from "../protocol/believable.js";
import { rosterOf } from "../protocol/knowledge.js";
import { allowedLinks } from "../protocol/link-rules.js";
import type { Revision, Seen, SeenComment } from "../protocol/revision.js";
import type { PublishSettings } from "./settings.js";

/** What there is to judge with. */
export interface TrustInput {
  readonly runs: Runs | undefined;
  readonly settings: Pick<PublishSettings, "lane" | "head" | "run" | "linkRules">;
  readonly serverTime: { now(): ServerMs | undefined };
  readonly log: Log;
}

/** Clocks of machines differ, at most by their time zones. */
const aheadMsMax = 25 * 60 * 60 * 1_000;
/** Beyond it nobody could outbid. */
const seqMaxDefault = 2 ** 52;
/** So many questions in one publication. */
const questionsMax = 12;
/** So many faulty links are told. */
const linesMax = 20;
/** A program of a newer format that has not written for so long is gone, or never was. */
const newerFormatMsMax = 60 * 60 * 1_000;
/** Runs of these events have the pull request's or group's own head. */
const eventsOfHead: readonly string[] = ["pull_request", "merge_group", "push"];

/** What one process believes. */
export class Trust {
  readonly #in: TrustInput;
  #findings = new Map<string, Finding>();
  #asked = 0;
  readonly #told = new Set<string>();

  constructor(input: TrustInput) {
    this.#in = input;
  }

  /** A publication begins: what was found out may have changed since. */
  renew(): void {
    this.#findings = new Map();
    this.#asked = 0;
  }

  /** The roster without what cannot be true; the very same one if all of it can. */
  believed(roster: Roster): Roster {
    const now = this.#in.serverTime.now();
    const seqMax = now === undefined ? seqMaxDefault : Math.max(now, 0) + aheadMsMax;
    return this.#withLinks(believable(roster, { seqMax, findings: this.#findings }));
  }

  /** Where a row leads is as much a claim as all else. Each fault is told once. */
  #withLinks(roster: Roster): Roster {
    const { linkRules } = this.#in.settings;
    if (linkRules === undefined) return roster;
    const entries = roster.entries.map((entry) => {
      const { fields, dropped } = allowedLinks(entry, linkRules);
      for (const line of dropped)
        this.#tellOnce(`the row of ${JSON.stringify(entry.task)}, ${line}`);
      return fields;
    });
    const isWhole = entries.every((entry, index) => entry === roster.entries[index]);
    return isWhole ? roster : { ...roster, entries };
  }

  #tellOnce(line: string): void {
    if (this.#told.size >= linesMax || this.#told.has(line)) return;
    this.#told.add(line);
    this.#in.log.write("warning", line);
  }

  /** The comment as far as it can be true: what it also says makes it one that must be mended. */
  judged(comment: SeenComment): SeenComment {
    const current = this.#judgedRevision(comment.current, comment.updatedAt);
    const log = comment.log?.map((entry) => ({
      ...entry,
      revision: this.#judgedRevision(entry.revision, entry.editedAt),
    }));
    return { ...comment, current, log };
  }

  #judgedRevision(revision: Revision, writtenAt: ServerMs): Revision {
    if (revision.kind === "newer") {
      const now = this.#in.serverTime.now();
      const isOld = now !== undefined && now - writtenAt > newerFormatMsMax;
      return isOld ? { kind: "empty", problem: "of a newer format, and long silent" } : revision;
    }
    if (revision.kind !== "state") return revision;
    const roster = this.believed(revision.roster);
    return roster === revision.roster ? revision : { ...revision, roster, textIntact: false };
  }

  /** Asks about what is doubtful in a read and in what is known. True if something was denied. */
  async examine(seen: Seen, known: Roster, all: boolean): Promise<boolean> {
    const { lane, head, run } = this.#in.settings;
    const revisions = seen.comments.flatMap(({ current, log = [] }) => [
      current,
      ...log.map(({ revision }) => revision),
    ]);
    const ours = revisions.map((revision) => rosterOf(revision, lane, head));
    const rosters = [known, ...ours.filter((roster) => roster !== undefined)];
    const { ask, refuted } = doubtsAbout(rosters, run, all);
    const groups = lane === "merge-queue" ? this.#otherGroups(seen) : [];
    const questions = groups.flatMap((roster) => newestOf(roster, askedPerSlotMax));
    const before = this.#findings.size;
    for (const claim of refuted) this.#findings.set(claimKey(claim), { kind: "refuted" });
    const denied = await this.#askAll([...ask.map((claim) => ({ claim, head })), ...questions]);
    this.#denyRest([...rosters, ...groups], run);
    return denied || (refuted.length > 0 && this.#findings.size > before);
  }

  /** A newer merge group silences us: is there such a run? */
  #otherGroups({ comments }: Seen): readonly Roster[] {
    const { lane, head } = this.#in.settings;
    return comments
      .map(({ current }) => (current.kind === "state" ? current.roster : undefined))
      .filter((roster) => roster !== undefined)
      .filter((roster) => roster.lane === lane && roster.head !== head);
  }

  async #askAll(questions: readonly Question[]): Promise<boolean> {
    const news = questions.filter(({ claim }) => !this.#findings.has(claimKey(claim)));
    const answers = await Promise.all(
      news.slice(0, questionsMax - this.#asked).map(async ({ claim, head }) => {
        this.#asked += 1;
        const finding = await this.#find(claim, head);
        if (finding === undefined) return false;
        this.#findings.set(claimKey(claim), finding);
        if (finding.kind === "refuted") {
          this.#in.log.write("warning", `run ${claim.runId} of ${claim.workflow}: ${noSuchRun}`);
        }
        return true;
      }),
    );
    return answers.includes(true);
  }

  /** Whoever claims a slot with run after run is not asked for each of them. */
  #denyRest(rosters: readonly Roster[], own: Run): void {
    const items = rosters.flatMap(({ runs, entries }) => [...runs, ...entries]);
    const denied = new Map<string, number>();
    for (const [key, finding] of this.#findings) {
      const slot = slotOf(key);
      const count =
        finding.kind === "refuted" ? (denied.get(slot) ?? 0) + 1 : Number.NEGATIVE_INFINITY;
      denied.set(slot, count);
    }
    for (const claim of items) {
      const key = claimKey(claim);
      const isOwn = key === claimKey(own);
      if (isOwn || this.#findings.has(key)) continue;
      if ((denied.get(slotOf(key)) ?? 0) >= askedPerSlotMax) {
        this.#findings.set(key, { kind: "refuted" });
      }
    }
  }

  /** Undefined if nobody can tell: then it is believed. */
  async #find(claim: Claim, head: string): Promise<Finding | undefined> {
    try {
      const run = await this.#in.runs?.byId(claim.runId);
      if (this.#in.runs === undefined) return undefined;
      if (run === undefined || !isTheRun(run, claim, head)) return { kind: "refuted" };
      return { kind: "found", attempt: run.attempt, completed: run.status === "completed" };
    } catch (error) {
      this.#in.log.write("debug", `run ${claim.runId}: ${describeError(error)}`);
      return undefined;
    }
  }
}

interface Question {
  readonly claim: Claim;
  /** The commit that the run must be for. */
  readonly head: string;
}

function newestOf({ runs, entries, head }: Roster, count: number): readonly Question[] {
  const claims = new Map([...runs, ...entries].map((claim) => [claimKey(claim), claim]));
  return [...claims.values()]
    .sort((a, b) => compareIds(b.runId, a.runId))
    .slice(0, count)
    .map((claim) => ({ claim, head }));
}

const noSuchRun =
  "the comment or a board says that it took another run's place, but GitHub knows of no such run of this commit; left out";

function isTheRun(run: FoundRun, claim: Claim, head: string): boolean {
  if (run.workflow !== claim.workflow || run.event !== claim.event) return false;
  return run.head === undefined || run.head === head || !eventsOfHead.includes(run.event);
}

function slotOf(key: string): string {
  const [workflow, event] = JSON.parse(key) as readonly string[];
  return JSON.stringify([workflow, event]);
}
