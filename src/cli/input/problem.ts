/**
 * How is one thing that is missing or wrong told in one sentence?
 *
 * Every part of the command line that judges input makes a `Problem`; nobody throws. A problem never
 * holds a token: what was found is shown shortened, and secrets are only ever named.
 */

import { maskTokenShapes } from "../log/mask-shapes.js";

/** What is wrong with one input, and what to do about it. */
export interface Problem {
  /** What could not be had: "the pull request's head commit". */
  readonly what: string;
  /** Where it was looked for: `--pr`, `ROLLCALL_PR`, `.github/rollcall.yaml:3`, `GITHUB_REF`. */
  readonly where: string;
  /** Left out, like `found`, where `what` says it already. */
  readonly expected?: string;
  readonly found?: string;
  /** What to write or do instead, as an instruction. */
  readonly todo: string;
  /** The setting that is missing because of this. */
  readonly setting?: string;
  /** How it is told; a warning unless it says otherwise. */
  readonly level?: "info";
}

/** The problem as one line. */
export function problemLine(problem: Problem): string {
  const { what, where, expected, found, todo } = problem;
  const judged =
    expected === undefined ? "" : `: expected ${expected}, found ${found ?? "nothing"}`;
  return `${what} (${where})${judged}; ${todo}`;
}

const foundCharsMax = 60;

/** A value as it may be shown in a problem: on one line, in quotes, cut short. */
export function shownValue(value: string | undefined): string {
  if (value === undefined || value === "") return "nothing";
  const text = JSON.stringify(maskTokenShapes(value));
  return text.length <= foundCharsMax ? text : `${text.slice(0, foundCharsMax - 2)}…"`;
}
