/**
 * Which commands show a failure again? (Fact sheet 8.5.)
 *
 * One for each failing target that has a snippet, to stand under it, and one for all of them.
 */
import type { Command } from "../model/entry.js";
import { commandCharsMax, nameCharsMax } from "../model/limits.js";
import type { BazelInvocation } from "./bazel-invocation.js";
import { keptOptions } from "./bazel-kept-options.js";
import { shellWord } from "./bazel-shell.js";
import { patternsFor } from "./bazel-targets.js";

/** How the command was typed, as far as it is known. */
export interface TypedBazel {
  readonly program: readonly string[];
  readonly options: readonly string[];
}

/** The commands of a failed invocation. */
export function reproduceCommands(
  invocation: BazelInvocation,
  typed: TypedBazel,
  snippetLabels: readonly string[],
): readonly Command[] {
  const testCommand = invocation.command === "coverage" ? "coverage" : "test";
  const build = buildLabels(invocation);
  const tests = invocation.tests.failures.keys().filter(isLabel);
  const groups = [
    // What is measured for coverage is built in another way.
    { subcommand: testCommand === "coverage" ? testCommand : "build", labels: build },
    { subcommand: testCommand, labels: tests },
  ];
  const commands: Command[] = [];
  for (const { subcommand, labels } of groups) {
    const single = labels.length === 1;
    for (const label of labels) {
      const target = label.slice(0, nameCharsMax);
      if (!single && !snippetLabels.includes(target)) continue;
      const command = commandLine(typed, subcommand, [label]);
      if (command !== undefined) commands.push({ command, target });
    }
  }
  for (const { subcommand, labels } of groups) {
    if (labels.length < 2) continue;
    const patterns = patternsFor(labels, invocation.patterns) ?? originalPatterns(invocation);
    const command = patterns.length === 0 ? undefined : commandLine(typed, subcommand, patterns);
    if (command !== undefined) commands.push({ command });
  }
  if (commands.length > 0 || build.length + tests.length > 0) return commands;
  // Nothing is known to have failed: the same command again, as far as it can be told.
  const { command: subcommand } = invocation;
  if (!["build", "test", "coverage"].includes(subcommand)) return [];
  const patterns = originalPatterns(invocation);
  const again = patterns.length === 0 ? undefined : commandLine(typed, subcommand, patterns);
  return again === undefined ? [] : [{ command: again }];
}

/** What could not be built: the targets whose own actions failed, else all that failed. */
function buildLabels({
  actions,
  failedTargets,
  loadErrors,
  tests,
}: BazelInvocation): readonly string[] {
  const causes = [...actions.keys(), ...loadErrors.keys()].filter(isLabel);
  const labels =
    causes.length > 0 ? causes : [...failedTargets.keys(), ...tests.unbuiltLabels.keys()];
  return [...new Set(labels.filter(isLabel))];
}

/** `//external:x` is how Bazel calls a repository that could not be fetched. */
function isLabel(label: string): boolean {
  return /^(?:@@?[\w.~+-]*)?\/\//.test(label) && !label.startsWith("//external:");
}

const originalPatternsMax = 10;

function originalPatterns({ patterns }: BazelInvocation): readonly string[] {
  return patterns.length > originalPatternsMax ? [] : patterns;
}

function commandLine(
  { program, options }: TypedBazel,
  subcommand: string,
  patterns: readonly string[],
): string | undefined {
  const kept = keptOptions(options, subcommand).flatMap((option) =>
    option.startsWith("-c ") ? ["-c", option.slice(3)] : [option],
  );
  // A pattern that is taken away looks like an option.
  const separator = patterns.some((pattern) => pattern.startsWith("-")) ? ["--"] : [];
  const words = [...program, subcommand, ...kept, ...separator, ...patterns].map(shellWord);
  if (words.includes(undefined)) return undefined;
  const line = words.join(" ");
  return line.length > commandCharsMax ? undefined : line;
}
