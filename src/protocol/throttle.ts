/**
 * How many times slower than configured may live updates be?
 *
 * Verdicts are never slowed down. That nothing but verdicts is left is a kind of its own, not a number
 * that is larger than any other (the reference's 999999).
 */

/** How live updates are slowed down. */
export type Throttle =
  /** The window is so many times longer; never below 1. */
  | { readonly kind: "factor"; readonly factor: number }
  /** No live update at all. */
  | { readonly kind: "terminal-only" };

/** As fast as configured. */
export const unthrottled: Throttle = { kind: "factor", factor: 1 };
/** Nothing but verdicts. */
export const terminalOnly: Throttle = { kind: "terminal-only" };

/** Slower by a factor; below 1, and for what is no number, as fast as configured. */
export function slowedBy(factor: number): Throttle {
  return factor > 1 ? { kind: "factor", factor } : unthrottled;
}

/** The slowest of several: each of them is a bound of its own (fact sheet 4.7, "effective"). */
export function slowest(throttles: readonly Throttle[]): Throttle {
  let factor = 1;
  for (const throttle of throttles) {
    if (throttle.kind === "terminal-only") return throttle;
    factor = Math.max(factor, throttle.factor);
  }
  return slowedBy(factor);
}

/** The window of live updates; one that never ends when only verdicts are left. */
export function throttledWindowMs(baseMs: number, throttle: Throttle): number {
  return throttle.kind === "terminal-only" ? Infinity : baseMs * throttle.factor;
}
