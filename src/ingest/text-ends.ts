/** What are the two ends of a text whose middle may be as large as it likes? */
import type { LogPieces } from "./excerpt.js";

/** Collects a text that comes in pieces, in bounded memory. */
export class TextEnds {
  readonly #charsMax: number;
  #head = "";
  #tail = "";
  #isCut = false;

  /** @param charsMax of either end */
  constructor(charsMax: number) {
    this.#charsMax = charsMax;
  }

  /** True if nothing but space has been seen. */
  get isBlank(): boolean {
    return this.#head.trim() === "" && this.#tail.trim() === "";
  }

  /** The next piece. */
  push(text: string): void {
    const room = this.#charsMax - this.#head.length;
    if (room > 0) this.#head += text.slice(0, room);
    if (text.length <= room) return;
    this.#tail += text.slice(Math.max(0, room));
    if (this.#tail.length > 2 * this.#charsMax) {
      this.#tail = this.#tail.slice(-this.#charsMax);
      this.#isCut = true;
    }
  }

  /** The whole, or both ends of it. */
  pieces(): LogPieces {
    if (!this.#isCut) return { head: this.#head + this.#tail };
    return { head: this.#head, tail: this.#tail };
  }
}
