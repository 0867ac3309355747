/** What does `tools/bench.mjs` time in process? Prepared cases, each a function to be called many times. */
import { Buffer } from "node:buffer";
import { brotliCompressSync, constants, deflateRawSync } from "node:zlib";
import { rosterToJson } from "../codec/roster-json.js";
import { sortedRoster, writeRoster } from "../codec/roster-columns.js";
import { decodeBody, encodeState } from "../codec/state-block.js";
import { join } from "../merge/join.js";
import type { Roster } from "../model/roster.js";
import { compose } from "../publish/compose.js";
import { spreadRoster, typicalRoster } from "./typical-roster.js";

/** One size: sample rosters that no cache knows, and what is done with each. */
export interface BenchCase {
  readonly tasks: number;
  readonly workflows: number;
  /** Renders and encodes the roster; the body. */
  compose(sample: number): string;
  /** What rendering is compared with: puts a body of the same size together, without thinking. */
  writeBody(): number;
  /** Parses two bodies and joins what they hold; the number of tasks. */
  parseAndJoin(sample: number): number;
  /** What parsing and joining is compared with: reads the same two rosters as JSON. */
  parseJson(): number;
}

const context = { pullNumber: 7, nowMs: 1_763_951_500_000, programVersion: "1.0.0" };

/** Prepares a case with so many samples. */
export function benchCase(tasks: number, workflows: number, samples: number): BenchCase {
  const all = Array.from({ length: samples }, (_, sample) => sample);
  const rosters = all.map((sample) => spread(tasks, workflows, sample));
  const halves = (sample: number): readonly Roster[] =>
    ["one", "two"].map((half) => ({
      ...spread(tasks, workflows, sample, half),
      head: "a".repeat(40),
    }));
  const bodies = all.map((sample) => halves(sample).map(bodyOf));
  // Nobody remembers these: one sample does, and the heap stays small.
  const words = (bodies[0]?.[0] ?? "").split(/(?<=[ \n])/);
  const texts = halves(0).map((roster) => JSON.stringify(roster));
  return {
    tasks,
    workflows,
    compose: (sample) => bodyOf(rosters[sample]!),
    writeBody: () => Buffer.from(words.join(""), "utf8").length,
    parseAndJoin: (sample) => {
      const [one, two] = bodies[sample]!.map((body) => {
        const decoded = decodeBody(body);
        if (decoded.kind !== "state") throw new Error(decoded.kind);
        return decoded.roster;
      });
      return join(one!, two!).entries.length;
    },
    parseJson: () =>
      texts.reduce((sum, text) => sum + (JSON.parse(text) as Roster).entries.length, 0),
  };
}

/** The characters of a roster's block and of its whole body. */
export function sizes(tasks: number): { readonly whole: number; readonly body: number } {
  const roster = typicalRoster(tasks, { invocationLinks: true });
  return { whole: encodeState(roster).blockChars, body: bodyOf(roster).length };
}

/** A way to write a roster into the block: our own columns, or JSON as `show` prints it. */
export interface Encoding {
  readonly name: string;
  /** The characters of the base64 text. */
  readonly chars: (roster: Roster) => number;
}

const brotli = (bytes: Buffer, quality: number): Buffer =>
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } });
const inJson = (roster: Roster): Buffer => Buffer.from(JSON.stringify(rosterToJson(roster)));
const inColumns = (roster: Roster): Buffer => writeRoster(sortedRoster(roster));
const base64Chars = (bytes: Buffer): number => bytes.toString("base64").length;

/** The encodings that were weighed, the plainest first. */
export const encodings: readonly Encoding[] = [
  { name: "JSON", chars: (roster) => base64Chars(inJson(roster)) },
  { name: "JSON, deflate 6", chars: (roster) => base64Chars(deflateRawSync(inJson(roster))) },
  { name: "JSON, brotli 5", chars: (roster) => base64Chars(brotli(inJson(roster), 5)) },
  { name: "columns", chars: (roster) => base64Chars(inColumns(roster)) },
  { name: "columns, deflate 6", chars: (roster) => base64Chars(deflateRawSync(inColumns(roster))) },
  {
    name: "columns, brotli 5 (ours)",
    chars: (roster) => base64Chars(brotli(inColumns(roster), 5)),
  },
  { name: "columns, brotli 9", chars: (roster) => base64Chars(brotli(inColumns(roster), 9)) },
  { name: "columns, brotli 11", chars: (roster) => base64Chars(brotli(inColumns(roster), 11)) },
];

/** Rosters on which encodings are measured, the last one as links of real services make it. */
export function encodedRosters(): readonly { readonly name: string; readonly roster: Roster }[] {
  return [
    { name: "1,000 tasks", roster: typicalRoster(1_000) },
    { name: "1,000 tasks with UUIDs", roster: typicalRoster(1_000, { invocationLinks: true }) },
  ];
}

function bodyOf(roster: Roster): string {
  return compose(roster, context).body("a", undefined, true);
}

function spread(tasks: number, workflows: number, sample: number, half = ""): Roster {
  const seed = `bench ${sample} ${half}`;
  return spreadRoster(typicalRoster(tasks, { seed, invocationLinks: true }), workflows);
}
