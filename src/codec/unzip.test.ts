import { Buffer } from "node:buffer";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { unzipOne } from "./unzip.js";
import { zipOf } from "./zip.js";

const name = "rollcall.json";
const data = Buffer.from(JSON.stringify({ a: "x".repeat(100) }));
const zip = Buffer.from(zipOf(name, data));
const centralAt = zip.indexOf("PK\x01\x02");
const endAt = zip.indexOf("PK\x05\x06");
/** Both sizes of a record that keeps them elsewhere. */
const zip64Sizes = Array.from({ length: 8 }, () => 0xff);

function outcome(bytes: Uint8Array, bytesMax = 10_000): string {
  const result = unzipOne(bytes, name, bytesMax);
  return result.ok ? Buffer.from(result.value).toString() : result.problem;
}

/** The zip with some bytes written over. */
function withBytes(at: number, ...bytes: readonly number[]): Buffer {
  const changed = Buffer.from(zip);
  changed.set(bytes, at);
  return changed;
}

/** A zip of several files: local parts, central parts, one end. */
function zipOfMany(names: readonly string[]): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const one of names) {
    const whole = Buffer.from(zipOf(one, data));
    const [central, end] = [whole.indexOf("PK\x01\x02"), whole.indexOf("PK\x05\x06")];
    const record = Buffer.from(whole.subarray(central, end));
    record.writeUInt32LE(offset, 42);
    locals.push(whole.subarray(0, central));
    centrals.push(record);
    offset += central;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.from(zip.subarray(endAt));
  end.writeUInt16LE(names.length, 8);
  end.writeUInt16LE(names.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

describe("a zip of one file", () => {
  it("gives any bytes back", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), (bytes) => {
        expect(unzipOne(zipOf(name, bytes), name, 10_000)).toEqual({
          ok: true,
          value: Buffer.from(bytes),
        });
      }),
    );
  });

  it("is the same for the same bytes, and smaller where they repeat", () => {
    expect(zipOf(name, data)).toEqual(zipOf(name, data));
    expect(zip.length).toBeLessThan(data.length + 120);
  });

  it("is stored where deflate would make it longer", () => {
    expect(Buffer.from(zipOf(name, Buffer.from("ab"))).indexOf("ab")).toBeGreaterThan(0);
  });
});

describe("a zip that is refused", () => {
  it.each([
    ["an empty one", Buffer.alloc(0), /not a zip file/i],
    ["a text", Buffer.from("hello ".repeat(20)), /not a zip file/],
    ["one that is cut", zip.subarray(0, -1), /zip: /],
    [
      "data after its end",
      Buffer.concat([zip, Buffer.from("x")]),
      /end's comment to be the rest, found 1 bytes/,
    ],
    [
      "another name",
      Buffer.from(zipOf("task.json", data)),
      /the file rollcall.json, found "task.json"/,
    ],
    ["a path", Buffer.from(zipOf("../rollcall.json", data)), /found "..\/rollcall.json"/],
    ["an absolute path", Buffer.from(zipOf("/rollcall.json", data)), /found "\/rollcall.json"/],
    ["no file", zipOfMany([]), /expected one file, found 0/],
    ["the same name twice", zipOfMany([name, name]), /expected one file, found 2/],
    ["one file more", zipOfMany([name, "b"]), /expected one file, found 2/],
    [
      "a claim of 65,535 files",
      withBytes(endAt + 10, 0xff, 0xff),
      /expected one file, found 65535/,
    ],
    ["encryption", withBytes(centralAt + 8, 0x01), /expected no encryption/],
    ["strong encryption", withBytes(centralAt + 8, 0x41), /expected no encryption/],
    ["an unknown method", withBytes(centralAt + 10, 12), /stored or deflated, found method 12/],
    ["a wrong checksum", withBytes(centralAt + 16, 1, 2, 3, 4), /expected checksum \d+, found \d+/],
    [
      "too short an inflated size",
      withBytes(centralAt + 24, 9),
      /no more bytes inflated than it says/,
    ],
    [
      "too long an inflated size",
      withBytes(centralAt + 24, 255),
      /expected 255 bytes inflated, found 108/,
    ],
    [
      "a local header elsewhere",
      withBytes(centralAt + 42, 9),
      /expected a local header at 9, found none/,
    ],
    [
      "a directory elsewhere",
      withBytes(endAt + 16, 1),
      /expected a central record at 1, found none/,
    ],
    [
      "data that is longer than the zip",
      withBytes(centralAt + 20, 0xff, 0xff),
      /65535 bytes of data/,
    ],
    ["a record that is longer than the zip", withBytes(centralAt + 30, 255), /a record that ends/],
    ["an address outside of it", withBytes(endAt + 16, 0, 0, 0, 0x7f), /expected a central record/],
    ["sizes that stand in a zip64 field", withBytes(centralAt + 20, ...zip64Sizes), /4294967295/],
    ["a disk of several", withBytes(endAt + 4, 1), /expected one disk, found disk 1/],
    ["damaged data", withBytes(43, 0xff, 0xff, 0xff), /zip: /],
  ])("%s", (_what, bytes, problem) => {
    expect(outcome(bytes)).toMatch(problem);
  });

  it("one that is too large", () => {
    expect(outcome(zip, 100)).toMatch(/expected at most 100 bytes, found \d+/);
  });

  it("one that says it would be too large", () => {
    const big = zipOf(name, Buffer.alloc(20_000));
    expect(outcome(big)).toBe("zip: expected at most 10000 bytes inflated, found 20000");
  });

  it("a bomb, by its ratio", () => {
    const bomb = zipOf(name, Buffer.alloc(8 * 1024 * 1024));
    expect(outcome(bomb, 16 * 1024 * 1024)).toMatch(/expected at most 300 to 1, found/);
  });

  it("a zip64", () => {
    const locator = Buffer.alloc(20);
    locator.write("PK\x06\x07", "latin1");
    const bytes = Buffer.concat([zip.subarray(0, endAt), locator, zip.subarray(endAt)]);
    expect(outcome(bytes)).toBe("zip: expected no zip64, found a zip64 end record");
  });

  it("any other bytes, without ever throwing or giving anything wrong", () => {
    for (let at = 0; at < zip.length; at += 1) {
      for (const value of [0, 1, 0x50, 0xff]) {
        const result = unzipOne(withBytes(at, value), name, 10_000);
        if (result.ok) expect(Buffer.from(result.value)).toEqual(data);
        else expect(result.problem).not.toContain("\n");
      }
      expect(unzipOne(zip.subarray(0, at), name, 10_000).ok).toBe(false);
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(unzipOne(bytes, name, 10_000).ok).toBe(false);
      }),
    );
  });
});
