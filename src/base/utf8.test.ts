import { Buffer } from "node:buffer";
import fc from "fast-check";
import { expect, test } from "vitest";
import { anyCharacter } from "../testing/any-character.js";
import { utf8Bytes } from "./utf8.js";

test("are those of Node", () => {
  fc.assert(
    fc.property(fc.string({ unit: anyCharacter }), (text) => {
      expect(Buffer.from(utf8Bytes(text)).toString("hex")).toBe(
        Buffer.from(text, "utf8").toString("hex"),
      );
    }),
  );
});
