/**
 * How does a reader of bytes give up in the middle?
 *
 * It throws `Damage`, with one line: what, expected, found. Never leaves this folder: the decoders turn
 * it into a result value.
 */

/** Data that is not what the format says. */
export class Damage extends Error {
  override readonly name = "Damage";
}

/** Throws `Damage` unless the condition holds. */
export function check(condition: boolean, problem: () => string): asserts condition {
  if (!condition) throw new Damage(problem());
}

/** A value of a stranger as part of a one-line message: its JSON, cut short. */
export function shorten(value: unknown): string {
  const text = describe(value);
  return text.length <= 60 ? text : `${text.slice(0, 57).replace(/[\ud800-\udbff]$/, "")}...`;
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  switch (typeof value) {
    case "string":
      return JSON.stringify(value.slice(0, 60));
    case "object":
      return value === null ? "null" : "an object";
    case "number":
    case "boolean":
      return String(value);
    default:
      return value === undefined ? "nothing" : `a ${typeof value}`;
  }
}
