/**
 * What do our readers make of bytes that nobody has thought of?
 *
 * Known files, changed at random: bits, pieces, numbers, words that mean something to a format. A seed
 * always gives the same bytes. Only for the tests and `tools/fuzz.mjs`.
 */
import { Buffer } from "node:buffer";
import { Prng } from "../../base/prng.js";
import type { HostileReader } from "./readers.js";

/** A reader did what it must not. */
export interface FuzzFailure {
  readonly seed: string;
  readonly problem: string;
  readonly bytes: Uint8Array;
}

/** A message is a line; a file may have several faults, but not without end. */
const lineCharsMax = 2_000;
const linesMax = 60;
/** No file of a few kilobytes may keep a reader busy for so long. */
const busyMsMax = 5_000;
const bytesMax = 256 * 1024;

const words = [
  '"',
  "\\",
  "{",
  "}",
  "[",
  "]",
  ",",
  ":",
  "null",
  "-1",
  "1e309",
  "9007199254740993",
  "__proto__",
  "constructor",
  "\u0000",
  "\n",
  "\r\n",
  "\u202e",
  "\ud83d",
  "PK\u0003\u0004",
  "PK\u0005\u0006",
  "-->",
  "<!--",
  "<!-- rollcall:state v1 ",
  "rollcall-entry-",
  "&a",
  "*a",
  "<<: ",
  "!!js ",
  "<![CDATA[",
  "]]>",
  "</testcase>",
  "<failure>",
  "<!DOCTYPE a [",
  "&lol9;",
  "&#x0;",
  "<a>".repeat(300),
  '{"id":{"targetCompleted":{',
  '"completed":{"success":true',
  '"aborted":{',
  "file:///proc/self/environ",
  "\u001b]8;;",
  "\r",
  "error: ",
  "A".repeat(300),
  "[".repeat(5_000),
] as const;

/** Reads one changed file; undefined if the reader did as it must. */
export async function fuzzOnce(
  reader: HostileReader,
  corpus: readonly Uint8Array[],
  seed: string,
  nowMs: () => number,
): Promise<FuzzFailure | undefined> {
  const bytes = mutated(corpus, Prng.fromSeed(seed));
  const startMs = nowMs();
  const problem = await problemOf(reader, bytes);
  const busyMs = nowMs() - startMs;
  const late = busyMs > busyMsMax ? `took ${Math.round(busyMs)} ms` : undefined;
  const found = problem ?? late;
  return found === undefined ? undefined : { seed, problem: found, bytes };
}

async function problemOf(reader: HostileReader, bytes: Uint8Array): Promise<string | undefined> {
  try {
    const lines = await reader(bytes);
    if (lines.length > linesMax) return `said ${lines.length} lines`;
    const long = lines.find((line) => line.length > lineCharsMax || /[\r\n]/.test(line));
    return long === undefined ? undefined : `said no short line: ${long.slice(0, 200)}`;
  } catch (error) {
    return `threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
}

/** One of the files, changed in a few places. */
export function mutated(corpus: readonly Uint8Array[], prng: Prng): Uint8Array {
  const pick = (): Buffer => Buffer.from(corpus[prng.integer(0, corpus.length - 1)] ?? []);
  let bytes = pick();
  for (let change = prng.integer(1, 6); change > 0; change -= 1) {
    const at = prng.integer(0, bytes.length);
    const to = Math.min(bytes.length, at + prng.integer(0, 64));
    switch (prng.integer(0, 6)) {
      case 0:
        if (at < bytes.length) bytes[at] = (bytes[at] ?? 0) ^ (1 << prng.integer(0, 7));
        break;
      case 1:
        if (at < bytes.length) bytes[at] = prng.integer(0, 255);
        break;
      case 2:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(to)]);
        break;
      case 3:
        bytes = Buffer.concat([bytes.subarray(0, to), bytes.subarray(at)]);
        break;
      case 4: {
        const word = words[prng.integer(0, words.length - 1)] ?? "";
        bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from(word), bytes.subarray(to)]);
        break;
      }
      case 5: {
        const other = pick();
        const from = prng.integer(0, other.length);
        bytes = Buffer.concat([bytes.subarray(0, at), other.subarray(from)]);
        break;
      }
      case 6:
        bytes = bytes.subarray(0, at);
        break;
    }
  }
  return bytes.subarray(0, bytesMax);
}
