/**
 * What is to be used, who said so, and what is missing for publishing?
 *
 * Flags win over `ROLLCALL_*` variables, these over the config file, that over what the CI host says.
 * Pure. Wrong values are problems (wrong usage, exit code 2); *missing* values are not: the task runs
 * all the same, and `missing` says why nothing is published.
 */
import type { LogLevel } from "../../ports/log.js";
import { type Result, bad, ok } from "../../base/result.js";
import { secondMs } from "../../base/time.js";
import type { CiContext, Environment, ReadOnlyReason } from "../host/ci-facts.js";
import { deriveGraphqlUrl, isUnencrypted } from "../ci-context/urls.js";
import type { ContextFlags } from "../command-line/command-line.js";
import type { ConfigFile } from "./config-file.js";
import { secretsOf } from "./secret-variables.js";
import { missingSettings } from "./missing.js";
import type { Problem } from "../input/problem.js";
import { type Origin, SettingSources } from "./sources.js";
import type { SettingKey } from "../command-line/values.js";

/** The settings that have an origin. */
export type SettingName = SettingKey | "token";

/** One publication of a run's live rows in so long, unless configured. */
export const intervalMsDefault = 20 * secondMs;
/** Publishing takes no longer than this after the command ended, unless configured. */
export const publishBudgetMsDefault = 15 * secondMs;

/** Everything that a command needs to know about its surroundings. */
export interface Settings extends Omit<CiContext, "tokenFrom" | "problems"> {
  /** The API token from the environment; undefined if `tokenFile` is to be read instead. */
  readonly token: string | undefined;
  readonly tokenFile: string | undefined;
  /** What prints the token, if there is no `tokenFile`. */
  readonly tokenCommand: string | undefined;
  /** Why the token that is used may only read; undefined if it is not known to. */
  readonly readOnly: ReadOnlyReason | undefined;
  /** The login whose comments count as ours, when the token cannot say. */
  readonly author: string | undefined;
  readonly intervalMs: number;
  /** Undefined: the publisher's own default. */
  readonly settleMs: number | undefined;
  readonly publishBudgetMs: number;
  readonly dryRun: boolean;
  readonly strict: boolean;
  readonly json: boolean;
  readonly logLevel: LogLevel;
  readonly origins: Readonly<Partial<Record<SettingName, Origin>>>;
  /** A sentence on why there is no pull request here and need be none: nothing is to be published. */
  readonly noPull: string | undefined;
  /** What publishing lacks (repository, pull request, head, token, run); empty: it can be tried. */
  readonly missing: readonly Problem[];
  /** What could be better and is no obstacle. */
  readonly warnings: readonly Problem[];
  /** Every secret known here, for the log to mask. */
  readonly secrets: readonly string[];
}

/** Joins all sources. */
export function resolveSettings(
  flags: ContextFlags,
  env: Environment,
  configFile: ConfigFile | undefined,
  ci: CiContext,
): Result<Settings, readonly Problem[]> {
  const sources = new SettingSources(flags, env, configFile, ci.host);
  const place = resolvePlace(sources, ci);
  const access = resolveAccess(sources, ci, env);
  const runValues = {
    run: {
      id: sources.value("runId", ci.run.id, ""),
      attempt: sources.value("runAttempt", ci.run.attempt, 1),
      workflow: sources.value("workflow", ci.run.workflow, ""),
      event: sources.value("event", ci.run.event, ""),
      name: ci.run.name,
    },
    job: sources.value("job", ci.job, ""),
    leg: sources.value("leg", ci.leg, ""),
  };
  const habits = {
    author: sources.optional("author", undefined),
    intervalMs: sources.value("interval", undefined, intervalMsDefault),
    settleMs: sources.optional("settle", undefined),
    publishBudgetMs: sources.value("publishBudget", undefined, publishBudgetMsDefault),
    dryRun: sources.value("dryRun", undefined, false),
    strict: sources.value("strict", undefined, false),
    json: sources.value("json", undefined, false),
    logLevel: sources.value("logLevel", undefined, "info"),
  };
  if (sources.problems.length > 0) return bad(sources.problems);
  const known = { ...place, ...access, run: runValues.run, triggeringRun: ci.triggeringRun };
  const { missing, explained } = missingSettings(known, ci.problems);
  const unused = ci.problems.filter(
    (problem) => !explained.includes(problem) && !isAnswered(problem, sources.origins),
  );
  return ok({
    host: ci.host,
    ...place,
    ...runValues,
    ...access,
    ...habits,
    jobUrl: ci.jobUrl,
    runUrl: ci.runUrl,
    readOnly: readOnlyReason(ci, sources.origins),
    stepSummaryPath: ci.stepSummaryPath,
    triggeringRun: ci.triggeringRun,
    origins: sources.origins,
    missing,
    warnings: [...sources.ignored, ...unused, ...access.warnings, ...(configFile?.warnings ?? [])],
  });
}

