import { describe, expect, test } from "vitest";
import { PublishWorld, cancellation } from "../testing/publish-world.js";

describe("one publisher", () => {
  test("creates the comment, then writes over it", async () => {
    const world = new PublishWorld();
    const lint = world.publisher({ task: "lint" });
    expect(await world.publish(lint, "running")).toEqual({ kind: "published" });
    expect(world.rows()).toEqual({ lint: "running" });
    const { id } = world.comment();
    expect(await world.publish(lint, "passed")).toEqual({ kind: "published" });
    expect(world.rows()).toEqual({ lint: "passed" });
    expect(world.comment().id).toBe(id);
  });

  test("writes nothing when nothing changed", async () => {
    const world = new PublishWorld({ board: false });
    const lint = world.publisher({ task: "lint" });
    await world.publish(lint, "failed");
    const { versions } = world.comment();
    const again = world.publisher({ task: "lint" });
    expect(await world.publish(again, "failed")).toEqual({ kind: "unchanged" });
    expect(world.comment().versions).toHaveLength(versions.length);
    expect(again.publisher.tally.writes).toBe(0);
  });

  test.each([true, false])(
    "a shown command that goes is written over once, board %s",
    async (board) => {
      const world = new PublishWorld({ board });
      const lint = world.publisher({ task: "lint" });
      await world.publish(lint, "failing", { reproduce: [{ command: "make lint" }] });
      await world.pass(30_000);
      const { writes } = lint.publisher.tally;
      expect((await world.publish(lint, "passed")).kind).toBe("published");
      expect(world.roster().shown.reproduce).toEqual([]);
      // One write, and one that proves the log.
      expect(lint.publisher.tally.writes - writes).toBeLessThanOrEqual(2);
      expect(lint.publisher.tally.rewrites).toBeLessThanOrEqual(1);
    },
  );

  test("defers a live update within the window at no cost", async () => {
    const world = new PublishWorld();
    const lint = world.publisher({ task: "lint" });
    await world.publish(lint, "running");
    const before = world.costs();
    await world.pass(5_000);
    expect(await world.publish(lint, "running", { result: "half" })).toEqual({ kind: "deferred" });
    expect(world.costs()).toEqual(before);
    await world.pass(20_000);
    expect(await world.publish(lint, "running", { result: "most" })).toEqual({ kind: "published" });
    expect(world.roster().entries[0]?.result).toBe("most");
  });

  test("defers within the window of another task of its run at no cost", async () => {
    const world = new PublishWorld();
    const lint = world.publisher({ task: "lint" });
    const build = world.publisher({ task: "build" });
    // The board knows of both before one of them publishes.
    const both = [lint, build].map(
      async ({ publisher, entry }) => await publisher.publish(entry("running")),
    );
    const outcomes = (await world.run(Promise.all(both))).map(({ kind }) => kind);
    expect(outcomes.sort()).toEqual(["deferred", "published"]);
    expect(world.rows()).toEqual({ lint: "running", build: "running" });
    const before = world.costs();
    await world.pass(3_000);
    const results = [
      await world.publish(lint, "running", { result: "1" }),
      await world.publish(build, "running", { result: "2" }),
    ];
    expect(results).toEqual([{ kind: "deferred" }, { kind: "deferred" }]);
    expect(world.costs()).toEqual(before);
  });

  test("shares one window with the head's other runs: each has every second turn", async () => {
    const world = new PublishWorld();
    const lint = world.publisher({ task: "lint" });
    const build = world.publisher({ task: "build", workflow: "w2.yml", runId: "200" });
    expect((await world.publish(lint, "running")).kind).toBe("published");
    expect((await world.publish(build, "running")).kind).toBe("published");
    await world.pass(21_000);
    expect((await world.publish(build, "running", { result: "1" })).kind).toBe("deferred");
    await world.pass(21_000);
    expect((await world.publish(build, "running", { result: "2" })).kind).toBe("published");
    await world.publish(lint, "passed");
    // What the other run has finished is learned with the next read.
    expect((await world.publish(build, "running", { result: "3" })).kind).toBe("deferred");
  });

  test("only the first of a run's tasks publishes what is under way, for all", async () => {
    const world = new PublishWorld({ seed: "first" });
    world.travelMs(20, 60);
    world.storage.behaviour.resultsListingLagMs = 4_000;
    const names = ["one", "two", "three", "four", "five", "six"];
    const tasks = names.map((task) => world.publisher({ task }));
    const outcomes = await world.run(
      Promise.all(
        tasks.map(async ({ publisher, entry }) => await publisher.publish(entry("running"))),
      ),
    );
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual([
      ...names.slice(1).map(() => "deferred"),
      "published",
    ]);
    expect(world.rows()).toEqual(Object.fromEntries(names.map((name) => [name, "running"])));
  });

  test("the others take over when the first is silent for long", async () => {
    const world = new PublishWorld({ seed: "silent" });
    const tasks = ["one", "two"].map((task) => world.publisher({ task }));
    await world.run(
      Promise.all(
        tasks.map(async ({ publisher, entry }) => await publisher.publish(entry("running"))),
      ),
    );
    const before = tasks.map(({ publisher }) => publisher.tally.writes);
    const second = tasks[before.indexOf(0)];
    if (second === undefined) throw new Error("both have written");
    await world.pass(22_000);
    expect((await world.publish(second, "running", { result: "x" })).kind).toBe("deferred");
    await world.pass(10_000);
    expect((await world.publish(second, "running", { result: "y" })).kind).toBe("published");
  });

  test("in a crowd lets another verdict of its run cover its own at no cost", async () => {
    const timing = { coalesceMsMax: 8_000 };
    const world = new PublishWorld({ seed: "covered", timing });
    const names = ["one", "two", "three", "four", "five", "six", "last"];
    const tasks = names.map((task) => world.publisher({ task }));
    for (const task of tasks) await world.publish(task, "running");
    // Two quick writes that the log shows apart: from then on its word is enough.
    for (const task of ["seven", "eight"]) {
      await world.publish(world.publisher({ task }, { board: false }), "running");
    }
    await world.publish(world.publisher({ task: "nine" }), "passed");
    await world.pass(30_000);
    // The board is quick, so that each sees the verdicts before its own; the comment is not.
    world.behaviour.latency = ({ class: kind }) => {
      const halfMs = kind.startsWith("graphql") ? 300 : 10;
      return { beforeMs: halfMs, afterMs: halfMs };
    };
    const before = world.costs();
    const first = tasks.slice(0, 6);
    const readsBefore = first.map(({ publisher }) => publisher.tally.reads);
    const outcomes = await world.run(
      Promise.all(
        first.map(
          async ({ publisher, entry }, index) =>
            await world.later(index * 100, async () => await publisher.publish(entry("passed"))),
        ),
      ),
    );
    const covered = outcomes.filter(({ kind }) => kind === "covered").length;
    expect(covered).toBeGreaterThanOrEqual(2);
    const writers = first.length - covered;
    const { graphqlRequests } = world.costs();
    // Who was covered sent nothing: all requests are the writers'.
    const silent = first.filter(
      ({ publisher }, index) => publisher.tally.reads === readsBefore[index],
    );
    expect(silent).toHaveLength(covered);
    expect(graphqlRequests - before.graphqlRequests).toBeLessThanOrEqual(writers * 5);
    expect(world.costs().rest).toBe(before.rest);
    expect(world.rows()).toMatchObject(
      Object.fromEntries(names.map((name) => [name, name === "last" ? "running" : "passed"])),
    );
  });

  test("cuts a live update short when it is cancelled", async () => {
    const world = new PublishWorld({ board: false });
    world.behaviour.fault = () => ({ kind: "status", status: 502 });
    const { publisher, entry } = world.publisher({ task: "lint" });
    const source = cancellation();
    const startMs = world.clock.nowMs();
    world.clock.timer(50, () => {
      source.cancel();
    });
    const work = publisher.publish(entry("running"), { cancellation: source });
    expect(await world.run(work)).toEqual({ kind: "deferred" });
    expect(world.clock.nowMs() - startMs).toBe(50);
  });
});

