/**
 * What is in a zip that anyone may have made?
 *
 * Exactly one file of the expected name, or a one-line problem: what, expected, found. All that the zip
 * says about itself is checked before anything is inflated, the inflated size also while inflating, and
 * the file's checksum after. Nothing is written to a disk, and nothing thrown.
 */
import { Buffer } from "node:buffer";
import { type Entry, type ZipFile, fromBufferPromise } from "yauzl";
import { type Result, bad, ok } from "../base/result.js";
import { crc32 } from "../base/crc32.js";
import { Damage, check, shorten } from "./damage.js";

const stored = 0;
const deflated = 8;
const zip64Field = 1;
/** Deflate reaches at most about 1,032 to 1; real JSON of ours stays below 100 to 1. */
const ratioMax = 300;
/** Small files may be as repetitive as they like. */
const ratioFreeBytes = 1024 * 1024;

/** The bytes of the zip's only file, which must have the name. */
export async function unzipOne(
  zip: Uint8Array,
  name: string,
  bytesMax: number,
): Promise<Result<Uint8Array, string>> {
  try {
    check(
      zip.length <= bytesMax,
      () => `zip: expected at most ${bytesMax} bytes, found ${zip.length}`,
    );
    const buffer = Buffer.from(zip.buffer, zip.byteOffset, zip.byteLength);
    check(!hasZip64End(buffer), () => "zip: expected no zip64, found a zip64 end record");
    const file = await fromBufferPromise(buffer, { decodeStrings: true, strictFileNames: true });
    const entry = await onlyEntry(file, name);
    checkEntry(entry, bytesMax);
    return ok(await inflate(file, entry));
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return bad(error instanceof Damage ? problem : `zip: ${oneLine(problem)}`);
  }
}

async function onlyEntry(file: ZipFile, name: string): Promise<Entry> {
  check(file.entryCount === 1, () => `zip: expected one file, found ${file.entryCount}`);
  const entries: Entry[] = [];
  for await (const entry of file.eachEntry()) entries.push(entry);
  const [entry] = entries;
  check(entry !== undefined, () => "zip: expected one file, found none");
  check(
    entry.fileName === name,
    () => `zip: expected the file ${name}, found ${shorten(entry.fileName)}`,
  );
  return entry;
}

function checkEntry(entry: Entry, bytesMax: number): void {
  const { compressedSize, uncompressedSize, compressionMethod } = entry;
  check(!entry.isEncrypted(), () => "zip: expected no encryption, found an encrypted file");
  check(
    entry.extraFields.every((field) => field.id !== zip64Field),
    () => "zip: expected no zip64, found a zip64 field",
  );
  check(
    compressionMethod === stored || compressionMethod === deflated,
    () => `zip: expected it stored or deflated, found method ${compressionMethod}`,
  );
  check(
    uncompressedSize <= bytesMax,
    () => `zip: expected at most ${bytesMax} bytes inflated, found ${uncompressedSize}`,
  );
  check(
    uncompressedSize <= ratioFreeBytes || uncompressedSize <= compressedSize * ratioMax,
    () => `zip: expected at most ${ratioMax} to 1, found ${compressedSize} to ${uncompressedSize}`,
  );
}

/** True if a zip64 locator stands before the end record, where yauzl would have followed it. */
function hasZip64End(buffer: Buffer): boolean {
  const end = buffer.lastIndexOf("PK\x05\x06", undefined, "latin1");
  return end >= 20 && buffer.toString("latin1", end - 20, end - 16) === "PK\x06\x07";
}

async function inflate(file: ZipFile, entry: Entry): Promise<Uint8Array> {
  const stream = await file.openReadStreamPromise(entry);
  const chunks: Buffer[] = [];
  // Sizes are compared by yauzl while it inflates.
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  const found = crc32(bytes);
  check(found === entry.crc32, () => `zip: expected checksum ${entry.crc32}, found ${found}`);
  return bytes;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").slice(0, 200);
}
