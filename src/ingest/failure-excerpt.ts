/**
 * Which lines of one failure's text matter? Unlike a log, it tells of one thing.
 *
 * Mostly its message stands on top and a stack below: then it is shown from its beginning. Where it does not (pytest
 * begins with the test's source), the error has to be looked for as in a log.
 */
import { type Excerpt, type LogPieces, excerptOf, openingOf } from "./excerpt.js";

/** A text that begins with its message does so in its first lines. */
const openingCharsMax = 500;
/** Of a long message the beginning is enough to find it again. */
const messageCharsMax = 200;

/** `TypeError: x is not a function`, `java.lang.NullPointerException`. */
const thrown = /^(?:[\w$]+\.)*[A-Z]\w*(?:Error|Exception|Failure)\b/;

/** The lines of a failure with this message (one line, or empty); undefined if the text says nothing. */
export function excerptOfFailure(said: LogPieces, message: string): Excerpt | undefined {
  const opening = said.head.trimStart().slice(0, openingCharsMax);
  const isOnTop = message === "" ? thrown.test(opening) : holdsMessage(opening, message);
  return isOnTop ? openingOf(said) : excerptOf(said);
}

/** True if the text has the message; who writes that as an attribute may have lost its line ends. */
export function holdsMessage(text: string, message: string): boolean {
  const plain = (whole: string): string => whole.replace(/\s+/g, "");
  return plain(text).includes(plain(message.slice(0, messageCharsMax)));
}
