/**
 * How is the roster written into the comment, and what of a comment found counts as one?
 *
 * A body is the visible text and, as its last line, one HTML comment that GitHub does not show:
 *
 *   <!-- rollcall:state v1 write=<id> parent=<id> [log=proven] look=<crc> text=<crc> sum=<crc> <base64> -->
 *
 *   v1      the version of this line's format; of a newer one nothing else is read. It is v2 where not all
 *           that the tasks told had room: programs that know only v1 leave such a comment alone, and
 *           never write over what they cannot join
 *   write   the writer's id of this version: up to 32 hexadecimal digits
 *   parent  the id of the version that this one was made from; `-` for a first one
 *   log     there once the comment's edit log was seen to keep quick edits apart
 *   look    CRC-32 of the look: the visible text without anything volatile (render/)
 *   text    CRC-32 of the visible text, without carriage returns and white space at line ends, so that
 *           harmless normalisation does not matter
 *   sum     CRC-32 of the line's other words, joined by one space each
 *   base64  the inflated size (4 bytes, big endian) and the roster's columns, compressed with brotli
 *
 * Only the last line that is not blank counts: a block that is quoted or in the middle of a text is
 * text. Anyone may have edited the comment, so nothing is believed before the checksum holds, and the
 * size is known before anything is inflated. A checksum is no signature: whose comment it is was
 * decided before (only our own identity's versions are read).
 */
import { assert } from "../base/assert.js";
import { type Roster, rosterVersion, shortenedVersion, versionOf } from "../model/roster.js";
import { textChecksum } from "./checksum.js";
import { Damage, check, shorten } from "./damage.js";
import { packRoster, unpackRoster } from "./packed-roster.js";

/** A roster as the text that goes into the hidden block, computed once. */
export interface EncodedState {
  readonly version: number;
  readonly base64: string;
  /** At most so many characters does the block add to a body, its line break included. */
  readonly blockChars: number;
}

/** What a body is made of. */
export interface BodyParts {
  readonly visible: string;
  /** The visible text without anything volatile. */
  readonly look: string;
  readonly roster: Roster;
  /** What `encodeState(roster)` gave, if the caller has it already. */
  readonly state?: EncodedState;
  /** Up to 32 lower-case hexadecimal digits. */
  readonly writeId: string;
  /** The id of the version that this one was made from, if any. */
  readonly parentId: string | undefined;
  /** True once the comment's edit log was seen to keep quick edits apart. */
  readonly logProven: boolean;
}

/** What a body turned out to be. */
export type DecodedBody =
  /** No block: an older writer's, a person's, or no comment of ours. */
  | { readonly kind: "none" }
  /** A newer program's block: to be left alone. */
  | { readonly kind: "newer"; readonly version: number }
  /** Counts as empty; the problem is one line. */
  | { readonly kind: "damaged"; readonly problem: string }
  | {
      readonly kind: "state";
      readonly roster: Roster;
      readonly writeId: string;
      readonly parentId: string | undefined;
      readonly logProven: boolean;
      /** The look's checksum, to be compared with `lookChecksum`. */
      readonly look: string;
      /** False if somebody changed the visible text since it was written. */
      readonly textIntact: boolean;
    };

const blockStart = "<!-- rollcall:state";
const idCharsMax = 32;
const idPattern = /^[0-9a-f]{1,32}$/;
const versionPattern = /^<!-- rollcall:state v([1-9][0-9]{0,8})(?: |$)/;
const linePattern =
  /^<!-- rollcall:state v([12]) write=([0-9a-f]{1,32}) parent=(-|[0-9a-f]{1,32}) (log=proven )?look=([0-9a-f]{8}) text=([0-9a-f]{8}) sum=([0-9a-f]{8}) ([A-Za-z0-9+/]+={0,2}) -->$/;

/** Encodes a roster, so that its size is known before the visible text is fitted to it. */
export function encodeState(roster: Roster): EncodedState {
  const base64 = packRoster(roster);
  const version = versionOf(roster);
  return { version, base64, blockChars: emptyBlockChars() + base64.length };
}

