/** What roster does a file hold: a comment's body, or a roster's JSON? */
import { readStream } from "../../adapters/node/files.js";
import { type Result, bad, ok } from "../../base/result.js";
import { rosterFromJson } from "../../codec/roster-json.js";
import { decodeBody } from "../../codec/state-block.js";
import { inputBytesMax } from "../../model/limits.js";
import type { Roster } from "../../model/roster.js";
import type { Host } from "../host/host.js";
import { shownValue } from "../input/problem.js";

/** A roster, and a line for each thing that had to be left out of it. */
export interface RosterFile {
  readonly roster: Roster;
  readonly problems: readonly string[];
}

/** Reads a file; `-` is standard input. */
export async function readRosterFile(
  host: Host,
  file: string,
): Promise<Result<RosterFile, string>> {
  const text = await readInput(host, file);
  if (!text.ok) return text;
  const read = text.value.trimStart().startsWith("{")
    ? readJson(text.value)
    : readComment(text.value);
  if (!read.ok) return bad(`${shownValue(file)}: ${read.problem}`);
  const problems = read.value.problems.map((problem) => `${shownValue(file)}: ${problem}`);
  return ok({ roster: read.value.roster, problems });
}

async function readInput(host: Host, file: string): Promise<Result<string, string>> {
  const text =
    file === "-"
      ? await readStream(host.stdin, inputBytesMax)
      : await host.readText(file, inputBytesMax);
  if (text.ok) return text;
  const { words } = text.problem;
  return bad(`${shownValue(file)}: expected a readable file, found ${words}; check the path`);
}

function readComment(body: string): Result<RosterFile, string> {
  const decoded = decodeBody(body);
  switch (decoded.kind) {
    case "state":
      return ok({ roster: decoded.roster, problems: [] });
    case "none":
      return bad(
        "expected a comment of ours or a roster as JSON, found neither; give what rollcall show --json prints, or a comment's body",
      );
    case "newer":
      return bad(`a state block of format ${decoded.version}; use a newer Rollcall`);
    default:
      return bad(
        `${decoded.problem}; fetch the comment's body again, whole and unchanged, or read it with rollcall show --pr`,
      );
  }
}

function readJson(text: string): Result<RosterFile, string> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const words = error instanceof Error ? error.message : "";
    return bad(
      `expected a roster as JSON (see \`rollcall schema roster\`), found text that is none (${words})`,
    );
  }
  const read = rosterFromJson(value);
  // Leniently read, anything is a roster: without entries it is likelier some other file.
  if (read.ok && !hasEntries(value)) {
    return bad(
      "expected a roster with the field entries, found none; give what rollcall show --json prints (rollcall schema roster)",
    );
  }
  return read;
}

function hasEntries(value: unknown): boolean {
  return (
    typeof value === "object" && value !== null && "entries" in value && value.entries !== null
  );
}
