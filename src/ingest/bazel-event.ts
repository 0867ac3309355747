/**
 * What happens in a build, as far as a row is concerned?
 *
 * Only what is listed here ever leaves the event file: the client's environment and command lines, which
 * the file also holds, have no field to be kept in. (Fact sheet 8.3.)
 */

/** How one test ended as a whole, as Bazel names it. */
export type TestStatus =
  | "NO_STATUS"
  | "PASSED"
  | "FLAKY"
  | "TIMEOUT"
  | "FAILED"
  | "INCOMPLETE"
  | "REMOTE_FAILURE"
  | "FAILED_TO_BUILD"
  | "TOOL_HALTED_BEFORE_TESTING";

/** One event. */
export type BazelEvent =
  | BazelStarted
  | { readonly kind: "patterns"; readonly patterns: readonly string[] }
  | { readonly kind: "results-url"; readonly url: string }
  | { readonly kind: "explicit-options"; readonly options: readonly string[] }
  | { readonly kind: "configured"; readonly label: string; readonly rule: string }
  | BazelCompleted
  | BazelActionFailed
  | BazelAttempt
  | BazelTestSummary
  | BazelAborted
  /** `code` is Bazel's exit code, `name` what it calls it. */
  | { readonly kind: "finished"; readonly code: number; readonly name: string };

/** A new invocation: what was before is of an earlier one. */
export interface BazelStarted {
  readonly kind: "started";
  readonly invocationId: string;
  readonly command: string;
}

/** A target, or an aspect on it, is done. */
export interface BazelCompleted {
  readonly kind: "completed";
  readonly label: string;
  readonly aspect: boolean;
  readonly success: boolean;
}

/** An action failed. */
export interface BazelActionFailed {
  readonly kind: "action-failed";
  readonly label: string;
  readonly mnemonic: string;
  readonly stderr: string | undefined;
  readonly stdout: string | undefined;
}

/** One attempt of one shard of one run of a test did not pass. */
export interface BazelAttempt {
  readonly kind: "attempt-failed";
  readonly label: string;
  readonly status: string;
  readonly durationMs: number | undefined;
  readonly log: string | undefined;
  readonly xml: string | undefined;
}

/** A test as a whole. */
export interface BazelTestSummary {
  readonly kind: "test-summary";
  readonly label: string;
  readonly status: TestStatus;
  /** All its runs were taken from a cache: Bazel does not count it as executed. */
  readonly cached: boolean;
  readonly durationMs: number | undefined;
}

/** Something that was announced will not come. */
export interface BazelAborted {
  readonly kind: "aborted";
  /** What was announced: `targetCompleted`, `pattern`, `testSummary`, ... */
  readonly announced: string;
  readonly label: string | undefined;
  readonly aspect: boolean;
  /** As Bazel names it: `USER_INTERRUPTED`, `ANALYSIS_FAILURE`, ... */
  readonly reason: string;
  readonly description: string;
}
