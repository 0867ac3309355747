/**
 * Which files does a glob mean?
 *
 * Only files, in the order of their paths. A folder means the files in it of the kind that is looked for. Links to
 * folders are not followed, so that there is no loop and no way into a tool's cache, except where the pattern itself
 * begins with one (`bazel-testlogs/**`).
 */
import { stat } from "node:fs/promises";
import { compareText } from "../../base/decimal.js";

/** So many files are read at most, of all globs together. */
export const resultFilesMax = 1_000;

/** Bazel keeps what a test wrote that was tried again: the last try alone is its result. */
const attempts = ["**/test_attempts/attempt_*.xml"];

/** One file. */
export interface ResultFile {
  readonly path: string;
  readonly bytes: number;
  /** When it was last changed, in milliseconds since 1970, on this machine's clock. */
  readonly changedMs: number;
}

/** The files of a glob; `names` are what files in a folder must be called (`*.xml`). */
export async function filesOf(
  pattern: string,
  names: readonly string[],
): Promise<readonly ResultFile[]> {
  const literal = await stat(pattern).catch(() => undefined);
  if (literal?.isFile() === true) return [fileOf(pattern, literal)];
  const [folder, patterns] =
    literal?.isDirectory() === true
      ? [slashed(pattern).replace(/\/+$/, "") || "/", names.map((name) => `**/${name}`)]
      : placeOf(slashed(pattern));
  const { glob } = await import("tinyglobby");
  const found = await glob(patterns, {
    cwd: folder,
    onlyFiles: true,
    dot: true,
    expandDirectories: false,
    followSymbolicLinks: false,
    ignore: attempts,
  });
  const files: ResultFile[] = [];
  for (const name of found.sort(compareText).slice(0, resultFilesMax + 1)) {
    const path = folder === "." ? name : `${folder.replace(/\/$/, "")}/${name}`;
    const facts = await stat(path).catch(() => undefined);
    if (facts?.isFile() === true) files.push(fileOf(path, facts));
  }
  return files;
}

/** The folder that a pattern begins with, and what is looked for in it. */
function placeOf(pattern: string): readonly [string, string[]] {
  const parts = pattern.split("/");
  const special = parts.findIndex((part) => /[*?[\]{}()!+@\\]/.test(part));
  const count = special < 0 ? parts.length - 1 : special;
  const folder = parts.slice(0, count).join("/");
  if (count === 0) return [".", [pattern]];
  return [folder === "" ? "/" : folder, [parts.slice(count).join("/")]];
}

function fileOf(
  path: string,
  facts: { readonly size: number; readonly mtimeMs: number },
): ResultFile {
  return { path, bytes: facts.size, changedMs: facts.mtimeMs };
}

/** Globs are written with `/` everywhere; on Windows people write paths. */
function slashed(pattern: string): string {
  return process.platform === "win32" ? pattern.replaceAll("\\", "/") : pattern;
}
