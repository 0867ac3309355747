/** Which failures are worth a look into their logs, and which files are these? (Fact sheet 8.4.) */
import type { SnippetBucket } from "../model/entry.js";
import { shownMax } from "../model/limits.js";
import type { BazelInvocation } from "./bazel-invocation.js";

/** One failure, with the files that say why. */
export interface BazelFailure {
  readonly label: string;
  readonly kind?: string;
  readonly bucket: SnippetBucket;
  readonly durationMs?: number;
  /** What Bazel itself says of it: an error of loading or analysis. */
  readonly text?: string;
  /** Addresses of files, the best one first; they are not to be trusted. */
  readonly files: readonly string[];
}

/** The first few failures: what was not built, then tests, then those that took too long. */
export function failuresOf(invocation: BazelInvocation): readonly BazelFailure[] {
  const { actions, loadErrors, tests } = invocation;
  const failures: BazelFailure[] = [];
  for (const { label, mnemonic, stderr, stdout } of actions.values()) {
    const kind = invocation.ruleOf(label) ?? mnemonic;
    failures.push({ label, ...named(kind), bucket: "build", files: given([stderr, stdout]) });
  }
  for (const { label, description } of loadErrors.values()) {
    const kind = invocation.ruleOf(label) ?? "";
    failures.push({ label, ...named(kind), bucket: "build", text: description, files: [] });
  }
  const failed = [...tests.failures.values()];
  const inOrder = [
    ...failed.filter((one) => !one.timedOut),
    ...failed.filter((one) => one.timedOut),
  ];
  for (const { label, timedOut, durationMs } of inOrder) {
    const attempt = invocation.attemptOf(label);
    const tookMs = attempt?.durationMs ?? durationMs;
    failures.push({
      label,
      ...named(invocation.ruleOf(label) ?? ""),
      bucket: timedOut ? "timeout" : "test",
      ...(tookMs === undefined ? {} : { durationMs: tookMs }),
      files: given([attempt?.xml, attempt?.log]),
    });
  }
  return failures.filter(({ label }) => label !== "").slice(0, shownMax);
}

function named(kind: string): { readonly kind?: string } {
  return kind === "" ? {} : { kind };
}

function given(files: readonly (string | undefined)[]): readonly string[] {
  return files.filter((file) => file !== undefined);
}
