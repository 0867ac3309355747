/** `rollcall report`: how is one task's status published once? */
import { writerOf } from "../codec/board-name.js";
import { commentAlone } from "./publishing/comment-alone.js";
import type { ContextFlags } from "./command-line/command-line.js";
import type { TaskFlags } from "./command-line/task-flags.js";
import { exitCodeOf, exitCodes } from "./host/exit-code.js";
import type { Host } from "./host/host.js";
import { openPublisher } from "./publishing/open-publisher.js";
import { outcomeJson, printOutcome, untriedOutcome } from "./publishing/outcome-json.js";
import { reportOutcome } from "./publishing/outcome-report.js";
import { withResults } from "./results/report-results.js";
import { problemLine } from "./input/problem.js";
import { writeSummary } from "./publishing/summary.js";
import { type Surroundings, readSurroundings, warnProblems } from "./publishing/surroundings.js";
import { readTaskFields } from "./task/options.js";
import { TaskState, linksOf } from "./task/state.js";

/** Runs the command; returns the exit code. */
export async function reportCommand(
  host: Host,
  flags: ContextFlags,
  taskFlags: TaskFlags,
): Promise<number> {
  const [surroundings, task] = await Promise.all([
    readSurroundings(host, flags),
    readTaskFields(taskFlags, host).then(
      async (described) => await withResults(described, taskFlags, host),
    ),
  ]);
  if (!surroundings.ok || !task.ok) {
    const problems = [task, surroundings].flatMap((result) => (result.ok ? [] : result.problem));
    for (const problem of problems) host.writeErrorLine(`rollcall: ${problemLine(problem)}`);
    return exitCodes.wrongUsage;
  }
  const { settings, log } = surroundings.value;
  warnProblems(log, [...task.value.warnings, ...settings.warnings]);
  if (task.value.fields.status === undefined) {
    const problem = "no result file says the task's status";
    log.write("warning", `not published: ${problem}`);
    printOutcome(host, surroundings.value, untriedOutcome(problem, false), {});
    return exitCodeOf({ published: false, strict: settings.strict });
  }
  const state = new TaskState(task.value.task, task.value.fields, {
    settings,
    clock: host.clock,
    mask: (text) => log.mask(text),
    links: linksOf(settings, log),
    measures: false,
  });
  const opened = await openPublisher(host, surroundings.value, writerOf(state.identity));
  if (!opened.ok) return await unpublished(host, surroundings.value, state, opened.problem);
  const { publisher, serverTime, dryRun } = opened.value;
  const entry = state.entry(serverTime);
  // A report has no later chance: it is published as a verdict is, also when the task goes on.
  const outcome = await publisher.publishOnce(entry);
  const inSummary = entry.final && (await writeSummary(host, settings, entry, log));
  const published = reportOutcome(outcome, log, inSummary);
  const said = { entry, body: dryRun?.body };
  printOutcome(host, surroundings.value, outcomeJson(outcome, settings.dryRun), said);
  return exitCodeOf({ published, strict: settings.strict });
}

/** Nobody can be asked to publish; without a pull request that is as it should be. */
async function unpublished(
  host: Host,
  surroundings: Surroundings,
  state: TaskState,
  problem: string,
): Promise<number> {
  const { settings, log } = surroundings;
  const fine = settings.noPull !== undefined;
  log.write(fine ? "info" : "warning", `not published: ${problem}`);
  const entry = state.entry(undefined);
  await writeSummary(host, settings, entry, log);
  const body = settings.dryRun ? commentAlone(host, settings, entry) : undefined;
  printOutcome(host, surroundings, untriedOutcome(problem, fine), { entry, body });
  return exitCodeOf({ published: fine, strict: settings.strict });
}
