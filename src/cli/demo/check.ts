/** Is every task's row in the comment, and right? */
import { decodeBody } from "../../codec/state-block.js";
import { liveEntries } from "../../merge/live.js";
import { canonicalLeg } from "../../model/leg.js";
import type { Roster } from "../../model/roster.js";
import type { PlannedTask, PlannedWorkflow } from "./plan.js";

/** The rosters of all comments that hold one. */
export function rostersOf(bodies: readonly string[]): readonly Roster[] {
  return bodies.flatMap((body) => {
    const decoded = decodeBody(body);
    return decoded.kind === "state" ? [decoded.roster] : [];
  });
}

/** What is wrong with the comments, one line each; `killed` tasks must be shown as aborted. */
export function findFaults(
  bodies: readonly string[],
  plan: readonly PlannedWorkflow[],
  killed: ReadonlySet<PlannedTask>,
): readonly string[] {
  const rosters = rostersOf(bodies);
  const [roster] = rosters;
  if (roster === undefined || rosters.length > 1) {
    return [`expected one comment, found ${rosters.length}`];
  }
  const rows = liveEntries(roster);
  const expected = plan.flatMap((workflow) => workflow.tasks.map((task) => ({ workflow, task })));
  const faults = expected.flatMap(({ workflow, task }) => {
    const row = rows.find(
      ({ entry }) =>
        entry.workflow === workflow.path &&
        entry.job === task.job &&
        entry.leg === (task.matrix === undefined ? "" : canonicalLeg(task.matrix)) &&
        entry.task === task.task,
    );
    const name = `${workflow.name} › ${task.job} › ${task.task}`;
    if (row === undefined) return [`${name}: its row is missing`];
    if (killed.has(task)) {
      return row.endedWithout === undefined ? [`${name}: was killed and is not aborted`] : [];
    }
    const { status, result } = row.entry;
    const right = status === task.expected.status && result === task.expected.result;
    if (right && row.endedWithout === undefined) return [];
    return [
      `${name}: expected ${task.expected.status} "${task.expected.result}", found ${status} "${result ?? ""}"`,
    ];
  });
  const surplus = rows.length - expected.length;
  return surplus > 0 ? [...faults, `${surplus} rows too many`] : faults;
}
