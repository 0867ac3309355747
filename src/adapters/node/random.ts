/** How does the Random port draw under Node? From the system's own generator. */
import { randomBytes } from "node:crypto";
import type { Random } from "../../ports/random.js";

/** Randomness that no two processes share. */
export class NodeRandom implements Random {
  unit(): number {
    // 48 bits are what `readUIntBE` reads at once: more than any jitter needs.
    return randomBytes(6).readUIntBE(0, 6) / 2 ** 48;
  }

  hex(digits: number): string {
    return randomBytes(Math.ceil(digits / 2))
      .toString("hex")
      .slice(0, digits);
  }
}
