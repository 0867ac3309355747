import { Buffer } from "node:buffer";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitraryText } from "../testing/arbitrary-roster.js";
import { ColumnReader } from "./column-reader.js";
import { ColumnWriter } from "./column-writer.js";

function reread(writer: ColumnWriter): ColumnReader {
  const heads = JSON.parse(JSON.stringify(writer.heads)) as { texts: unknown; columns: unknown };
  return new ColumnReader(heads.texts, heads.columns, Buffer.from(writer.bytes));
}

const largest = Number.MAX_SAFE_INTEGER;

describe("columns of numbers", () => {
  it.each([
    { values: [], head: [0, 0, 1, 0] },
    { values: [7, 7, 7], head: [0, 7, 1, 0] },
    { values: [1_000, 4_000, 2_000], head: [0, 1_000, 1_000, 1] },
    { values: [5, 6, 7, 8, 300, 301, 302], head: [1, 5, 1, 2] },
    { values: [0, largest], head: [0, 0, largest, 1] },
    { values: [0, 1, largest], head: [0, 0, 1, 7] },
  ])("are told as $head for $values", ({ values, head }) => {
    const writer = new ColumnWriter();
    writer.numbers(values, largest);
    expect(writer.heads.columns).toEqual([head]);
    const reader = reread(writer);
    expect(reader.numbers(values.length, largest)).toEqual(values);
    reader.finish();
  });

  it("come back, whatever they are", () => {
    const numbers = fc.oneof(fc.nat(), fc.maxSafeNat(), fc.constantFrom(0, 1, largest));
    const steps = fc.constantFrom(1, 1_000);
    fc.assert(
      fc.property(fc.array(numbers), steps, (found, step) => {
        const values = found.map((value) => (value > largest / step ? value : value * step));
        const writer = new ColumnWriter();
        writer.numbers(values, largest);
        expect(reread(writer).numbers(values.length, largest)).toEqual(values);
      }),
    );
  });

  it.each([0.5, Number.NaN, Infinity, largest + 1])("may not be %s", (value) => {
    expect(() => {
      new ColumnWriter().numbers([1, value], 4);
    }).toThrow(/safe integer/);
  });

  it.each([
    ["a number outside its bounds", [0, 5, 1, 0], [], /expected 0 to 4, found 5/],
    ["a negative one", [0, -1, 1, 0], [], /expected 0 to 4, found -1/],
    ["too few bytes", [0, 0, 1, 2], [0, 1, 0], /expected 4 bytes, found 3/],
    ["an unknown coding", [2, 0, 1, 0], [], /expected a known coding/],
    ["a step of nothing", [0, 0, 0, 0], [], /expected a known coding/],
    ["a width of eight", [0, 0, 1, 8], [], /expected a known coding/],
    ["half a head", [0, 0, 1], [], /expected four integers, found a list of 3/],
    ["no integers", [0, 0.5, 1, 0], [], /expected four integers/],
    ["no head", undefined, [], /expected four integers, found nothing/],
    ["texts", ["0", "0", "1", "0"], [], /expected four integers/],
  ])("are refused with %s", (_what, head, bytes, problem) => {
    const reader = new ColumnReader([], head === undefined ? [] : [head], Buffer.from(bytes));
    expect(() => reader.numbers(2, 4)).toThrow(problem);
  });
});

describe("columns of texts", () => {
  it("name each template once, rebuild ids, and keep what comes only once as it is", () => {
    const writer = new ColumnWriter();
    const runs = ["17012345678", "17012345999"];
    const seen = runs.map((id) => [id]);
    writer.texts(
      runs.map((id, row) => `https://x/runs/${id}/job/${48_000_000_000 + row}`),
      seen,
    );
    writer.texts([`https://x/check/48000000000`, `https://x/check/48000000001`], seen);
    writer.texts(["only 1", undefined], seen);
    expect(writer.heads.texts).toEqual([
      ["https://x/runs/\u007fr0;/job/\u007fd"],
      ["https://x/check/\u007fr1;"],
      ["only 1"],
    ]);
    expect(writer.bytes).toHaveLength(4);
  });

  it("come back, whatever they are", () => {
    const row = fc.tuple(fc.option(arbitraryText, { nil: undefined }), fc.array(arbitraryText));
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        const texts = rows.map(([text]) => text);
        const writer = new ColumnWriter();
        const seen = (): string[][] => rows.map(([, tokens]) => [...tokens]);
        const writerSeen = seen();
        writer.texts(texts, writerSeen);
        writer.plainTexts(texts);
        const reader = reread(writer);
        const readerSeen = seen();
        expect(reader.texts(texts.length, readerSeen)).toEqual(texts);
        expect(readerSeen).toEqual(writerSeen);
        expect(reader.plainTexts(texts.length)).toEqual(texts);
        reader.finish();
      }),
    );
  });

  it.each([
    ["a place outside the dictionary", [["a"]], [[0, 2, 1, 0]], /expected 0 to 1, found 2/],
    ["a dictionary of numbers", [[1]], [[0, 1, 1, 0]], /expected a list of texts/],
    ["no dictionary", [], [[0, 1, 1, 0]], /expected a list of texts, found nothing/],
    ["an unknown mark", [["\u007f?"]], [[0, 1, 1, 0]], /expected a known mark/],
    ["a token that was not there", [["\u007fr0;"]], [[0, 1, 1, 0]], /expected a token before/],
    ["more than is read", [["a"], ["b"]], [[0, 1, 1, 0]], /expected their end/],
  ])("are refused with %s", (_what, texts, columns, problem) => {
    const reader = new ColumnReader(texts, columns, Buffer.alloc(0));
    expect(() => {
      reader.texts(2, [[], []]);
      reader.finish();
    }).toThrow(problem);
  });

  it("together stay below a limit, however often a template is used", () => {
    const reader = new ColumnReader([["x".repeat(1_000_000)]], [[0, 1, 1, 0]], Buffer.alloc(0));
    expect(() => reader.plainTexts(1_000)).toThrow(/at most 16777216 characters/);
  });
});
