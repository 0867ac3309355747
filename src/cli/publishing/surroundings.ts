/** From where do a command's settings come? Reads the event and the config file, then joins them all. */
import { type Result, ok } from "../../base/result.js";
import type { Log } from "../../ports/log.js";
import { detectCi } from "../ci-context/ci-context.js";
import type { ContextFlags } from "../command-line/command-line.js";
import { readConfigFile } from "../settings/config-file.js";
import { ConsoleLog } from "../log/console-log.js";
import { readEventFile } from "../ci-context/event-payload.js";
import type { Host } from "../host/host.js";
import { type Problem, problemLine } from "../input/problem.js";
import { type Settings, resolveSettings } from "../settings/settings.js";

/** What every command that may publish starts from. */
export interface Surroundings {
  readonly settings: Settings;
  readonly log: ConsoleLog;
}

/** Joins flags, environment, config file and CI host. */
export async function readSurroundings(
  host: Host,
  flags: ContextFlags,
): Promise<Result<Surroundings, readonly Problem[]>> {
  const { env, readText } = host;
  const configPath = flags.config ?? env["ROLLCALL_CONFIG"];
  const [config, event] = await Promise.all([
    readConfigFile(configPath, readText),
    env["GITHUB_ACTIONS"] === "true"
      ? readEventFile(env["GITHUB_EVENT_PATH"], readText)
      : Promise.resolve(ok<unknown>(undefined)),
  ]);
  if (!config.ok) return config;
  const ci = event.ok ? detectCi(env, event.value) : detectCi(env, undefined, event.problem);
  const settings = resolveSettings(flags, env, config.value, ci);
  if (!settings.ok) return settings;
  const log = new ConsoleLog({
    level: settings.value.logLevel,
    annotations: env["GITHUB_ACTIONS"] === "true",
    secrets: settings.value.secrets,
    writeLine: host.writeErrorLine,
  });
  return ok({ settings: settings.value, log });
}

/** The same for a command without a task: what is wrong is said, and there are none. */
export async function surroundingsOrUsage(
  host: Host,
  flags: ContextFlags,
): Promise<Surroundings | undefined> {
  const surroundings = await readSurroundings(host, flags);
  if (surroundings.ok) return surroundings.value;
  for (const problem of surroundings.problem)
    host.writeErrorLine(`rollcall: ${problemLine(problem)}`);
  return undefined;
}

/** Says once what is missing for publishing: a warning or less, never a failure. */
export function warnProblems(log: Log, problems: readonly Problem[]): void {
  for (const problem of problems) log.write(problem.level ?? "warning", problemLine(problem));
}
