/**
 * How is a secret kept out of a value that holds many texts: an entry, an outcome?
 *
 * One place for all fields, so that no new field can be forgotten.
 */

/** The same value with every text in it masked; the keys are ours and stay. */
export function maskTexts<Value>(value: Value, mask: (text: string) => string): Value {
  return masked(value, mask) as Value;
}

function masked(value: unknown, mask: (text: string) => string): unknown {
  if (typeof value === "string") return mask(value);
  if (Array.isArray(value)) return value.map((item: unknown) => masked(item, mask));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, masked(item, mask)]));
}
