/**
 * What is the end of a command's output, however much it writes?
 *
 * Pure but for `Buffer`: bytes in, in constant memory; text out, for an excerpt.
 */
import type { LogPieces } from "./excerpt.js";

/** The bytes of output that are kept unless told otherwise: what a log is read of (fact sheet 8.4). */
export const outputTailBytesMax = 256 * 1024;

/** Keeps the last bytes of what it is given. */
export class OutputTail {
  readonly #ring: Buffer;
  /** Where the next byte goes; the oldest byte is there, too, once the ring is full. */
  #next = 0;
  /** All bytes that were ever given. */
  #total = 0;

  constructor(bytesMax: number = outputTailBytesMax) {
    this.#ring = Buffer.alloc(bytesMax);
  }

  /** Takes the next bytes; they are copied. */
  push(bytes: Uint8Array): void {
    const size = this.#ring.length;
    this.#total += bytes.length;
    const kept = bytes.subarray(Math.max(0, bytes.length - size));
    const untilEnd = Math.min(kept.length, size - this.#next);
    this.#ring.set(kept.subarray(0, untilEnd), this.#next);
    this.#ring.set(kept.subarray(untilEnd), 0);
    this.#next = (this.#next + kept.length) % size;
  }

  /** The end as text. What was cut begins with a whole line. */
  pieces(): LogPieces {
    const size = this.#ring.length;
    if (this.#total <= size) return { head: this.#ring.toString("utf8", 0, this.#total) };
    const bytes = Buffer.concat([
      this.#ring.subarray(this.#next),
      this.#ring.subarray(0, this.#next),
    ]);
    return { head: "", tail: bytes.toString("utf8", firstWhole(bytes)) };
  }
}

/**
 * Where the first whole line begins, or else the first whole word: the half of a secret could not be
 * recognised as one, and the half of a character is none.
 */
function firstWhole(bytes: Buffer): number {
  const lineFeedAt = bytes.indexOf(0x0a);
  if (lineFeedAt >= 0) return lineFeedAt + 1;
  const spaceAt = bytes.indexOf(0x20);
  return spaceAt >= 0 ? spaceAt + 1 : bytes.length;
}
