/** `rollcall show`: what does a pull request's comment, or a file, hold? */
import { type Result, bad, ok } from "../base/result.js";
import { rosterToJson } from "../codec/roster-json.js";
import { RollcallError } from "../model/errors.js";
import type { Roster } from "../model/roster.js";
import { decodeRead } from "../publish/decode-view.js";
import { succession } from "../protocol/survivor.js";
import type { ContextFlags } from "./command-line/command-line.js";
import { exitCodes } from "./host/exit-code.js";
import type { Host } from "./host/host.js";
import { openApi } from "./publishing/open-publisher.js";
import { readRosterFile } from "./show/roster-file.js";
import { rosterTable } from "./show/roster-table.js";
import { problemLine } from "./input/problem.js";
import { type Surroundings, readSurroundings } from "./publishing/surroundings.js";
import { targetPull } from "./publishing/target-pull.js";

/** Runs the command; returns the exit code. */
export async function showCommand(
  host: Host,
  flags: ContextFlags,
  file: string | undefined,
): Promise<number> {
  if (file !== undefined) return await showFile(host, flags, file);
  const surroundings = await readSurroundings(host, flags);
  if (!surroundings.ok) {
    const lines = surroundings.problem.map(problemLine).join("; ");
    return print(host, flags, bad(lines), exitCodes.wrongUsage);
  }
  const read = await readPull(host, surroundings.value);
  const { log } = surroundings.value;
  // A server may quote what it was sent.
  const shown = read.ok ? read : bad(log.maskedLine(read.problem));
  return print(host, flags, shown, exitCodes.notPublished);
}

async function showFile(host: Host, flags: ContextFlags, file: string): Promise<number> {
  const read = await readRosterFile(host, file);
  if (!read.ok) return print(host, flags, read, exitCodes.wrongUsage);
  for (const problem of read.value.problems) host.writeErrorLine(`rollcall: ${problem}`);
  const exitCode = print(host, flags, ok(read.value.roster), exitCodes.wrongUsage);
  // What could be read is shown, but nobody shall take it for the whole.
  return read.value.problems.length > 0 ? exitCodes.wrongUsage : exitCode;
}

/** Prints what was read, or why nothing was; returns the exit code. */
function print(
  host: Host,
  flags: ContextFlags,
  roster: Result<Roster, string>,
  exitCode: number,
): number {
  if (!roster.ok) {
    host.writeErrorLine(`rollcall: ${roster.problem}`);
    return exitCode;
  }
  host.writeOut(
    flags.json === true
      ? `${JSON.stringify(rosterToJson(roster.value), null, 2)}\n`
      : rosterTable(roster.value),
  );
  return exitCodes.done;
}

async function readPull(host: Host, surroundings: Surroundings): Promise<Result<Roster, string>> {
  const pull = await targetPull(host, surroundings);
  if (!pull.ok) return bad(pull.problem.why);
  const opened = await openApi(host, surroundings, pull.value);
  if (!opened.ok) return opened;
  try {
    const seen = decodeRead(await opened.value.ports.comments.read({ edits: 1 }));
    const { survivor } = succession(seen.comments);
    const where = `pull request #${pull.value}`;
    if (survivor === undefined) return bad(`${where}: there is no comment of ours yet`);
    const { current } = survivor;
    switch (current.kind) {
      case "state":
        return ok(current.roster);
      case "newer":
        return bad(
          `${where}: the comment is in format ${current.version}, a newer Rollcall's; use that version`,
        );
      default:
        return bad(
          `${where}: the comment has no readable state (${problemOf(current)}); the next publication mends it`,
        );
    }
  } catch (error) {
    if (error instanceof RollcallError) return bad(error.message);
    throw error;
  }
}

function problemOf(current: {
  readonly kind: string;
  readonly problem?: string | undefined;
}): string {
  return current.problem ?? current.kind;
}
