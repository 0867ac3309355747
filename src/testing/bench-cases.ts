/** What does `tools/bench.mjs` time in process? Prepared cases, each a function to be called many times. */
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
  /** Parses two bodies and joins what they hold; the number of tasks. */
  parseAndJoin(sample: number): number;
  /** Writes a text of the body's size, without thinking: what rendering is compared with. */
  baseline(sample: number): number;
}

const context = { pullNumber: 7, nowMs: 1_763_951_500_000, programVersion: "1.0.0" };

/** Prepares a case with so many samples. */
export function benchCase(tasks: number, workflows: number, samples: number): BenchCase {
  const rosters = Array.from({ length: samples }, (_, sample) => spread(tasks, workflows, sample));
  const pairs = Array.from({ length: samples }, (_, sample) =>
    ["one", "two"].map((half) => {
      const roster = { ...spread(tasks, workflows, sample, half), head: "a".repeat(40) };
      return compose(roster, context).body("a", undefined, true);
    }),
  );
  return {
    tasks,
    workflows,
    compose: (sample) => compose(rosters[sample]!, context).body("a", undefined, true),
    parseAndJoin: (sample) => {
      const [one, two] = pairs[sample]!.map((body) => {
        const decoded = decodeBody(body);
        if (decoded.kind !== "state") throw new Error(decoded.kind);
        return decoded.roster;
      });
      return join(one!, two!).entries.length;
    },
    baseline: (sample) => JSON.stringify(rosters[sample]!).length,
  };
}

/** The characters of a roster's block and of its whole body. */
export function sizes(tasks: number): { readonly whole: number; readonly body: number } {
  const roster = typicalRoster(tasks, { invocationLinks: true });
  return {
    whole: encodeState(roster).blockChars,
    body: compose(roster, context).body("a", undefined, true).length,
  };
}

function spread(tasks: number, workflows: number, sample: number, half = ""): Roster {
  const seed = `bench ${sample} ${half}`;
  return spreadRoster(typicalRoster(tasks, { seed, invocationLinks: true }), workflows);
}
