/**
 * What does a shell command print?
 *
 * For commands that the owner of a job has configured; never for text of a pull request.
 */
import { exec } from "node:child_process";
import { type Result, bad, ok } from "../../base/result.js";

/** Bounds of one command. */
export interface CommandLimits {
  readonly bytesMax: number;
  readonly timeoutMs: number;
}

/** Runs the command; its standard output, or a few words on why there is none, to be put after "found". */
export async function outputOf(
  command: string,
  { bytesMax, timeoutMs }: CommandLimits,
): Promise<Result<string, string>> {
  return await new Promise((resolve) => {
    const options = { timeout: timeoutMs, maxBuffer: bytesMax, windowsHide: true };
    const child = exec(command, options, (error, stdout) => {
      // Neither the error's message, which repeats the command, nor what it wrote is for a log.
      if (error === null) resolve(ok(stdout));
      else if (error.killed === true) resolve(bad(`no end within ${timeoutMs} ms`));
      else if (typeof error.code === "number") resolve(bad(`exit code ${error.code}`));
      else resolve(bad("too much output, or no shell"));
    });
    child.stdin?.end();
  });
}
