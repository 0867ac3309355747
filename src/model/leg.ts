/**
 * How is a matrix leg written so that all its tasks write it alike?
 *
 * `GITHUB_JOB` is the same for all legs of a matrix, so the leg is part of a task's identity.
 */
import { compareText } from "../base/decimal.js";

/** `{"os":"linux","node":20}` becomes `node=20, os=linux`: sorted by key, nested values as JSON. */
export function canonicalLeg(matrix: Readonly<Record<string, unknown>>): string {
  return Object.entries(matrix)
    .sort(([a], [b]) => compareText(a, b))
    .map(([key, value]) => `${key}=${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(", ");
}
