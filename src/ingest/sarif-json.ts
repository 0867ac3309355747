/** How is JSON of strangers looked into without believing that anything in it is what it should be? */

/** An object whose members may be anything. */
export type Json = Readonly<Record<string, unknown>>;

/** The value if it is an object, else one without members. */
export function objectOf(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Json)
    : {};
}

/** The objects of a list, in their places; none if it is no list. */
export function itemsOf(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.map(objectOf) : [];
}

/** The value if it is text that says something. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The value if it can be a place in a list or a line. */
export function indexOf(value: unknown): number | undefined {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}
