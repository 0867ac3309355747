/**
 * What does a request to the results service say?
 *
 * The JSON form of protobuf messages: fields in snake_case or camelCase, 64-bit integers as strings or
 * numbers, wrapped strings as plain ones, times as RFC 3339; unknown fields are left alone. A field of
 * another type is an error, an absent one counts as empty.
 */
import { isDecimal } from "../base/decimal.js";
import { parseIsoTime } from "./iso-time.js";

/** Thrown by the readers when a field is of the wrong type; caught where the request is answered. */
export class MalformedField extends Error {
  override readonly name = "MalformedField";
}

/** The fields of one request. */
export class RequestFields {
  readonly #fields: Readonly<Record<string, unknown>>;

  private constructor(fields: Readonly<Record<string, unknown>>) {
    this.#fields = fields;
  }

  /** The request's fields, or undefined if the body is no JSON object. */
  static parse(body: Uint8Array): RequestFields | undefined {
    let value: unknown;
    try {
      value = JSON.parse(new TextDecoder().decode(body));
    } catch {
      return undefined;
    }
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
    return new RequestFields(value as Record<string, unknown>);
  }

  /** A string; the name in snake_case. */
  text(name: string): string | undefined {
    const value = this.#field(name);
    if (value === undefined) return undefined;
    if (typeof value !== "string") throw new MalformedField(`${name} is not a string`);
    return value === "" ? undefined : value;
  }

  /** A decimal integer that is not negative. */
  decimal(name: string): string | undefined {
    const value = this.#field(name);
    if (value === undefined) return undefined;
    const text = typeof value === "number" ? String(value) : value;
    if (typeof text !== "string" || !isDecimal(text)) {
      throw new MalformedField(`${name} is not an integer`);
    }
    return text;
  }

  /** A moment, in milliseconds since 1970. */
  timeMs(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const ms = parseIsoTime(text);
    if (ms === undefined) throw new MalformedField(`${name} is not a time`);
    return ms;
  }

  #field(name: string): unknown {
    const camel = name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    return this.#fields[name] ?? this.#fields[camel] ?? undefined;
  }
}
