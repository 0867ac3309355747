/** What does the job's own summary show? The task's own row, also where no comment may be written. */
import type { Entry } from "../../model/entry.js";
import type { Log } from "../../ports/log.js";
import { renderComment } from "../../render/comment.js";
import { rosterAlone } from "./comment-alone.js";
import type { Host } from "../host/host.js";
import { type Problem, problemLine, shownValue } from "../input/problem.js";
import type { Settings } from "../settings/settings.js";

/** GitHub takes a megabyte of summary; a comment's size is plenty for one task. */
const summaryCharsMax = 60_000;

/** Appends the task's row to the job summary; false if there is none. A fault is one warning. */
export async function writeSummary(
  host: Pick<Host, "appendText" | "version">,
  settings: Pick<Settings, "stepSummaryPath" | "lane" | "head" | "pull">,
  entry: Entry,
  log: Log,
): Promise<boolean> {
  const path = settings.stepSummaryPath;
  if (path === undefined) return false;
  const roster = rosterAlone(settings, entry);
  const context = { pullNumber: settings.pull ?? 0, programVersion: host.version };
  const { visible } = renderComment(roster, [{ entry }], context, summaryCharsMax);
  // Without the marker: a summary is not the comment.
  const written = await host.appendText(path, `${visible.replace(/^<!--.*-->\n+/, "")}\n`);
  if (written.ok) return true;
  const problem: Problem = {
    what: "the job summary could not be written",
    where: `GITHUB_STEP_SUMMARY ${shownValue(path)}`,
    expected: "a file that can be appended to",
    found: written.problem.words,
    todo: "leave the variable as the runner sets it",
  };
  log.write("warning", problemLine(problem));
  return false;
}
