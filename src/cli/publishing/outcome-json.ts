/** What is printed of a publication: JSON with `--json`, the comment as it would be under `--dry-run`? */
import type { Host } from "../host/host.js";
import { maskTexts } from "../log/mask-texts.js";
import type { Surroundings } from "./surroundings.js";
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

/** The end of a command that could not even try; `fine` if there need be no pull request. */
export function untriedOutcome(why: string, fine: boolean): OutcomeJson {
  return fine ? { kind: "no-pull-request", reason: why } : { kind: "failed", problem: why };
}

/** The one line that is printed; the outcome may quote what GitHub answered. */
export function outcomeLine(
  outcome: OutcomeJson,
  rest: Readonly<Record<string, unknown>>,
  mask: (text: string) => string,
): string {
  return `${JSON.stringify({ outcome: maskTexts(outcome, mask), ...rest })}\n`;
}

/** What is said beside the outcome, in this order. */
export interface Said {
  readonly body?: string | undefined;
  readonly [key: string]: unknown;
}

/** With `--json` nothing but JSON; else, under `--dry-run`, the comment as it would be. */
export function printOutcome(
  host: Host,
  { settings, log }: Surroundings,
  outcome: OutcomeJson,
  said: Said,
): void {
  if (settings.json) host.writeOut(outcomeLine(outcome, said, (text) => log.mask(text)));
  else writeDryRun(host, said.body);
}

/** Under `--dry-run`: the comment as it would be. */
export function writeDryRun(host: Host, body: string | undefined): void {
  if (body !== undefined) host.writeOut(`${body}\n`);
}
