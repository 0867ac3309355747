import { Buffer } from "node:buffer";
import { brotliCompressSync, constants } from "node:zlib";
import fc from "fast-check";
import { anyCharacter } from "../testing/any-character.js";
import { describe, expect, it } from "vitest";
import { stateBytesMax } from "../model/limits.js";
import { arbitraryRoster, arbitraryShuffle, arbitraryText } from "../testing/arbitrary-roster.js";
import { versionOf } from "../model/roster.js";
import { makeEntry } from "../testing/make-entry.js";
import { type Fate, shortenRoster } from "../testing/shorten-roster.js";
import { typicalRoster } from "../testing/typical-roster.js";
import { textChecksum } from "./checksum.js";
import { sortedRoster, writeRoster } from "./roster-columns.js";
import {
  type BodyParts,
  blockChars,
  decodeBody,
  encodeBody,
  encodeState,
  lookChecksum,
} from "./state-block.js";

const roster = typicalRoster(3, { invocationLinks: true });
const parts: BodyParts = {
  visible: "<!-- rollcall -->\n## ✅ 3 tasks\n\n- build",
  look: "3 tasks",
  roster,
  writeId: "0123456789abcdef",
  parentId: "fedcba9876543210",
  logProven: false,
};
const body = encodeBody(parts);
const blockLine = body.slice(body.lastIndexOf("\n") + 1);

/** A block with a good checksum around any payload. */
function blockAround(base64: string): string {
  const look = textChecksum("");
  const sum = textChecksum(`v1 ab - ${look} ${look} ${base64}`);
  return `<!-- rollcall:state v1 write=ab parent=- look=${look} text=${look} sum=${sum} ${base64} -->`;
}

/** A block with a good checksum and a good size around any inflated bytes. */
function blockInflatingTo(bytes: Uint8Array, declared = bytes.length): string {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(declared);
  // The best compression takes twenty times as long and changes nothing for the reader.
  const packed = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } });
  return blockAround(Buffer.concat([size, packed]).toString("base64"));
}

/** The text with two neighbours in each other's place. */
function swapAt(text: string, at: number): string {
  return (
    text.slice(0, at - 2) +
    text[text.length + at - 1]! +
    text[text.length + at - 2]! +
    text.slice(at)
  );
}

function problemOf(text: string): string {
  const decoded = decodeBody(text);
  return decoded.kind === "damaged" ? decoded.problem : decoded.kind;
}

describe("a body", () => {
  it("gives back what was put in", () => {
    expect(decodeBody(body)).toEqual({
      kind: "state",
      roster: sortedRoster(roster),
      writeId: "0123456789abcdef",
      parentId: "fedcba9876543210",
      logProven: false,
      look: lookChecksum("3 tasks"),
      textIntact: true,
    });
  });

  it("shows the visible text first and ends with one line that hides the block", () => {
    expect(
      body.startsWith(`${parts.visible}\n<!-- rollcall:state v1 write=0123456789abcdef `),
    ).toBe(true);
    expect(blockLine).toMatch(/^<!-- [^-]*(-[^-]+)* -->$/);
  });

  it("gives back any roster, in the order of its rows", () => {
    fc.assert(
      fc.property(arbitraryRoster, arbitraryText, (any, visible) => {
        const decoded = decodeBody(encodeBody({ ...parts, roster: any, visible }));
        expect(decoded).toMatchObject({ kind: "state", textIntact: true });
        expect(decoded.kind === "state" && decoded.roster).toEqual(sortedRoster(any));
      }),
    );
  });

  it("gives back what was shortened and summarised, under version 2", () => {
    const fates = fc.array(fc.constantFrom<Fate>("whole", "lean", "name", "summary"), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(arbitraryRoster, fates, (any, chosen) => {
        const less = shortenRoster(any, chosen);
        const line = encodeBody({ ...parts, roster: less });
        expect(line).toContain(`state v${versionOf(less)} write=`);
        const decoded = decodeBody(line);
        expect(decoded.kind === "state" && decoded.roster).toEqual(sortedRoster(less));
        const lied = line.replace(/state v[12]/, versionOf(less) === 1 ? "state v2" : "state v1");
        expect(decodeBody(lied).kind).toBe("damaged");
      }),
    );
  });

  it("gives back 1,000 tasks", () => {
    const many = typicalRoster(1_000, { invocationLinks: true });
    expect(decodeBody(encodeBody({ ...parts, roster: many }))).toMatchObject({
      kind: "state",
      roster: sortedRoster(many),
    });
  });

  it("is the same text whatever the order of the roster's lists", () => {
    const pair = arbitraryRoster.chain((any) => fc.tuple(fc.constant(any), arbitraryShuffle(any)));
    fc.assert(
      fc.property(pair, ([any, shuffled]) => {
        expect(encodeState(shuffled)).toEqual(encodeState(any));
      }),
    );
  });

  it("is never longer than its length was told", () => {
    const state = encodeState(roster);
    const longest = {
      ...parts,
      state,
      logProven: true,
      writeId: "f".repeat(32),
      parentId: "e".repeat(32),
    };
    expect(encodeBody(longest)).toHaveLength(parts.visible.length + state.blockChars);
    expect(body.length).toBeLessThan(parts.visible.length + blockChars(roster));
  });

  it("tells that the log was proven", () => {
    const proven = encodeBody({ ...parts, logProven: true });
    expect(proven).toContain(" log=proven ");
    expect(decodeBody(proven)).toMatchObject({ kind: "state", logProven: true });
    expect(decodeBody(proven.replace(" log=proven", ""))).toMatchObject({ kind: "damaged" });
  });

  it("may be a first one, without a parent", () => {
    expect(decodeBody(encodeBody({ ...parts, parentId: undefined }))).toMatchObject({
      kind: "state",
      parentId: undefined,
    });
  });

  it.each(["", "xyz", "ABCDEF", "0".repeat(33), "a b", "a\n"])("refuses the id %j", (id) => {
    expect(() => encodeBody({ ...parts, writeId: id })).toThrow(/write id/);
    expect(() => encodeBody({ ...parts, parentId: id })).toThrow(/parent id/);
  });
});

