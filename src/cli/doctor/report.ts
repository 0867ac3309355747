/** What does `rollcall doctor` say, before anybody decides how it looks? */

/** How one thing stands. */
export type Standing =
  | "ok"
  /** Publishing would do without it, or would not work at all. */
  | "missing"
  /** No harmless question gave a sure answer. */
  | "unknown"
  /** Worth knowing, and nothing to be done. */
  | "note";

/** What the doctor looks at, in the order of the report. */
export const topics = [
  "CI",
  "pull request",
  "repository",
  "token",
  "comment",
  "history",
  "board",
  "runs",
  "checkout",
  "quota",
  "clock",
  "versions",
] as const;

/** One line of the report. */
export interface Fact {
  readonly topic: (typeof topics)[number];
  readonly standing: Standing;
  /** One sentence or less. */
  readonly text: string;
  /** The same for machines, where the text holds more than a verdict. */
  readonly value?: unknown;
}

/** Which of the things that can be added is missing. */
export type Lack =
  | "token"
  | "pull-requests"
  | "actions"
  | "runtime-token"
  | "checkout"
  | "sync"
  | "trust"
  | "run"
  | "head"
  | "repository";

/** What to add, word for word. */
export interface Advice {
  readonly lack: Lack;
  /** What it would give, as a heading. */
  readonly what: string;
  /** YAML of a workflow of GitHub Actions, or for another host lines of shell. */
  readonly lines: string;
}

/** What becomes of a task's row here. */
export type Mode =
  "comment and board" | "comment alone" | "board alone" | "nothing" | "none needed";

/** The whole report. */
export interface DoctorReport {
  /** False if a task here would have to say "not published". */
  readonly works: boolean;
  readonly mode: Mode;
  /** The verdict in one sentence. */
  readonly verdict: string;
  readonly facts: readonly Fact[];
  readonly advice: readonly Advice[];
}
