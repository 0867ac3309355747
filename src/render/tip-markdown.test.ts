import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { actedOn, allNodes, nodesOf, parseMarkdown } from "../testing/gfm.js";
import { hostileText } from "../testing/hostile.js";
import { tipMarkdown } from "./tip-markdown.js";
import { quoted, tipBlock } from "./tips.js";

const joiner = "\u2060";

describe("tipMarkdown keeps", () => {
  test.each([
    ["**bold** and _em_ and `List<String> | x`"],
    ["- one\n- two\n  - three"],
    ["# Heading\n\ntext"],
    ["[docs](https://docs.example/a_b#c)"],
    ["[`code`](https://docs.example/)"],
    ["```yaml\na: <b> @octocat\n```"],
    ["a \\*literal\\* star"],
  ])("%j", (body) => {
    expect(tipMarkdown(body).join("\n")).toBe(body);
  });
});

describe("tipMarkdown changes", () => {
  test.each([
    ["\n\ntext\n\n", "text"],
    ["thanks @octocat, fixes #1", `thanks @${joiner}octocat, fixes #${joiner}1`],
    ["<b> &#64;x $y$", `&lt;b> &amp;#${joiner}64;x <span>$</span>y<span>$</span>`],
    ["![i](https://e.example/i.png)", "\\![i](https://e.example/i.png)"],
    ["[a]: https://e.example", `[a\\]: [https:${joiner}//e.example](https://e.example)`],
    ["[^1]: x", "[^1\\]: x"],
    ["[a](/relative)", "[a\\](/relative)"],
    ["see https://e.example/x.", `see [https:${joiner}//e.example/x](https://e.example/x).`],
    ["one ` tick", "one \\` tick"],
    ["|---|:--|", "\\|---\\|\\:--\\|"],
    ["~~~mermaid\ngraph\n~~~", "```\ngraph\n```"],
    ["```\nnever closed", "```\nnever closed\n```"],
    ["  ```js\n  a\n    b", "```js\na\n  b\n```"],
    ["GH\\-12 \\<b", "GH\\\\-12 &lt;b"],
  ])("%j to %j", (body, markdown) => {
    expect(tipMarkdown(body).join("\n")).toBe(markdown);
  });
});

test("quoted leaves no space at the end of an empty line", () => {
  expect(["", "a", " "].map(quoted)).toEqual([">", "> a", ">"]);
});

test("any tip stays in its quote and does nothing outside of it", () => {
  fc.assert(
    fc.property(hostileText, hostileText, hostileText, (title, body, hint) => {
      const tip = { id: "id", severity: "warning", title, body, hint } as const;
      const tree = parseMarkdown(`before\n\n${tipBlock({ tip, names: [title] })}\n\nafter`);
      expect(tree.children?.map(({ type }) => type)).toEqual([
        "paragraph",
        "blockquote",
        "paragraph",
      ]);
      for (const type of ["image", "imageReference", "linkReference", "footnoteReference"]) {
        expect(nodesOf(tree, type)).toEqual([]);
      }
      for (const type of ["table", "definition", "footnoteDefinition"]) {
        expect(nodesOf(tree, type)).toEqual([]);
      }
      for (const { value } of nodesOf(tree, "html")) expect(value).toMatch(/^<\/?(span|sub)>$/);
      for (const { url } of nodesOf(tree, "link")) expect(url).toMatch(/^https?:\/\/[\w.]+/);
      expect(actedOn(tree)).toBeUndefined();
      const last = tree.children?.[1]?.children?.at(-1);
      expect(allNodes(last!).some(({ value }) => value === "<sub>")).toBe(true);
    }),
    { numRuns: 600 },
  );
});

test("a check box is text: nobody ticks it in our comment", () => {
  const visible = tipMarkdown("1. [ ] `\n- [x] done").join("\n");
  expect(visible).toContain("\\[ ]");
  expect(visible).toContain("\\[x]");
});
