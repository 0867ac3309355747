/**
 * Which snippets of several sources tell of one failure?
 *
 * Bazel's events name a target, the JUnit file of the same test its cases. Bazel's own snippet stays, since its
 * label is what the commands name; what it lacks is taken from the other.
 */
import { compareText } from "../base/decimal.js";
import type { Snippet, SnippetBucket } from "../model/entry.js";
import { shownMax } from "../model/limits.js";

/** Snippets, each failure once. */
export interface JoinedSnippets {
  readonly snippets: readonly Snippet[];
  /** True if Bazel and another source told of the same failure: then both tell of the same run. */
  readonly sameRun: boolean;
}

const bucketOrder: readonly SnippetBucket[] = ["build", "test", "timeout"];
/** A shorter text may be found in another one by chance. */
const containedCharsMin = 20;

/** Joins them: builds first, then by label, so that it is the same few whoever comes first. */
export function joinSnippets(all: readonly Snippet[]): JoinedSnippets {
  const sorted = withoutEmpty(distinct([...all].sort(compareSnippets)));
  const joined = sorted.filter(({ label }) => isTarget(label));
  const targets = joined.length;
  const others: Snippet[] = [];
  for (const snippet of sorted) {
    if (isTarget(snippet.label)) continue;
    const index = joined.findIndex((target) => isSameFailure(target, snippet));
    const target = joined[index];
    if (target === undefined) others.push(snippet);
    else if (isEmpty(target)) joined[index] = withText(target, snippet);
  }
  const sameRun = sorted.length > targets + others.length;
  const snippets = [...joined, ...others].sort(compareSnippets).slice(0, shownMax);
  return { snippets, sameRun };
}

function compareSnippets(a: Snippet, b: Snippet): number {
  return (
    bucketOrder.indexOf(a.bucket) - bucketOrder.indexOf(b.bucket) ||
    compareText(a.label, b.label) ||
    compareText(a.text, b.text) ||
    compareText(JSON.stringify(a), JSON.stringify(b))
  );
}

function distinct(snippets: readonly Snippet[]): readonly Snippet[] {
  const found = new Map<string, Snippet>();
  for (const snippet of snippets) {
    const key = JSON.stringify([snippet.label, snippet.text]);
    if (!found.has(key)) found.set(key, snippet);
  }
  return [...found.values()];
}

/** Without those that say nothing, where another one of the same label says something. */
function withoutEmpty(snippets: readonly Snippet[]): readonly Snippet[] {
  const told = new Set(snippets.filter((one) => !isEmpty(one)).map(({ label }) => label));
  return snippets.filter((one) => !isEmpty(one) || !told.has(one.label));
}

function isEmpty({ text }: Snippet): boolean {
  return text.trim() === "";
}

/** `//pkg:name`, also of another repository. */
function isTarget(label: string): boolean {
  return /^@{0,2}[^/\s]*\/\//.test(label);
}

function isSameFailure(target: Snippet, other: Snippet): boolean {
  if (target.bucket === "build" || other.bucket === "build") return false;
  // So Bazel names the one case of a test that writes no XML itself.
  if (target.label.replace(/^.*?\/\//, "").replace(/^:|:/, slashIfInside) === other.label) {
    return true;
  }
  const [own, said] = [plain(target.text), plain(other.text)];
  if (own === "" || said === "") return false;
  if (own === said) return true;
  const [short, long] = own.length < said.length ? [own, said] : [said, own];
  return short.length >= containedCharsMin && long.includes(short);
}

/** `pkg:name` is `pkg/name`, and `:name` is `name`. */
function slashIfInside(_colon: string, offset: number): string {
  return offset === 0 ? "" : "/";
}

function plain(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** What the target is, with what the other one says. */
function withText(target: Snippet, { text, truncatedHead, truncatedTail }: Snippet): Snippet {
  return {
    ...target,
    text,
    ...(truncatedHead === undefined ? {} : { truncatedHead }),
    ...(truncatedTail === undefined ? {} : { truncatedTail }),
  };
}
