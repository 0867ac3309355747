import { describe, expect, test } from "vitest";
import { itemsPerEntryMax } from "../../model/limits.js";
import { type TaskLayers, joinLayers } from "./layers.js";

function joined(layers: Partial<TaskLayers>): ReturnType<typeof joinLayers> {
  return joinLayers({ typed: {}, found: {}, said: {}, ...layers });
}

describe("who is believed", () => {
  test("the command, then its results, then the options, field by field", () => {
    const typed = { kind: "test", result: "typed", checkUrl: "https://e.example/typed" };
    const found = { status: "failing", result: "found", failedInPhase: "test" } as const;
    expect(joined({ typed })).toEqual(typed);
    expect(joined({ typed, found })).toEqual({ ...typed, ...found });
    expect(joined({ typed, found, said: { result: "said" } })).toEqual({
      ...typed,
      ...found,
      result: "said",
    });
  });

  test("the verdict of all", () => {
    const verdict = { status: "failed", final: true } as const;
    const said = { status: "passed", final: false, result: "1/2" } as const;
    expect(joined({ said, verdict })).toEqual({ status: "failed", final: true, result: "1/2" });
  });

  test("links that were found stand after those that were said, each once", () => {
    const link = (name: string): { label: string; url: string } => ({
      label: name,
      url: `https://e.example/${name}`,
    });
    const [a, b, c] = ["a", "b", "c"].map(link);
    if (a === undefined || b === undefined || c === undefined) throw new Error("three links");
    expect(joined({ typed: { links: [a] }, found: { links: [b, a] } }).links).toEqual([a, b]);
    expect(
      joined({ typed: { links: [a] }, found: { links: [b] }, said: { links: [c] } }).links,
    ).toEqual([c, b]);
    expect(joined({ found: { links: [b] } }).links).toEqual([b]);
    const many = Array.from({ length: itemsPerEntryMax }, (_, index) => link(`x${index}`));
    expect(joined({ typed: { links: many }, found: { links: [b] } }).links).toEqual(many);
  });

  test("commands that were said keep found ones out", () => {
    const found = { reproduce: [{ command: "found" }], fix: [{ command: "found" }] };
    const typed = { reproduce: [{ command: "typed" }] };
    expect(joined({ typed, found })).toEqual({ ...typed, fix: found.fix });
    expect(joined({ typed, found, said: { fix: [{ command: "said" }] } })).toEqual({
      ...typed,
      fix: [{ command: "said" }],
    });
  });

  test("a reason to abort goes with an abort only", () => {
    const found = { status: "aborted", abortReason: "out of memory" } as const;
    expect(joined({ found })).toEqual(found);
    expect(joined({ found, verdict: { status: "failed" } })).toEqual({ status: "failed" });
  });
});
