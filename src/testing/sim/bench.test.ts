import { describe, expect, test } from "vitest";
import { AnswerObserver } from "../../adapters/github/observer.js";
import { PublishWorld } from "../publish-world.js";
import { protocols } from "./bench.js";
import { type DayOptions, usualDay } from "./day/day.js";
import { pointsOf } from "./day/day-costs.js";
import { setLatencies } from "./day/day-latency.js";
import { playDay } from "./day/day-run.js";

const shortDay: DayOptions = { ...usualDay, jobsPerWorkflow: 2, spanMs: 60_000 };

describe("a short day", () => {
  test.each(Object.entries(protocols))("is played to its end by %s", async (_, protocol) => {
    const figures = await playDay(protocol, shortDay, "short");
    expect(figures.heldMs).toHaveLength(4);
    const { live, verdicts, beforeVerdicts } = figures;
    expect(beforeVerdicts).toBeGreaterThan(0);
    expect(beforeVerdicts).toBeLessThanOrEqual(pointsOf(live));
    expect(verdicts.writes).toBeGreaterThan(0);
  });

  test("costs the same each time, and Rollcall loses nothing on it", async () => {
    const rollcall = protocols["rollcall"];
    if (rollcall === undefined) throw new Error("there is no Rollcall to play");
    const figures = await playDay(rollcall, shortDay, "again");
    expect(await playDay(rollcall, shortDay, "again")).toEqual(figures);
    expect(figures).toMatchObject({ wrongAtRest: 0, commentsAtRest: 1 });
  });
});

test("an upload takes its time over all of its requests, a listing that of one call", async () => {
  const world = new PublishWorld();
  setLatencies(world, { ...usualDay, apiMsMin: 400, apiMsMax: 400 });
  world.addRun({ runId: "100" });
  const board = world.board("100", 1, "job", new AnswerObserver(world.processClock()));
  const startMs = world.clock.nowMs();
  await world.run(board.upload("item", new Uint8Array([1])));
  expect(world.clock.nowMs() - startMs).toBe(usualDay.uploadMs);
  await world.run(board.list(""));
  expect(world.clock.nowMs() - startMs).toBe(usualDay.uploadMs + 400);
});
