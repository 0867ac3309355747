/** `rollcall report`: how is one task's status published once? */
import { writerOf } from "../codec/board-name.js";
import type { ContextFlags, TaskFlags } from "./command-line.js";
import { exitCodeOf, exitCodes } from "./exit-code.js";
import type { Host } from "./host.js";
import { type OpenedApi, openPublisher } from "./open-publisher.js";
import { reportOutcome } from "./outcome-report.js";
import { problemLine } from "./settings-problem.js";
import { writeSummary } from "./summary.js";
import { readSurroundings, warnProblems } from "./surroundings.js";
import { readTaskFields } from "./task-options.js";
import { TaskState } from "./task-state.js";

/** Runs the command; returns the exit code. */
export async function reportCommand(
  host: Host,
  flags: ContextFlags,
  taskFlags: TaskFlags,
): Promise<number> {
  const [surroundings, task] = await Promise.all([
    readSurroundings(host, flags),
    readTaskFields(taskFlags, host),
  ]);
  if (!surroundings.ok || !task.ok) {
    const problems = [task, surroundings].flatMap((result) => (result.ok ? [] : result.problem));
    for (const problem of problems) host.writeErrorLine(`rollcall: ${problemLine(problem)}`);
    return exitCodes.wrongUsage;
  }
  const { settings, log } = surroundings.value;
  warnProblems(log, [...task.value.warnings, ...settings.warnings]);
  const state = new TaskState(task.value.task, settings, host.clock, task.value.fields);
  const opened = await openPublisher(host, surroundings.value, writerOf(state.identity));
  if (!opened.ok) {
    log.write(
      settings.noPull === undefined ? "warning" : "info",
      `not published: ${opened.problem}`,
    );
    await writeSummary(host, settings, state.entry(undefined));
    return exitCodeOf({ published: settings.noPull !== undefined, strict: settings.strict });
  }
  const { publisher, opened: api } = opened.value;
  const entry = state.entry(api.serverTime);
  // A report has no later chance: it is published as a verdict is, also when the task goes on.
  const outcome = await publisher.publishOnce(entry);
  const published = reportOutcome(outcome, log);
  if (entry.final) await writeSummary(host, settings, entry);
  writeDryRun(host, api);
  if (settings.json) host.writeOut(`${JSON.stringify({ outcome, entry })}\n`);
  return exitCodeOf({ published, strict: settings.strict });
}

/** Under `--dry-run`: the comment as it would be. */
export function writeDryRun(host: Host, api: OpenedApi): void {
  if (api.dryRun?.body !== undefined) host.writeOut(`${api.dryRun.body}\n`);
}
