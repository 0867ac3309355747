import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { actedOn, allNodes, parseMarkdown, textOf } from "../testing/gfm.js";
import { hostileText } from "../testing/hostile.js";
import { cleanClip, cleanLine, clip, codeSpan, inlineText } from "./escape.js";

const joiner = "\u2060";

describe("cleanLine", () => {
  test.each([
    ["  two\r\nlines\tand  more ", "two lines and more"],
    ["\u202Eexe.gnp\u202C\u200B\u00AD\u2066x\u2069", "exe.gnpx"],
    ["\u0000\u0007bell\u009B", "bell"],
    ["half \uD800 pair", "half \uFFFD pair"],
    ["👩\u200D💻 ⚠\uFE0F and a\u200Db \uFE0F", "👩\u200D💻 ⚠\uFE0F and ab"],
    ["tag\u{E0041}s", "tags"],
    [`e${"\u0301".repeat(30)}`, `e${"\u0301".repeat(4)}`],
  ])("%j is shown as %j", (text, clean) => {
    expect(cleanLine(text)).toBe(clean);
  });
});

describe("clip", () => {
  test("never cuts a surrogate pair", () => {
    expect(clip("ab😀cd", 4)).toBe("ab…");
    expect(clip("ab😀cd", 5)).toBe("ab😀…");
    expect(clip("abcd", 4)).toBe("abcd");
    expect(cleanClip("  abcd  ", 4)).toBe("abcd");
  });

  test.each([
    ["a woman at a computer", "👩\u200D💻"],
    ["a family", "👨\u200D👩\u200D👧\u200D👦"],
    ["a dark thumb", "👍🏿"],
    ["a flag", "🇪🇺"],
    ["a sign shown as an emoji", "⚠\uFE0F"],
    ["a letter with marks", "e\u0301\u0323"],
  ])("shows %s whole or not at all", (_what, character) => {
    const text = `ab${character}${character}cd`;
    for (let charsMax = 3; charsMax < text.length; charsMax += 1) {
      const cut = clip(text, charsMax);
      expect(cut.length).toBeLessThanOrEqual(charsMax);
      const rest = cut.slice("ab".length).replaceAll(character, "");
      expect(["…", "c…"]).toContain(rest);
    }
  });

  test("cuts a heap of marks between two of them, but no pair", () => {
    const text = `${"\u0301".repeat(200)}${"\u{1D165}".repeat(200)}`;
    for (const charsMax of [100, 101, 301, 302]) {
      const cut = clip(text, charsMax);
      expect(cut.length).toBeGreaterThan(charsMax - 2);
      expect(cut).not.toMatch(/\p{Cs}/u);
    }
  });
});

describe("inlineText", () => {
  test.each([
    ["plain words, 3/25 failed (12%)", "plain words, 3/25 failed (12%)"],
    ["snake_case_name", "snake_case_name"],
    ["_em_", "\\_em\\_"],
    ["a*b [c] `d` ~e~ \\f", "a\\*b \\[c\\] \\`d\\` \\~e\\~ \\\\f"],
    ["<b> & $x$", "&lt;b&gt; &amp; <span>$</span>x<span>$</span>"],
    ["@octocat", `@${joiner}octocat`],
    ["fixes #12 and o/r#3", `fixes #${joiner}12 and o/r#${joiner}3`],
    ["GH-12", `GH${joiner}-12`],
    ["at deadbeefcafe0 now", `at deadbe${joiner}efcafe${joiner}0 now`],
    ["//pkg:lib at 12:30", "//pkg:lib at 12:30"],
    [":tada:", `:${joiner}tada:`],
    ["https://x.example", `https:${joiner}//x.example`],
    ["www.x.example", `www${joiner}.x.example`],
  ])("%j is written %j", (text, markdown) => {
    expect(inlineText(text)).toBe(markdown);
  });

  test("any text is one paragraph of just that text, of which GitHub acts on nothing", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const tree = parseMarkdown(`- x ${inlineText(text)} x`);
        const types = new Set(allNodes(tree).map((node) => node.type));
        types.delete("html");
        expect([...types].sort()).toEqual(["list", "listItem", "paragraph", "root", "text"]);
        const tags = allNodes(tree).filter((node) => node.type === "html");
        expect(tags.every(({ value }) => value === "<span>" || value === "</span>")).toBe(true);
        const line = cleanLine(text);
        const expected = line === "" ? "x  x" : `x ${line} x`;
        expect(textOf(tree).replaceAll(joiner, "")).toBe(expected.replace(/^x {2}x$/, "x  x"));
        expect(actedOn(tree)).toBeUndefined();
      }),
      { numRuns: 600 },
    );
  });
});

describe("codeSpan", () => {
  test.each([
    ["//pkg:lib", "`//pkg:lib`"],
    ["a`b", "``a`b``"],
    ["`a", "`` `a ``"],
    ["", ""],
    ["<!-- rollcall:x", `\`<!--${joiner} rollcall:x\``],
  ])("%j is written %j", (text, markdown) => {
    expect(codeSpan(text)).toBe(markdown);
  });

  test("any text is one code span of just that text", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const line = cleanLine(text);
        fc.pre(line !== "");
        const [paragraph] = parseMarkdown(`x ${codeSpan(text)} x`).children ?? [];
        expect(paragraph?.children?.map((node) => node.type)).toEqual([
          "text",
          "inlineCode",
          "text",
        ]);
        expect(paragraph?.children?.[1]?.value?.replaceAll(joiner, "")).toBe(line);
      }),
    );
  });
});