describe("the visible text", () => {
  it.each([
    ["carriage returns", body.replaceAll("\n", "\r\n")],
    ["white space at line ends", body.replaceAll("\n", " \t\n")],
    ["white space after the block", `${body}\r\n\r\n  \n`],
    ["blank lines before the block", body.replace(blockLine, `\n\n${blockLine}`)],
  ])("may change in its %s", (_what, text) => {
    expect(decodeBody(text)).toMatchObject({ kind: "state", textIntact: true });
  });

  it.each([
    ["a changed word", body.replace("build", "bulid")],
    ["a line more", `hello\n${body}`],
    ["nothing left", blockLine],
  ])("is known to be changed: %s", (_what, text) => {
    expect(decodeBody(text)).toMatchObject({ kind: "state", textIntact: false });
  });
});

describe("a body without a block of its own", () => {
  it.each([
    ["an empty one", ""],
    ["plain Markdown", "# Hello\n\nworld"],
    ["a block in the middle", `${body}\n\nThanks!`],
    ["a quoted block", `hello\n> ${blockLine}`],
    ["an indented block", `hello\n    ${blockLine}`],
    ["a block behind a text", `hello ${blockLine}`],
    ["another program's block", "<!-- aspect-ci-status-state-v1:e30= -->"],
  ])("has none: %s", (_what, text) => {
    expect(decodeBody(text)).toEqual({ kind: "none" });
  });

  it("belongs to a newer program if it says so, and is left alone whatever it holds", () => {
    expect(decodeBody("x\n<!-- rollcall:state v3 anything -->")).toEqual({
      kind: "newer",
      version: 3,
    });
    expect(decodeBody("<!-- rollcall:state v123456789 ")).toMatchObject({ kind: "newer" });
  });
});

