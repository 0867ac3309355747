/** `rollcall render`: which comment does a roster make? No network. */
import { commentCharsMax } from "../model/limits.js";
import { liveEntries } from "../merge/live.js";
import { renderComment } from "../render/comment.js";
import type { ContextFlags } from "./command-line/command-line.js";
import { exitCodes } from "./host/exit-code.js";
import type { Host } from "./host/host.js";
import { readRosterFile } from "./show/roster-file.js";

/** Runs the command; returns the exit code. */
export async function renderCommand(
  host: Host,
  flags: ContextFlags,
  file: string,
): Promise<number> {
  const read = await readRosterFile(host, file);
  if (!read.ok) {
    host.writeErrorLine(`rollcall: ${read.problem}`);
    return exitCodes.wrongUsage;
  }
  const { roster, problems } = read.value;
  for (const problem of problems) host.writeErrorLine(`rollcall: ${problem}`);
  const context = { pullNumber: Number(flags.pr ?? 0), programVersion: host.version };
  const { visible } = renderComment(roster, liveEntries(roster), context, commentCharsMax);
  host.writeOut(visible.endsWith("\n") ? visible : `${visible}\n`);
  // What could be read is rendered, but nobody shall take it for the whole.
  return problems.length > 0 ? exitCodes.wrongUsage : exitCodes.done;
}
