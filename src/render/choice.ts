/**
 * Which items stay when only so many fit, so that nothing flip-flops? (Fact sheet 3.5.)
 *
 * What was shown stays shown as long as it exists; what is new takes the places that are left, in the
 * candidates' own order.
 */
import { hash32 } from "../base/prng.js";

/** An item that can be chosen, and remembered by its key. */
export interface Keyed {
  readonly key: string;
}

/** The chosen items and the rest, both in the order of the candidates. */
export interface Choice<Item> {
  readonly chosen: readonly Item[];
  readonly rest: readonly Item[];
}

/** Chooses at most `countMax` of the candidates: those that were shown, then the first others. */
export function choose<Item extends Keyed>(
  candidates: readonly Item[],
  shown: readonly string[],
  countMax: number,
): Choice<Item> {
  const present = new Set(candidates.map((item) => item.key));
  const keys = new Set<string>();
  for (const key of shown) if (keys.size < countMax && present.has(key)) keys.add(key);
  for (const { key } of candidates) if (keys.size < countMax) keys.add(key);
  return {
    chosen: candidates.filter((item) => keys.has(item.key)),
    rest: candidates.filter((item) => !keys.has(item.key)),
  };
}

const keyCharsMax = 160;

/** The parts as one key. A long one (a whole log) is told by its hash: it is only ever compared. */
export function stickyKey(...parts: readonly string[]): string {
  const key = parts.join("\0");
  if (key.length <= keyCharsMax) return key;
  return `#${hash32(key).toString(36)}.${hash32(`second ${key}`).toString(36)}.${key.length}`;
}
