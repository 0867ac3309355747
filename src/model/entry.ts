/**
 * What does one task say about itself at one moment?
 *
 * An entry is immutable. Its identity says which task it is, its version which of that task's entries
 * is the newest; everything else is what a reader of the comment sees.
 */
import { compareIds, compareText } from "../base/decimal.js";
import type { Status } from "./status.js";

/** Which task: the same through re-runs and attempts. Every part may be empty except `task`. */
export interface TaskIdentity {
  /** The workflow's path (`.github/workflows/ci.yml`), which unlike its name is unique. */
  readonly workflow: string;
  /** The event that started the run: one workflow may run for `push` and `pull_request` at once. */
  readonly event: string;
  /** The job's id in the workflow file, the same for all legs of a matrix. */
  readonly job: string;
  /** The matrix leg in canonical form (`model/leg.ts`); empty outside a matrix. */
  readonly leg: string;
  readonly task: string;
}

/** Which of a task's entries is newer: by run, then attempt, then sequence number. */
export interface Version {
  /** The run's id: a decimal integer of any length on GitHub, anything elsewhere. */
  readonly runId: string;
  /** The run's attempt, from 1. */
  readonly attempt: number;
  /** Grows with every entry that the task's process makes within one attempt. */
  readonly seq: number;
}

/** A labelled address shown in the row. */
export interface Link {
  readonly label: string;
  readonly url: string;
}

/** A command that reproduces or fixes something. */
export interface Command {
  readonly command: string;
  /** One line on what the command does. */
  readonly note?: string;
  /** The failing target that it belongs to, shown under that target's snippet. */
  readonly target?: string;
}

/** How much a tip matters (fact sheet 2.7). */
export type TipSeverity = "important" | "warning" | "suggestion" | "info";

/** Advice from a task; the body is Markdown. */
export interface Tip {
  readonly id: string;
  readonly severity: TipSeverity;
  readonly title: string;
  readonly body: string;
  /** How to silence it; plain text. */
  readonly hint?: string;
}

/** What failed: decides the section and the words of a snippet's heading (fact sheet 8.4). */
export type SnippetBucket = "build" | "test" | "timeout";

/** The lines of a log that matter. */
export interface Snippet {
  /** The failing target or test. */
  readonly label: string;
  /** The rule or kind (`sh_test`), if known. */
  readonly kind?: string;
  readonly bucket: SnippetBucket;
  readonly text: string;
  /** Lines were left out before the text. */
  readonly truncatedHead?: boolean;
  /** Lines were left out after the text. */
  readonly truncatedTail?: boolean;
  readonly durationMs?: number;
}

/** The budget a token has left, as one response told it. */
export interface QuotaObservation {
  /** GitHub's time of the response, in milliseconds since 1970. */
  readonly atMs: number;
  readonly remaining: number;
  readonly limit: number;
  /** When the window ends, in milliseconds since 1970; 0 when unknown. */
  readonly resetAtMs: number;
}

/**
 * What an entry that was shortened still has: `lean` all but snippets and tips, `name` only identity,
 * version, kind and status.
 */
export type Detail = "lean" | "name";

/** One task's status at one moment. */
export interface Entry extends TaskIdentity, Version {
  /** What sort of work: `build`, `test`, `lint`, `format`, `delivery` or anything. */
  readonly kind: string;
  readonly status: Status;
  /** True if no further entry is to come from this attempt of the task. */
  readonly final: boolean;
  /** The text of the row, one line, plain. */
  readonly result?: string;
  /** Why it was aborted, in a few words. */
  readonly abortReason?: string;
  /** The phase in which it failed. */
  readonly failedInPhase?: string;
  /** When the task started, on GitHub's clock, in milliseconds since 1970. */
  readonly startedAtMs?: number;
  /** How long the task took, or had taken when this entry was made. */
  readonly elapsedMs?: number;
  /** The CI job's own page. */
  readonly jobUrl?: string;
  /** The check run's page. */
  readonly checkUrl?: string;
  /** Further links in the order given. */
  readonly links?: readonly Link[];
  readonly reproduce?: readonly Command[];
  readonly fix?: readonly Command[];
  readonly tips?: readonly Tip[];
  readonly snippets?: readonly Snippet[];
  /** Set if the rest of what the task told was left out for want of room. */
  readonly detail?: Detail;
}

/** The identity as a map key that is quickly made, of thousands of entries: only to be compared. */
export function taskKey({ workflow, event, job, leg, task }: TaskIdentity): string {
  // The lengths keep apart what only together reads the same.
  return `${workflow.length} ${event.length} ${job.length} ${leg.length} ${workflow}${event}${job}${leg}${task}`;
}

/** The identity as one string, the same for ever. Nothing here is changed: written out only once. */
export function identityKey(identity: TaskIdentity): string {
  let key = identityKeys.get(identity);
  if (key === undefined) {
    const { workflow, event, job, leg, task } = identity;
    key = JSON.stringify([workflow, event, job, leg, task]);
    identityKeys.set(identity, key);
  }
  return key;
}

const identityKeys = new WeakMap<TaskIdentity, string>();

/** Orders the versions of one task: negative if `a` is older. */
export function compareVersions(a: Version, b: Version): number {
  return compareIds(a.runId, b.runId) || a.attempt - b.attempt || a.seq - b.seq;
}

/** The order of entries everywhere: fixed while statuses change, so that rows never jump (2.2). */
export function compareEntries(a: Entry, b: Entry): number {
  return (
    compareText(a.job, b.job) ||
    compareText(a.kind, b.kind) ||
    compareText(a.task, b.task) ||
    compareText(a.leg, b.leg) ||
    compareText(a.workflow, b.workflow) ||
    compareText(a.event, b.event)
  );
}
