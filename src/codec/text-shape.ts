/**
 * Which parts of a text vary, and what stays the same from row to row?
 *
 * `test 17 of 60` and `test 18 of 60` have one shape: literals around tokens. A token is
 *   - a UUID in lower case,
 *   - an even number (16 to 128) of lower-case hexadecimal digits, a decimal one among them,
 *   - or a decimal number of at most 15 digits without leading zeros, so that a double holds it.
 *
 * A shape is written as its template: a mark (DEL) and a letter stand for each token.
 *   d        a decimal number
 *   u        a UUID
 *   h<n>;    n hexadecimal digits
 *   r<k>;    the k-th long token of this row (8 characters or more; of its first 64, the run id is
 *        number 0): URLs are rebuilt from ids
 *   x        the mark itself, part of the text
 */

/** A text taken apart: `literals` has one item more than `tokens`. */
export interface TextShape {
  readonly literals: readonly string[];
  readonly tokens: readonly string[];
}

const mark = "\u007f";
const digitsMax = 15;
const hexMin = 16;
const hexMax = 128;
const uuidChars = 36;
/** Tokens from this length on are worth a reference when they come again in the same row. */
const longTokenMin = 8;
/** So many of a row's long tokens can be referred to; more are not remembered. */
const seenMax = 64;

const uuidAt = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9a-f-])/y;

/** Takes a text apart. */
export function shapeOf(text: string): TextShape {
  const literals: string[] = [];
  const tokens: string[] = [];
  let literalStart = 0;
  let index = 0;
  while (index < text.length) {
    if (!isDigit(text.charCodeAt(index))) {
      index += 1;
      continue;
    }
    const start = hexStart(text, index, literalStart);
    const end = tokenEnd(text, start, index);
    if (end === undefined) {
      index = digitsEnd(text, index);
      continue;
    }
    const tokenStart = end.long ? start : index;
    literals.push(text.slice(literalStart, tokenStart));
    tokens.push(text.slice(tokenStart, end.at));
    literalStart = end.at;
    index = end.at;
  }
  literals.push(text.slice(literalStart));
  return { literals, tokens };
}

/** Takes a text apart as another one was, if it can be: quicker than `shapeOf` among neighbours. */
export function shapeLike(model: TextShape, text: string): TextShape | undefined {
  const tokens: string[] = [];
  let index = 0;
  for (let token = 0; token < model.tokens.length; token += 1) {
    const literal = model.literals[token] ?? "";
    if (!text.startsWith(literal, index)) return undefined;
    index += literal.length;
    const end = sameKindEnd(text, index, model.tokens[token] ?? "");
    if (end === undefined) return undefined;
    tokens.push(text.slice(index, end));
    index = end;
  }
  const rest = model.literals[model.tokens.length] ?? "";
  if (text.length !== index + rest.length || !text.endsWith(rest)) return undefined;
  return { literals: model.literals, tokens };
}

function sameKindEnd(text: string, start: number, model: string): number | undefined {
  if (isUuid(model)) {
    uuidAt.lastIndex = start;
    return uuidAt.test(text) ? start + uuidChars : undefined;
  }
  if (model.length > digitsMax) {
    const end = hexEnd(text, start);
    return end - start === model.length ? end : undefined;
  }
  const end = digitsEnd(text, start);
  return end > start && isPlainNumber(text, start, end) ? end : undefined;
}

/** The text as a template without tokens. */
export function literalTemplate(text: string): string {
  return text.includes(mark) ? text.replaceAll(mark, `${mark}x`) : text;
}

/** The template of a shape; `known` tells for its tokens the place in what the row had, or -1. */
export function templateOf(shape: TextShape, known: readonly number[] = []): string {
  let template = literalTemplate(shape.literals[0] ?? "");
  shape.tokens.forEach((token, index) => {
    const place = known[index] ?? -1;
    const kind = place < 0 ? kindOf(token) : `r${place};`;
    template += mark + kind + literalTemplate(shape.literals[index + 1] ?? "");
  });
  return template;
}

