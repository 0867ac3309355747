/**
 * What is in a zip that anyone may have made?
 *
 * Exactly one file of the expected name, or a one-line problem: what, expected, found. All that the zip
 * says about itself is checked before anything is inflated, the inflated size also while inflating, and
 * the file's checksum after. Nothing is written to a disk, and nothing thrown. (APPNOTE 4.3.7, 4.3.12,
 * 4.3.16; what is not needed, like extra fields and zip64, is not read, so that it cannot mislead.)
 */
import { Buffer } from "node:buffer";
import { inflateRawSync } from "node:zlib";
import { type Result, bad, ok } from "../base/result.js";
import { crc32 } from "../base/crc32.js";
import { Damage, check, shorten } from "./damage.js";

const endBytes = 22;
const centralBytes = 46;
const localBytes = 30;
const zip64LocatorBytes = 20;
/** Plainly and strongly. */
const encryptedFlags = 0x41;
const descriptorFlag = 0x08;
const stored = 0;
const deflated = 8;
/** The kinds of a Unix mode, in its upper four bits: none told, and a file. */
const fileKinds: readonly number[] = [0, 8];
/** Deflate reaches at most about 1,032 to 1; real JSON of ours stays below 100 to 1. */
const ratioMax = 300;
/** Small files may be as repetitive as they like. */
const ratioFreeBytes = 1024 * 1024;

/** The bytes of the zip's only file, which must have the name. */
export function unzipOne(
  zip: Uint8Array,
  name: string,
  bytesMax: number,
): Result<Uint8Array, string> {
  try {
    expect(zip.length <= bytesMax, `at most ${bytesMax} bytes`, zip.length);
    const buffer = Buffer.from(zip.buffer, zip.byteOffset, zip.byteLength);
    return ok(extract(buffer, onlyRecord(buffer, name), bytesMax));
  } catch (error) {
    return bad(error instanceof Damage ? error.message : `zip: ${wordsOf(error)}`);
  }
}

/** What points outside of the zip is a RangeError of `Buffer`, what cannot be inflated an Error of zlib. */
function wordsOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ERR_OUT_OF_RANGE") return "expected all addresses inside of it, found it cut";
  if (code === "ERR_BUFFER_TOO_LARGE")
    return "expected no more bytes inflated than it says, found more";
  const words = error instanceof Error ? error.message : String(error);
  return `expected deflated data, found it damaged (${words})`;
}

/** The central directory's only record and where it begins. */
interface OnlyRecord {
  readonly record: Buffer;
  readonly at: number;
  readonly name: string;
}

/** The central directory from its only record on, which has the name. */
function onlyRecord(zip: Buffer, name: string): OnlyRecord {
  const endAt = zip.lastIndexOf("PK\x05\x06", undefined, "latin1");
  expect(endAt >= 0, "an end record", "none: not a zip file, or cut");
  const rest = zip.length - endAt - endBytes;
  const [disk, files] = [zip.readUInt16LE(endAt + 4), zip.readUInt16LE(endAt + 10)];
  expect(
    zip.readUInt16LE(endAt + 20) === rest,
    "its end's comment to be the rest",
    `${rest} bytes`,
  );
  expect(!isAt(zip, endAt - zip64LocatorBytes, "PK\x06\x07"), "no zip64", "a zip64 end record");
  expect(disk === 0, "one disk", `disk ${disk}`);
  expect(files === 1, "one file", files);
  const at = zip.readUInt32LE(endAt + 16);
  expect(isAt(zip, at, "PK\x01\x02"), `a central record at ${at}`, "none");
  const [nameBytes = 0, ...others] = [28, 30, 32].map((field) => zip.readUInt16LE(at + field));
  const nameAt = at + centralBytes;
  const recordEnd = others.reduce((sum, bytes) => sum + bytes, nameAt + nameBytes);
  expect(recordEnd === endAt, `a record that ends at ${endAt}`, recordEnd);
  const found = zip.toString("utf8", nameAt, nameAt + nameBytes);
  expect(found === name, `the file ${name}`, shorten(found));
  return { record: zip.subarray(at, endAt), at, name };
}

/**
 * What stands before the data says the same as the directory, or another reader would see another file.
 */
function checkLocalHeader(zip: Buffer, at: number, { record, name }: OnlyRecord): void {
  const local = zip.subarray(at, at + localBytes);
  const flags = local.readUInt16LE(6);
  expect(
    (flags & encryptedFlags) === 0,
    "no encryption",
    "a file that is encrypted by its local header",
  );
  const [method, expected] = [local.readUInt16LE(8), record.readUInt16LE(10)];
  expect(method === expected, `method ${expected} in the local header`, method);
  const found = zip.toString("utf8", at + localBytes, at + localBytes + local.readUInt16LE(26));
  expect(found === name, `the file ${name} in the local header`, shorten(found));
}

/** They may be left to a data descriptor (4.4.4, bit 3), which is not read. */
function checkLocalSizes(zip: Buffer, at: number, { record }: OnlyRecord): void {
  const local = zip.subarray(at, at + localBytes);
  const flags = local.readUInt16LE(6);
  for (const [field, central] of [
    [18, 20],
    [22, 24],
  ] as const) {
    const [size, told] = [local.readUInt32LE(field), record.readUInt32LE(central)];
    const isLater = (flags & descriptorFlag) !== 0 && size === 0;
    expect(isLater || size === told, `${told} bytes in the local header`, size);
  }
}

function extract(zip: Buffer, only: OnlyRecord, bytesMax: number): Uint8Array {
  const { record } = only;
  const [flags, method] = [record.readUInt16LE(8), record.readUInt16LE(10)];
  const checksum = record.readUInt32LE(16);
  const [packed, size] = [record.readUInt32LE(20), record.readUInt32LE(24)];
  expect((flags & encryptedFlags) === 0, "no encryption", "an encrypted file");
  const kind = record.readUInt16LE(40) >>> 12;
  expect(fileKinds.includes(kind), "a file", kind === 10 ? "a symbolic link" : `kind ${kind}`);
  expect(method === stored || method === deflated, "it stored or deflated", `method ${method}`);
  expect(size <= bytesMax, `at most ${bytesMax} bytes inflated`, size);
  const isPlausible = size <= ratioFreeBytes || size <= packed * ratioMax;
  expect(isPlausible, `at most ${ratioMax} to 1`, `${packed} to ${size}`);
  const at = record.readUInt32LE(42);
  expect(isAt(zip, at, "PK\x03\x04"), `a local header at ${at}`, "none");
  checkLocalHeader(zip, at, only);
  const from = at + localBytes + zip.readUInt16LE(at + 26) + zip.readUInt16LE(at + 28);
  const data = zip.subarray(from, from + packed);
  expect(from + packed <= only.at, `${packed} bytes of data before the directory`, only.at - from);
  const isStored = method === stored;
  const bytes = isStored ? data : inflateRawSync(data, { maxOutputLength: Math.max(size, 1) });
  expect(bytes.length === size, `${size} bytes inflated`, bytes.length);
  const found = crc32(bytes);
  expect(found === checksum, `checksum ${checksum}`, found);
  checkLocalSizes(zip, at, only);
  return bytes;
}

function isAt(zip: Buffer, at: number, signature: string): boolean {
  return at >= 0 && zip.toString("latin1", at, at + signature.length) === signature;
}

function expect(holds: boolean, expected: string, found: string | number): void {
  check(holds, () => `zip: expected ${expected}, found ${found}`);
}
