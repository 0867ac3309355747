/** `rollcall render`: which comment does a roster make? No network. */
import { commentCharsMax } from "../model/limits.js";
import { liveEntries } from "../merge/live.js";
import { renderComment } from "../render/comment.js";
import type { ContextFlags } from "./command-line.js";
import { exitCodes } from "./exit-code.js";
import type { Host } from "./host.js";
import { readFile } from "./show.js";

/** Runs the command; returns the exit code. */
export async function renderCommand(
  host: Host,
  flags: ContextFlags,
  file: string,
): Promise<number> {
  const roster = await readFile(host, file);
  if (!roster.ok) {
    host.writeErrorLine(`rollcall: ${roster.problem}`);
    return exitCodes.wrongUsage;
  }
  const pullNumber = Number(flags.pr ?? 0);
  const context = { pullNumber, programVersion: host.version };
  const { visible } = renderComment(
    roster.value,
    liveEntries(roster.value),
    context,
    commentCharsMax,
  );
  host.writeOut(visible.endsWith("\n") ? visible : `${visible}\n`);
  return exitCodes.done;
}