/** True if a token is long enough to be referred to when it comes again in the same row. */
export function isLong(token: string): boolean {
  return token.length >= longTokenMin;
}

/** Remembers a token for later places of its row, if it is long. */
export function noteToken(token: string, seen: string[]): void {
  if (isLong(token) && seen.length < seenMax) seen.push(token);
}

/** One part of a parsed template. */
export type TemplatePart =
  | { readonly kind: "literal"; readonly text: string }
  | { readonly kind: "decimal" }
  | { readonly kind: "uuid" }
  | { readonly kind: "hex"; readonly digits: number }
  | { readonly kind: "seen"; readonly index: number };

/** Reads a template; undefined if it is none. */
export function parseTemplate(template: string): readonly TemplatePart[] | undefined {
  const [first = "", ...marked] = template.split(mark);
  const parts: TemplatePart[] = [{ kind: "literal", text: first }];
  for (const text of marked) {
    const part = parseMarked(text);
    if (part === undefined) return undefined;
    parts.push(...part);
  }
  return parts;
}

function parseMarked(text: string): readonly TemplatePart[] | undefined {
  const rest = (from: number): TemplatePart => ({ kind: "literal", text: text.slice(from) });
  switch (text[0]) {
    case "d":
      return [{ kind: "decimal" }, rest(1)];
    case "u":
      return [{ kind: "uuid" }, rest(1)];
    case "x":
      return [{ kind: "literal", text: mark + text.slice(1) }];
    case "h":
    case "r": {
      const match = /^.(\d{1,4});/.exec(text);
      if (match === null) return undefined;
      const number = Number(match[1]);
      if (text[0] === "r") return [{ kind: "seen", index: number }, rest(match[0].length)];
      if (number < hexMin || number > hexMax || number % 2 !== 0) return undefined;
      return [{ kind: "hex", digits: number }, rest(match[0].length)];
    }
    default:
      return undefined;
  }
}

function kindOf(token: string): string {
  if (token.length <= digitsMax) return "d";
  return isUuid(token) ? "u" : `h${token.length};`;
}

/** The largest decimal token. */
export const decimalMax = 999_999_999_999_999;

/** True for a token that is a decimal number. */
export function isDecimalToken(token: string): boolean {
  return token.length <= digitsMax;
}

/** True for a token that is a UUID. */
export function isUuid(token: string): boolean {
  return token.length === uuidChars && token.includes("-");
}

/**
 * Where a token ends whose first digit is at `digit`: a long one from `start` on, or a number from
 * `digit` on. Undefined if these digits are part of the literal.
 */
function tokenEnd(
  text: string,
  start: number,
  digit: number,
): { readonly at: number; readonly long: boolean } | undefined {
  const end = hexEnd(text, digit);
  const length = end - start;
  if (length === 8 && text[end] === "-") {
    uuidAt.lastIndex = start;
    if (uuidAt.test(text)) return { at: start + uuidChars, long: true };
  }
  if (length >= hexMin && length <= hexMax && length % 2 === 0) return { at: end, long: true };
  const digits = digitsEnd(text, digit);
  return isPlainNumber(text, digit, digits) ? { at: digits, long: false } : undefined;
}

/** Where the hexadecimal digits begin that end at a digit. */
function hexStart(text: string, digit: number, limit: number): number {
  let start = digit;
  while (start > limit && isHex(text.charCodeAt(start - 1))) start -= 1;
  return start;
}

function isPlainNumber(text: string, start: number, end: number): boolean {
  const length = end - start;
  return length === 1 || (length <= digitsMax && text[start] !== "0");
}

function hexEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length && isHex(text.charCodeAt(end))) end += 1;
  return end;
}

function digitsEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length && isDigit(text.charCodeAt(end))) end += 1;
  return end;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isHex(code: number): boolean {
  return isDigit(code) || (code >= 97 && code <= 102);
}
