/** What does a command's end make of its row? Its exit code decides, whatever was said before. */
import type { Status } from "../../model/status.js";
import type { CommandOutcome } from "./child-process-outcome.js";
import type { TaskFields } from "../task/layers.js";

/** The verdict on a command that we were told to end. */
export const cancelledVerdict = {
  status: "aborted",
  final: true,
  abortReason: "cancelled",
} as const satisfies TaskFields;

/**
 * The verdict on a command that has ended.
 *
 * @param known what was said and found: a warning stays one, a reason to abort explains a failure.
 */
export function verdictOf(
  outcome: CommandOutcome,
  known: { readonly status?: Status; readonly abortReason?: string },
): TaskFields {
  const { status, abortReason } = known;
  if (outcome.kind === "signalled") {
    return {
      status: "aborted",
      final: true,
      abortReason: (status === "aborted" ? abortReason : undefined) ?? outcome.signal,
    };
  }
  if (outcome.exitCode === 0) {
    return { status: status === "warning" ? "warning" : "passed", final: true };
  }
  return { status: status === "aborted" ? "aborted" : "failed", final: true };
}
