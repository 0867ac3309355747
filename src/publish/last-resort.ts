/**
 * Whose tasks does the comment show when not even summaries of all of them fit?
 *
 * Thousands of workflows with long names, or more tasks than any repository has. Whole runs go then, those
 * first in which nothing failed and nothing goes on: so that the comment always fits, and is right in what
 * it shows. Whoever belongs to a run that went is told so (`Publication`).
 */
import { compareIds, compareText } from "../base/decimal.js";
import { ByRun, type RunPlace } from "../model/by-run.js";
import type { Entry } from "../model/entry.js";
import type { Roster } from "../model/roster.js";
import { isFailure } from "../model/status.js";
import type { SummarisedTask } from "../model/summary.js";

/** The runs of which nothing is shown. */
export interface LeftOut {
  readonly runs: number;
  readonly tasks: number;
  readonly has: (run: RunPlace) => boolean;
}

/** What fits of a roster, and what had to go for it. */
export interface Remainder<Fitted> {
  readonly fitted: Fitted;
  readonly leftOut: LeftOut;
}

interface Candidate {
  readonly run: RunPlace;
  /** 2 with a failure, 1 with a task that goes on, else 0. */
  weight: number;
  tasks: number;
}

/**
 * As many runs as fit, the most important first: a pure function of the roster. `fit` gives undefined for
 * what does not fit, and must take a roster without tasks.
 */
export function withoutRuns<Fitted>(
  roster: Roster,
  fit: (roster: Roster) => Fitted | undefined,
): Remainder<Fitted> | undefined {
  const runs = candidates(roster);
  let best = remainder(roster, runs, 0, fit);
  // What fits with so many runs fits with fewer. Mostly few fit of many: these are tried first.
  let known = 0;
  let beyond = runs.length;
  while (best !== undefined && beyond - known > 1) {
    const count = Math.min(2 * known + 1, Math.floor((known + beyond) / 2));
    const more = remainder(roster, runs, count, fit);
    if (more === undefined) beyond = count;
    else {
      known = count;
      best = more;
    }
  }
  return best;
}

function remainder<Fitted>(
  roster: Roster,
  runs: readonly Candidate[],
  keptCount: number,
  fit: (roster: Roster) => Fitted | undefined,
): Remainder<Fitted> | undefined {
  const gone = new ByRun<true>();
  const left = runs.slice(keptCount);
  for (const { run } of left) gone.set(run, true);
  const has = (run: RunPlace): boolean => gone.get(run) === true;
  const stays = (run: RunPlace): boolean => !has(run);
  const { summaries, ...rest } = roster;
  const kept = summaries?.filter(stays) ?? [];
  const fitted = fit({
    ...rest,
    runs: roster.runs.filter(stays),
    entries: roster.entries.filter(stays),
    ...(kept.length === 0 ? {} : { summaries: kept }),
  });
  if (fitted === undefined) return undefined;
  const tasks = left.reduce((sum, run) => sum + run.tasks, 0);
  return { fitted, leftOut: { runs: left.length, tasks, has } };
}

/** All runs, the most important first. */
function candidates({ runs, entries, summaries = [] }: Roster): readonly Candidate[] {
  const found = new ByRun<Candidate>();
  const of = ({ workflow, event, runId }: RunPlace): Candidate => {
    const run = { workflow, event, runId };
    const known = found.get(run) ?? { run, weight: 0, tasks: 0 };
    found.set(run, known);
    return known;
  };
  const note = (run: Candidate, task: Pick<Entry | SummarisedTask, "status" | "final">): void => {
    run.tasks += 1;
    run.weight = Math.max(run.weight, weightOf(task));
  };
  for (const run of runs) of(run);
  for (const entry of entries) note(of(entry), entry);
  for (const summary of summaries) for (const task of summary.tasks) note(of(summary), task);
  return [...found.values()].sort(
    (a, b) =>
      b.weight - a.weight ||
      compareText(a.run.workflow, b.run.workflow) ||
      compareText(a.run.event, b.run.event) ||
      compareIds(a.run.runId, b.run.runId),
  );
}

function weightOf({ status, final }: Pick<Entry | SummarisedTask, "status" | "final">): number {
  if (isFailure(status)) return 2;
  return final ? 0 : 1;
}
