/** What would a roster look like of which some tasks were shortened or summarised? */
import { shortened } from "../model/detail.js";
import type { Detail, Entry } from "../model/entry.js";
import type { Roster } from "../model/roster.js";
import { type RunSummary, type SummarisedTask, summarised } from "../model/summary.js";

/** What becomes of one entry. */
export type Fate = "whole" | Detail | "summary";

/** The roster with its entries turned into what `fates` says, in their order. */
export function shortenRoster(roster: Roster, fates: readonly Fate[]): Roster {
  const entries: Entry[] = [];
  const runs = new Map<string, { entry: Entry; tasks: SummarisedTask[] }>();
  roster.entries.forEach((entry, index) => {
    const fate = fates[index % fates.length] ?? "whole";
    if (fate !== "summary") {
      entries.push(fate === "whole" ? entry : shortened(entry, fate));
      return;
    }
    const { workflow, event, runId } = entry;
    const key = JSON.stringify([workflow, event, runId]);
    const run = runs.get(key) ?? { entry, tasks: [] };
    runs.set(key, run);
    run.tasks.push(summarised(entry));
  });
  const summaries = [...runs.values()].map(({ entry, tasks }): RunSummary => {
    const { workflow, event, runId } = entry;
    return { workflow, event, runId, tasks: tasks.sort((a, b) => a.key - b.key) };
  });
  return summaries.length === 0 ? { ...roster, entries } : { ...roster, entries, summaries };
}
