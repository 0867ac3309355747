/**
 * Under which heading does a failure stand?
 *
 * The bucket knows builds, tests and time-outs. A linter's findings, or the output of a command of which nothing else
 * is known, are no test's: such a snippet carries the kind of its task as its own.
 */
import type { Entry, Snippet } from "../model/entry.js";

/** The headings in their order. */
export const snippetHeadings = [
  "## 💥 Build Failures",
  "## ❌ Test Failures",
  "## ❌ Lint Failures",
  "## ❌ Task Failures",
] as const;

/** One of them. */
export type SnippetHeading = (typeof snippetHeadings)[number];

/** The heading of a snippet in a task of a kind. */
export function snippetHeading(
  { bucket, kind }: Pick<Snippet, "bucket" | "kind">,
  task: Pick<Entry, "kind">,
): SnippetHeading {
  if (bucket === "build") return "## 💥 Build Failures";
  const own = kind ?? "";
  // A test of a target in a linter's task names its rule as its kind.
  if (task.kind === "lint" && (own === "" || own === "lint")) return "## ❌ Lint Failures";
  const isOfWholeTask = own !== "" && own === task.kind;
  const isTest = bucket === "timeout" || !isOfWholeTask || /test|coverage/i.test(own);
  return isTest ? "## ❌ Test Failures" : "## ❌ Task Failures";
}
