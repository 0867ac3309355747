/**
 * How are columns read back, whoever wrote them?
 *
 * The counterpart of `column-writer.ts`, which tells the format. Nothing is trusted: each column must
 * lie inside the bytes, each number be a safe integer, each place lie inside its dictionary, and all
 * texts together stay below a limit, since a template may be used many times.
 */
import { Buffer } from "node:buffer";
import { stateBytesMax } from "../model/limits.js";
import { check, shorten } from "./damage.js";
import { type TemplatePart, decimalMax, noteToken, parseTemplate } from "./text-shape.js";

/** Hands out columns in the order in which they were written. Throws `Damage`. */
export class ColumnReader {
  readonly #texts: readonly unknown[];
  readonly #columns: readonly unknown[];
  readonly #bytes: Buffer;
  #textIndex = 0;
  #columnIndex = 0;
  #offset = 0;
  #charsLeft = stateBytesMax;

  constructor(texts: unknown, columns: unknown, bytes: Buffer) {
    check(Array.isArray(texts), () => `dictionaries: expected a list, found ${shorten(texts)}`);
    check(Array.isArray(columns), () => `columns: expected a list, found ${shorten(columns)}`);
    this.#texts = texts;
    this.#columns = columns;
    this.#bytes = bytes;
  }

  /** Throws unless everything has been read. */
  finish(): void {
    check(
      this.#textIndex === this.#texts.length &&
        this.#columnIndex === this.#columns.length &&
        this.#offset === this.#bytes.length,
      () => `columns: expected their end at byte ${this.#offset}, found ${this.#bytes.length}`,
    );
  }

  /** A column of integers from 0 (or `min`) to `max`. */
  numbers(rows: number, max: number, min = 0): number[] {
    const [delta, base, step, width] = this.#head();
    const bytes = this.#take(rows * width);
    const values: number[] = [];
    let last = base;
    for (let row = 0; row < rows; row += 1) {
      let scaled = 0;
      for (let plane = width - 1; plane >= 0; plane -= 1) {
        scaled = scaled * 256 + (bytes[plane * rows + row] ?? 0);
      }
      if (delta === 1) {
        last += (scaled % 2 === 0 ? scaled / 2 : -(scaled + 1) / 2) * step;
      } else {
        last = base + scaled * step;
      }
      if (!(last >= min && last <= max)) {
        check(false, () => `column ${this.#columnIndex}: expected ${min} to ${max}, found ${last}`);
      }
      values.push(last);
    }
    return values;
  }

  /** A column of integers of any sign some of which may be missing. */
  optionalNumbers(rows: number): (number | undefined)[] {
    const present = this.numbers(rows, 1);
    const count = present.reduce((sum, one) => sum + one, 0);
    const values = this.numbers(count, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER);
    let next = 0;
    return present.map((one) => (one === 1 ? values[next++] : undefined));
  }

  /** A column of texts which are stored as they are. */
  plainTexts(rows: number): (string | undefined)[] {
    const texts = this.#dictionary();
    return this.numbers(rows, texts.length).map((place) => {
      if (place === 0) return undefined;
      return this.#spend(texts[place - 1] ?? "");
    });
  }

  /** A column of texts; `seen` as for the writer. */
  texts(rows: number, seen: readonly string[][]): (string | undefined)[] {
    const templates = this.#dictionary().map((template) => {
      const parts = parseTemplate(template);
      check(
        parts !== undefined,
        () => `template: expected a known mark, found ${shorten(template)}`,
      );
      return parts;
    });
    const places = this.numbers(rows, templates.length);
    const counts = new Array<number>(templates.length).fill(0);
    for (const place of places) if (place > 0) counts[place - 1] = (counts[place - 1] ?? 0) + 1;
    const tokens = templates.map((parts, index) => this.#tokens(parts, counts[index] ?? 0));
    const used = new Array<number>(templates.length).fill(0);
    return places.map((place, row) => {
      if (place === 0) return undefined;
      const use = used[place - 1] ?? 0;
      used[place - 1] = use + 1;
      const text = fill(templates[place - 1] ?? [], tokens[place - 1] ?? [], use, seen[row] ?? []);
      return this.#spend(text);
    });
  }

  /** As `plainTexts`, where none may be missing. */
  requiredPlainTexts(rows: number): string[] {
    return this.plainTexts(rows).map((text) => this.#required(text));
  }

  /** As `texts`, where none may be missing. */
  requiredTexts(rows: number, seen: readonly string[][]): string[] {
    return this.texts(rows, seen).map((text) => this.#required(text));
  }

  #required(text: string | undefined): string {
    check(text !== undefined, () => `dictionary ${this.#textIndex}: expected a text, found none`);
    return text;
  }

  #tokens(parts: readonly TemplatePart[], rows: number): (readonly string[])[] {
    const columns: (readonly string[])[] = [];
    for (const part of parts) {
      if (part.kind === "decimal") {
        columns.push(this.numbers(rows, decimalMax).map(String));
      } else if (part.kind === "uuid") {
        columns.push(this.#hexRows(rows, 32).map(dashed));
      } else if (part.kind === "hex") {
        columns.push(this.#hexRows(rows, part.digits));
      }
    }
    return columns;
  }

  #hexRows(rows: number, digits: number): string[] {
    const all = this.#take((rows * digits) / 2).toString("hex");
    return Array.from({ length: rows }, (_, row) => all.slice(row * digits, (row + 1) * digits));
  }

  #head(): readonly [number, number, number, number] {
    const head = this.#columns[this.#columnIndex];
    this.#columnIndex += 1;
    check(
      Array.isArray(head) && head.length === 4 && head.every((part) => Number.isSafeInteger(part)),
      () => `column ${this.#columnIndex}: expected four integers, found ${shorten(head)}`,
    );
    const [delta, base, step, width] = head as unknown as [number, number, number, number];
    check(
      (delta === 0 || delta === 1) && step > 0 && width >= 0 && width <= 7,
      () => `column ${this.#columnIndex}: expected a known coding, found ${head.join(" ")}`,
    );
    return [delta, base, step, width];
  }

  #dictionary(): readonly string[] {
    const texts = this.#texts[this.#textIndex];
    this.#textIndex += 1;
    check(
      Array.isArray(texts) && texts.every((text) => typeof text === "string"),
      () => `dictionary ${this.#textIndex}: expected a list of texts, found ${shorten(texts)}`,
    );
    return texts;
  }

  #take(count: number): Buffer {
    const left = this.#bytes.length - this.#offset;
    check(
      count <= left,
      () => `column ${this.#columnIndex}: expected ${count} bytes, found ${left}`,
    );
    this.#offset += count;
    return this.#bytes.subarray(this.#offset - count, this.#offset);
  }

  #spend(text: string): string {
    this.#charsLeft -= text.length;
    check(this.#charsLeft >= 0, () => `texts: expected at most ${stateBytesMax} characters`);
    return text;
  }
}

function fill(
  parts: readonly TemplatePart[],
  tokens: readonly (readonly string[])[],
  use: number,
  seen: string[],
): string {
  let text = "";
  let column = 0;
  for (const part of parts) {
    if (part.kind === "literal") {
      text += part.text;
    } else if (part.kind === "seen") {
      const token = seen[part.index];
      check(token !== undefined, () => `template: expected a token before, found ${part.index}`);
      text += token;
    } else {
      const token = tokens[column]?.[use] ?? "";
      column += 1;
      text += token;
      noteToken(token, seen);
    }
  }
  return text;
}

function dashed(hex: string): string {
  const [a, b, c, d] = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20)];
  return `${a}-${b}-${c}-${d}-${hex.slice(20)}`;
}
