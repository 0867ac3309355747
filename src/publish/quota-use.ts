/**
 * What does the footer tell of the token's budget? (Fact sheet 2.8.)
 *
 * Pure; here and not in `protocol/` because it speaks the renderer's language.
 */
import type { QuotaHistory } from "../protocol/quota-history.js";
import type { Throttle } from "../protocol/throttle.js";
import type { QuotaUse } from "../render/comment.js";

/** The use of that budget of which less is left; undefined when none was ever observed. */
export function quotaUse(
  budgets: readonly QuotaHistory[],
  throttle: Throttle,
  nowMs: number | undefined,
): QuotaUse | undefined {
  const [scarcest] = budgets.flatMap(figuresOf).sort((a, b) => a.leftShare - b.leftShare);
  if (scarcest === undefined) return undefined;
  const { used, limit, resetAtMs } = scarcest;
  const resetsInMs =
    resetAtMs === 0 || nowMs === undefined ? undefined : Math.max(0, resetAtMs - nowMs);
  return {
    used,
    limit,
    ...(resetsInMs === undefined ? {} : { resetsInMs }),
    // SEED calls a factor of 100 terminal-only; HEAD, as here, only what is.
    ...(throttle.kind === "terminal-only"
      ? { terminalOnly: true }
      : { throttleFactor: throttle.factor }),
  };
}

interface Figures {
  readonly used: number;
  readonly limit: number;
  readonly resetAtMs: number;
  readonly leftShare: number;
}

function figuresOf({ observations, lowestRemaining }: QuotaHistory): Figures[] {
  const newest = observations.at(-1);
  if (newest === undefined) return [];
  const { limit, resetAtMs } = newest;
  const used = Math.max(0, limit - lowestRemaining);
  return [{ used, limit, resetAtMs, leftShare: lowestRemaining / limit }];
}
