/**
 * What do a command's own results say about its task?
 *
 * The common form of everything that Rollcall reads for itself: Bazel's events, JUnit, SARIF, output.
 */
import type { Entry } from "../model/entry.js";

/** What was found: a part of an entry, ready to be published; what is not known is not there. */
export type Findings = Partial<
  Pick<
    Entry,
    | "status"
    | "final"
    | "result"
    | "abortReason"
    | "failedInPhase"
    | "links"
    | "reproduce"
    | "fix"
    | "snippets"
  >
>;
