/** Which exit code tells what happened? (The table of the documents, in one place.) */
import { constants } from "node:os";

/** Rollcall's own exit codes; `run` has its command's instead. */
export const exitCodes = {
  /** The work is done, or it could not be published: never a reason to fail a build. */
  done: 0,
  /** Under `--strict`: a problem kept us from publishing. */
  notPublished: 1,
  /** Wrong usage or invalid input: one line on standard error says what to write instead. */
  wrongUsage: 2,
  /** A bug kept `run` from starting its command. */
  notStarted: 125,
} as const;

/** The exit code of every command but `run`. */
export function exitCodeOf(outcome: {
  readonly published: boolean;
  readonly strict: boolean;
}): number {
  return outcome.strict && !outcome.published ? exitCodes.notPublished : exitCodes.done;
}

/**
 * The exit code after a bug of ours: it fails no build, but a command that was never started must not look as
 * if it had passed, nor what only looks or shows as if all were well.
 */
export function bugExitCode(command: string | undefined): number {
  switch (command) {
    case "run":
      return exitCodes.notStarted;
    case "report":
    case "sync":
      return exitCodes.done;
    default:
      return exitCodes.notPublished;
  }
}

/** What a shell reports for a command that a signal ended: 128 and the signal's number. */
export function signalExitCode(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}
