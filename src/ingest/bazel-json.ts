/**
 * What does a value of Bazel's JSON hold, if it holds what is expected?
 *
 * The file may be anybody's: nothing is believed about a value before it was looked at.
 */

/** The members of a value that is an object; else none. */
export function members(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}

/** The items of a value that is a list; else none. */
export function items(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A text of at most so many characters; else nothing. */
export function text(value: unknown, charsMax = 1_000): string {
  return typeof value === "string" ? value.slice(0, charsMax) : "";
}

/** A number that is not negative; 64-bit ones come as texts. */
export function count(value: unknown): number {
  return optionalCount(value) ?? 0;
}

/** The same, undefined if it is none. */
export function optionalCount(value: unknown): number | undefined {
  const number = typeof value === "string" && value !== "" ? Number(value) : value;
  if (typeof number !== "number" || !Number.isFinite(number) || number < 0) return undefined;
  return Math.min(Math.floor(number), Number.MAX_SAFE_INTEGER);
}