/** A host's values belong together: another repository or pull request has another head. */
function resolvePlace(
  sources: SettingSources,
  ci: CiContext,
): Pick<Settings, "repository" | "pull" | "head" | "lane" | "noPull"> {
  const repository = sources.optional("repo", ci.repository);
  const sameRepository =
    repository?.owner.toLowerCase() === ci.repository?.owner.toLowerCase() &&
    repository?.name.toLowerCase() === ci.repository?.name.toLowerCase();
  const pull = sources.optional("pr", sameRepository ? ci.pull : undefined);
  const samePull = sameRepository && (ci.pull === undefined || pull === ci.pull);
  const head = sources.optional("sha", samePull ? ci.head : undefined);
  const lane = sources.value("lane", ci.lane, "pull-request");
  return { repository, pull, head, lane, noPull: pull === undefined ? ci.noPull : undefined };
}

function resolveAccess(
  sources: SettingSources,
  ci: CiContext,
  env: Environment,
): Pick<
  Settings,
  | "serverUrl"
  | "apiUrl"
  | "graphqlUrl"
  | "resultsUrl"
  | "runtimeToken"
  | "backendIds"
  | "token"
  | "tokenFile"
  | "tokenCommand"
  | "secrets"
  | "warnings"
> {
  const apiUrl = sources.value("apiUrl", ci.apiUrl, ci.apiUrl);
  const given = sources.origins.apiUrl?.source !== "host";
  const tokenFile = sources.optional("tokenFile", undefined);
  const tokenCommand = sources.optional("tokenCommand", undefined);
  const token = tokenFile === undefined && tokenCommand === undefined ? ci.token : undefined;
  if (token !== undefined) sources.noteToken(ci.tokenFrom ?? "");
  return {
    serverUrl: ci.serverUrl,
    apiUrl,
    graphqlUrl: given ? deriveGraphqlUrl(apiUrl) : ci.graphqlUrl,
    resultsUrl: ci.resultsUrl,
    runtimeToken: ci.runtimeToken,
    backendIds: ci.backendIds,
    token,
    tokenFile,
    tokenCommand,
    secrets: secretsOf(env),
    warnings: isUnencrypted(apiUrl) ? [unencrypted(apiUrl, sources)] : [],
  };
}

function unencrypted(apiUrl: string, sources: SettingSources): Problem {
  return {
    what: "the token is sent without encryption",
    where: sources.origins.apiUrl?.name ?? "--api-url",
    expected: "an https address",
    found: apiUrl,
    todo: "use https if the server has it",
    setting: "apiUrl",
  };
}

/** What the host says of its jobs' tokens; one that somebody gave us on purpose may do more. */
function readOnlyReason(ci: CiContext, origins: Settings["origins"]): Settings["readOnly"] {
  const { token, tokenCommand, tokenFile } = origins;
  const given =
    tokenFile !== undefined || tokenCommand !== undefined || token?.name === "ROLLCALL_TOKEN";
  return given ? undefined : ci.readOnly;
}

/** True if the user said what the host did not. */
function isAnswered(problem: Problem, origins: Settings["origins"]): boolean {
  if (problem.setting === undefined) return false;
  const origin = origins[problem.setting as SettingName];
  return origin !== undefined && origin.source !== "host" && origin.source !== "default";
}
