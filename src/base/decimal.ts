/**
 * How are ids compared that are larger than a double can hold?
 *
 * GitHub's run and comment ids are decimal integers without a documented bound: they stay strings.
 */

/** True for a non-empty string of ASCII digits. */
export function isDecimal(text: string): boolean {
  return /^[0-9]+$/.test(text);
}

/**
 * Orders two ids: decimal ones as integers of any length, before all others; the others (UUIDs of
 * other CI hosts) by their characters.
 */
export function compareIds(a: string, b: string): number {
  if (a === b) return 0;
  const aDecimal = isDecimal(a);
  const bDecimal = isDecimal(b);
  if (aDecimal !== bDecimal) return aDecimal ? -1 : 1;
  if (!aDecimal) return compareText(a, b);
  const aDigits = a.replace(/^0+(?=.)/, "");
  const bDigits = b.replace(/^0+(?=.)/, "");
  if (aDigits.length !== bDigits.length) return aDigits.length < bDigits.length ? -1 : 1;
  return compareText(aDigits, bDigits);
}

/** Orders two strings by UTF-16 code units: the same on every machine and in every locale. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
