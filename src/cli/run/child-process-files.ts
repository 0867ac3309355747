/**
 * Which files does a command of `rollcall run` need while it runs? All in one folder that is ours alone.
 *
 * A machine without room for them costs the row some details, never the command its start.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type CommandOutput, inheritedOutput, openCommandOutput } from "./output-pipes.js";

/** The files of one command. */
export interface CommandFiles {
  /** Undefined if no updates file could be made. */
  readonly updatesPath: string | undefined;
  readonly output: CommandOutput;
  /** Removes them all. */
  remove(): void;
}

/** Makes them in a new folder in the given one. */
export function makeCommandFiles(directory: string): CommandFiles {
  let folder: string;
  try {
    folder = mkdtempSync(join(directory, "rollcall-"));
  } catch {
    return { updatesPath: undefined, output: inheritedOutput, remove: () => undefined };
  }
  return {
    updatesPath: makeUpdatesFile(folder),
    output: openCommandOutput(folder),
    remove: () => {
      try {
        rmSync(folder, { recursive: true, force: true });
      } catch {
        // A temporary file that stays behind is no reason to say anything.
      }
    },
  };
}

function makeUpdatesFile(folder: string): string | undefined {
  try {
    const path = join(folder, "updates.jsonl");
    writeFileSync(path, "", { mode: 0o600 });
    return path;
  } catch {
    return undefined;
  }
}
