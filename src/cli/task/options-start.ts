/**
 * Can the task have started when it is said to have?
 *
 * How long it took is counted from there: a start that is still to come would make it nonsense.
 */
import { type Result, bad, ok } from "../../base/result.js";
import { minuteMs } from "../../base/time.js";
import type { TaskFlags } from "../command-line/task-flags.js";
import type { Problem } from "../input/problem.js";
import { whereGiven } from "./options-files.js";
import type { TaskDescription } from "./description.js";

/** Two machines' clocks differ; a start so little ahead counts as now. */
const aheadMsMax = minuteMs;

/** Refuses a start in the future; one that a variable named is left out with a warning. */
export function withoutFutureStart(
  description: TaskDescription,
  flags: TaskFlags,
  nowMs: number,
): Result<TaskDescription, readonly Problem[]> {
  const { startedAtMs, ...others } = description.fields;
  if (startedAtMs === undefined || startedAtMs <= nowMs + aheadMsMax) return ok(description);
  const problem: Problem = {
    what: "the task cannot have started yet",
    where: whereGiven(flags, flags.startedAtMs === undefined ? "input" : "startedAt"),
    expected: `a time before now, ${shownTime(nowMs)}`,
    found: shownTime(startedAtMs),
    todo: "give the time at which the task started, in UTC or with its zone",
    setting: "startedAt",
  };
  if (problem.where.startsWith("--")) return bad([problem]);
  const warning = { ...problem, what: `${problem.what}; its start is left out` };
  return ok({ ...description, fields: others, warnings: [...description.warnings, warning] });
}

/** Times that no date can hold are shown as they were given. */
function shownTime(ms: number): string {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? `${ms} ms since 1970` : date.toISOString();
}
