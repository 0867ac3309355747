/** How many answers does a publication wait for, one after the other? In a world where each takes a second. */
import { expect, test } from "vitest";
import type { Status } from "../model/status.js";
import { PublishWorld, type WorldOptions } from "../testing/publish-world.js";

const answerMs = 1_000;

/** How many answers the newest task's publication waits for, where others have published before. */
async function roundTrips(options: WorldOptions, status: Status): Promise<number> {
  const world = new PublishWorld(options);
  for (const task of ["lint", "build", "unit"]) {
    await world.publish(world.publisher({ task }), "passed");
  }
  await world.pass(60_000);
  world.behaviour.latency = () => ({ beforeMs: answerMs / 2, afterMs: answerMs / 2 });
  const startedMs = world.clock.nowMs();
  const outcome = await world.publish(world.publisher({ task: "newest" }), status);
  expect(outcome).toEqual({ kind: "published" });
  expect(world.rows()["newest"]).toBe(status);
  return Math.round((world.clock.nowMs() - startedMs) / answerMs);
}

test.each(["passed", "failed"] as const)("%s on a warm board takes four", async (status) => {
  expect(await roundTrips({}, status)).toBe(4);
});
