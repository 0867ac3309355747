import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nameCharsMax } from "../model/limits.js";
import { arbitraryEntry } from "../testing/arbitrary-roster.js";
import { identityKey } from "../model/entry.js";
import { makeEntry } from "../testing/make-entry.js";
import { typicalRoster } from "../testing/typical-roster.js";
import { type BoardName, formatName, parseName, writerOf } from "./board-name.js";

const writer = writerOf(makeEntry());
const arbitraryName: fc.Arbitrary<BoardName> = fc.oneof(
  fc.record({
    kind: fc.constant("entry" as const),
    writer: arbitraryEntry.map(writerOf),
    attempt: fc.maxSafeNat(),
    seq: fc.maxSafeNat(),
    final: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant("digest" as const),
    publishedAtMs: fc.maxSafeNat(),
    writer: arbitraryEntry.map(writerOf),
    seq: fc.maxSafeNat(),
    commentId: fc.stringMatching(/^[\x21-\x7e]{1,100}$/),
  }),
);

describe("names on a board", () => {
  it("stay as they are: other versions read them", () => {
    expect(writer).toBe("ea6f250389d3518a");
    const entry = { kind: "entry", writer, attempt: 2, seq: 17, final: true } as const;
    expect(formatName(entry)).toBe(`rollcall-entry-${writer}-2-17-final`);
    const publishedAtMs = 1_763_950_000_000;
    const commentId = "1234:IC_kwDOAAAA=";
    const digest = { kind: "digest", publishedAtMs, writer, seq: 3, commentId } as const;
    const comment = "MTIzNDpJQ19rd0RPQUFBQT0";
    expect(formatName(digest)).toBe(`rollcall-digest-1763950000000-${writer}-3-${comment}`);
  });

  it("come back as they were, are short, and hold only what GitHub allows", () => {
    fc.assert(
      fc.property(arbitraryName, (name) => {
        const text = formatName(name);
        expect(parseName(text)).toEqual(name);
        expect(text).toMatch(/^[A-Za-z0-9_-]+$/);
        expect(text.length).toBeLessThan(nameCharsMax);
      }),
    );
  });

  it.each([
    "",
    "rollcall-",
    "rollcall-entry-",
    `rollcall-entry-${writer}-1-1`,
    `rollcall-entry-${writer}-1-1-done`,
    `rollcall-entry-${writer}-01-1-live`,
    `rollcall-entry-${writer}-1--1-live`,
    `rollcall-entry-${writer}-1-1-live\n`,
    `rollcall-entry-${writer}-1-1-live.zip`,
    `rollcall-entry-${writer.toUpperCase()}X-1-1-live`,
    `rollcall-entry-${writer}-9999999999999999-1-live`,
    `rollcall-digest-9999999999999999-${writer}-1`,
    `rollcall-digest-1-${writer}`,
    `rollcall-digest-x-${writer}-1`,
    `my-rollcall-digest-1-${writer}-1`,
    "coverage-report",
  ])("are not ours: %j", (text) => {
    expect(parseName(text)).toBeUndefined();
  });

  it("differ for different tasks", () => {
    const { entries } = typicalRoster(5_000);
    expect(new Set(entries.map(writerOf)).size).toBe(new Set(entries.map(identityKey)).size);
    expect(writerOf(makeEntry({ job: "a", leg: "b" }))).not.toBe(
      writerOf(makeEntry({ job: "ab", leg: "" })),
    );
  });

  it("are the same for all entries of one task", () => {
    expect(writerOf(makeEntry({ runId: "7", attempt: 3, seq: 9, status: "failed" }))).toBe(writer);
  });
});
