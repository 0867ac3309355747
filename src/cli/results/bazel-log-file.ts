/**
 * What does a log say that an event file points to, and may it be read at all?
 *
 * An event file can be forged by whatever runs in the build, and what is read here is published. So an
 * address is followed only to a regular file that is named, and lies, as Bazel names and lays its logs:
 * neither a link's name nor its target may be anything else (`/proc/self/environ`).
 */
import { constants } from "node:fs";
import { type FileHandle, open, realpath } from "node:fs/promises";
import { basename, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { LogPieces } from "../../ingest/excerpt.js";

const logNames = /^(?:(?:test|attempt_\d+)\.(?:log|xml)|std(?:err|out)-\d+)$/;
const forbiddenRoots: readonly string[] = ["/proc/", "/sys/", "/dev/"];

/** How much of a log is read at its beginning and at its end. */
export const logHeadBytesMax = 128 * 1024;
export const logTailBytesMax = 256 * 1024;

/** The log behind the address: all of it, or its two ends; undefined if there is none that may be read. */
export async function readLogFile(uri: string): Promise<LogPieces | undefined> {
  let file: FileHandle | undefined;
  try {
    const path = await trustedPath(uri);
    if (path === undefined) return undefined;
    file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const stats = await file.stat();
    if (!stats.isFile()) return undefined;
    const bothMax = logHeadBytesMax + logTailBytesMax;
    if (stats.size <= bothMax) return { head: await textAt(file, 0, bothMax) };
    const tail = await textAt(file, stats.size - logTailBytesMax, logTailBytesMax);
    // The first line of the end may be half a line.
    return {
      head: await textAt(file, 0, logHeadBytesMax),
      tail: tail.slice(tail.indexOf("\n") + 1),
    };
  } catch {
    return undefined;
  } finally {
    await file?.close().catch(() => undefined);
  }
}

/** Where the file really is; undefined if that is no place for one of Bazel's logs. */
async function trustedPath(uri: string): Promise<string | undefined> {
  if (!/^file:\/\/\//.test(uri)) return undefined;
  const path = fileURLToPath(uri);
  if (!logNames.test(basename(path))) return undefined;
  const real = await realpath(path);
  if (basename(real) !== basename(path)) return undefined;
  if (forbiddenRoots.some((root) => real.startsWith(root))) return undefined;
  const folders = real.split(sep).slice(0, -1);
  const place = basename(real).startsWith("std") ? "actions" : "testlogs";
  return folders.includes(place) ? real : undefined;
}

async function textAt(file: FileHandle, offset: number, bytesMax: number): Promise<string> {
  const buffer = Buffer.alloc(bytesMax);
  let length = 0;
  while (length < bytesMax) {
    const { bytesRead } = await file.read(buffer, length, bytesMax - length, offset + length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return buffer.toString("utf8", 0, length);
}
