/**
 * How did an invocation end, in the words of a row?
 *
 * Bazel's exit code decides. An abort is a reason that is no verdict on the code (interrupted, out of memory,
 * a remote failure); whatever the code itself did wrong is a failure, though Bazel says "aborted" of every
 * event that it owes (fact sheet 8.1).
 */
import type { Status } from "../model/status.js";
import type { BazelInvocation } from "./bazel-invocation.js";

/** How it ended. */
export interface BazelVerdict {
  readonly status: Extract<Status, "passed" | "warning" | "failed" | "aborted">;
  readonly abortReason?: string;
  /** What a reader must know beside the counts. */
  readonly remark?: string;
  /** The phase in which it failed: `build`, `test`, `run`. */
  readonly phase?: string;
}

/** Exit codes (and Bazel's names for them) that are no verdict on the code, each with its reason. */
const abortReasons: readonly (readonly [code: number, name: string, reason: string])[] = [
  [8, "INTERRUPTED", "interrupted"],
  [32, "REMOTE_ENVIRONMENTAL_ERROR", "remote environment failure"],
  [33, "OOM_ERROR", "out of memory"],
  [34, "REMOTE_ERROR", "remote execution failure"],
  [36, "LOCAL_ENVIRONMENTAL_ERROR", "failure of the machine"],
  [37, "BLAZE_INTERNAL_ERROR", "internal error of Bazel"],
  [38, "TRANSIENT_BUILD_EVENT_SERVICE_UPLOAD_ERROR", "build events could not be uploaded"],
  [39, "REMOTE_CACHE_EVICTED", "remote cache lost files"],
  [45, "PERSISTENT_BUILD_EVENT_SERVICE_UPLOAD_ERROR", "build events could not be uploaded"],
];

/** Reasons of aborted events, for an invocation that has no exit code. */
const eventReasons: Readonly<Record<string, string>> = {
  OUT_OF_MEMORY: "out of memory",
  INTERNAL: "internal error of Bazel",
  REMOTE_ENVIRONMENT_FAILURE: "remote environment failure",
  TIME_OUT: "timed out",
  USER_INTERRUPTED: "interrupted",
};

/** What further exit codes for failures mean. */
const failureRemarks: Readonly<Record<number, string>> = {
  2: "wrong command line",
  9: "another command holds Bazel's lock",
  48: "external dependencies",
};

/** Codes over this one are a signal's (128 + N), not Bazel's. */
const ownCodeMax = 127;
/** What Bazel's exit codes for failures of the code end with; all higher ones are of another sort. */
const failureCodeMax = 7;

/**
 * How it ended.
 *
 * @param exitCode of the process, if it is known; Bazel's own (in its last event) counts otherwise
 */
export function verdictOf(
  invocation: BazelInvocation | undefined,
  exitCode: number | undefined,
): BazelVerdict {
  const finished = invocation?.finished;
  if ((exitCode ?? finished?.code) === 0) {
    return { status: (invocation?.tests.flaky ?? 0) > 0 ? "warning" : "passed" };
  }
  const abortReason = abortReasonOf(invocation, exitCode);
  if (abortReason !== undefined) return { status: "aborted", abortReason };
  const remark = remarkOf(invocation, exitCode);
  // A command that Bazel did not understand never came to any phase.
  const understood = invocation !== undefined && remark !== failureRemarks[2];
  const phase = understood ? failedPhase(invocation) : undefined;
  return {
    status: "failed",
    ...(phase === undefined ? {} : { phase }),
    ...(remark === undefined ? {} : { remark }),
  };
}

function abortReasonOf(
  invocation: BazelInvocation | undefined,
  exitCode: number | undefined,
): string | undefined {
  const finished = invocation?.finished;
  const told = abortReasons.find(
    ([code, name]) => finished !== undefined && (finished.code === code || finished.name === name),
  );
  if (told !== undefined) return told[2];
  // `bazel run` ends with the exit code of the program that it ran.
  if (finished !== undefined && (finished.code !== 0 || invocation?.command === "run"))
    return undefined;
  if (finished === undefined || finished.code === 0) {
    const known = abortReasons.find(([code]) => code === exitCode);
    if (known !== undefined) return known[2];
  }
  if (finished !== undefined || invocation === undefined) return undefined;
  for (const [name, reason] of Object.entries(eventReasons)) {
    if (invocation.abortReasons.has(name)) return reason;
  }
  if (exitCode === undefined) return "Bazel never told its end";
  if (exitCode <= failureCodeMax) return undefined;
  return exitCode > ownCodeMax ? `killed by signal ${exitCode - 128}` : undefined;
}

/** Where it failed. A test that fails does so after everything was built. */
function failedPhase(invocation: BazelInvocation): string | undefined {
  const { command, finished, tests } = invocation;
  if (command === "build" || command === "") return "build";
  if (command === "run") return finished?.code === 0 ? "run" : "build";
  if (finished?.code === 3 || finished?.code === 4) return command;
  return invocation.failedToBuild || tests.failed === 0 ? "build" : command;
}

function remarkOf(
  invocation: BazelInvocation | undefined,
  exitCode: number | undefined,
): string | undefined {
  const finished = invocation?.finished;
  const code = finished === undefined || finished.code === 0 ? exitCode : finished.code;
  // Bazel was content: somebody else was not.
  if (finished?.code === 0) return code === undefined ? undefined : `exit code ${code}`;
  return code === undefined ? undefined : failureRemarks[code];
}
