/**
 * In which folder may temporary files be made?
 *
 * `RUNNER_TEMP` is right on GitHub's runners, but a step in a container, or a job that cleans up, may
 * hold a path that is not there. That must cost neither the command nor its updates.
 */
import { accessSync, constants, statSync } from "node:fs";

/** The first folder in which files can be made; the last one if there is none. */
export function usableFolder(candidates: readonly (string | undefined)[], last: string): string {
  return candidates.find((path) => path !== undefined && isUsable(path)) ?? last;
}

function isUsable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK | constants.X_OK);
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
