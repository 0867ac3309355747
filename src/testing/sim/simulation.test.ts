import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { judgeSeed } from "./judge.js";
import type { Level } from "./schedule.js";

/** `pnpm simulate` plays thousands; these are what every test run has time for. */
const newSeeds = { ports: 60, http: 15 };

interface Case {
  readonly level: Level;
  readonly seed: string;
}

const onceFailed = readFileSync("testdata/sim/seeds.txt", "utf8")
  .split("\n")
  .flatMap((line): Case[] => {
    const [, level, seed = ""] = /^(ports|http) (\S+) /.exec(line) ?? [];
    return level === undefined ? [] : [{ level: level as Level, seed }];
  });

const untried = (["ports", "http"] as const).flatMap((level) =>
  Array.from({ length: newSeeds[level] }, (_, index): Case => {
    return { level, seed: String(100_000 + index) };
  }),
);

test.each([...onceFailed, ...untried])("seed $seed over $level", async ({ level, seed }) => {
  const { violations, report } = await judgeSeed(seed, { level });
  expect(violations, report).toEqual([]);
});

test.each(["ports", "http"] as const)("a seed replays exactly over %s", async (level) => {
  const first = await judgeSeed("1471", { level });
  const second = await judgeSeed("1471", { level });
  expect(second.report).toBe(first.report);
});
