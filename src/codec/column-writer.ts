/**
 * How do rows become columns that compress well?
 *
 * Columns of numbers are told in `number-column.ts`.
 *
 * A column of texts is a dictionary of templates (`text-shape.ts`), a column of numbers with each row's
 * place in it (from 1; 0 is "no text") and, template by template, a column for each token.
 *
 * `column-reader.ts` reads the same columns in the same order.
 */
import { Buffer } from "node:buffer";
import { assert } from "../base/assert.js";
import { type ColumnHead, encodeNumbers } from "./number-column.js";
import {
  type TextShape,
  decimalMax,
  isDecimalToken,
  isLong,
  isUuid,
  literalTemplate,
  noteToken,
  shapeLike,
  shapeOf,
  templateOf,
} from "./text-shape.js";

/** What the columns' bytes do not tell. */
export interface ColumnHeads {
  readonly texts: readonly (readonly string[])[];
  readonly columns: readonly ColumnHead[];
}

/** So many shapes are tried before a text is taken apart anew. */
const modelsMax = 8;

/** Collects columns. */
export class ColumnWriter {
  readonly #texts: string[][] = [];
  readonly #columns: ColumnHead[] = [];
  readonly #bytes: Uint8Array[] = [];

  get heads(): ColumnHeads {
    return { texts: this.#texts, columns: this.#columns };
  }

  get bytes(): Uint8Array {
    return Buffer.concat(this.#bytes);
  }

  /** Adds a column of integers from 0 to `max`, as the reader will expect them. */
  numbers(values: readonly number[], max: number): void {
    this.#add(values, 0, max);
  }

  /** Adds a column of integers of any sign some of which may be missing. */
  optionalNumbers(values: readonly (number | undefined)[]): void {
    this.numbers(
      values.map((value) => (value === undefined ? 0 : 1)),
      1,
    );
    const present = values.filter((value) => value !== undefined);
    this.#add(present, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  }

  /** Adds a column of texts which are stored as they are; for long ones. */
  plainTexts(values: readonly (string | undefined)[]): void {
    const places = new Map<string, number>();
    const rows = values.map((text) => (text === undefined ? 0 : placeOf(text, places)));
    this.numbers(rows, places.size);
    this.#texts.push([...places.keys()]);
  }

  /** Adds a column of texts; `seen` holds for each row the long tokens of its earlier columns. */
  texts(values: readonly (string | undefined)[], seen: readonly string[][]): void {
    const dictionary = new TemplateDictionary();
    const shapes = groupedShapes(values);
    const rows = values.map((text, row) => {
      if (text === undefined) return 0;
      const shape = shapes[row];
      return shape === undefined || shape.group.textCount === 1
        ? dictionary.placeOfText(text)
        : dictionary.placeOfShape(shape, seen[row] ?? []);
    });
    this.numbers(rows, dictionary.templates.length);
    this.#texts.push(dictionary.templates);
    for (const columns of dictionary.tokens) {
      for (const tokens of columns) this.#tokens(tokens);
    }
  }

  #add(values: readonly number[], min: number, max: number): void {
    const { head, bytes, smallest, largest } = encodeNumbers(values);
    assert(
      values.length === 0 || (smallest >= min && largest <= max),
      `column ${this.#columns.length + 1}: expected ${min} to ${max}, found ${smallest} to ${largest}`,
    );
    this.#columns.push(head);
    this.#bytes.push(bytes);
  }

  #tokens(tokens: readonly string[]): void {
    const first = tokens[0] ?? "";
    if (isDecimalToken(first)) this.numbers(tokens.map(Number), decimalMax);
    else {
      const digits = tokens.join("");
      this.#bytes.push(Buffer.from(isUuid(first) ? digits.replaceAll("-", "") : digits, "hex"));
    }
  }
}

function placeOf(text: string, places: Map<string, number>): number {
  const known = places.get(text);
  if (known !== undefined) return known;
  places.set(text, places.size + 1);
  return places.size;
}

/** All texts of one shape: how many, and the places of its templates by what rows had before. */
interface ShapeGroup {
  textCount: number;
  readonly places: Map<string, number>;
}

interface GroupedShape {
  readonly shape: TextShape;
  readonly group: ShapeGroup;
}

/** Each row's shape, if its text holds a token. The shapes of the last groups are tried first. */
function groupedShapes(values: readonly (string | undefined)[]): (GroupedShape | undefined)[] {
  const groups = new Map<string, ShapeGroup>();
  const models: GroupedShape[] = [];
  let lastText: string | undefined;
  let last: GroupedShape | undefined;
  return values.map((text) => {
    if (text === undefined) return undefined;
    if (text === lastText) return last;
    lastText = text;
    last = likeOneOf(models, text) ?? newShape(text, groups, models);
    if (last !== undefined) last.group.textCount += 1;
    return last;
  });
}

function likeOneOf(models: readonly GroupedShape[], text: string): GroupedShape | undefined {
  for (let index = models.length - 1; index >= 0; index -= 1) {
    const model = models[index];
    if (model === undefined) continue;
    const shape = shapeLike(model.shape, text);
    if (shape !== undefined) return { shape, group: model.group };
  }
  return undefined;
}

function newShape(
  text: string,
  groups: Map<string, ShapeGroup>,
  models: GroupedShape[],
): GroupedShape | undefined {
  const shape = shapeOf(text);
  if (shape.tokens.length === 0) return undefined;
  const template = templateOf(shape);
  const group = groups.get(template) ?? { textCount: 0, places: new Map<string, number>() };
  groups.set(template, group);
  const grouped = { shape, group };
  models.push(grouped);
  if (models.length > modelsMax) models.shift();
  return grouped;
}

/** A column's templates in the order of their first use, and their tokens, column by column. */
class TemplateDictionary {
  readonly templates: string[] = [];
  readonly tokens: string[][][] = [];
  readonly #literals = new Map<string, number>();

  placeOfText(text: string): number {
    const known = this.#literals.get(text);
    if (known !== undefined) return known;
    const place = this.#add(literalTemplate(text), 0);
    this.#literals.set(text, place);
    return place;
  }

  placeOfShape({ shape, group }: GroupedShape, seen: string[]): number {
    const known = shape.tokens.some(isLong) ? knownPlaces(shape.tokens, seen) : [];
    const key = known.join();
    let place = group.places.get(key);
    if (place === undefined) {
      const untold = shape.tokens.filter((_, index) => (known[index] ?? -1) < 0);
      place = this.#add(templateOf(shape, known), untold.length);
      group.places.set(key, place);
    }
    const columns = this.tokens[place - 1] ?? [];
    let column = 0;
    for (let index = 0; index < shape.tokens.length; index += 1) {
      if ((known[index] ?? -1) >= 0) continue;
      columns[column]?.push(shape.tokens[index] ?? "");
      column += 1;
    }
    return place;
  }

  #add(template: string, tokenCount: number): number {
    this.tokens.push(Array.from({ length: tokenCount }, () => []));
    return this.templates.push(template);
  }
}

/** For each token its place among those that the row had before, or -1. Notes the long new ones. */
function knownPlaces(tokens: readonly string[], seen: string[]): readonly number[] {
  return tokens.map((token) => {
    const place = isLong(token) ? seen.indexOf(token) : -1;
    if (place < 0) noteToken(token, seen);
    return place;
  });
}
