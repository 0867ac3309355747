/**
 * What does a test's own `test.xml` say that its log does not? (Fact sheet 8.4.)
 *
 * Only the first failure, in one bounded piece of text. Where a test writes no XML, Bazel makes one up
 * around the log: such a message says nothing.
 */

const madeUp = [
  "exited with error code",
  "test exited with",
  "test did not complete",
  "test was not completed",
];
const bodyCharsMax = 64 * 1024;

/** The first failure's message and text; undefined if there is none, or only one of Bazel's own. */
export function failureInXml(xml: string): string | undefined {
  const opening = /<(failure|error)\b((?:[^>"']|"[^"]*"|'[^']*')*?)(\/?)>/g;
  for (let match = opening.exec(xml); match !== null; match = opening.exec(xml)) {
    const [whole, name = "", attributes = "", empty] = match;
    const start = match.index + whole.length;
    const end = empty === "/" ? start : xml.indexOf(`</${name}`, start);
    const body = plainText(
      xml.slice(start, end < 0 ? undefined : end).slice(0, bodyCharsMax),
    ).trim();
    const message = attribute(attributes, "message").trim();
    if (body === "" && (message === "" || madeUp.some((words) => message.includes(words))))
      continue;
    const type = attribute(attributes, "type").trim();
    // Most tools begin the text with the message; then once is enough.
    if (message === "" || body.includes(message)) return body;
    const heading = type === "" || message.includes(type) ? message : `${type}: ${message}`;
    return body === "" ? heading : `${heading}\n${body}`;
  }
  return undefined;
}

function attribute(attributes: string, name: string): string {
  const match = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes);
  return unescaped(match?.[1] ?? match?.[2] ?? "");
}

/** Sections of character data as they are, everything else without its entities. */
function plainText(body: string): string {
  return body
    .split(/(<!\[CDATA\[[\s\S]*?(?:\]\]>|$))/)
    .map((part) =>
      part.startsWith("<![CDATA[") ? part.slice(9).replace(/\]\]>$/, "") : unescaped(part),
    )
    .join("");
}

const entities: Readonly<Record<string, string>> = {
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  amp: "&",
};

/** Only the five entities of XML itself, and characters by their number. */
function unescaped(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([\da-fA-F]{1,6})|(lt|gt|quot|apos|amp));/g,
    (whole, decimal, hex, name) => {
      if (typeof name === "string") return entities[name] ?? whole;
      const code = typeof decimal === "string" ? Number(decimal) : Number.parseInt(String(hex), 16);
      return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)
        ? String.fromCodePoint(code)
        : "";
    },
  );
}
