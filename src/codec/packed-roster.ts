/**
 * How does a roster become text that is short enough for a comment?
 *
 * Columns (`roster-columns.ts`), brotli, base64: less than half of JSON's characters, and quicker.
 * docs/performance.md weighs it against others; better compression takes longer than all the rest.
 */
import { Buffer } from "node:buffer";
import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import { assert } from "../base/assert.js";
import { Recent } from "../base/recent.js";
import { commentCharsMax, stateBytesMax } from "../model/limits.js";
import { type Roster, versionOf } from "../model/roster.js";
import { Damage, check } from "./damage.js";
import { sameValue } from "./same-value.js";
import { readRoster, sortedRoster, writeRoster } from "./roster-columns.js";

const quality = 5;
const sizeBytes = 4;
/** Up to so many entries are read back after writing; beyond it would add a third to the time. */
const checkedEntriesMax = 250;

/** As much as the log's longest answer shows. */
const recentCharsMax = 50 * commentCharsMax;
/**
 * Versions of a comment often differ in nothing but the time that they show, and whoever mends writes
 * the same again.
 */
const unpacked = new Recent<Roster>(recentCharsMax);
const packed = new Recent<string>(recentCharsMax);
const readBack = new Recent<Roster>(recentCharsMax);

/** The roster as base64: the same text whatever the order of its lists. */
export function packRoster(roster: Roster): string {
  const sorted = sortedRoster(roster);
  const bytes = writeRoster(sorted);
  assert(bytes.length <= stateBytesMax, `a roster of ${bytes.length} bytes is over every limit`);
  const key = bytes.toString("latin1");
  if (roster.entries.length <= checkedEntriesMax) assertSame(key, bytes, sorted);
  return packed.get(key, () => compress(bytes));
}

/** How long `packRoster`'s text is; for guesses, so nothing is checked or kept. */
export function packedChars(roster: Roster): number {
  return compress(writeRoster(sortedRoster(roster))).length;
}

function compress(bytes: Buffer): string {
  const size = Buffer.alloc(sizeBytes);
  size.writeUInt32BE(bytes.length);
  const compressed = brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: quality,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
  return Buffer.concat([size, compressed]).toString("base64");
}

/** What was written must read back as the same. */
function assertSame(key: string, bytes: Buffer, roster: Roster): void {
  try {
    const read = readBack.get(key, () => readRoster(bytes, versionOf(roster)));
    assert(sameValue(read, roster), "a roster changed on its way through the codec");
  } catch (error) {
    if (error instanceof Damage) assert(false, `a roster is over a limit: ${error.message}`);
    throw error;
  }
}

/** The roster of a base64 text that a block of the version holds. Throws `Damage`. */
export function unpackRoster(base64: string, version: number): Roster {
  return unpacked.get(`v${version} ${base64}`, () => unpack(base64, version));
}

function unpack(base64: string, version: number): Roster {
  const state = Buffer.from(base64, "base64");
  check(state.length > sizeBytes, () => `state: expected its size, found ${state.length} bytes`);
  const size = state.readUInt32BE(0);
  check(
    size <= stateBytesMax,
    () => `state: expected at most ${stateBytesMax} bytes, found ${size}`,
  );
  return readRoster(inflate(state.subarray(sizeBytes), size), version);
}

function inflate(compressed: Uint8Array, size: number): Buffer {
  const bytes = tryInflate(compressed, size);
  check(
    bytes.length === size,
    () => `state: expected ${size} bytes inflated, found ${bytes.length}`,
  );
  return bytes;
}

function tryInflate(compressed: Uint8Array, size: number): Buffer {
  try {
    return brotliDecompressSync(compressed, { maxOutputLength: Math.max(size, 1) });
  } catch (error) {
    throw new Damage(`state: expected ${size} bytes of brotli, found ${String(error)}`);
  }
}
