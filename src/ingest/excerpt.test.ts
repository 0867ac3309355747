import { readFileSync, readdirSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { snippetCharsMax } from "../model/limits.js";
import { anchorOf, severityOf } from "./excerpt-errors.js";
import { excerptLinesMax, excerptOf } from "./excerpt.js";
import { cleanLines, clipText } from "./excerpt-lines.js";

const folder = "testdata/results/logs";
const logs = readdirSync(folder).filter((name) => name.endsWith(".log"));

describe("the anchor of what tools print", () => {
  test.each(logs)("%s", (name) => {
    const marked = readFileSync(`${folder}/${name}`, "utf8");
    const log = marked.replace("»", "");
    const lines = cleanLines(log);
    const anchor = anchorOf(lines);
    const wanted = cleanLines(marked).find((line) => line.startsWith("»"));
    expect(anchor === undefined ? undefined : `»${lines[anchor.index] ?? ""}`).toBe(wanted);
    const excerpt = excerptOf({ head: log });
    expect(excerpt?.hasError).toBe(wanted !== undefined);
    if (wanted !== undefined) expect(excerpt?.text).toContain(wanted.slice(1));
  });
});

describe("lines", () => {
  const error = ["error: x", "E   assert 1 == 2", "java.lang.NullPointerException", "panic: boom"];
  test.each(error)("%j is an error", (line) => {
    expect(severityOf(line)).toBe("error");
  });

  const summary = ["1 failed, 3 passed", "npm ERR! code ELIFECYCLE", "Found 3 errors."];
  test.each(summary)("%j is a summary", (line) => {
    expect(severityOf(line)).toBe("summary");
  });

  const none = ["0 errors", "no errors", "errors: 0", "PASS src/error.test.ts", "--fail-fast", ""];
  test.each(none)("%j is nothing", (line) => {
    expect(severityOf(line)).toBe("none");
  });
});

describe("cleaning", () => {
  test.each([
    ["\u001b[1;31merror\u001b[0m: x", "error: x"],
    ["\u001b]8;;https://example.com\u0007link\u001b]8;;\u001b\\ end", "link end"],
    ["\u001b]0;title that never ends", ""],
    ["10%\r50%\r100% done\r", "100% done"],
    ["a\tb\u0007\u0000c  ", "a\tbc"],
    ["\u001b(Bplain\u001b[K", "plain"],
  ])("%j becomes %j", (raw, line) => {
    expect(cleanLines(raw)).toEqual([line]);
  });

  test("equal lines in a row are one, with their number", () => {
    expect(cleanLines("a\na\na\r\nb\n\n\nb\nb")).toEqual(["a (3×)", "b", "", "b (2×)"]);
  });

  test("a cut never splits a character", () => {
    expect(clipText("ab😀cd", 4)).toBe("ab…");
    expect(clipText("ab😀cd", 5)).toBe("ab😀…");
    expect(clipText("abc", 3)).toBe("abc");
  });
});

describe("the window", () => {
  const filler = (count: number, name: string): readonly string[] =>
    Array.from({ length: count }, (_, index) => `${name} ${index}`);

  test("has up to eight lines before the error, and the rest behind", () => {
    const log = [...filler(50, "a"), "error: x", ...filler(50, "b")].join("\n");
    const excerpt = excerptOf({ head: log });
    expect(excerpt?.text.split("\n")).toEqual([
      ...filler(50, "a").slice(-8),
      "error: x",
      ...filler(21, "b"),
    ]);
    expect(excerpt).toMatchObject({ truncatedHead: true, truncatedTail: true, hasError: true });
  });

  test("is the end where nothing looks like an error", () => {
    const excerpt = excerptOf({ head: `${filler(50, "a").join("\n")}\n\n` });
    expect(excerpt?.text.split("\n")).toEqual(filler(50, "a").slice(-30));
    expect(excerpt).toMatchObject({ truncatedHead: true, truncatedTail: false, hasError: false });
  });

  test("gives up what stands before the error first, and never the error", () => {
    const long = "x".repeat(990);
    const log = [...filler(8, long), "error: x", `${long}1`, `${long}2`].join("\n");
    const excerpt = excerptOf({ head: log });
    expect(excerpt?.text.split("\n").slice(-3)).toEqual(["error: x", `${long}1`, `${long}2`]);
    expect(excerpt?.text.length).toBeLessThanOrEqual(snippetCharsMax);
    expect(excerpt).toMatchObject({ truncatedHead: true, truncatedTail: false });
  });

  test("of a log's two ends is where the error is", () => {
    const tail = filler(5, "tail").join("\n");
    expect(excerptOf({ head: "error: x\nmore", tail })).toMatchObject({
      text: "error: x\nmore",
      truncatedHead: false,
      truncatedTail: true,
      hasError: true,
    });
    expect(excerptOf({ head: "error: x", tail: "error: y" })).toMatchObject({
      text: "error: y",
      truncatedHead: true,
      truncatedTail: false,
    });
    expect(excerptOf({ head: "error: x", tail: "make: *** [all] Error 1" })?.text).toBe("error: x");
    expect(excerptOf({ head: "fine", tail })).toMatchObject({ text: tail, hasError: false });
  });

  test.each(["", "\n\n", "\u001b[0m\n  \r\n"])("nothing is said by %j", (head) => {
    expect(excerptOf({ head })).toBeUndefined();
  });

  test("holds its limits whatever the log", () => {
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom("error: x", "", "😀".repeat(900), "1 failed"),
    );
    fc.assert(
      fc.property(fc.array(line), fc.option(fc.array(line), { nil: undefined }), (head, tail) => {
        const pieces = tail === undefined ? {} : { tail: tail.join("\n") };
        const excerpt = excerptOf({ head: head.join("\n"), ...pieces });
        if (excerpt === undefined) return;
        expect(excerpt.text.length).toBeLessThanOrEqual(snippetCharsMax);
        expect(excerpt.text.split("\n").length).toBeLessThanOrEqual(excerptLinesMax);
        expect(excerpt.text.trim()).not.toBe("");
        expect(excerpt.text).not.toMatch(/\u001b|\r/); // eslint-disable-line no-control-regex
      }),
    );
  });
});
