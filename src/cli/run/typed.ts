/**
 * Was anything typed wrong? Only that keeps `rollcall run` from starting its command.
 *
 * Everything else can be read while the command runs. What is read before is what was typed, and no more:
 * the command waits for it.
 */
import type { ContextFlags } from "../command-line/command-line.js";
import type { Host } from "../host/host.js";
import type { Problem } from "../input/problem.js";
import { flagName, isSettingKey, parseSetting } from "../command-line/values.js";
import type { TaskFlags } from "../command-line/task-flags.js";

/** Every fault of what was typed. */
export async function typedProblems(
  host: Pick<Host, "readText" | "stdin" | "clock">,
  flags: ContextFlags,
  taskFlags: TaskFlags,
): Promise<readonly Problem[]> {
  const settings = Object.entries(flags).flatMap(([key, value]) => {
    if (!isSettingKey(key)) return [];
    const parsed = parseSetting(key, String(value), flagName(key));
    return parsed.ok ? [] : [parsed.problem];
  });
  if (!namesFiles(taskFlags)) return settings;
  const { readTaskFields } = await import("../task/options.js");
  const task = await readTaskFields(taskFlags, host);
  return [...(task.ok ? [] : task.problem.filter(isTyped)), ...settings];
}

/** Nothing else is judged later than by the parser of the command line. */
function namesFiles({ input, tipFiles, startedAtMs, task }: TaskFlags): boolean {
  return (
    input !== undefined || tipFiles.length > 0 || startedAtMs !== undefined || task === undefined
  );
}

function isTyped({ where }: Problem): boolean {
  return where.startsWith("--");
}
