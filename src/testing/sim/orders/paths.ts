/** How many ways are there through a system of steps, and how many of them end badly? */

/** A system that takes one step at a time, in any order that it allows. */
export interface Steps<State> {
  readonly first: State;
  /** Names a state: equal names, equal futures. */
  key(state: State): string;
  /** Every state that one step leads to; none at the end. */
  next(state: State): readonly State[];
  /** True if that end has lost something. */
  isBad(end: State): boolean;
}

/** All ways from the first state to an end. */
export interface PathCount {
  readonly all: bigint;
  readonly bad: bigint;
}

/** Counts every order of steps; ways that meet in one state are followed once from there. */
export function countPaths<State>(steps: Steps<State>): PathCount {
  const counted = new Map<string, PathCount>();
  const count = (state: State): PathCount => {
    const key = steps.key(state);
    const known = counted.get(key);
    if (known !== undefined) return known;
    const next = steps.next(state);
    let all = 0n;
    let bad = 0n;
    for (const step of next) {
      const further = count(step);
      all += further.all;
      bad += further.bad;
    }
    const result =
      next.length === 0 ? { all: 1n, bad: steps.isBad(state) ? 1n : 0n } : { all, bad };
    counted.set(key, result);
    return result;
  };
  return count(steps.first);
}
