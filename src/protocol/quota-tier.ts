/** How alarming is it that so little is left of a budget? */

/** 0: not at all; 1: low; 2: nearly nothing is left. */
export type QuotaTier = 0 | 1 | 2;

/** At most this share left (fact sheet 4.7, SEED). */
const lowShare = 0.2;
const emptyShare = 0.05;

/** The tier of a budget's watermark. It falls only when a new hour has begun. */
export function quotaTier(lowestRemaining: number, limit: number): QuotaTier {
  if (lowestRemaining <= emptyShare * limit) return 2;
  return lowestRemaining <= lowShare * limit ? 1 : 0;
}