function emptyBlockChars(): number {
  const longestId = "0".repeat(idCharsMax);
  const line = blockLine({
    version: rosterVersion,
    write: longestId,
    parent: longestId,
    logProven: true,
    look: "",
    text: "",
    base64: "",
  });
  return "\n".length + line.length;
}

/** The most characters that a roster's block adds to a body. */
export function blockChars(roster: Roster): number {
  return encodeState(roster).blockChars;
}

/** Puts a body together. Whether it fits is the caller's business. */
export function encodeBody(parts: BodyParts): string {
  const { visible, look, roster, writeId, parentId, logProven } = parts;
  assert(idPattern.test(writeId), `write id: expected hexadecimal digits, found ${writeId}`);
  assert(
    parentId === undefined || idPattern.test(parentId),
    `parent id: expected hexadecimal digits, found ${String(parentId)}`,
  );
  const { version, base64 } = parts.state ?? encodeState(roster);
  const line = blockLine({
    version,
    write: writeId,
    parent: parentId ?? "-",
    logProven,
    look,
    text: visible,
    base64,
  });
  return `${visible}\n${line}`;
}

/** Reads a body. Never throws. */
export function decodeBody(body: string): DecodedBody {
  const { visible, line } = splitBody(body);
  if (!line.startsWith(blockStart)) return { kind: "none" };
  const version = Number(versionPattern.exec(line)?.[1] ?? 0);
  if (version > shortenedVersion) return { kind: "newer", version };
  try {
    return decodeLine(line, visible);
  } catch (error) {
    if (error instanceof Damage) return { kind: "damaged", problem: error.message };
    throw error;
  }
}

/** The checksum under which a block keeps the look. */
export function lookChecksum(look: string): string {
  return textChecksum(look);
}

function decodeLine(line: string, visible: string): DecodedBody {
  const match = linePattern.exec(line);
  check(
    match !== null,
    () => `state block: expected "${blockStart} v1 write= ... -->", found ${shorten(line)}`,
  );
  const [, digit, write = "", parent = "", log = "", ...rest] = match;
  const [look = "", text = "", sum = "", base64 = ""] = rest;
  const version = Number(digit);
  const logProven = log !== "";
  const expected = sumOf({ version, write, parent, logProven, look, text, base64 });
  check(expected === sum, () => `state block: checksum ${sum}, expected ${expected}`);
  return {
    kind: "state",
    roster: unpackRoster(base64, version),
    writeId: write,
    parentId: parent === "-" ? undefined : parent,
    logProven,
    look,
    textIntact: text === visibleChecksum(visible),
  };
}

/** The words of a block's line; `look` and `text` are the texts themselves, or their checksums. */
interface BlockWords {
  readonly version: number;
  readonly write: string;
  readonly parent: string;
  readonly logProven: boolean;
  readonly look: string;
  readonly text: string;
  readonly base64: string;
}

function blockLine(block: BlockWords): string {
  const { version, write, parent, logProven, base64 } = block;
  const look = textChecksum(block.look);
  const text = visibleChecksum(block.text);
  const sum = sumOf({ ...block, look, text });
  const ids = `write=${write} parent=${parent}${logProven ? " log=proven" : ""}`;
  const sums = `look=${look} text=${text} sum=${sum}`;
  return `${blockStart} v${version} ${ids} ${sums} ${base64} -->`;
}

function sumOf({ version, write, parent, logProven, look, text, base64 }: BlockWords): string {
  const log = logProven ? "log=proven " : "";
  return textChecksum(`v${version} ${write} ${parent} ${log}${look} ${text} ${base64}`);
}

/** The visible text's checksum, after the normalisation that the header tells. */
function visibleChecksum(visible: string): string {
  const lines = visible.replaceAll("\r", "").split("\n");
  return textChecksum(
    lines
      .map((line) => line.trimEnd())
      .join("\n")
      .trimEnd(),
  );
}

function splitBody(body: string): { readonly visible: string; readonly line: string } {
  const text = body.trimEnd();
  const lineStart = text.lastIndexOf("\n") + 1;
  return { visible: text.slice(0, Math.max(0, lineStart - 1)), line: text.slice(lineStart) };
}
