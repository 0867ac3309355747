import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nodesOf, parseMarkdown } from "../testing/gfm.js";
import { hostileUrl } from "../testing/hostile.js";
import { hostOf, linkTarget } from "./url.js";

describe("linkTarget", () => {
  test.each([
    ["https://ci.example/a?b=1&c=2#d", "https://ci.example/a?b=1&c=2#d"],
    ["HTTPS://CI.Example:8080/A", "https://ci.example:8080/A"],
    ["http://[::1]:80/x", "http://[::1]:80/x"],
    [
      'https://ci.example/a (b)[c]<d>"e`f\\g|h^i{j}$',
      "https://ci.example/a%20%28b%29%5Bc%5D%3Cd%3E%22e%60f%5Cg%7Ch%5Ei%7Bj%7D%24",
    ],
    ["https://ci.example/ü", "https://ci.example/%C3%BC"],
    ["https://ci.example/?a&lt;b", "https://ci.example/?a&amp;lt;b"],
    ["https://ci.example/%20", "https://ci.example/%20"],
    ["https://github.com/o/r/issues/1", "https://redirect.github.com/o/r/issues/1"],
    ["https://www.github.com/o/r/pull/1#x", "https://redirect.github.com/o/r/pull/1#x"],
    ["https://github.com/o/r/actions/runs/1", "https://github.com/o/r/actions/runs/1"],
  ])("%s is linked as %s", (url, target) => {
    expect(linkTarget(url)).toBe(target);
  });

  test.each([
    "",
    "javascript:alert(1)",
    "data:text/html,x",
    "//ci.example/",
    "https://",
    "https:///x",
    "https://user:secret@ci.example/",
    "https://github.com@evil.example/",
    "https://ci.example\\@evil.example/",
    "https://ci.example:99999999/",
    `https://ci.example/${"x".repeat(2_000)}`,
  ])("%j is not linked", (url) => {
    expect(linkTarget(url)).toBeUndefined();
  });

  test("any address that is linked is exactly one link", () => {
    fc.assert(
      fc.property(hostileUrl, (url) => {
        const target = linkTarget(url);
        if (target === undefined) return;
        const tree = parseMarkdown(`x [label](${target}) x`);
        const types = tree.children?.[0]?.children?.map((node) => node.type);
        expect(types).toEqual(["text", "link", "text"]);
        expect(nodesOf(tree, "link")[0]?.url).toBe(target.replaceAll("&amp;", "&"));
      }),
      { numRuns: 300 },
    );
  });
});

test("hostOf tells the host, or nothing", () => {
  expect(hostOf("https://Buildkite.com/x")).toBe("buildkite.com");
  expect(hostOf("nonsense")).toBe("");
});