describe("several publishers", () => {
  test("the second joins the comment of the first", async () => {
    const world = new PublishWorld();
    const lint = world.publisher({ task: "lint" });
    const build = world.publisher({ task: "build", workflow: "w2.yml", runId: "200" });
    await world.publish(lint, "passed");
    expect(await world.publish(build, "failed")).toEqual({ kind: "published" });
    expect(world.rows()).toEqual({ lint: "passed", build: "failed" });
  });

  test.each(["graphql", "rest"] as const)(
    "two creators at the same moment leave one comment with both rows (%s)",
    async (comments) => {
      const world = new PublishWorld({ board: false, comments });
      world.behaviour.latency = () => ({ beforeMs: 50, afterMs: 50 });
      const lint = world.publisher({ task: "lint" });
      const build = world.publisher({ task: "build", workflow: "w2.yml", runId: "200" });
      await world.run(
        Promise.all(
          [lint, build].map(
            async ({ publisher, entry }) => await publisher.publish(entry("passed")),
          ),
        ),
      );
      expect(world.github.allCommentsOf(world.pull)).toHaveLength(2);
      expect(world.rows()).toEqual({ lint: "passed", build: "passed" });
      // The older one stays.
      expect(world.comment().id).toBe(world.github.allCommentsOf(world.pull)[0]?.id);
    },
  );

  test("a row that was overwritten comes back", async () => {
    const world = new PublishWorld({ board: false });
    const lint = world.publisher({ task: "lint" });
    await world.publish(lint, "running");
    const old = world.comment().body;
    const build = world.publisher({ task: "build", workflow: "w2.yml", runId: "200" });
    await world.publish(build, "failed");
    await world.pass(60_000);
    // A writer that knew nothing of `build`, and is gone before it could mend.
    world.github.editCommentAs("github-actions[bot]", world.comment().id, old);
    expect(world.rows()).toEqual({ lint: "running" });
    expect(await world.publish(lint, "passed")).toEqual({ kind: "published" });
    expect(world.rows()).toEqual({ lint: "passed", build: "failed" });
  });

  test("a row that was overwritten before the comment was written again comes back", async () => {
    const world = new PublishWorld({ board: false });
    const lint = world.publisher({ task: "lint" });
    const build = world.publisher({ task: "build", workflow: "w2.yml", runId: "200" });
    await world.publish(lint, "running");
    await world.pass(60_000);
    // Both read, then both write: the second write lacks what the first brought.
    world.behaviour.latency = (operation) => ({
      beforeMs: operation.class === "graphql-write" ? 300 : 0,
      afterMs: 0,
    });
    await world.run(
      Promise.all(
        [lint, build].map(async ({ publisher, entry }) => await publisher.publish(entry("passed"))),
      ),
    );
    expect(world.rows()).toEqual({ lint: "passed", build: "passed" });
    const races = lint.publisher.tally.lostRaces + build.publisher.tally.lostRaces;
    expect(races).toBeGreaterThan(0);
  });
});

