import { expect, test } from "vitest";
import { ByRun, BySlot } from "./by-run.js";

const texts = ["", "a", "ab", "b", "__proto__", "constructor"];
const runs = texts.flatMap((workflow) =>
  texts.flatMap((event) => texts.map((runId) => ({ workflow, event, runId }))),
);

test("every run has a value of its own, whatever its texts read together", () => {
  const places = new ByRun<number>();
  for (const run of runs) expect(places.get(run)).toBeUndefined();
  runs.forEach((run, place) => {
    places.set(run, -1);
    places.set(run, place);
  });
  expect(runs.map((run) => places.get(run))).toEqual(runs.map((_run, place) => place));
  expect(places.values()).toEqual(runs.map((_run, place) => place));
});

test("the runs of one workflow and event share a slot", () => {
  const slots = new BySlot<string>();
  for (const run of runs) slots.set(run, run.runId);
  for (const run of runs) expect(slots.get(run)).toBe("constructor");
  expect(slots.values()).toHaveLength(texts.length ** 2);
});
