/** `rollcall sync`: how is published what others have contributed, without a row of its own? */
import { type Result, bad, ok } from "../base/result.js";
import { describeError, RollcallError } from "../model/errors.js";
import { Publisher } from "../publish/publisher.js";
import type { ContextFlags } from "./command-line.js";
import { exitCodeOf, exitCodes } from "./exit-code.js";
import type { Host } from "./host.js";
import { type OpenedApi, openApi, publishSettings } from "./open-publisher.js";
import { reportOutcome } from "./outcome-report.js";
import { pullOfRun } from "./pull-of-head.js";
import { problemLine } from "./settings-problem.js";
import { type Surroundings, readSurroundings, warnProblems } from "./surroundings.js";

/** Runs the command; returns the exit code. */
export async function syncCommand(host: Host, flags: ContextFlags): Promise<number> {
  const surroundings = await readSurroundings(host, flags);
  if (!surroundings.ok) {
    for (const problem of surroundings.problem)
      host.writeErrorLine(`rollcall: ${problemLine(problem)}`);
    return exitCodes.wrongUsage;
  }
  const { settings, log } = surroundings.value;
  warnProblems(log, settings.warnings);
  const target = await findTarget(host, surroundings.value);
  if (!target.ok) {
    log.write("warning", `nothing to sync: ${target.problem}`);
    return exitCodeOf({ published: false, strict: settings.strict });
  }
  const { opened, head, pullNumber } = target.value;
  const place = { head, pullNumber, writer: `sync-${settings.run.id}` };
  const publisher = new Publisher(opened.ports, publishSettings(host, settings, place));
  const published = reportOutcome(await publisher.sync(), log);
  if (opened.dryRun?.body !== undefined) host.writeOut(`${opened.dryRun.body}\n`);
  return exitCodeOf({ published, strict: settings.strict });
}

interface Target {
  readonly opened: OpenedApi;
  readonly head: string;
  readonly pullNumber: number;
}

/** The pull request and its head: said by somebody, or found out. */
async function findTarget(host: Host, surroundings: Surroundings): Promise<Result<Target, string>> {
  const { settings } = surroundings;
  try {
    const pullNumber = settings.pull ?? (await pullByHead(host, surroundings));
    if (pullNumber === undefined) return bad(whyNoPull(surroundings));
    const opened = await openApi(host, surroundings, pullNumber);
    if (!opened.ok) return opened;
    // A sync speaks for the pull request as it is now, unless a run's head is to be verified.
    const expected = settings.head ?? settings.triggeringRun?.headSha;
    // A merge group has a head of its own, which no pull request shows.
    const comparable = settings.triggeringRun !== undefined && settings.lane === "pull-request";
    const current = (await opened.value.ports.comments.read({ edits: 1 })).pull.head;
    if (expected !== undefined && comparable && expected !== current) {
      return bad(
        `the pull request's head is ${current.slice(0, 7)}, the run was of ${expected.slice(0, 7)}: a newer push has taken over`,
      );
    }
    return ok({ opened: opened.value, head: expected ?? current, pullNumber });
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    return bad(describeError(error));
  }
}

async function pullByHead(host: Host, surroundings: Surroundings): Promise<number | undefined> {
  const { triggeringRun, repository } = surroundings.settings;
  if (triggeringRun === undefined || repository === undefined) return undefined;
  const opened = await openApi(host, surroundings, 0);
  return opened.ok ? await pullOfRun(opened.value.api, repository, triggeringRun) : undefined;
}

function whyNoPull({ settings }: Surroundings): string {
  const [missing] = settings.missing;
  if (missing !== undefined) return problemLine(missing);
  return settings.noPull ?? "no open pull request has the run's commit as its head";
}
