/**
 * Which whole lines does a growing file have by now?
 *
 * Pure but for `Buffer`: bytes in, lines out. Memory is bounded by the longest line that is accepted.
 */

import { isUtf8 } from "node:buffer";

/** One line, or the fact that a line was too long. */
export interface NumberedLine {
  /** From 1. */
  readonly number: number;
  /** Undefined if the line was too long. */
  readonly text: string | undefined;
  /** Its bytes were no UTF-8: some of its characters are not those that were written. */
  readonly damaged?: true;
}

/** Puts lines together from pieces. */
export class LineAssembler {
  readonly #bytesMax: number;
  #partial: Buffer = Buffer.alloc(0);
  #tooLong = false;
  #number = 0;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  /** Takes the next bytes; returns the lines that they complete, without blank ones. */
  push(bytes: Uint8Array): readonly NumberedLine[] {
    const lines: NumberedLine[] = [];
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(lineFeed, start);
      if (end < 0) break;
      this.#append(chunk.subarray(start, end));
      this.#complete(lines);
      start = end + 1;
    }
    this.#append(chunk.subarray(start));
    return lines;
  }

  /** The last line, if the file does not end with a line break. */
  finish(): readonly NumberedLine[] {
    const lines: NumberedLine[] = [];
    if (this.#partial.length > 0 || this.#tooLong) this.#complete(lines);
    return lines;
  }

  #append(piece: Buffer): void {
    if (this.#tooLong) return;
    if (this.#partial.length + piece.length > this.#bytesMax) {
      this.#tooLong = true;
      this.#partial = Buffer.alloc(0);
      return;
    }
    this.#partial = Buffer.concat([this.#partial, piece]);
  }

  #complete(lines: NumberedLine[]): void {
    this.#number += 1;
    const text = this.#tooLong ? undefined : this.#partial.toString("utf8");
    if (text === undefined || text.trim() !== "") {
      const damaged = text !== undefined && !isUtf8(this.#partial);
      lines.push({ number: this.#number, text, ...(damaged ? { damaged } : {}) });
    }
    this.#partial = Buffer.alloc(0);
    this.#tooLong = false;
  }
}

const lineFeed = 0x0a;
