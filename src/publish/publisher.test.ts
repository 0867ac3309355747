import { describe, expect, test } from "vitest";
import { encodeBody } from "../codec/state-block.js";
import { makeRoster } from "../testing/make-entry.js";
import { PublishWorld, cancellation, worldHead, worldMarker } from "../testing/publish-world.js";

const newerHead = "b".repeat(40);

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

  test("lets another verdict of its run cover its own at no cost", async () => {
    const world = new PublishWorld({ seed: "covered" });
    const names = ["one", "two", "three", "four", "five", "six"];
    const tasks = names.map((task) => world.publisher({ task }));
    for (const task of tasks) await world.publish(task, "running");
    // Two quick writes that the log shows apart: from then on its word is enough.
    for (const task of ["seven", "eight"]) {
      await world.publish(world.publisher({ task }, { board: false }), "running");
    }
    await world.publish(world.publisher({ task: "nine" }), "passed");
    await world.pass(30_000);
    const before = world.costs();
    const first = tasks.slice(0, 5);
    const readsBefore = first.map(({ publisher }) => publisher.tally.reads);
    const outcomes = await world.run(
      Promise.all(
        first.map(async ({ publisher, entry }) => await publisher.publish(entry("passed"))),
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
      Object.fromEntries(names.map((name) => [name, name === "six" ? "running" : "passed"])),
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

describe("people", () => {
  test("a stranger's comment with our marker is never touched", async () => {
    const world = new PublishWorld();
    const forged = encodeBody({
      visible: `${worldMarker}\n\nAll is well.`,
      look: "x",
      roster: makeRoster([]),
      writeId: "abc",
      parentId: undefined,
    });
    const stranger = world.github.addCommentAs("mallory", world.pull, forged);
    const quote = world.github.addCommentAs("github-actions[bot]", world.pull, `> ${worldMarker}`);
    const lint = world.publisher({ task: "lint" });
    await world.publish(lint, "running");
    await world.publish(lint, "passed");
    for (const { versions, deletedAtMs } of [stranger, quote]) {
      expect(versions).toHaveLength(1);
      expect(deletedAtMs).toBeUndefined();
    }
    expect(world.rows()).toEqual({ lint: "passed" });
  });

  test("a person's edit of our comment is repaired and not believed", async () => {
    const world = new PublishWorld();
    const lint = world.publisher({ task: "lint" });
    await world.publish(lint, "running");
    await world.pass(30_000);
    const { id, body } = world.comment();
    world.github.editCommentAs("mona", id, body.replace("lint", "lynt"));
    await world.publish(lint, "passed");
    expect(world.comment().body).not.toContain("lynt");
    expect(world.rows()).toEqual({ lint: "passed" });
  });

  test("a person's edit is repaired by a publication that has nothing new", async () => {
    const world = new PublishWorld();
    const lint = world.publisher({ task: "lint" });
    await world.publish(lint, "passed");
    await world.pass(30_000);
    const { id, body } = world.comment();
    world.github.editCommentAs("mona", id, body.replace("lint", "lynt"));
    const sync = world.publisher({ task: "sync" });
    expect(await world.run(sync.publisher.sync())).toEqual({ kind: "published" });
    expect(world.comment().body).not.toContain("lynt");
    expect(world.rows()).toEqual({ lint: "passed" });
  });

  test("a comment that a person deleted is made again with all rows", async () => {
    const world = new PublishWorld({ board: false });
    const lint = world.publisher({ task: "lint" });
    const build = world.publisher({ task: "build", workflow: "w2.yml", runId: "200" });
    await world.publish(build, "failed");
    await world.publish(lint, "running");
    await world.pass(30_000);
    const { id } = world.comment();
    world.github.deleteCommentAs("mona", id);
    expect(await world.publish(lint, "passed")).toEqual({ kind: "published" });
    expect(world.comment().id).not.toBe(id);
    expect(world.rows()).toEqual({ lint: "passed", build: "failed" });
  });

  test("a comment that is deleted between read and write is made again", async () => {
    const world = new PublishWorld();
    const lint = world.publisher({ task: "lint" });
    await world.publish(lint, "running");
    await world.pass(30_000);
    const { id } = world.comment();
    world.behaviour.fault = (operation) => {
      if (operation.name !== "updateIssueComment") return undefined;
      world.behaviour.fault = undefined;
      world.github.deleteCommentAs("mona", id);
      return undefined;
    };
    expect(await world.publish(lint, "passed")).toEqual({ kind: "published" });
    expect(world.rows()).toEqual({ lint: "passed" });
  });

  test("a damaged block is repaired", async () => {
    const world = new PublishWorld({ board: false });
    const lint = world.publisher({ task: "lint" });
    const build = world.publisher({ task: "build", workflow: "w2.yml", runId: "200" });
    await world.publish(build, "failed");
    await world.pass(30_000);
    const { id, body } = world.comment();
    world.github.editCommentAs("github-actions[bot]", id, body.replace(/.{9} -->$/, " -->"));
    expect(await world.publish(lint, "passed")).toEqual({ kind: "published" });
    // What the damaged version held is still in the log.
    expect(world.rows()).toEqual({ lint: "passed", build: "failed" });
  });

  test("a block of a newer format is left alone", async () => {
    const world = new PublishWorld();
    const lint = world.publisher({ task: "lint" });
    await world.publish(lint, "running");
    const { id, body } = world.comment();
    const newer = body.replace("rollcall:state v1", "rollcall:state v2");
    world.github.editCommentAs("github-actions[bot]", id, newer);
    const reason = { kind: "newer-format", version: 2 };
    expect(await world.publish(lint, "passed")).toEqual({ kind: "stood-down", reason });
    expect(world.comment().body).toBe(newer);
  });
});

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
