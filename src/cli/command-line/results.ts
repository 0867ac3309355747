/** Which results did `report` or `run` name, and does `run` take its command for Bazel? */
import { type Result, bad, ok } from "../../base/result.js";
import type { TaskFlags } from "./task-flags.js";
import { parseSwitch } from "./values.js";

/** One value and the option or variable that gave it. */
export interface SaidResult {
  readonly text: string;
  readonly where: string;
}

/** The longest path or glob: that of Linux. */
const pathCharsMax = 4_096;

/** What a path of `--bep`, `--junit` or `--sarif` must be. */
export const pathExpected = `a path of at most ${pathCharsMax} characters`;

/** True for what can be a path or a glob. */
export function isPath(text: string): boolean {
  return text !== "" && text.length <= pathCharsMax && !text.includes("\0");
}

/** What a switch may say in a variable. */
export const switchExpected = "true or false";

/**
 * Whether `run` takes its command for Bazel: what was typed wins over variables, `--no-bep` over nothing.
 * A bad value is the one that is no switch's.
 */
export function bepMode(
  bep: SaidResult | undefined,
  noBep: SaidResult | undefined,
): Result<TaskFlags["bep"], SaidResult> {
  const isTyped = (said: SaidResult | undefined): boolean => said?.where.startsWith("--") === true;
  for (const [said, whenTrue, whenFalse] of [
    [isTyped(bep) ? bep : undefined, "forced", "off"],
    [noBep, "off", undefined],
    [bep, "forced", "off"],
  ] as const) {
    if (said === undefined) continue;
    const value = parseSwitch(said.text);
    if (value === undefined) return bad(said);
    const mode = value ? whenTrue : whenFalse;
    if (mode !== undefined) return ok(mode);
  }
  return ok("auto");
}

/** A variable that stands in every job may mean the switch of `run`: then it names no file. */
export function isSwitchValue({ text, where }: SaidResult): boolean {
  return !where.startsWith("--") && parseSwitch(text) !== undefined;
}
