/**
 * Which addresses may be linked, and how are they written?
 *
 * Only http and https, without user names; whatever could end the Markdown link is percent-encoded.
 * An address that is not understood is not linked at all.
 */
import { urlCharsMax } from "../model/limits.js";

const address = /^(https?):\/\/([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?([/?#].*)?$/is;

/**
 * GitHub notes on an issue, pull request, discussion or commit that a comment links to it. Its own
 * redirecting host leads to the same page without that.
 */
const noted = /^\/[^/]+\/[^/]+\/(?:issues|pull|discussions|commit)\/\w/i;

/** The address as the target of a Markdown link; undefined if it must not be linked. */
export function linkTarget(url: string): string | undefined {
  const match = url.length <= urlCharsMax ? address.exec(url.trim()) : null;
  if (match === null) return undefined;
  const [, scheme = "", host = "", port = "", rest = ""] = match;
  const plainHost = host.toLowerCase();
  const isNoted =
    (plainHost === "github.com" || plainHost === "www.github.com") && noted.test(rest);
  const shownHost = isNoted ? "redirect.github.com" : plainHost;
  return `${scheme.toLowerCase()}://${shownHost}${port}${encode(rest)}`;
}

/** The host of an address that may be linked, for telling CI hosts apart. */
export function hostOf(url: string): string {
  return address.exec(url.trim())?.[2]?.toLowerCase() ?? "";
}

function encode(rest: string): string {
  return rest
    .replace(/\p{Cs}/gu, "\uFFFD")
    .replace(/[^A-Za-z0-9\-._~:/?#@!&'*+,;=%]/gu, (character) => percentEncoded(character))
    .replace(/&(?=#?\w+;)/g, "&amp;");
}

/** `encodeURIComponent` leaves parentheses alone, which Markdown does not. */
function percentEncoded(character: string): string {
  if (character === "(") return "%28";
  if (character === ")") return "%29";
  return encodeURIComponent(character);
}
