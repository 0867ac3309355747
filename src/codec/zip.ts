/**
 * How is one file wrapped into a zip, always into the same bytes?
 *
 * Artifacts are zips. One local header, the data, one central record, the end record; a fixed date, no
 * extra fields, UTF-8 name. (APPNOTE 4.3.7, 4.3.12, 4.3.16.)
 */
import { Buffer } from "node:buffer";
import { deflateRawSync } from "node:zlib";
import { assert } from "../base/assert.js";
import { crc32 } from "../base/crc32.js";

/** 1 January 1980, the first day that a zip can name. */
const dosDate = 0x0021;
const versionNeeded = 20;
const utf8Names = 0x0800;
const stored = 0;
const deflated = 8;
/** Files from this size on need zip64, which we do not write. */
const bytesMax = 0xffff_fffe;

/** A zip of one file; deflated where that is shorter. */
export function zipOf(name: string, data: Uint8Array): Uint8Array {
  assert(data.length <= bytesMax, `${name}: ${data.length} bytes are too many for a zip`);
  const nameBytes = Buffer.from(name, "utf8");
  const compressed = deflateRawSync(data);
  const isShorter = compressed.length < data.length;
  const content = isShorter ? compressed : data;
  const common = Buffer.alloc(26);
  common.writeUInt16LE(versionNeeded, 0);
  common.writeUInt16LE(utf8Names, 2);
  common.writeUInt16LE(isShorter ? deflated : stored, 4);
  common.writeUInt16LE(0, 6);
  common.writeUInt16LE(dosDate, 8);
  common.writeUInt32LE(crc32(data), 10);
  common.writeUInt32LE(content.length, 14);
  common.writeUInt32LE(data.length, 18);
  common.writeUInt16LE(nameBytes.length, 22);
  const local = Buffer.concat([Buffer.from("PK\x03\x04"), common, nameBytes, content]);
  const madeBy = Buffer.from([versionNeeded, 0]);
  // Comment length, disk, attributes and the local header's offset are all zero.
  const central = Buffer.concat([
    Buffer.from("PK\x01\x02"),
    madeBy,
    common,
    Buffer.alloc(14),
    nameBytes,
  ]);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}
