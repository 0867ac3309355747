/** `rollcall show`: what does a pull request's comment, or a file, hold? */
import { type Result, bad, ok } from "../base/result.js";
import { decodeBody } from "../codec/state-block.js";
import { rosterFromJson, rosterToJson } from "../codec/roster-json.js";
import { readStream } from "../adapters/node/files.js";
import { RollcallError } from "../model/errors.js";
import { inputBytesMax } from "../model/limits.js";
import type { Roster } from "../model/roster.js";
import { decodeRead } from "../publish/decode-view.js";
import { succession } from "../protocol/survivor.js";
import type { ContextFlags } from "./command-line.js";
import { exitCodes } from "./exit-code.js";
import type { Host } from "./host.js";
import { openApi } from "./open-publisher.js";
import { rosterTable } from "./roster-table.js";
import { problemLine, shownValue } from "./settings-problem.js";
import { type Surroundings, readSurroundings } from "./surroundings.js";

/** Runs the command; returns the exit code. */
export async function showCommand(
  host: Host,
  flags: ContextFlags,
  file: string | undefined,
): Promise<number> {
  if (file !== undefined)
    return print(host, flags, await readFile(host, file), exitCodes.wrongUsage);
  const surroundings = await readSurroundings(host, flags);
  if (!surroundings.ok) {
    const lines = surroundings.problem.map(problemLine).join("; ");
    return print(host, flags, bad(lines), exitCodes.wrongUsage);
  }
  return print(host, flags, await readPull(host, surroundings.value), exitCodes.notPublished);
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
  const { settings } = surroundings;
  if (settings.pull === undefined) {
    const [missing] = settings.missing;
    return bad(
      missing === undefined ? (settings.noPull ?? "no pull request") : problemLine(missing),
    );
  }
  const opened = await openApi(host, surroundings, settings.pull);
  if (!opened.ok) return opened;
  try {
    const seen = decodeRead(await opened.value.ports.comments.read({ edits: 1 }));
    const { survivor } = succession(seen.comments);
    const where = `pull request #${settings.pull}`;
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

/** A file with a comment's body or a roster's JSON; `-` is standard input. */
export async function readFile(host: Host, file: string): Promise<Result<Roster, string>> {
  const text = await readInput(host, file);
  if (!text.ok) return text;
  if (!text.value.trimStart().startsWith("{")) {
    const decoded = decodeBody(text.value);
    if (decoded.kind === "state") return ok(decoded.roster);
    if (decoded.kind === "none")
      return bad(
        `${shownValue(file)}: expected a comment of ours or a roster as JSON, found neither`,
      );
    if (decoded.kind === "newer")
      return bad(
        `${shownValue(file)}: a state block of format ${decoded.version}; use a newer Rollcall`,
      );
    return bad(`${shownValue(file)}: ${decoded.problem}`);
  }
  return await readRoster(host, file, text.value);
}

async function readInput(host: Host, file: string): Promise<Result<string, string>> {
  const text =
    file === "-"
      ? await readStream(host.stdin, inputBytesMax)
      : await host.readText(file, inputBytesMax);
  return text.ok
    ? text
    : bad(
        `${shownValue(file)}: expected a readable file, found ${text.problem.words}; check the path`,
      );
}

async function readRoster(host: Host, file: string, text: string): Promise<Result<Roster, string>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const words = error instanceof Error ? error.message : "";
    return bad(
      `${shownValue(file)}: expected a roster as JSON (see \`rollcall schema roster\`), found text that is none (${words})`,
    );
  }
  const roster = rosterFromJson(value);
  if (!roster.ok) return bad(`${shownValue(file)}: ${roster.problem}`);
  for (const problem of roster.value.problems) {
    host.writeErrorLine(`rollcall: warning: ${shownValue(file)}: ${problem}`);
  }
  return await Promise.resolve(ok(roster.value.roster));
}
