/** What does `--json` print of a publication? */
import { maskTexts } from "./mask-texts.js";
import type { TaskOutcome } from "./task-publisher.js";

/** The end of a publication as a machine reads it. */
export type OutcomeJson =
  | TaskOutcome
  /** There is no pull request here and need be none. */
  | { readonly kind: "no-pull-request"; readonly reason: string }
  /** Nothing was written; a real run would have ended as `would` says. */
  | { readonly kind: "dry-run"; readonly would: "published" | "unchanged" };

/** The outcome, which under `--dry-run` must not claim that anything was written. */
export function outcomeJson(outcome: TaskOutcome, dryRun: boolean): OutcomeJson {
  if (!dryRun) return outcome;
  switch (outcome.kind) {
    case "published":
      return { kind: "dry-run", would: "published" };
    case "unchanged":
    case "covered":
      return { kind: "dry-run", would: "unchanged" };
    default:
      return outcome;
  }
}

/** The one line that is printed; the outcome may quote what GitHub answered. */
export function outcomeLine(
  outcome: OutcomeJson,
  rest: Readonly<Record<string, unknown>>,
  mask: (text: string) => string,
): string {
  return `${JSON.stringify({ outcome: maskTexts(outcome, mask), ...rest })}\n`;
}
