/**
 * What does the file of the event that started a GitHub Actions run say?
 *
 * The file is written by GitHub, but holds text of strangers. It is read up to a limit, never throws,
 * and only the few fields that are needed are looked at, each checked.
 */
import { isDecimal } from "../../base/decimal.js";
import { type Result, bad, ok } from "../../base/result.js";
import { inputBytesMax, nameCharsMax } from "../../model/limits.js";
import type { ReadText } from "../../adapters/node/files.js";
import { type Problem, shownValue } from "../input/problem.js";

/** The event's JSON. */
export async function readEventFile(
  path: string | undefined,
  readText: ReadText,
): Promise<Result<unknown, Problem>> {
  const problem = (found: string): { ok: false; problem: Problem } =>
    bad({
      what: "the event that started this run could not be read",
      where: path === undefined || path === "" ? "GITHUB_EVENT_PATH" : shownPath(path),
      expected: "GitHub's event as JSON",
      found,
      todo: "give the pull request and its head commit with --pr and --sha",
    });
  if (path === undefined || path === "") return problem("no such variable");
  const text = await readText(path, inputBytesMax);
  if (!text.ok) return problem(text.problem.words);
  try {
    return ok(JSON.parse(text.value));
  } catch {
    return problem("text that is no JSON");
  }
}

/** The file's last parts are enough to find it. */
function shownPath(path: string): string {
  return `GITHUB_EVENT_PATH ${shownValue(path)}`;
}

/** The value at a path of own properties; undefined if any part is missing. */
export function valueAt(value: unknown, ...path: readonly string[]): unknown {
  let current = value;
  for (const key of path) {
    if (typeof current !== "object" || current === null || Array.isArray(current)) return undefined;
    if (!Object.hasOwn(current, key)) return undefined;
    current = (current as Readonly<Record<string, unknown>>)[key];
  }
  return current;
}

/** A short text at a path. */
export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = valueAt(value, ...path);
  return typeof found === "string" && found !== "" && found.length <= nameCharsMax
    ? found
    : undefined;
}

/** A commit at a path. */
export function commitAt(value: unknown, ...path: readonly string[]): string | undefined {
  return parseCommit(textAt(value, ...path));
}

/** An id or other whole number at a path, as text. */
export function idAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = valueAt(value, ...path);
  if (typeof found === "number" && Number.isSafeInteger(found) && found >= 0) return String(found);
  return typeof found === "string" && isDecimal(found) && found.length <= 30 ? found : undefined;
}

/** A pull request's number at a path. */
export function pullNumberAt(value: unknown, ...path: readonly string[]): number | undefined {
  return parsePullNumber(idAt(value, ...path));
}

/** A full commit id (SHA-1 or SHA-256), in lower case. */
export function parseCommit(text: string | undefined): string | undefined {
  return text !== undefined && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i.test(text)
    ? text.toLowerCase()
    : undefined;
}

/** A pull request's number. */
export function parsePullNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^[1-9][0-9]{0,9}$/.test(text) ? Number(text) : undefined;
}
