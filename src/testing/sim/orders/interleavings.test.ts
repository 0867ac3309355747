import { describe, expect, test } from "vitest";
import { type Verification, interleavings } from "./interleavings.js";
import { countPaths } from "./paths.js";

describe("reading one's write back", () => {
  test.each([
    [2, 28n, 4n],
    [3, 32_640n, 5_448n],
  ])("loses rows of %i writers in its known number of ways", (writers, all, bad) => {
    expect(countPaths(interleavings(writers, "read-back"))).toEqual({ all, bad });
  });
});

describe("the log in a write's answer", () => {
  test.each([
    [2, 6n],
    [3, 282n],
    [4, 149_736n],
  ])("loses nothing of %i writers in any order of their steps", (writers, all) => {
    expect(countPaths(interleavings(writers, "log"))).toEqual({ all, bad: 0n });
  });
});

describe.each<Verification>(["boards", "quiet"])("%s", (verification) => {
  test.each([2, 3, 4])("loses nothing of %i writers in any order of their steps", (writers) => {
    const { all, bad } = countPaths(interleavings(writers, verification));
    expect(bad).toBe(0n);
    expect(all).toBeGreaterThan(6n);
  });
});
