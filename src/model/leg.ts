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

/**
 * A leg that nobody told: the job's internal id stands in for it, so that the legs of a matrix do not
 * take each other's place. It is no text for people, and may change from attempt to attempt.
 */
export function guessedLeg(jobBackendId: string): string {
  return `?${jobBackendId}`;
}

/** True for what `guessedLeg` made. */
export function isGuessedLeg(leg: string): boolean {
  return leg.startsWith("?");
}
