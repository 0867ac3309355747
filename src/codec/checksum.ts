/** What is the checksum of a text, as the state block writes it? */
import { Buffer } from "node:buffer";
import { crc32 } from "../base/crc32.js";

/** The CRC-32 of the text's UTF-8 bytes: eight lower-case hexadecimal digits. */
export function textChecksum(text: string): string {
  return crc32(Buffer.from(text, "utf8")).toString(16).padStart(8, "0");
}
