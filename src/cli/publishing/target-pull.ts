/**
 * Which pull request does a command speak of that has no task: said by somebody, or found out?
 *
 * Under `workflow_run` GitHub does not name a fork's pull request: it is looked up by the head commit.
 */
import { type Result, bad, ok } from "../../base/result.js";
import { RollcallError } from "../../model/errors.js";
import type { Host } from "../host/host.js";
import { openApi } from "./open-publisher.js";
import { pullOfRun } from "../ci-context/pull-of-head.js";
import { problemLine } from "../input/problem.js";
import type { Surroundings } from "./surroundings.js";

/** Why there is none. */
export interface NoPull {
  readonly why: string;
  /** True if there need be none: a push, a schedule. */
  readonly fine: boolean;
}

/** The pull request's number. */
export async function targetPull(
  host: Host,
  surroundings: Surroundings,
): Promise<Result<number, NoPull>> {
  const { settings } = surroundings;
  if (settings.pull !== undefined) return ok(settings.pull);
  const { noPull, triggeringRun, repository } = settings;
  if (noPull !== undefined && triggeringRun === undefined) return bad({ why: noPull, fine: true });
  const [missing] = settings.missing;
  if (missing !== undefined) return bad({ why: problemLine(missing), fine: false });
  if (triggeringRun?.headSha === undefined || repository === undefined) {
    return bad({ why: noPull ?? "the pull request is unknown; name it with --pr", fine: false });
  }
  const opened = await openApi(host, surroundings, 0);
  if (!opened.ok) return bad({ why: opened.problem, fine: false });
  try {
    const found = await pullOfRun(opened.value.api, repository, triggeringRun);
    if (found !== undefined) return ok(found);
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    return bad({ why: error.message, fine: false });
  }
  return bad({
    why: `looked for an open pull request whose head is ${triggeringRun.headSha}, found none; name one with --pr`,
    // A run of a push may well belong to no pull request.
    fine: !triggeringRun.event.startsWith("pull_request"),
  });
}
