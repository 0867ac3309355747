/**
 * Which leg of a matrix is this job?
 *
 * Only the `matrix` context knows, and only expressions can read it: the setup action passes it on.
 */
import { hash32 } from "../../base/prng.js";
import { type Result, bad, ok } from "../../base/result.js";
import { canonicalLeg } from "../../model/leg.js";
import { legCharsMax } from "../../model/limits.js";

/** What a matrix looks like, for messages. */
export const matrixExpected = "the matrix as a JSON object (toJSON(matrix)), or null outside one";

/** The leg that a `toJSON(matrix)` describes; empty outside of a matrix. */
export function legOfMatrix(text: string): Result<string, string> {
  let matrix: unknown;
  try {
    matrix = JSON.parse(text);
  } catch {
    return bad(matrixExpected);
  }
  if (matrix === null) return ok("");
  if (typeof matrix !== "object" || Array.isArray(matrix)) return bad(matrixExpected);
  return ok(boundedLeg(canonicalLeg(matrix as Readonly<Record<string, unknown>>)));
}

/** A leg that is too long is cut, and stays different from others that begin alike. */
export function boundedLeg(leg: string): string {
  if (leg.length <= legCharsMax) return leg;
  const hash = hash32(leg).toString(16).padStart(8, "0");
  return `${leg.slice(0, legCharsMax - 10)}… ${hash}`;
}
