/**
 * How is a stranger's text shown as exactly that text, whatever is in it?
 *
 * Two layers act on a comment. Markdown is held off with backslashes and entities, which show nothing.
 * GitHub's own filters (mentions, issue and commit references, bare addresses, emoji codes) work on
 * the text *after* Markdown was resolved, so an escaped or encoded `@name` still pings. The only thing
 * that stops them for sure is that the characters are not neighbours any more: a word joiner (U+2060,
 * invisible, no line break) goes between. It costs nothing but an odd character in what is copied
 * out of a row; commands and logs stand in fences, where no filter acts, and stay exact.
 */

/** Invisible, and no part of any name, number or address. */
const joiner = "\u2060";

/** A clean line of harmless characters: nearly all texts are one, and nothing more is looked at then. */
const plainLine = /^(?:[A-Za-z0-9.,;=+()%?!'"{}|^/-]+(?: [A-Za-z0-9.,;=+()%?!'"{}|^/-]+)*)?$/;
const asciiText = /^[\x20-\x7e]*$/;

/**
 * One line of what a person can see: line ends and other white space become one space; control
 * characters, bidirectional overrides and invisible characters go, except inside of an emoji.
 */
export function cleanLine(text: string): string {
  return seenText(text).replace(/ {2,}/g, " ").trim();
}

/** The same without making one of several spaces: every white space is a space of its own. */
export function seenText(text: string): string {
  return asciiText.test(text) ? text : dropUnseen(text.replace(/\s/gu, " "));
}

/** `cleanLine`, cut to at most so many characters with an ellipsis. */
export function cleanClip(text: string, charsMax: number): string {
  return clip(cleanLine(text), charsMax);
}

/** Cuts between characters, never inside of one. */
export function clip(text: string, charsMax: number): string {
  if (text.length <= charsMax) return text;
  return `${text.slice(0, characterStart(text, Math.max(0, charsMax - 1)))}…`;
}

/** No character that is made of several begins below this one: an emoji with its joiners, a letter with its marks. */
const plainCharacterEnd = 0x300;
/** As far as this around a cut is looked for the beginning of a character. */
const characterUnitsMax = 64;

/** Where the character begins, as people see it, that has this place in it. */
function characterStart(text: string, place: number): number {
  if (text.charCodeAt(place) < plainCharacterEnd) return place;
  const from = Math.max(0, place - characterUnitsMax);
  const near = text.slice(from, place + characterUnitsMax);
  const start = new Intl.Segmenter("en").segment(near).containing(place - from)?.index ?? 0;
  // What is longer than any emoji is a heap of marks: it is only kept from being half a pair.
  if (start > 0 || from === 0) return from + start;
  return /[\uD800-\uDBFF]$/.test(text.slice(0, place)) ? place - 1 : place;
}

/** A line of plain text as Markdown that shows just that text. */
export function inlineText(text: string): string {
  if (isPlain(text)) return text;
  const line = cleanLine(text);
  return isPlain(line) ? line : escapeMarkdown(separate(line));
}

/** A line of plain text as a code span. */
export function codeSpan(text: string): string {
  const line = withoutMarkers(cleanLine(text));
  if (line === "") return "";
  const fence = "`".repeat(longestRun(line) + 1);
  const pad = line.startsWith("`") || line.endsWith("`") ? " " : "";
  return `${fence}${pad}${line}${pad}${fence}`;
}

/**
 * Puts word joiners where GitHub would make a mention, a reference, a link or an emoji. An underscore
 * is no part of a word here: as emphasis it would vanish.
 */
export function separate(line: string): string {
  return line
    .replace(/@/g, `@${joiner}`)
    .replace(/#(?=\d)/g, `#${joiner}`)
    .replace(/(?<![A-Za-z0-9])(gh)-(?=\d)/gi, `$1${joiner}-`)
    .replace(/(?<![A-Za-z0-9])[0-9a-f]{7,}(?![A-Za-z0-9])/gi, (digits) =>
      digits.replace(/.{6}(?=.)/g, `$&${joiner}`),
    )
    .replace(/:(?=\/\/|[\w+-]+:)/g, `:${joiner}`)
    .replace(/www\./gi, (prefix) => `${prefix.slice(0, 3)}${joiner}.`);
}

/** Holds off Markdown, HTML and formulas. `_` inside of a word means nothing and stays. */
export function escapeMarkdown(line: string): string {
  return line.replace(
    /[\\`*[\]~<>&$]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g,
    (character) => entities[character] ?? `\\${character}`,
  );
}

/** The `$` form is the one that GitHub documents: a backslash would be part of a formula. */
const entities: Readonly<Record<string, string>> = {
  "<": "&lt;",
  ">": "&gt;",
  "&": "&amp;",
  $: "<span>$</span>",
};

/**
 * Text for code spans and fences must stay exact, but nobody may write our own hidden comments there:
 * readers of the body look for them in its characters, not in its Markdown.
 */
export function withoutMarkers(text: string): string {
  return text.replace(/<!--(?=\s*rollcall)/gi, `<!--${joiner}`);
}

/** The length of the longest run of backticks. */
export function longestRun(text: string): number {
  let longest = 0;
  for (const run of text.match(/`+/g) ?? []) longest = Math.max(longest, run.length);
  return longest;
}

/** Drops what cannot be seen and replaces halves of surrogate pairs. */
function dropUnseen(text: string): string {
  return text
    .replace(
      /((?<=\p{ExtPict}\uFE0F?|\p{EMod})\u200D(?=\p{ExtPict})|(?<=[^\s\uFE0E\uFE0F])[\uFE0E\uFE0F])|[\p{Cc}\p{Cf}\p{DI}]/gu,
      (_character, kept: string | undefined) => kept ?? "",
    )
    .replace(/\p{Cs}/gu, "\uFFFD")
    .replace(/(\p{M}{4})\p{M}+/gu, "$1");
}

function isPlain(text: string): boolean {
  return plainLine.test(text) && !mayLink.test(text);
}

/** What of the harmless characters could still make a reference or an address. */
const mayLink = /gh-\d|[0-9a-f]{7}|www\./i;
