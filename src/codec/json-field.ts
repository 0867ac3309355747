/**
 * How is one field of a stranger's JSON read, and how is it described?
 *
 * A field knows its schema (zod), from which the published JSON Schema is generated, and reads a value
 * leniently: what is too long is cut, what is wrong is left out, and each time one line says so. What
 * the schema refuses never gets in. `null` counts as left out. Nothing here throws.
 */
import {
  array,
  boolean,
  describe,
  int,
  literal,
  maxLength,
  maximum,
  minimum,
  number,
  object,
  optional,
  regex,
  safeParse,
  string,
  union,
} from "zod/mini";
import type { ZodMiniType } from "zod/mini";
import { shorten } from "./damage.js";

/** Gathers one line for each thing that was wrong, up to a limit. */
export class ProblemList {
  readonly nameUnknownFields: boolean;
  readonly #lines: string[] = [];
  #more = 0;

  constructor(nameUnknownFields = false) {
    this.nameUnknownFields = nameUnknownFields;
  }

  add(path: string, expected: string, found: unknown, consequence: string): void {
    if (this.#lines.length === linesMax) this.#more += 1;
    else this.#lines.push(`${path}: expected ${expected}, found ${shorten(found)}; ${consequence}`);
  }

  /** Adds what else is lost to the line about a field; false if there is none. */
  extend(path: string, loss: string): boolean {
    const index = this.#lines.findLastIndex((line) => line.startsWith(`${path}: `));
    if (index < 0) return false;
    this.#lines[index] = `${this.#lines[index] ?? ""}${loss}`;
    return true;
  }

  get lines(): readonly string[] {
    return this.#more === 0 ? this.#lines : [...this.#lines, `and ${this.#more} problems more`];
  }
}

/** One field: its schema, made on first use, and its reader. */
export interface JsonField<Value> {
  readonly schema: () => ZodMiniType;
  /** The value, or undefined if it must be left out. */
  readonly read: (value: unknown, path: string, problems: ProblemList) => Value | undefined;
}

/** For each field of a type how it is read. */
export type JsonFields<Value> = {
  readonly [Key in keyof Value]-?: JsonField<Exclude<Value[Key], undefined>>;
};

const linesMax = 50;
const leftOut = "left out";

/** A text, cut when it is too long. */
export function textField(charsMax: number, description: string): JsonField<string> {
  const schema = once(() => string().check(maxLength(charsMax), describe(description)));
  return {
    schema,
    read: (value, path, problems) => {
      if (typeof value !== "string" || value.length <= charsMax) {
        return readExact(schema(), "a text", value, path, problems) as string | undefined;
      }
      problems.add(path, `at most ${charsMax} characters`, value, "cut");
      return cutText(value, charsMax);
    },
  };
}

/** A text that must match a pattern and would mean something else if it were cut. */
export function patternField(
  charsMax: number,
  pattern: RegExp,
  expected: string,
  description: string,
): JsonField<string> {
  const schema = once(() =>
    string().check(maxLength(charsMax), regex(pattern), describe(description)),
  );
  return exactField<string>(schema, expected);
}

/** An id, which may also be written as a number. */
export function idField(charsMax: number, description: string): JsonField<string> {
  const text = once(() => string().check(maxLength(charsMax), regex(idPattern)));
  const schema = once(() => union([text(), int().check(minimum(0))]).check(describe(description)));
  return {
    schema,
    read: (value, path, problems) => {
      const id = readExact(schema(), "an id", value, path, problems);
      return typeof id === "number" ? String(id) : (id as string | undefined);
    },
  };
}

/** An address. */
export function urlField(charsMax: number, description: string): JsonField<string> {
  const expected = `an http: or https: address of at most ${charsMax} characters`;
  return patternField(charsMax, urlPattern, expected, description);
}

/** One of a few words. */
export function choiceField<Word extends string>(
  words: readonly Word[],
  description: string,
): JsonField<Word> {
  const schema = once(() => literal(words).check(describe(description)));
  return exactField<Word>(schema, `one of ${words.join(", ")}`);
}

/** True or false. */
export function flagField(description: string): JsonField<boolean> {
  return exactField<boolean>(
    once(() => boolean().check(describe(description))),
    "true or false",
  );
}

/** An integer within bounds. */
export function integerField(min: number, max: number, description: string): JsonField<number> {
  const schema = once(() => int().check(minimum(min), maximum(max), describe(description)));
  return exactField<number>(schema, `an integer from ${min}`);
}

/** A number of milliseconds, rounded. */
export function millisecondsField(description: string): JsonField<number> {
  const schema = once(() =>
    number().check(minimum(0), maximum(Number.MAX_SAFE_INTEGER), describe(description)),
  );
  const field = exactField<number>(schema, "a number of milliseconds");
  return {
    schema,
    read: (value, path, problems) => {
      const milliseconds = field.read(value, path, problems);
      return milliseconds === undefined ? undefined : Math.round(milliseconds);
    },
  };
}

/** A list; bad items are left out, and so are those over the limit. */
export function listField<Item>(
  item: JsonField<Item>,
  itemsMax: number,
  description: string,
): JsonField<readonly Item[]> {
  const schema = once(() => array(item.schema()).check(maxLength(itemsMax), describe(description)));
  return {
    schema,
    read: (value, path, problems) => {
      if (!Array.isArray(value)) {
        problems.add(path, "a list", value, leftOut);
        return undefined;
      }
      if (value.length > itemsMax) problems.add(path, `at most ${itemsMax} items`, value, "cut");
      return value.slice(0, itemsMax).flatMap((found: unknown, index) => {
        const read = item.read(found, `${path}[${index}]`, problems);
        return read === undefined ? [] : [read];
      });
    },
  };
}

/** An object; without one of the required fields it is left out as a whole. */
export function recordField<Value extends object>(
  fields: JsonFields<Value>,
  required: readonly (keyof Value & string)[],
  description: string,
): JsonField<Value> {
  const keys = Object.keys(fields) as (keyof Value & string)[];
  const schema = once(() => {
    const shape = keys.map((key) => {
      const field = fields[key].schema();
      return [key, required.includes(key) ? field : optional(field)] as const;
    });
    return object(Object.fromEntries(shape)).check(describe(description));
  });
  return {
    schema,
    read: (value, path, problems) => {
      if (typeof value !== "object" || value === null || Array.isArray(value)) {
        problems.add(path === "" ? "input" : path, "an object", value, leftOut);
        return undefined;
      }
      const record = readKeys(fields, keys, value, path, problems);
      const missing = required.find((key) => record[key] === undefined);
      if (missing === undefined) return record as Value;
      const where = join(path, missing);
      const whole = path === "" ? "all" : path;
      // A wrong value was told already: one more line would say that there is none.
      if (isGiven(value, missing) && problems.extend(where, `, and ${whole} with it`))
        return undefined;
      problems.add(where, "a value", undefined, `${whole} left out`);
      return undefined;
    },
  };
}

/** At most so many characters, and never half of a surrogate pair. */
export function cutText(text: string, charsMax: number): string {
  return text.slice(0, charsMax).replace(/[\ud800-\udbff]$/, "");
}

function readKeys<Value>(
  fields: JsonFields<Value>,
  keys: readonly (keyof Value & string)[],
  value: object,
  path: string,
  problems: ProblemList,
): Partial<Value> {
  const record: Partial<Value> = {};
  const found = value as Readonly<Record<string, unknown>>;
  for (const key of keys) {
    if (!isGiven(found, key)) continue;
    const read = fields[key].read(found[key], join(path, key), problems);
    if (read !== undefined) record[key] = read;
  }
  if (problems.nameUnknownFields) {
    for (const key of Object.keys(found)) {
      if (Object.hasOwn(fields, key)) continue;
      const name = join(path, shorten(key).slice(1, -1));
      problems.add(
        name,
        `one of ${keys.join(", ")}`,
        found[key],
        "the field is unknown and ignored",
      );
    }
  }
  return record;
}

/** True if the object has the key itself, with a value. */
function isGiven(found: object, key: string): boolean {
  if (!Object.hasOwn(found, key)) return false;
  const part = (found as Readonly<Record<string, unknown>>)[key];
  return part !== undefined && part !== null;
}

function exactField<Value>(schema: () => ZodMiniType, expected: string): JsonField<Value> {
  return {
    schema,
    read: (value, path, problems) =>
      readExact(schema(), expected, value, path, problems) as Value | undefined,
  };
}

function readExact(
  schema: ZodMiniType,
  expected: string,
  value: unknown,
  path: string,
  problems: ProblemList,
): unknown {
  const result = safeParse(schema, value);
  if (result.success) return result.data;
  problems.add(path, expected, value, leftOut);
  return undefined;
}

function join(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}

const idPattern = /^[\x21-\x7e]+$/;
const urlPattern = /^https?:\/\/[^\s\p{Cc}]+$/u;
