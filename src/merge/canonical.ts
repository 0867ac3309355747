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
  return sameFields(a, b) || textOf(a) === textOf(b);
}

/** The order of two values by their text. */
export function compareValues(a: object, b: object): number {
  return sameFields(a, b) ? 0 : compareText(textOf(a), textOf(b));
}

/** True if the fields are the very same, as those of most are: that is quicker told than by texts. */
function sameFields(a: object, b: object): boolean {
  if (a === b) return true;
  const left = a as Readonly<Record<string, unknown>>;
  const right = b as Readonly<Record<string, unknown>>;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => left[key] === right[key] && Object.hasOwn(right, key))
  );
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
