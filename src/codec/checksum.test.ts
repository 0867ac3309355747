import fc from "fast-check";
import { expect, test } from "vitest";
import { anyCharacter } from "../testing/any-character.js";
import { ownTextChecksum, textChecksum } from "./checksum.js";

test("is the CRC-32 that every program computes", () => {
  expect(textChecksum("123456789")).toBe("cbf43926");
  expect(textChecksum("")).toBe("00000000");
});

test("is the same with and without Node's help, also of what is no valid text", () => {
  fc.assert(
    fc.property(fc.string({ unit: anyCharacter }), (text) => {
      expect(textChecksum(text)).toBe(ownTextChecksum(text));
    }),
  );
  expect(textChecksum("a\ud800b")).toBe(ownTextChecksum("a\ud800b"));
});
