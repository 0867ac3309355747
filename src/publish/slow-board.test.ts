import { describe, expect, test } from "vitest";
import { AnswerObserver } from "../adapters/github/observer.js";
import { PublishWorld } from "../testing/publish-world.js";

/** Every call of the results service and of its storage takes so long. */
function slowBoard(world: PublishWorld, callMs: number): void {
  world.behaviour.latency = ({ name }) => {
    const halfMs = /Artifact|blob/i.test(name) ? callMs / 2 : 100;
    return { beforeMs: halfMs, afterMs: halfMs };
  };
}

describe("a board that is slow", () => {
  test.each([1_000, 2_000, 4_500])(
    "does not make a verdict that stands a failed one (%i ms a call)",
    async (callMs) => {
      const world = new PublishWorld({ seed: "slow" });
      const lint = world.publisher({ task: "lint" });
      const build = world.publisher({ task: "build" });
      await world.publish(lint, "running");
      await world.publish(build, "running");
      slowBoard(world, callMs);
      const startMs = world.clock.nowMs();
      expect(await world.publish(lint, "passed")).toEqual({ kind: "published" });
      expect(world.rows()).toMatchObject({ lint: "passed" });
      expect(world.clock.nowMs() - startMs).toBeLessThan(13_000);
    },
  );

  test("keeps a verdict whose live update was still on its way", async () => {
    const world = new PublishWorld({ seed: "overtaken" });
    const lint = world.publisher({ task: "lint" });
    slowBoard(world, 1_500);
    const live = lint.publisher.publish(lint.entry("running"));
    const verdict = world.later(500, async () => {
      slowBoard(world, 100);
      return await lint.publisher.publish(lint.entry("passed"));
    });
    await world.run(Promise.all([live, verdict]));
    await world.pass(10_000);
    const board = world.board("100", 1, "reader", new AnswerObserver(world.processClock()));
    const items = await world.run(board.list("rollcall-entry"));
    expect(items.map(({ name }) => name.split("-").slice(-2).join("-"))).toEqual(["2-final"]);
  });
});

test("a sync without a log looks for all comments, whatever a digest says of one", async () => {
  const world = new PublishWorld({ comments: "rest", seed: "all" });
  const lint = world.publisher({ task: "lint" });
  const build = world.publisher({ task: "build" });
  await world.publish(build, "running");
  await world.publish(lint, "running");
  const { body } = world.comment();
  world.github.addCommentAs("github-actions[bot]", world.pull, body);
  await world.pass(8_000);
  const last = world.publisher({ task: "sync" });
  await world.run(last.publisher.sync());
  expect(world.ours()).toHaveLength(1);
});
