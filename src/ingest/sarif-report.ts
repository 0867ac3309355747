/** What did the tools of one SARIF file find? */

/** How bad a finding is; SARIF's `none` is none. */
export type SarifLevel = "error" | "warning" | "note";

/** The levels, the worst first. */
export const sarifLevels: readonly SarifLevel[] = ["error", "warning", "note"];

/** One finding as a line. */
export interface SarifLine {
  readonly level: SarifLevel;
  /** `src/a.ts:3:5: message (rule)`. */
  readonly text: string;
  readonly rule: string;
}

/** The findings of one file. */
export interface SarifReport {
  readonly tools: readonly string[];
  readonly counts: Readonly<Record<SarifLevel, number>>;
  /** How often each rule was broken. */
  readonly rules: ReadonlyMap<string, Readonly<Record<SarifLevel, number>>>;
  /** Findings that the tool can mend by itself. */
  readonly fixable: number;
  /** The first of each level. */
  readonly lines: readonly SarifLine[];
  /** True if a tool says that it did not come to its end. */
  readonly isBroken: boolean;
}
