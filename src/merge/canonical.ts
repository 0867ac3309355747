/** When do two values say the same, whatever the order of their keys? */
import { compareText } from "../base/decimal.js";

/** JSON with sorted keys and without undefined fields: equal texts mean equal values. */
export function canonicalText(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    isPlainObject(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => compareText(a, b)))
      : inner,
  );
}

/** True if two values say the same. Values are never changed, so each is written out only once. */
export function sameValue(a: object, b: object): boolean {
  return a === b || textOf(a) === textOf(b);
}

/** The order of two values by their text. */
export function compareValues(a: object, b: object): number {
  return a === b ? 0 : compareText(textOf(a), textOf(b));
}

const texts = new WeakMap<object, string>();

function textOf(value: object): string {
  let text = texts.get(value);
  if (text === undefined) {
    text = canonicalText(value);
    texts.set(value, text);
  }
  return text;
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
