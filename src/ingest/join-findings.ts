/**
 * What do several sources say of one task together?
 *
 * The worst status decides. Nothing is said twice: Bazel's events, the JUnit files of its tests and a linter's
 * SARIF may tell of the same failures; Bazel's counts and labels are then the ones that stay. Except where order is meaning (links, commands), it does not matter
 * which source is named first.
 */
import { compareText } from "../base/decimal.js";
import type { Command, Link } from "../model/entry.js";
import { itemsPerEntryMax, resultCharsMax } from "../model/limits.js";
import type { Status } from "../model/status.js";
import { clipText } from "./excerpt-lines.js";
import type { Findings } from "./findings.js";
import { joinSnippets } from "./join-snippets.js";

/** The worst last. */
const severity: readonly Status[] = [
  "passed",
  "running",
  "warning",
  "failing",
  "failed",
  "aborted",
];

/** Joins them; none of them says anything if the list is empty. */
export function joinFindings(all: readonly Findings[]): Findings {
  const status = worstOf(all);
  const worst = all.filter((findings) => findings.status === status);
  const finals = all.map(({ final }) => final).filter((final) => final !== undefined);
  const { snippets, sameRun } = joinSnippets(all.flatMap((one) => one.snippets ?? []));
  const lists = {
    links: unique<Link>(
      all.flatMap(({ links = [] }) => links),
      ({ url }) => url,
    ),
    reproduce: unique<Command>(
      all.flatMap(({ reproduce = [] }) => reproduce),
      commandKey,
    ),
    fix: unique<Command>(
      all.flatMap(({ fix = [] }) => fix),
      commandKey,
    ),
    snippets,
  };
  const fields = {
    status,
    final: finals.length === 0 ? undefined : finals.every((final) => final),
    result: joinTexts(textsOf(sameRun ? withoutCases(all, status) : all)),
    abortReason: leastOf(worst.map(({ abortReason }) => abortReason)),
    failedInPhase: leastOf(worst.map(({ failedInPhase }) => failedInPhase)),
  };
  return Object.fromEntries([
    ...Object.entries(fields).filter(([, value]) => value !== undefined),
    ...Object.entries(lists).filter(([, list]) => list.length > 0),
  ]) as Findings;
}

function worstOf(all: readonly Findings[]): Status | undefined {
  const places = all.flatMap(({ status }) =>
    status === undefined ? [] : [severity.indexOf(status)],
  );
  return places.length === 0 ? undefined : severity[Math.max(...places)];
}

function leastOf(texts: readonly (string | undefined)[]): string | undefined {
  return texts.filter((text) => text !== undefined).sort(compareText)[0];
}

function textsOf(all: readonly Findings[]): readonly string[] {
  return all.flatMap(({ result = "" }) => (result === "" ? [] : [result]));
}

/** Of one run Bazel counts the targets, and JUnit the same tests once more by their cases. */
function withoutCases(all: readonly Findings[], status: Status | undefined): readonly Findings[] {
  const isBazel = ({ result = "" }: Findings): boolean =>
    /^Bazel (?:test|coverage) [^(]*\(\d+\/\d+ passed/.test(result);
  // A failure that only the cases tell of is not dropped.
  if (!all.some((one) => isBazel(one) && one.status === status)) return all;
  return all.filter(({ result = "" }) => !/^\d+\/\d+ passed\b/.test(result));
}

/**
 * Texts without those whose every part another one says: `24/25 passed` stands in Bazel's, too. What begins with a
 * tool's own words is said only by what begins with the same.
 */
function joinTexts(texts: readonly string[]): string | undefined {
  const different = [...new Set(texts)].sort(compareText);
  const isSaidBy = (text: string, other: string): boolean => {
    if (other === text || !says(other, text)) return false;
    const [own, others] = [wordsOf(text), wordsOf(other)];
    if (own !== others) return own === "";
    return !says(text, other) || other < text;
  };
  const kept = different.filter((text) => !different.some((other) => isSaidBy(text, other)));
  return kept.length === 0 ? undefined : clipText(kept.join(" · "), resultCharsMax);
}

/** `Bazel test complete` of `Bazel test complete (24/25 passed)`. */
function wordsOf(text: string): string {
  return /^([^()]*?)\s*\(.*\)$/.exec(text)?.[1] ?? "";
}

function says(text: string, other: string): boolean {
  const parts = partsOf(text);
  return [...partsOf(other)].every((part) => parts.has(part));
}

/** `Bazel test complete (24/25 passed · 1 flaky)` has the parts `24/25 passed` and `1 flaky`. */
function partsOf(text: string): ReadonlySet<string> {
  const inside = /^[^()]*\((.*)\)$/.exec(text)?.[1] ?? text;
  return new Set(
    inside.split(" · ").map((part) => part.trim().replace(/^(\d+) tests? failed$/, "$1 failed")),
  );
}

function commandKey({ command, target }: Command): string {
  return JSON.stringify([command, target]);
}

function unique<Item>(items: readonly Item[], keyOf: (item: Item) => string): readonly Item[] {
  const found = new Map<string, Item>();
  for (const item of items) if (!found.has(keyOf(item))) found.set(keyOf(item), item);
  return [...found.values()].slice(0, itemsPerEntryMax);
}
