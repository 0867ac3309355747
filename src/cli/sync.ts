/** `rollcall sync`: how is published what others have contributed, without a row of its own? */
import { type Result, bad, ok } from "../base/result.js";
import type { GitHubApi } from "../adapters/github/api.js";
import { describeError, RollcallError } from "../model/errors.js";
import { Deadline } from "../publish/deadline.js";
import { Publisher } from "../publish/publisher.js";
import { findHead } from "../publish/pull-head.js";
import type { ContextFlags } from "./command-line/command-line.js";
import { exitCodeOf, exitCodes } from "./host/exit-code.js";
import type { Host } from "./host/host.js";
import {
  type OpenedApi,
  openApi,
  publishSettings,
  publishTiming,
} from "./publishing/open-publisher.js";
import { outcomeJson, printOutcome, untriedOutcome } from "./publishing/outcome-json.js";
import { reportOutcome } from "./publishing/outcome-report.js";
import { mismatchOf } from "./ci-context/pull-of-head.js";
import { readOnlySyncLine } from "./publishing/read-only-notice.js";
import { type Surroundings, surroundingsOrUsage, warnProblems } from "./publishing/surroundings.js";
import type { Settings } from "./settings/settings.js";
import { type NoPull, targetPull } from "./publishing/target-pull.js";

/** Runs the command; returns the exit code. */
export async function syncCommand(host: Host, flags: ContextFlags): Promise<number> {
  const surroundings = await surroundingsOrUsage(host, flags);
  if (surroundings === undefined) return exitCodes.wrongUsage;
  const { settings, log } = surroundings;
  warnProblems(log, settings.warnings);
  if (settings.readOnly !== undefined && !settings.dryRun) {
    const { readOnly: reason } = settings;
    log.write("notice", readOnlySyncLine(reason));
    printOutcome(host, surroundings, { kind: "read-only", reason, onBoard: false }, {});
    return exitCodeOf({ published: false, strict: settings.strict });
  }
  const deadline = new Deadline(host.clock, settings.publishBudgetMs);
  const target = await findTarget(host, surroundings, deadline);
  if (!target.ok) {
    const { why, fine } = target.problem;
    log.write(fine ? "info" : "warning", `nothing to sync: ${why}`);
    printOutcome(host, surroundings, untriedOutcome(why, fine), {});
    return exitCodeOf({ published: fine, strict: settings.strict });
  }
  const { opened, head, pullNumber } = target.value;
  const place = { head, pullNumber, writer: `sync-${settings.run.id}` };
  const publisher = new Publisher(opened.ports, publishSettings(host, settings, place));
  const outcome = await publisher.sync(deadline.remainingMs);
  const published = reportOutcome(outcome, log);
  const body = opened.dryRun?.body;
  const said = { pull: pullNumber, head, body };
  printOutcome(host, surroundings, outcomeJson(outcome, settings.dryRun), said);
  return exitCodeOf({ published, strict: settings.strict });
}

interface Target {
  readonly opened: OpenedApi;
  readonly head: string;
  readonly pullNumber: number;
}

/** The pull request and its head: said by somebody, or found out. */
async function findTarget(
  host: Host,
  surroundings: Surroundings,
  deadline: Deadline,
): Promise<Result<Target, NoPull>> {
  const { settings } = surroundings;
  const pull = await targetPull(host, surroundings);
  if (!pull.ok) return pull;
  const pullNumber = pull.value;
  const opened = await openApi(host, surroundings, pullNumber);
  if (!opened.ok) return bad({ why: opened.problem, fine: false });
  const { api, ports } = opened.value;
  try {
    const mismatch = await mismatchOfSync(settings, api, pullNumber);
    if (mismatch !== undefined) return bad(mismatch);
    // Whether a run's head is still the pull request's is for the publication to see.
    const head =
      settings.head ??
      settings.triggeringRun?.headSha ??
      (await findHead(ports, publishTiming(settings), deadline));
    return ok({ opened: opened.value, head, pullNumber });
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    return bad({ why: describeError(error), fine: false });
  }
}

/**
 * Why the pull request is not the triggering run's. One that was looked up has been compared; a merge
 * queue's commit is no pull request's head.
 */
async function mismatchOfSync(
  { pull, repository, triggeringRun, lane, origins }: Settings,
  api: GitHubApi,
  pullNumber: number,
): Promise<NoPull | undefined> {
  if (triggeringRun === undefined || repository === undefined) return undefined;
  if (pull === undefined || lane !== "pull-request") return undefined;
  // Whoever names the commit as well speaks of another run: the publication compares it with the head.
  const { sha } = origins;
  if (sha !== undefined && sha.source !== "host") return undefined;
  return await mismatchOf(api, repository, pullNumber, triggeringRun);
}
