/**
 * What do result files add to what a report says of its task?
 *
 * A report is told afterwards: what it says wins, field by field, over what was found. Links that were found stand
 * behind those that were said.
 */
import { type Result, bad, ok } from "../../base/result.js";
import { statuses } from "../../model/status.js";
import type { Host } from "../host/host.js";
import type { Problem } from "../input/problem.js";
import type { TaskDescription } from "../task/description.js";
import { type TaskFlags, namesResults } from "../command-line/task-flags.js";

/**
 * The task with what its result files say. Without any status it cannot be published: wrong usage where the files
 * were typed; where a variable named them, for every job, it is left to the caller.
 */
export async function withResults(
  described: Result<TaskDescription, readonly Problem[]>,
  flags: TaskFlags,
  host: Host,
): Promise<Result<TaskDescription, readonly Problem[]>> {
  if (!described.ok || !namesResults(flags)) return described;
  const { task, fields: said, warnings } = described.value;
  const { readResults } = await import("./results.js");
  const read = await readResults(flags, host, { kind: said.kind ?? task });
  const links = [...(said.links ?? []), ...(read.findings.links ?? [])];
  const fields = { ...read.findings, ...said, ...(links.length === 0 ? {} : { links }) };
  if (fields.status === undefined && isTyped(flags)) return bad([noStatus(read.warnings)]);
  return ok({ task, fields, warnings: [...warnings, ...read.warnings] });
}

function isTyped({ bepFile, junit, sarif, fromVariables }: TaskFlags): boolean {
  const named = [
    ...(bepFile === undefined ? [] : (["bep"] as const)),
    ...(junit.length === 0 ? [] : (["junit"] as const)),
    ...(sarif.length === 0 ? [] : (["sarif"] as const)),
  ];
  return named.some((key) => !fromVariables.includes(key));
}

/** One line: that there is no status, and the first reason why. */
function noStatus([first]: readonly Problem[]): Problem {
  const because = first === undefined ? "" : `; ${first.what}`;
  return {
    what: "no status is given, and no result file says one",
    where: first?.where ?? "--junit, --sarif, --bep",
    expected: first?.expected ?? "a file that says it",
    found: `${first?.found ?? "nothing"}${because}`,
    todo: `${first?.todo ?? "correct the path"}; or add --status with one of ${statuses.join(", ")}`,
  };
}
