/**
 * What is the checksum of a text, as the state block writes it?
 *
 * Each body is summed three times on its way out and in: Node's own CRC-32 is used where there is one (from
 * 20.15 on), since ours takes a tenth of reading a large comment.
 */
import { Buffer } from "node:buffer";
import * as zlib from "node:zlib";
import { crc32 } from "../base/crc32.js";

const { crc32: nativeCrc32 } = zlib as { readonly crc32?: (text: string) => number };

/** The CRC-32 of the text's UTF-8 bytes: eight lower-case hexadecimal digits. */
export function textChecksum(text: string): string {
  return hex(nativeCrc32 === undefined ? ownCrc32(text) : nativeCrc32(text));
}

/** The same without Node's help. */
export function ownTextChecksum(text: string): string {
  return hex(ownCrc32(text));
}

function ownCrc32(text: string): number {
  return crc32(Buffer.from(text, "utf8"));
}

function hex(sum: number): string {
  return sum.toString(16).padStart(8, "0");
}
