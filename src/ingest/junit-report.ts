/** What did the tests of one JUnit file do? */
import type { LogPieces } from "./excerpt.js";

/** A case that failed, with what was written of it. */
export interface JUnitFailure {
  /** `classname/name`; for a suite that failed as a whole its name. */
  readonly label: string;
  readonly message: string;
  /** The text of the failure: mostly a stack. */
  readonly body: LogPieces | undefined;
  /** What was printed, where the failure itself says nothing. */
  readonly output: LogPieces | undefined;
  readonly durationMs: number | undefined;
}

/** Counts, and the first failures. */
export interface JUnitReport {
  /** Flaky ones included. */
  readonly passed: number;
  /** Failures and errors. */
  readonly failed: number;
  readonly skipped: number;
  /** Passed at last, but not at once. */
  readonly flaky: number;
  /** The first of them. */
  readonly failures: readonly JUnitFailure[];
  /** How many failures the suites' attributes claim: more than `failed` is a contradiction. */
  readonly declaredFailed: number;
  /** What is wrong with the file, in words behind "found"; the rest is what was read before it. */
  readonly problem: string | undefined;
}

/** Seconds as writers write them, in milliseconds: `1.5`, `1,234.5` (thousands), `0,5` (decimal comma). */
export function durationMsOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const trimmed = text.trim();
  const isThousands = trimmed.includes(".") || /^[1-9]\d{0,2}(?:,\d{3})+$/.test(trimmed);
  const plain = isThousands ? trimmed.replaceAll(",", "") : trimmed.replace(",", ".");
  if (!/^\d+(?:\.\d*)?(?:e-?\d+)?$/i.test(plain)) return undefined;
  const ms = Math.round(Number(plain) * 1_000);
  return Number.isSafeInteger(ms) ? ms : undefined;
}
