import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { OutputTail } from "./output-tail.js";

function tailOf(bytesMax: number, ...chunks: readonly (string | Uint8Array)[]): OutputTail {
  const tail = new OutputTail(bytesMax);
  for (const chunk of chunks) tail.push(typeof chunk === "string" ? Buffer.from(chunk) : chunk);
  return tail;
}

describe("the end of an output", () => {
  test("is all of it while it is short", () => {
    expect(tailOf(8).pieces()).toEqual({ head: "" });
    expect(tailOf(8, "ab", "", "c\nd").pieces()).toEqual({ head: "abc\nd" });
    expect(tailOf(8, "12345678").pieces()).toEqual({ head: "12345678" });
  });

  test("begins with a whole line once it is cut", () => {
    expect(tailOf(8, "first\n", "second\n").pieces()).toEqual({ head: "", tail: "second\n" });
    expect(tailOf(8, "a\n", "one\ntwo\n").pieces()).toEqual({ head: "", tail: "two\n" });
  });

  test("begins with a whole word where there is no line", () => {
    expect(tailOf(12, "password=hunter2 and more").pieces()).toEqual({
      head: "",
      tail: "and more",
    });
    expect(tailOf(4, "0123456789").pieces()).toEqual({ head: "", tail: "" });
  });

  test("holds no half of a character, wherever it is cut", () => {
    const text = "ö€🚀\nzwölf €uro 🚀\n".repeat(3);
    for (let bytesMax = 4; bytesMax < 40; bytesMax += 1) {
      const { tail = "" } = tailOf(bytesMax, text).pieces();
      expect(tail).not.toContain("\uFFFD");
      expect(text.endsWith(tail)).toBe(true);
    }
  });

  test("keeps its own copy: a reader may use its buffer again", () => {
    const buffer = Buffer.from("kept");
    const tail = tailOf(8, buffer);
    buffer.fill("x");
    expect(tail.pieces().head).toBe("kept");
  });
});

test("what is kept does not depend on how the bytes arrive", () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: fc.constantFrom("a", "\n", " ", "ö"), maxLength: 12 })),
      fc.integer({ min: 1, max: 16 }),
      (texts, bytesMax) => {
        const whole = tailOf(bytesMax, texts.join("")).pieces();
        expect(tailOf(bytesMax, ...texts).pieces()).toEqual(whole);
        const bytes = [...Buffer.from(texts.join(""))];
        const single = bytes.map((byte) => Uint8Array.of(byte));
        expect(tailOf(bytesMax, ...single).pieces()).toEqual(whole);
      },
    ),
  );
});
