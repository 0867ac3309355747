/**
 * How are files of unknown size and origin read and written without surprises?
 *
 * Nothing is read past a given number of bytes, text must be UTF-8, and what goes wrong is a value.
 */
import { type FileHandle, open } from "node:fs/promises";
import type { Readable } from "node:stream";
import { type Result, bad, ok } from "../../base/result.js";

/** Why a file has no content for us. */
export interface FileProblem {
  readonly kind: "missing" | "too-large" | "not-text" | "unreadable";
  /** A few words, to be put after "found". */
  readonly words: string;
}

/** Reads a text file of at most so many bytes. */
export type ReadText = (path: string, bytesMax: number) => Promise<Result<string, FileProblem>>;

/** Reads any file, a pipe (`/dev/fd/63`) included. */
export const readText: ReadText = async (path, bytesMax) => {
  let file: FileHandle;
  try {
    file = await open(path, "r");
  } catch (error) {
    return bad(problemOf(error));
  }
  try {
    return await readStream(file.createReadStream({ autoClose: false }), bytesMax);
  } finally {
    await file.close().catch(() => undefined);
  }
};

/** Reads a stream (standard input) to its end. */
export async function readStream(
  stream: Readable,
  bytesMax: number,
): Promise<Result<string, FileProblem>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      length += chunk.byteLength;
      if (length > bytesMax) return bad(tooLarge(bytesMax));
      chunks.push(chunk);
    }
  } catch (error) {
    return bad(problemOf(error));
  }
  try {
    return ok(new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks)));
  } catch {
    return bad({ kind: "not-text", words: "bytes that are not UTF-8" });
  }
}

/** Adds text at the end of a file, making the file if need be. */
export async function appendText(path: string, text: string): Promise<Result<void, FileProblem>> {
  let file: FileHandle;
  try {
    file = await open(path, "a");
  } catch (error) {
    return bad(problemOf(error));
  }
  try {
    await file.writeFile(text, "utf8");
    return ok(undefined);
  } catch (error) {
    return bad(problemOf(error));
  } finally {
    await file.close().catch(() => undefined);
  }
}

function tooLarge(bytesMax: number): FileProblem {
  return { kind: "too-large", words: `more than ${bytesMax} bytes` };
}

function problemOf(error: unknown): FileProblem {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
      return { kind: "missing", words: "no such file" };
    case "EISDIR":
      return { kind: "unreadable", words: "a directory" };
    case "EACCES":
    case "EPERM":
      return { kind: "unreadable", words: "a file that may not be opened" };
    default:
      return { kind: "unreadable", words: code === "" ? "a file error" : `a file error (${code})` };
  }
}
