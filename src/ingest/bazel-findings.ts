/** What does an invocation of Bazel make of its task's row? */
import type { Snippet } from "../model/entry.js";
import { resultCharsMax } from "../model/limits.js";
import type { Status } from "../model/status.js";
import type { BazelInvocation } from "./bazel-invocation.js";
import { resultsLink } from "./bazel-link.js";
import { type TypedBazel, reproduceCommands } from "./bazel-reproduce.js";
import { verdictOf } from "./bazel-verdict.js";
import { endedWords, runningWords } from "./bazel-words.js";
import type { Findings } from "./findings.js";

/** How an invocation ended, as far as it is known. */
export interface BazelEnd {
  /** Of the process. */
  readonly exitCode: number | undefined;
  readonly typed: TypedBazel;
  /** What the logs of its failures say. */
  readonly snippets: readonly Snippet[];
  /** The how-manieth invocation of this command it was, from 1. */
  readonly attempt: number;
}

/** While it runs. */
export function liveFindings(invocation: BazelInvocation): Findings {
  const { tests } = invocation;
  const failing = tests.failed > 0 || invocation.failedToBuild;
  const status: Status = failing ? "failing" : tests.flaky > 0 ? "warning" : "running";
  return {
    status,
    final: false,
    result: runningWords(invocation, status).slice(0, resultCharsMax),
    ...linksOf(invocation),
  };
}

/** When it has ended. */
export function endedFindings(invocation: BazelInvocation, end: BazelEnd): Findings {
  const { exitCode, typed, snippets, attempt } = end;
  const { status, abortReason, remark, phase } = verdictOf(invocation, exitCode);
  const reproduce =
    status === "failed"
      ? reproduceCommands(
          invocation,
          typed,
          snippets.map(({ label }) => label),
        )
      : [];
  return {
    status,
    final: true,
    result: endedWords(invocation, status, remark).slice(0, resultCharsMax),
    ...(abortReason === undefined ? {} : { abortReason }),
    ...(phase === undefined ? {} : { failedInPhase: phaseName(phase, attempt) }),
    ...linksOf(invocation),
    ...(reproduce.length > 0 ? { reproduce } : {}),
    ...(snippets.length > 0 && status === "failed" ? { snippets } : {}),
  };
}

/** Of a repeated invocation the phase says which one it was (8.3). */
function phaseName(phase: string, attempt: number): string {
  return attempt > 1 ? `${phase}_retry_${attempt}` : phase;
}

function linksOf(invocation: BazelInvocation): Pick<Findings, "links"> {
  const link = resultsLink(invocation);
  return link === undefined ? {} : { links: [link] };
}
