/**
 * Whose clock is it?
 *
 * Runners' clocks differ by minutes, so a moment that two processes compare is always GitHub's time.
 * The brand stops the compiler from mixing it with a runner's own clock; durations are plain numbers
 * whose names end in `Ms`.
 */

declare const serverBrand: unique symbol;

/** A moment on GitHub's clock (the `Date` header of its answers), in milliseconds since 1970. */
export type ServerMs = number & { readonly [serverBrand]: true };

/** Says that these milliseconds were read off GitHub's clock. */
export function serverMs(milliseconds: number): ServerMs {
  return milliseconds as ServerMs;
}

/** Milliseconds in one second. */
export const secondMs = 1_000;
/** Milliseconds in one minute. */
export const minuteMs = 60_000;
