/**
 * What may stand within one line of a tip: code spans, links of the plain form, bare addresses (made
 * into links), emphasis; everything else is text that does nothing? (`tip-markdown.ts` tells why.)
 */
import { escapeMarkdown, separate, withoutMarkers } from "./escape.js";
import { linkTarget } from "./url.js";

/** One clean line of a tip's body as Markdown that keeps to itself. */
export function tipInline(line: string): string {
  return inline(line, true);
}

/** A piece that was recognised, and how long it was. */
interface Piece {
  readonly length: number;
  readonly safe: string;
}

function inline(line: string, withLinks: boolean): string {
  const safe: string[] = [];
  let text = "";
  let index = 0;
  while (index < line.length) {
    const escape = escapeAt(line, index);
    const piece = escape === undefined ? pieceAt(line, index, withLinks) : undefined;
    if (piece !== undefined) {
      safe.push(safeText(text), piece.safe);
      text = "";
    } else {
      text += escape?.safe ?? line.charAt(index);
    }
    index += (escape ?? piece)?.length ?? 1;
  }
  return [...safe, safeText(text)].join("");
}

/** A backslash before emphasis, brackets or backticks keeps its meaning; any other is shown. */
function escapeAt(line: string, index: number): Piece | undefined {
  if (line.charAt(index) !== "\\") return undefined;
  const next = line.charAt(index + 1);
  if (next === "<" || next === ">") return { length: 2, safe: next };
  if (next !== "" && "*_[]`~\\".includes(next)) return { length: 2, safe: `\\${next}` };
  return { length: 1, safe: "\\\\" };
}

function pieceAt(line: string, index: number, withLinks: boolean): Piece | undefined {
  switch (line.charAt(index)) {
    case "`":
      return codeAt(line, index);
    case "[":
      return withLinks ? linkAt(line, index) : undefined;
    case "h":
    case "H":
      return withLinks ? addressAt(line, index) : undefined;
    default:
      return undefined;
  }
}

/** A code span that ends on this line; backticks without a partner are shown as such. */
function codeAt(line: string, index: number): Piece {
  const run = matchAt(/`+/y, line, index)?.[0] ?? "`";
  const span = matchAt(new RegExp(`${run}(?!\`)(.*?[^\`])${run}(?!\`)`, "y"), line, index);
  if (span === null) return { length: run.length, safe: run.replace(/`/g, "\\`") };
  return { length: span[0].length, safe: withoutMarkers(span[0]) };
}

const plainLink = /\[((?:[^[\]`\\]|`[^`]+`(?!`))+)\]\(\s*(https?:\/\/[^\s()<>"'\\`]+)\s*\)/iy;

function linkAt(line: string, index: number): Piece | undefined {
  const match = matchAt(plainLink, line, index);
  const target = linkTarget(match?.[2] ?? "");
  if (match === null || target === undefined) return undefined;
  return { length: match[0].length, safe: `[${inline(match[1] ?? "", false)}](${target})` };
}

const bareAddress = /\bhttps?:\/\/[^\s<>()[\]"'`\\|*]*[^\s<>()[\]"'`\\|*.,;:!?_~]/iy;

function addressAt(line: string, index: number): Piece | undefined {
  const address = matchAt(bareAddress, line, index)?.[0] ?? "";
  const target = linkTarget(address);
  if (target === undefined) return undefined;
  return { length: address.length, safe: `[${escapeMarkdown(separate(address))}](${target})` };
}

/** Emphasis stays; HTML, entities, formulas, images, check boxes, other links and definitions do not. */
function safeText(text: string): string {
  return separate(text).replace(
    /\\.|[&<$]|!(?=\[|$)|\[(?=[ \txX]\])|\](?=[(:[]|$)/g,
    (found) => inert[found] ?? (found.startsWith("\\") ? found : `\\${found}`),
  );
}

const inert: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  $: "<span>$</span>",
};

function matchAt(pattern: RegExp, line: string, index: number): RegExpExecArray | null {
  pattern.lastIndex = index;
  return pattern.exec(line);
}