describe("a damaged block", () => {
  it.each([
    ["no version", "<!-- rollcall:state -->", /expected "<!-- rollcall:state v1/],
    ["version 0", blockLine.replace(" v1 ", " v0 "), /expected "<!-- rollcall:state v1/],
    ["no base64", blockLine.replace(/ [^ ]+ -->$/, " not-base64-at-all -->"), /expected/],
    ["a missing attribute", blockLine.replace(/ look=\w+/, ""), /expected/],
    ["another parent", blockLine.replace("parent=f", "parent=e"), /checksum \w{8}, expected \w{8}/],
    ["another payload", swapAt(blockLine, -20), /checksum/],
    ["no payload bytes", blockAround("AAAA"), /expected its size, found 3 bytes/],
    ["no brotli", blockAround("AAAABEFCQ0RF"), /expected 4 bytes of brotli/],
    [
      "fewer bytes than it says",
      blockInflatingTo(Buffer.from("abc"), 9),
      /expected 9 bytes inflated, found 3/,
    ],
    ["more bytes than it says", blockInflatingTo(Buffer.from("abcdef"), 3), /expected 3 bytes/],
    ["no head", blockInflatingTo(Buffer.from("abc")), /expected a head, found 3 bytes/],
    [
      "a head past its end",
      blockInflatingTo(Buffer.from("\x00\x00\x01\x00{}")),
      /expected 260 bytes, found 6/,
    ],
    ["a head that is no JSON", headOnly("{"), /head: expected a list, found nothing/],
    ["a head that is an object", headOnly("{}"), /head: expected a list, found an object/],
    ["an unknown lane", headOnly('["x","",[0,0,0],[],[]]'), /lane: expected pull-request or/],
    [
      "a commit that is a number",
      headOnly('["pull-request",1,[0,0,0],[],[]]'),
      /head: expected a commit/,
    ],
    ["no counts", headOnly('["pull-request",""]'), /counts: expected at most/],
    ["counts that are texts", headOnly('["pull-request","",["0",0,0],[],[]]'), /counts/],
    ["a count below zero", headOnly('["pull-request","",[0,0,-1],[],[]]'), /counts/],
    ["5,001 entries", headOnly('["pull-request","",[0,0,5001],[],[]]'), /counts: expected .*5000/],
    [
      "columns that are a text",
      headOnly('["pull-request","",[0,0,0],[],"x"]'),
      /columns: expected a list/,
    ],
    [
      "no columns",
      headOnly('["pull-request","",[0,0,0],[],[]]'),
      /expected a list of texts, found nothing/,
    ],
    [
      "a bomb",
      blockInflatingTo(Buffer.alloc(1_000), stateBytesMax + 1),
      /expected at most 16777216 bytes/,
    ],
  ])("is refused with one line: %s", (_what, text, problem) => {
    expect(problemOf(text)).toMatch(problem);
    expect(problemOf(text)).not.toContain("\n");
  });

  it("does not get its bomb inflated beyond the size that it tells", () => {
    const bomb = blockInflatingTo(Buffer.alloc(64 * 1024 * 1024), 1_000);
    expect(bomb.length).toBeLessThan(1_000);
    expect(problemOf(bomb)).toMatch(/expected 1000 bytes of brotli, found RangeError/);
  });

  it("is noticed when it is cut anywhere", () => {
    for (let length = 0; length < body.length; length += 1) {
      const { kind } = decodeBody(body.slice(0, length));
      expect(kind).toBe(length < body.indexOf(blockLine) + 19 ? "none" : "damaged");
    }
  });

  it("is noticed when any one bit flips", () => {
    const bytes = Buffer.from(body);
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      const decoded = decodeBody(flipped.toString("utf8"));
      if (decoded.kind !== "state") continue;
      expect(decoded.roster).toEqual(sortedRoster(roster));
      expect(bit >> 3).toBeLessThan(bytes.length - blockLine.length);
    }
  });

  it("never makes the reader throw, whatever it holds", () => {
    const any = fc.oneof(
      fc.string({ unit: anyCharacter }),
      fc.string().map((text) => `<!-- rollcall:state v1 ${text} -->`),
      fc.uint8Array().map((bytes) => blockAround(Buffer.from(bytes).toString("base64"))),
      fc.uint8Array().map((bytes) => blockInflatingTo(bytes)),
      fc.json().map(headOnly),
    );
    fc.assert(
      fc.property(any, (text) => {
        expect(["none", "damaged", "newer"]).toContain(decodeBody(text).kind);
      }),
    );
  });

  it("never makes the reader throw with a forged inside", () => {
    const inflated = inflatedOf(roster);
    fc.assert(
      fc.property(fc.nat({ max: inflated.length - 1 }), fc.nat({ max: 255 }), (at, value) => {
        const forged = Buffer.from(inflated);
        forged[at] = value;
        expect(["state", "damaged"]).toContain(decodeBody(blockInflatingTo(forged)).kind);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("sizes", () => {
  it.each([
    { tasks: 10, invocationLinks: false, charsPerTask: 120 },
    { tasks: 100, invocationLinks: false, charsPerTask: 35 },
    { tasks: 1_000, invocationLinks: false, charsPerTask: 21 },
    { tasks: 1_000, invocationLinks: true, charsPerTask: 42 },
  ])(
    "$tasks tasks (random UUIDs: $invocationLinks) take at most $charsPerTask characters each",
    ({ tasks, invocationLinks, charsPerTask }) => {
      expect(blockChars(typicalRoster(tasks, { invocationLinks })) / tasks).toBeLessThan(
        charsPerTask,
      );
    },
  );

  it("an entry over a limit is a bug that is named", () => {
    const links = Array.from({ length: 51 }, () => ({ label: "a", url: "https://x" }));
    expect(() => blockChars({ ...roster, entries: [makeEntry({ links })] })).toThrow(
      /column \d+: expected 0 to 51, found 0 to 52|expected 0 to 51, found 52 to 52/,
    );
  });
});

function headOnly(json: string): string {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(Buffer.byteLength(json));
  return blockInflatingTo(Buffer.concat([length, Buffer.from(json)]));
}

function inflatedOf(any: typeof roster): Buffer {
  return writeRoster(sortedRoster(any));
}
