/**
 * What is a roster as JSON: what `show --json` prints and `render` reads?
 *
 *   version  1, or 2 where something was left out for want of room; missing counts as 1, a newer one is
 *            refused
 *   lane     "pull-request" (the default) or "merge-queue"
 *   head     the commit; "" by default
 *   runs     `{workflow, event, runId, attempt, status, conclusion, name?}`
 *   entries  all fields of the model under their own names; `task` and `status` are required, kind
 *            is the task's name by default, final follows from the status, run id "0", attempt 1, seq 0
 *   shown    `{snippets, reproduce, fix}`
 *   summaries  tasks of which only a summary was kept, by run; left out without any
 *
 * Written with a fixed order of keys, and without fields that have no value. Read leniently: a bad
 * field or item is cut or left out and named, never more.
 */
import { type Result, bad, ok } from "../base/result.js";
import type { Entry } from "../model/entry.js";
import type { RunSummary } from "../model/summary.js";
import {
  type Roster,
  type Run,
  rosterVersion,
  shortenedVersion,
  versionOf,
} from "../model/roster.js";
import { shorten } from "./damage.js";
import { entryFields } from "./entry-fields.js";
import { ProblemList, integerField, recordField } from "./json-field.js";
import { summariesField } from "./summary-fields.js";
import { type RosterParts, completeShown, rosterPartFields } from "./roster-fields.js";
import { checkVersion } from "./version.js";

/** What could be read of a roster, and a line for each thing that could not. */
export interface ReadRoster {
  readonly roster: Roster;
  readonly problems: readonly string[];
}

/** A roster's JSON form. */
export interface RosterForm extends RosterParts {
  readonly version: number;
  readonly summaries: readonly RunSummary[];
}

/** How it is read and described. */
export const rosterField = recordField<Partial<RosterForm>>(
  {
    version: integerField(1, shortenedVersion, "The version of this form."),
    ...rosterPartFields,
    summaries: summariesField,
  },
  [],
  "What is known about all tasks of one head of a pull request.",
);

/** The JSON form of a roster. */
export function rosterToJson(roster: Roster): unknown {
  return {
    version: versionOf(roster),
    lane: roster.lane,
    head: roster.head,
    runs: roster.runs.map(runToJson),
    entries: roster.entries.map(entryToJson),
    shown: roster.shown,
    summaries: roster.summaries,
  };
}

/** Reads a roster's JSON form, or says why it is none. */
export function rosterFromJson(value: unknown): Result<ReadRoster, string> {
  const version = checkVersion(value, shortenedVersion, "roster");
  if (!version.ok) return version;
  const problems = new ProblemList();
  const form = rosterField.read(version.value, "", problems);
  if (form === undefined) return bad(`roster: expected an object, found ${shorten(value)}`);
  const roster: Roster = {
    version: rosterVersion,
    lane: form.lane ?? "pull-request",
    head: form.head ?? "",
    runs: form.runs ?? [],
    entries: form.entries ?? [],
    shown: completeShown(form.shown ?? {}),
  };
  const { summaries = [] } = form;
  return ok({
    roster: summaries.length === 0 ? roster : { ...roster, summaries },
    problems: problems.lines,
  });
}

/** The JSON form of a run. */
export function runToJson(run: Run): unknown {
  const { workflow, event, runId, attempt, status, conclusion, name } = run;
  return { workflow, event, runId, attempt, status, conclusion, name };
}

/** The JSON form of an entry: its fields in a fixed order. */
export function entryToJson(entry: Entry): unknown {
  const keys = [...Object.keys(entryFields), "detail"] as (keyof Entry)[];
  return Object.fromEntries(
    keys.flatMap((key) => (entry[key] === undefined ? [] : [[key, entry[key]]])),
  );
}
