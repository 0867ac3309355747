/**
 * What happens when the program itself is wrong?
 *
 * An assertion is for bugs only: never for the outside world (`model/errors.ts`) and never for bad
 * input (`base/result.ts`). The command line turns it into a warning and still leaves the task alone.
 */

/** A bug of Rollcall's own. */
export class BugError extends Error {
  override readonly name = "BugError";
}

/** Throws a `BugError` unless the condition holds. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new BugError(message);
}

/** Marks a branch that the types say cannot be reached. */
export function unreachable(value: never, what: string): never {
  throw new BugError(`unexpected ${what}: ${String(value)}`);
}
