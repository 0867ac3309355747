import fc from "fast-check";
import { expect, test } from "vitest";
import { parseMarkdown } from "../testing/gfm.js";
import { hostileText } from "../testing/hostile.js";
import { fenceText, fenced } from "./fence.js";

test.each([
  ["plain\n\ttext\n", "```\nplain\n\ttext\n```"],
  ["a ``` b", "````\na ``` b\n````"],
  ["`````", "``````\n`````\n``````"],
  ["\u001b[31mred\u001b[0m\r\n\u001b]0;title\u0007next\r\rend", "```\nred\nnext\n\nend\n```"],
  ["a\u202Eb\u0000c", "```\nabc\n```"],
  ["<!-- rollcall:state", "```\n<!--\u2060 rollcall:state\n```"],
  ["<!\u0000-- rollcall:state", "```\n<!--\u2060 rollcall:state\n```"],
])("%j is fenced as %j", (text, markdown) => {
  expect(fenced("", text)).toBe(markdown);
});

test("any text is one code block of just that text", () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const tree = parseMarkdown(`before\n\n${fenced("text", text)}\n\nafter`);
      expect(tree.children?.map((node) => node.type)).toEqual(["paragraph", "code", "paragraph"]);
      expect(tree.children?.[1]?.value).toBe(fenceText(text).replaceAll("\t", "\t"));
    }),
    { numRuns: 400 },
  );
});
