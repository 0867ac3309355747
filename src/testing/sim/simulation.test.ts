import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { judgeSeed } from "./judge.js";

/** `pnpm simulate` plays thousands; these are what every test run has time for. */
const newSeeds = Array.from({ length: 60 }, (_, index) => String(100_000 + index));

const onceFailed = readFileSync("testdata/sim/seeds.txt", "utf8")
  .split("\n")
  .filter((line) => /^\d/.test(line))
  .map((line) => line.split(" ", 1)[0] ?? "");

test.each([...onceFailed, ...newSeeds])("seed %s violates nothing", async (seed) => {
  const { violations, report } = await judgeSeed(seed);
  expect(violations, report).toEqual([]);
});

test("a seed replays exactly", async () => {
  const first = await judgeSeed("1471");
  const second = await judgeSeed("1471");
  expect(second.report).toBe(first.report);
});
