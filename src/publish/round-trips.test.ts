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

test("what the comment shows is not downloaded from the board again", async () => {
  const world = new PublishWorld();
  for (let index = 0; index < 30; index += 1) {
    await world.publish(world.publisher({ task: `task-${index}` }), "passed");
    await world.pass(30_000);
  }
  const downloads: string[] = [];
  world.github.onExchange(({ operation: { name } }) => {
    if (name === "POST GetSignedArtifactURL") downloads.push(name);
  });
  await world.publish(world.publisher({ task: "newest" }), "passed");
  expect(Object.keys(world.rows())).toHaveLength(31);
  expect(downloads).toEqual([]);
});

test("what the comment does not show is, however old", async () => {
  const world = new PublishWorld();
  const others = Array.from({ length: 30 }, (_, index) =>
    world.publisher({ task: `task-${index}` }),
  );
  await world.publish(world.publisher({ task: "first" }), "passed");
  const before = world.comment().body;
  for (const other of others) await world.publish(other, "passed");
  // A writer that knew nothing of all these, and is gone before it could mend.
  world.github.editCommentAs("github-actions[bot]", world.comment().id, before);
  await world.pass(120_000);
  await world.publish(world.publisher({ task: "newest" }), "passed");
  expect(Object.keys(world.rows())).toHaveLength(32);
});
