/**
 * What does a golden scenario's comment look like?
 *
 * `testdata/snapshots/<scenario>/roster.json` is a roster as `rollcall show --json` prints it; an
 * optional `context.json` beside it holds what differs from the usual context.
 */
import { liveEntries } from "../merge/live.js";
import { commentCharsMax } from "../model/limits.js";
import type { Roster, Shown } from "../model/roster.js";
import { type RenderContext, renderComment } from "../render/comment.js";

/** What a scenario may set beside its roster. */
interface ScenarioContext extends Partial<RenderContext> {
  readonly charsMax?: number;
}

/** A roster as it is printed: with the time of its update, without choices when there are none. */
interface GoldenRoster extends Omit<Roster, "shown"> {
  readonly updatedAtMs: number;
  readonly shown?: Shown;
}

/** The comment of a scenario, from the texts of its files. */
export function renderScenario(rosterJson: string, contextJson = "{}"): string {
  // The goldens are ours, so a cast will do; strangers' JSON goes through `codec/roster-json.ts`.
  const parsed = JSON.parse(rosterJson) as GoldenRoster;
  const { charsMax = commentCharsMax, ...context } = JSON.parse(contextJson) as ScenarioContext;
  const { version, lane, head, runs, entries } = parsed;
  const shown = parsed.shown ?? { snippets: [], reproduce: [], fix: [] };
  const roster: Roster = { version, lane, head, runs, entries, shown };
  const usual = { pullNumber: 1234, nowMs: parsed.updatedAtMs, programVersion: "0.0.0-golden" };
  return renderComment(roster, liveEntries(roster), { ...usual, ...context }, charsMax).visible;
}
