/**
 * How may a tip use Markdown without leaving its quote or doing anything outside of it?
 *
 * A tip's body is Markdown: paragraphs, headings, lists, emphasis, code, links. What could act on the
 * rest of the page or on GitHub is not: HTML, images, tables, footnotes and link definitions, whose
 * effect is global, and mentions and references. No parser is at hand, so nothing here trusts a
 * guess about what a parser would see: every line is made to stand by itself. A code span ends on its
 * line or is none, a fence at the left margin is written anew and closed, and a link is one only in
 * the plain form `[text](https://address)`. Where guess and parser could differ, the text is escaped.
 */
import { cleanLine, escapeMarkdown, seenText, separate } from "./escape.js";
import { fenced } from "./fence.js";
import { tipInline } from "./tip-inline.js";

/** The lines of the body, without the marks of the quote. */
export function tipMarkdown(body: string): readonly string[] {
  const lines = body
    .replace(/\r\n?|[\u2028\u2029]/g, "\n")
    .split("\n")
    .map((line) => seenText(line.replace(/\t/g, "    ")).trimEnd());
  const safe: string[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? "";
    const opening = openingFence.exec(line);
    if (opening === null) {
      safe.push(safeLine(line));
      continue;
    }
    const end = closingIndex(lines, index + 1, opening[2] ?? opening[4] ?? "");
    safe.push(...safeFence(opening, lines.slice(index + 1, end)));
    index = end;
  }
  return trimBlank(safe);
}

const openingFence = /^( {0,3})(?:(`{3,})([^`]*)|(~{3,})(.*))$/;

/** Where the fence closes: the line of its closing mark, or the end. */
function closingIndex(lines: readonly string[], from: number, fence: string): number {
  const closing = new RegExp(`^ {0,3}${fence.charAt(0)}{${fence.length},}$`);
  const found = lines.slice(from).findIndex((line) => closing.test(line));
  return found === -1 ? lines.length : from + found;
}

/** Languages that GitHub would draw instead of showing. */
const drawn = new Set(["mermaid", "math", "geojson", "topojson", "stl", "suggestion"]);

function safeFence(opening: RegExpExecArray, lines: readonly string[]): readonly string[] {
  const indent = new RegExp(`^ {0,${(opening[1] ?? "").length}}`);
  const language = /^[A-Za-z0-9+#-]+/.exec((opening[3] ?? opening[5] ?? "").trim())?.[0] ?? "";
  const info = drawn.has(language.toLowerCase()) ? "" : language;
  return fenced(info, lines.map((line) => line.replace(indent, "")).join("\n")).split("\n");
}

/** One line outside of fences; its indentation, which makes lists, stays. */
function safeLine(line: string): string {
  const indent = /^ */.exec(line)?.[0] ?? "";
  const text = cleanLine(line);
  return text === "" ? "" : indent + (tableRule.test(text) ? plain(text) : tipInline(text));
}

/** The line below a table's head, in any list or quote. A table would cut code spans in pieces. */
const tableRule = /^[\s|:\->*+.)\d]*[|:][\s|:-]*$/;

function plain(text: string): string {
  return escapeMarkdown(separate(text)).replace(/[|:]/g, "\\$&");
}

function trimBlank(lines: readonly string[]): readonly string[] {
  const first = lines.findIndex((line) => line !== "");
  const last = lines.findLastIndex((line) => line !== "");
  return first === -1 ? [] : lines.slice(first, last + 1);
}
