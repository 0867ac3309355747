/**
 * How are answers read whose shape is only promised?
 *
 * Small readers that give undefined instead of a wrong type. What must be there is asserted by the
 * caller with `malformed`.
 */
import { RollcallError } from "../../model/errors.js";

/** A JSON object. */
export type Json = Readonly<Record<string, unknown>>;

/** The value as an object, or undefined. */
export function asObject(value: unknown): Json | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Json)
    : undefined;
}

/** Follows keys into nested objects. */
export function dig(value: unknown, ...keys: readonly string[]): unknown {
  let inner = value;
  for (const key of keys) inner = asObject(inner)?.[key];
  return inner;
}

/** The value as a list of objects; anything else in it is left out. */
export function asObjects(value: unknown): readonly Json[] {
  if (!Array.isArray(value)) return [];
  return value.map(asObject).filter((item) => item !== undefined);
}

/** The value as text, or undefined. */
export function asText(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** An id: GitHub gives them as numbers or as text. */
export function asId(value: unknown): string | undefined {
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "number" && Number.isSafeInteger(value)) return String(value);
  return typeof value === "string" && /^[0-9]+$/.test(value) ? value : undefined;
}

/** A size in bytes: GitHub gives them as numbers or as text. */
export function asBytes(value: unknown): number | undefined {
  const text = asId(value);
  return text === undefined ? undefined : Number(text);
}

/** The error for an answer that lacks what the documentation promises. */
export function malformed(what: string, missing: string): RollcallError {
  return new RollcallError("malformed-answer", `${what}: the answer has no ${missing}`);
}
