/** What was tried against a pull request, and what came of it? */

/** One thing that somebody tried. */
export interface Attempt {
  /** Who tried what. */
  readonly what: string;
  /** Looks, when all is over, whether it had an effect. */
  readonly cameOf: () => Effect;
}

/** A few words on it. */
export interface Effect {
  readonly words: string;
  /** True if it had an effect. */
  readonly isHarm: boolean;
}

/** The first harm that was found, or that it was in vain. */
export function effectOf(harms: readonly (string | false | undefined)[], inVain: string): Effect {
  const harm = harms.find((found) => found !== false && found !== undefined);
  return typeof harm === "string"
    ? { words: harm, isHarm: true }
    : { words: inVain, isHarm: false };
}
