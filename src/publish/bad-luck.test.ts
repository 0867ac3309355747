import { describe, expect, test } from "vitest";
import type { Fault } from "../emulator/behaviour.js";
import { PublishWorld, type WorldOptions } from "../testing/publish-world.js";
import { twoLiveTasks } from "../testing/two-live-tasks.js";

const newerHead = "b".repeat(40);

/** The given write to the comment, counted from 0, meets the fault. */
function faultAtWrite(world: PublishWorld, index: number, fault: Fault): void {
  let writes = 0;
  world.behaviour.fault = (operation) => {
    if (!/updateIssueComment|update-comment|addComment|create-comment/.test(operation.name)) {
      return undefined;
    }
    writes += 1;
    return writes - 1 === index ? fault : undefined;
  };
}

describe("a write without an answer that lands later", () => {
  test.each<WorldOptions>([{}, { board: false }, { board: false, comments: "rest", runs: false }])(
    "is waited for by the verdict that follows: %o",
    async (options) => {
      const { world, lint } = await twoLiveTasks(options);
      faultAtWrite(world, 0, { kind: "late", delayMs: 6_000, as: 502 });
      await world.publish(lint, "running", { result: "half" });
      expect(await world.publish(lint, "passed")).toEqual({ kind: "published" });
      await world.pass(20_000);
      expect(world.rows()).toEqual({ lint: "passed", build: "running" });
    },
  );

  test.each<WorldOptions>([{}, { board: false }, { board: false, comments: "rest" }])(
    "makes no second comment when it creates: %o",
    async (options) => {
      const world = new PublishWorld(options);
      const lint = world.publisher({ task: "lint" });
      faultAtWrite(world, 0, { kind: "late", delayMs: 3_000, as: 502 });
      expect(await world.publish(lint, "passed")).toEqual({ kind: "published" });
      await world.pass(30_000);
      expect(world.rows()).toEqual({ lint: "passed" });
    },
  );

  const moments = Array.from({ length: 10 }, (_, index) => 600 + 200 * index);

  test.each(moments)("is mended without a log when others wrote after %i ms", async (afterMs) => {
    const options = { board: false, log: false, runs: false, comments: "rest" } as const;
    const { world, lint, build } = await twoLiveTasks({ ...options, seed: `late ${afterMs}` });
    world.travelMs(40, 200);
    faultAtWrite(world, 0, { kind: "late", delayMs: 4_500, as: 502 });
    await world.run(
      Promise.all([
        lint.publisher.publish(lint.entry("passed")),
        world.later(afterMs, async () => await build.publisher.publish(build.entry("failed"))),
      ]),
    );
    await world.pass(30_000);
    expect(world.rows()).toEqual({ lint: "passed", build: "failed" });
  });
});

describe("two creators", () => {
  const answers: Fault[] = [{ kind: "lost-answer", as: 502 }];

  test.each(answers)("the second of whom gets no answer leave one comment", async (fault) => {
    const world = new PublishWorld();
    world.travelMs(40, 60);
    const tasks = ["lint", "build"].map((task) => world.publisher({ task, job: task }));
    faultAtWrite(world, 1, fault);
    await world.run(
      Promise.all(
        tasks.map(async ({ publisher, entry }) => await publisher.publish(entry("passed"))),
      ),
    );
    await world.pass(30_000);
    expect(world.rows()).toEqual({ lint: "passed", build: "passed" });
  });

  test.each([{ board: false }, { board: false, comments: "rest" as const }])(
    "who read late replicas leave one comment: %o",
    async (options) => {
      const world = new PublishWorld(options);
      world.travelMs(40, 200);
      world.behaviour.readLagMs = 3_000;
      world.behaviour.listLagMs = 3_000;
      const [lint, build] = [world.publisher({ task: "lint" }), world.publisher({ task: "build" })];
      await world.run(
        Promise.all([
          lint.publisher.publish(lint.entry("passed")),
          world.later(900, async () => await build.publisher.publish(build.entry("passed"))),
        ]),
      );
      await world.pass(30_000);
      expect(world.rows()).toEqual({ lint: "passed", build: "passed" });
    },
  );
});

