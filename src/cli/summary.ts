/** What does the job's own summary show? The task's own row, also where no comment may be written. */
import type { Entry } from "../model/entry.js";
import { emptyRoster } from "../model/roster.js";
import { renderComment } from "../render/comment.js";
import type { Host } from "./host.js";
import type { Settings } from "./settings.js";

/** GitHub takes a megabyte of summary; a comment's size is plenty for one task. */
const summaryCharsMax = 60_000;

/** Appends the task's row to the job summary, if there is one. Never fails. */
export async function writeSummary(host: Host, settings: Settings, entry: Entry): Promise<void> {
  const path = settings.stepSummaryPath;
  if (path === undefined) return;
  const roster = { ...emptyRoster(settings.lane, settings.head ?? ""), entries: [entry] };
  const context = { pullNumber: settings.pull ?? 0, programVersion: host.version };
  const { visible } = renderComment(roster, [{ entry }], context, summaryCharsMax);
  // Without the marker: a summary is not the comment.
  await host.appendText(path, `${visible.replace(/^<!--.*-->\n+/, "")}\n`);
}
