/** Is this object of a version that is known here? */
import { type Result, bad, ok } from "../base/result.js";
import { shorten } from "./damage.js";

/** The object itself, if it has no version or one up to the newest known. */
export function checkVersion(
  value: unknown,
  versionMax: number,
  what: string,
): Result<object, string> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return bad(`${what}: expected an object, found ${shorten(value)}`);
  }
  const version: unknown = "version" in value ? value.version : undefined;
  const known = Array.from({ length: versionMax }, (_, index) => index + 1);
  if (version === undefined || known.some((number) => number === version)) return ok(value);
  if (typeof version === "number" && version > versionMax) {
    return bad(
      `${what}: version ${version} is newer than ${versionMax}, the newest known here; use a newer Rollcall`,
    );
  }
  return bad(`${what}: expected version ${known.join(" or ")}, found ${shorten(version)}`);
}
