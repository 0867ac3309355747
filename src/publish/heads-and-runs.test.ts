import { describe, expect, test } from "vitest";
import { PublishWorld, worldHead } from "../testing/publish-world.js";

const newerHead = "b".repeat(40);

describe("heads", () => {
  test("a stale head stands down at once when a newer run has spoken", async () => {
    const world = new PublishWorld();
    const old = world.publisher({ task: "lint" });
    await world.publish(old, "running");
    world.github.pushHead(world.pull, newerHead);
    const young = world.publisher({ task: "lint", runId: "300", head: newerHead });
    expect(await world.publish(young, "running")).toEqual({ kind: "published" });
    const { body } = world.comment();
    const startMs = world.clock.nowMs();
    const reason = { kind: "newer-push", head: newerHead };
    expect(await world.publish(old, "passed")).toEqual({ kind: "stood-down", reason });
    expect(world.clock.nowMs() - startMs).toBeLessThan(2_000);
    expect(world.comment().body).toBe(body);
  });

  test("a stale head stands down when no replica can be so late", async () => {
    const world = new PublishWorld();
    world.github.pushHead(world.pull, newerHead);
    const old = world.publisher({ task: "lint" });
    const outcome = await world.publish(old, "passed");
    expect(outcome).toEqual({
      kind: "stood-down",
      reason: { kind: "newer-push", head: newerHead },
    });
    expect(world.ours()).toEqual([]);
  });

  test("a head that a replica does not know yet does not stand down", async () => {
    const world = new PublishWorld();
    await world.pass(60_000);
    world.github.pushHead(world.pull, newerHead);
    world.behaviour.readLagMs = 4_000;
    world.behaviour.listLagMs = 4_000;
    const young = world.publisher({ task: "lint", runId: "300", head: newerHead });
    expect(await world.publish(young, "passed")).toEqual({ kind: "published" });
    expect(world.rows()).toEqual({ lint: "passed" });
    expect(world.roster().head).toBe(newerHead);
    // That the replica does not know our own comment either is no reason to make another one.
    expect(world.github.allCommentsOf(world.pull)).toHaveLength(1);
  });

  test("a push back to an earlier commit is followed", async () => {
    const world = new PublishWorld();
    await world.publish(world.publisher({ task: "lint" }), "failed");
    world.github.pushHead(world.pull, newerHead);
    const second = world.publisher({ task: "lint", runId: "300", head: newerHead });
    await world.publish(second, "failed");
    expect(world.roster().head).toBe(newerHead);
    world.github.pushHead(world.pull, worldHead);
    const third = world.publisher({ task: "lint", runId: "400" });
    expect(await world.publish(third, "passed")).toEqual({ kind: "published" });
    expect(world.roster().head).toBe(worldHead);
    expect(world.rows()).toEqual({ lint: "passed" });
  });
});

describe("runs", () => {
  test("sync shows a row without a verdict as ended with its run", async () => {
    const world = new PublishWorld();
    await world.publish(world.publisher({ task: "lint" }), "running");
    world.completeRun("100", "cancelled");
    const sync = world.publisher({ task: "sync", workflow: "sync.yml", runId: "900" });
    expect(await world.run(sync.publisher.sync())).toEqual({ kind: "published" });
    expect(world.rows()).toEqual({ lint: "ended cancelled" });
  });

  test.each([
    ["without a board", { board: false }],
    ["with the comment alone", { board: false, log: false }],
    ["over REST", { board: false, log: false, comments: "rest" }],
  ] as const)("nor need a board tell of that row: %s", async (_, options) => {
    const world = new PublishWorld(options);
    await world.publish(world.publisher({ task: "lint" }), "running");
    await world.publish(world.publisher({ task: "unit" }), "passed");
    await world.pass(60_000);
    world.completeRun("100", "cancelled");
    // The runs are known before the comment is, and nothing is looked at twice.
    world.behaviour.latency = ({ name }) => ({
      beforeMs: 0,
      afterMs: name.includes("run") ? 1 : 500,
    });
    const sync = world.publisher({ task: "sync", workflow: "sync.yml", runId: "900" });
    expect(await world.run(sync.publisher.sync())).toEqual({ kind: "published" });
    expect(world.rows()).toEqual({ lint: "ended cancelled", unit: "passed" });
  });

  test("sync publishes what only lies on a board", async () => {
    const world = new PublishWorld();
    const lint = world.publisher({ task: "lint" });
    await world.publish(lint, "running");
    // The comment cannot be written, the board can.
    world.behaviour.fault = (operation) =>
      operation.class === "extension" ? undefined : { kind: "status", status: 403 };
    expect(await world.publish(lint, "passed")).toMatchObject({ kind: "failed" });
    world.behaviour.fault = undefined;
    const sync = world.publisher({ task: "sync", workflow: "sync.yml", runId: "900" });
    expect(await world.run(sync.publisher.sync())).toEqual({ kind: "published" });
    expect(world.rows()).toEqual({ lint: "passed" });
  });

  test("a late verdict of a run that was shown as ended wins", async () => {
    const world = new PublishWorld();
    const lint = world.publisher({ task: "lint" });
    await world.publish(lint, "running");
    world.completeRun("100", "cancelled");
    const sync = world.publisher({ task: "sync", workflow: "sync.yml", runId: "900" });
    await world.run(sync.publisher.sync());
    await world.publish(lint, "aborted");
    expect(world.rows()).toEqual({ lint: "aborted" });
  });

  test("a newer run of a workflow takes the place of the older one", async () => {
    const world = new PublishWorld();
    const old = world.publisher({ task: "lint" });
    await world.publish(old, "running");
    const young = world.publisher({ task: "test", runId: "101" });
    await world.publish(young, "running");
    expect(world.rows()).toEqual({ test: "running" });
    expect(await world.publish(old, "failed")).toEqual({
      kind: "stood-down",
      reason: { kind: "newer-run", runId: "101" },
    });
    expect(world.rows()).toEqual({ test: "running" });
  });

  test("a re-run of failed jobs keeps the other rows of the first attempt", async () => {
    const world = new PublishWorld();
    await world.publish(world.publisher({ task: "lint" }), "passed");
    await world.publish(world.publisher({ task: "test" }), "failed");
    await world.publish(world.publisher({ task: "test", attempt: 2 }), "passed");
    expect(world.rows()).toEqual({ lint: "passed", test: "passed" });
  });
});
