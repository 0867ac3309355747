/**
 * Which whole lines has an event file by now?
 *
 * Like `lines.ts`, but for gigabytes: a line stays bytes until somebody wants its text, a line inside one
 * piece is not copied, and of one over the limit only the beginning is kept.
 */

/** One line. */
export interface EventLine {
  /** From 1. */
  readonly number: number;
  /** Without the line break; only valid until the next call. */
  readonly bytes: Buffer;
  /** Only the beginning was kept. */
  readonly cut: boolean;
}

/** More of a line is not kept. Ordinary events take some hundred bytes, the command line some ten thousand. */
export const eventLineBytesMax = 1024 * 1024;

const lineFeed = 0x0a;

/** Puts lines together from pieces. */
export class EventLines {
  readonly #bytesMax: number;
  #kept = Buffer.alloc(64 * 1024);
  #keptLength = 0;
  #cut = false;
  #number = 0;

  constructor(bytesMax = eventLineBytesMax) {
    this.#bytesMax = bytesMax;
  }

  /** Takes the next bytes; calls back for each line that they complete. */
  push(bytes: Uint8Array, onLine: (line: EventLine) => void): void {
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(lineFeed, start);
      if (end < 0) break;
      if (this.#keptLength === 0 && !this.#cut && end - start <= this.#bytesMax) {
        this.#number += 1;
        if (end > start)
          onLine({ number: this.#number, bytes: chunk.subarray(start, end), cut: false });
      } else {
        this.#keep(chunk, start, end);
        this.#complete(onLine);
      }
      start = end + 1;
    }
    if (start < chunk.length) this.#keep(chunk, start, chunk.length);
  }

  /** The last line, if the file does not end with a line break: Bazel may have been killed in it. */
  finish(onLine: (line: EventLine) => void): void {
    if (this.#keptLength > 0) this.#complete(onLine);
  }

  #keep(chunk: Buffer, start: number, end: number): void {
    const room = this.#bytesMax - this.#keptLength;
    const length = Math.min(end - start, room);
    if (length < end - start) this.#cut = true;
    if (this.#keptLength + length > this.#kept.length) {
      const grown = Buffer.alloc(Math.min(this.#bytesMax, 2 * (this.#keptLength + length)));
      this.#kept.copy(grown, 0, 0, this.#keptLength);
      this.#kept = grown;
    }
    chunk.copy(this.#kept, this.#keptLength, start, start + length);
    this.#keptLength += length;
  }

  #complete(onLine: (line: EventLine) => void): void {
    this.#number += 1;
    const line = {
      number: this.#number,
      bytes: this.#kept.subarray(0, this.#keptLength),
      cut: this.#cut,
    };
    this.#keptLength = 0;
    this.#cut = false;
    if (line.bytes.length > 0) onLine(line);
  }
}
