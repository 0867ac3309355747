/** How is the end of a publication told, to people and to the exit code? */
import type { Log } from "../../ports/log.js";
import type { Outcome } from "../../publish/outcome.js";
import { readOnlyLine } from "./read-only-notice.js";
import type { TaskOutcome } from "./task-publisher.js";

/**
 * Logs the outcome; true if the work was done, or rightly left to others.
 *
 * @param inSummary whether the row was written to the job summary.
 */
export function reportOutcome(outcome: TaskOutcome, log: Log, inSummary = false): boolean {
  switch (outcome.kind) {
    case "published":
      log.write("debug", "published");
      return true;
    case "unchanged":
    case "covered":
      log.write("debug", "the comment holds it already");
      return true;
    case "deferred":
      log.write("debug", "left to the next publication: somebody published a moment ago");
      return true;
    case "stood-down":
      log.write("notice", standDownLine(outcome.reason));
      return outcome.reason.kind !== "newer-format";
    case "read-only":
      log.write("notice", readOnlyLine({ ...outcome, inSummary }));
      return false;
    case "failed":
      log.write("warning", `not published: ${outcome.problem}`);
      return false;
  }
}

function standDownLine(reason: Extract<Outcome, { kind: "stood-down" }>["reason"]): string {
  switch (reason.kind) {
    case "newer-push":
      return `not published: the pull request's head is ${reason.head.slice(0, 7)} now, this run is of an older push`;
    case "newer-run":
      return `not published: run ${reason.runId} of the same workflow is newer, its rows have taken this one's place`;
    case "newer-format":
      return `not published: the comment was written in format ${reason.version} by a newer Rollcall; use that version here too`;
  }
}