describe("an old push's write", () => {
  const delays = Array.from({ length: 10 }, (_, index) => 300 + 400 * index);

  test.each(delays)("that lands %i ms late gives the newer push's rows back", async (delayMs) => {
    const world = new PublishWorld({ board: false, seed: `old push ${delayMs}` });
    const old = world.publisher({ task: "lint" });
    await world.publish(old, "running");
    await world.publish(world.publisher({ task: "test" }), "passed");
    await world.pass(60_000);
    let slow = true;
    world.behaviour.latency = ({ name }) => {
      const beforeMs = slow && name === "updateIssueComment" ? delayMs : 20;
      if (beforeMs !== 20) slow = false;
      return { beforeMs, afterMs: 20 };
    };
    const newer = world.publisher({ task: "lint", runId: "300", head: newerHead });
    await world.run(
      Promise.all([
        old.publisher.publish(old.entry("failed")),
        world.later(150, async () => {
          world.github.pushHead(world.pull, newerHead);
          await newer.publisher.publish(newer.entry("passed"));
        }),
      ]),
    );
    await world.pass(30_000);
    expect(world.roster().head).toBe(newerHead);
    expect(world.rows()).toEqual({ lint: "passed" });
  });
});

describe("a comment that a person deleted while replicas still show it", () => {
  test.each<WorldOptions>([{}, { board: false }, { board: false, comments: "rest" }])(
    "is made again: %o",
    async (options) => {
      const world = new PublishWorld(options);
      const lint = world.publisher({ task: "lint" });
      world.travelMs(20, 60);
      await world.publish(lint, "running");
      await world.pass(60_000);
      world.behaviour.readLagMs = 3_000;
      world.behaviour.listLagMs = 3_000;
      world.github.deleteCommentAs("mona", world.comment().id);
      expect(await world.publish(lint, "passed")).toEqual({ kind: "published" });
      await world.pass(20_000);
      expect(world.rows()).toEqual({ lint: "passed" });
    },
  );
});

describe("a sync", () => {
  test("waits for a young duplicate to be deserted", async () => {
    const world = new PublishWorld({ board: false });
    await world.publish(world.publisher({ task: "lint" }), "passed");
    await world.pass(60_000);
    world.github.addCommentAs("github-actions[bot]", world.pull, world.comment().body);
    await world.pass(5_000);
    const { publisher } = world.publisher({ task: "sync", workflow: "sync.yml", runId: "900" });
    await world.run(publisher.sync());
    expect(world.rows()).toEqual({ lint: "passed" });
  });

  test("makes no comment when there is nothing to show", async () => {
    const world = new PublishWorld();
    const { publisher } = world.publisher({ task: "sync", workflow: "sync.yml", runId: "900" });
    expect(await world.run(publisher.sync())).toEqual({ kind: "unchanged" });
    expect(world.ours()).toEqual([]);
  });
});

describe("refusals", () => {
  test("a rate limit on the second look does not deny what the log has confirmed", async () => {
    const { world, lint } = await twoLiveTasks({ board: false });
    let wrote = false;
    world.behaviour.fault = ({ name }) => {
      if (name === "updateIssueComment") wrote = true;
      else if (wrote) {
        return { kind: "rate-limit", limit: "secondary", status: 429, retryAfterSeconds: 60 };
      }
      return undefined;
    };
    expect(await world.publish(lint, "passed")).toEqual({ kind: "published" });
  });

  test("one 404 on the first read is not believed", async () => {
    const world = new PublishWorld({ board: false, comments: "rest" });
    let once = true;
    world.behaviour.fault = () => {
      const fault: Fault | undefined = once ? { kind: "status", status: 404 } : undefined;
      once = false;
      return fault;
    };
    expect(await world.publish(world.publisher({ task: "lint" }), "passed")).toEqual({
      kind: "published",
    });
  });

  test("an upload that fails once is tried again", async () => {
    const { world, lint, build } = await twoLiveTasks({ log: false });
    let failing = true;
    world.behaviour.fault = ({ name }) => {
      const fault: Fault | undefined =
        failing && name.includes("CreateArtifact") ? { kind: "status", status: 500 } : undefined;
      if (fault !== undefined) failing = false;
      return fault;
    };
    await world.publish(build, "failed");
    world.behaviour.fault = undefined;
    await world.publish(lint, "passed");
    expect(failing).toBe(false);
    expect(world.rows()).toEqual({ lint: "passed", build: "failed" });
  });
});
