/** Where do a test's random numbers come from? Out of its seed. */
import type { Prng } from "../base/prng.js";
import type { Random } from "../ports/random.js";

/** The `Random` port over a seeded generator. */
export function seededRandom(prng: Prng): Random {
  const digit = (): string => prng.integer(0, 15).toString(16);
  return {
    unit: () => prng.unit(),
    hex: (digits) => Array.from({ length: digits }, digit).join(""),
  };
}