describe("two creators", () => {
  /** Both create at once; the live update of the second is cut short by its verdict. */
  async function twoCreators(cutAfterMs: number, board: boolean): Promise<PublishWorld> {
    const timing = { coalesceMsMax: 0 };
    const world = new PublishWorld({ seed: `cut ${cutAfterMs}`, board, timing });
    world.travelMs(100, 300);
    const lint = world.publisher({ task: "lint" });
    const build = world.publisher({ task: "build", workflow: "w2.yml", runId: "200" });
    const source = cancellation();
    const live = build.publisher.publish(build.entry("running"), { cancellation: source });
    await world.run(
      Promise.all([
        lint.publisher.publish(lint.entry("passed")),
        world.later(cutAfterMs, async () => {
          source.cancel();
          await live;
          await build.publisher.publish(build.entry("failed"));
        }),
      ]),
    );
    return world;
  }

  const moments = Array.from({ length: 40 }, (_, index) => 50 * index);

  describe.each([{ board: true }, { board: false }])("board: $board", ({ board }) => {
    test.each(moments)(
      "leave one comment when one is cut short after %i ms",
      async (cutAfterMs) => {
        const world = await twoCreators(cutAfterMs, board);
        expect(world.ours()).toHaveLength(1);
        expect(world.rows()).toEqual({ lint: "passed", build: "failed" });
      },
    );
  });
});
