/** Which variables of the environment hold what nobody may see? */
import type { Environment } from "../host/ci-facts.js";

/** Also those that are not used: whoever writes a task's texts may quote any of them. */
const names = [
  "ROLLCALL_TOKEN",
  "GITHUB_TOKEN",
  "GH_TOKEN",
  "ACTIONS_RUNTIME_TOKEN",
  "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
] as const;

/** The secrets themselves. */
export function secretsOf(env: Environment): readonly string[] {
  const secrets = names.map((name) => env[name]?.trim() ?? "").filter((secret) => secret !== "");
  return [...new Set(secrets)];
}
