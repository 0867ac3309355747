import { describe, expect, test } from "vitest";
import type { Fault } from "../emulator/behaviour.js";
import { PublishWorld, requestTimeoutMs, type WorldOptions } from "../testing/publish-world.js";
import { twoLiveTasks } from "../testing/two-live-tasks.js";
import { defaultTiming } from "./settings.js";

/** Only the first request of that name meets the fault. */
function onceAt(world: PublishWorld, name: string, fault: Fault): void {
  world.behaviour.fault = (operation) => {
    if (operation.name !== name) return undefined;
    world.behaviour.fault = undefined;
    return fault;
  };
}

describe("a fault at each call", () => {
  /** Counts all calls of a publication, the board's included, and lets one of them fail. */
  async function failAt(index: number, fault: Fault, options: WorldOptions): Promise<number> {
    const { world, lint, build } = await twoLiveTasks(options);
    let calls = 0;
    world.behaviour.fault = () => {
      calls += 1;
      return calls - 1 === index ? fault : undefined;
    };
    await world.publish(lint, "passed");
    world.behaviour.fault = undefined;
    await world.pass(20_000);
    await world.publish(build, "failed");
    expect(world.rows(), `${fault.kind} at call ${index}`).toEqual({
      lint: "passed",
      build: "failed",
    });
    return calls;
  }

  /** Before the call is applied, after it, and as if before it while it is yet to come. */
  const faults: readonly Fault[] = [
    { kind: "drop" },
    { kind: "lost-answer", as: 502 },
    { kind: "late", delayMs: 3_000, as: 502 },
  ];
  const kinds: readonly WorldOptions[] = [
    {},
    { board: false, log: false, runs: false },
    { board: false, comments: "rest" },
  ];

  test.each(kinds.flatMap((options) => faults.map((fault) => ({ options, fault }))))(
    "$options $fault",
    async ({ options, fault }) => {
      const calls = await failAt(-1, fault, options);
      expect(calls).toBeGreaterThan(1);
      for (let index = 0; index < calls; index += 1) await failAt(index, fault, options);
    },
  );
});

describe("a first publication with a fault at each call", () => {
  test.each([
    { kind: "drop" },
    { kind: "lost-answer", as: "drop" },
    { kind: "late", delayMs: 2_000, as: 502 },
  ] as const)("leaves one comment after the next one: $kind", async (fault) => {
    for (let index = 0, calls = 1; index < calls; index += 1) {
      const world = new PublishWorld({ board: false });
      calls = 0;
      world.behaviour.fault = () => {
        calls += 1;
        return calls - 1 === index ? fault : undefined;
      };
      await world.publish(world.publisher({ task: "lint" }), "passed");
      world.behaviour.fault = undefined;
      await world.pass(60_000);
      const sync = world.publisher({ task: "sync", workflow: "sync.yml", runId: "900" });
      await world.run(sync.publisher.sync());
      expect(world.rows(), `call ${index}`).toEqual({ lint: "passed" });
    }
  });
});

describe("lost answers", () => {
  test("a write whose answer was lost is found again, not repeated", async () => {
    const { world, lint } = await twoLiveTasks();
    const { versions } = world.comment();
    const before = versions.length;
    onceAt(world, "updateIssueComment", { kind: "lost-answer", as: 502 });
    const { kind } = await world.publish(lint, "passed");
    expect(["published", "unchanged"]).toContain(kind);
    expect(world.rows()).toEqual({ lint: "passed", build: "running" });
    expect(world.comment().versions.length - before).toBe(1);
  });

  test("a write that lands late, over a newer one, is mended by its writer", async () => {
    const { world, lint, build } = await twoLiveTasks();
    onceAt(world, "updateIssueComment", { kind: "late", delayMs: 5_000, as: 502 });
    const first = world.run(
      Promise.all([
        lint.publisher.publish(lint.entry("passed")),
        world.later(2_000, async () => await build.publisher.publish(build.entry("failed"))),
      ]),
    );
    const outcomes = await first;
    expect(outcomes.map(({ kind }) => kind)).toEqual(["published", "published"]);
    await world.pass(20_000);
    expect(world.github.lateRequests).toBe(0);
    expect(world.rows()).toEqual({ lint: "passed", build: "failed" });
    // The late write did land over the newer ones.
    expect(world.comment().versions.length).toBeGreaterThanOrEqual(6);
  });
});

describe("the edit log", () => {
  const broken: readonly [string, (world: PublishWorld) => void][] = [
    ["missing", (world) => void (world.behaviour.logMissing = true)],
    ["late in reads", (world) => void (world.behaviour.logLagMs = 3_000)],
    ["late in answers", (world) => void (world.behaviour.answerLogLagMs = 3_000)],
    ["folded", (world) => void (world.behaviour.logFoldMs = 10_000)],
    ["hidden", (world) => void (world.behaviour.diffForm = "hidden")],
    ["of patches", (world) => void (world.behaviour.diffForm = "patch")],
    ["short", (world) => void (world.behaviour.logEntriesMax = 1)],
  ];
  describe.each(broken)("%s", (_name, breakIt) => {
    test.each([{ board: true }, { board: false }])(
      "four verdicts at once are all shown, $board",
      async ({ board }) => {
        const world = new PublishWorld({ board, seed: "log" });
        breakIt(world);
        world.travelMs(40, 300);
        const tasks = ["a", "b", "c", "d"].map((task, index) => {
          const workflow = `w${index % 2}.yml`;
          return world.publisher({ task, workflow, runId: String(100 + (index % 2)) });
        });
        const published = tasks.map(
          async ({ publisher, entry }) => await publisher.publish(entry("passed")),
        );
        await world.run(Promise.all(published));
        await world.pass(10_000);
        expect(world.rows()).toEqual({ a: "passed", b: "passed", c: "passed", d: "passed" });
      },
    );
  });

  test("a revision that a maintainer deleted may have held anything, and boards still know it", async () => {
    const { world, lint, build } = await twoLiveTasks();
    await world.publish(build, "failed");
    const comment = world.comment();
    const last = comment.versions.length - 1;
    const withoutBuild = comment.versions[0]?.body ?? "";
    world.github.editCommentAs("github-actions[bot]", comment.id, withoutBuild);
    world.github.deleteRevisionAs("mona", comment.id, last);
    await world.publish(lint, "passed");
    const sync = world.publisher({ task: "sync", workflow: "sync.yml", runId: "900" });
    await world.run(sync.publisher.sync());
    expect(world.rows()).toEqual({ lint: "passed", build: "failed" });
  });
});

describe("the board", () => {
  test("a results service that fails leaves the comment", async () => {
    const { world, lint } = await twoLiveTasks();
    world.storage.behaviour.fault = () => ({ when: "before", answer: 503 });
    expect(await world.publish(lint, "passed")).toEqual({ kind: "published" });
    expect(world.rows()).toEqual({ lint: "passed", build: "running" });
    const told = lint.messages.filter((message) => message.includes("board cannot be used"));
    expect(told).toHaveLength(1);
  });

  test("a results service that hangs leaves time for the comment", async () => {
    const { world, lint } = await twoLiveTasks();
    world.behaviour.latency = ({ class: kind }) =>
      kind === "extension" ? { beforeMs: 60_000, afterMs: 0 } : { beforeMs: 20, afterMs: 20 };
    expect(await world.publish(lint, "passed")).toEqual({ kind: "published" });
    expect(world.rows()).toEqual({ lint: "passed", build: "running" });
  });

  test("ghosts and late listings hide no row", async () => {
    const { world, lint, build } = await twoLiveTasks();
    world.storage.behaviour.resultsListingLagMs = 2_000;
    world.storage.behaviour.ghostMs = 30_000;
    await world.publish(lint, "passed");
    await world.publish(build, "passed");
    expect(world.rows()).toEqual({ lint: "passed", build: "passed" });
  });

  test("no token ever reaches the blob storage", async () => {
    const { world, lint } = await twoLiveTasks();
    const other = world.publisher({ task: "test" });
    await world.publish(other, "passed");
    await world.publish(lint, "passed");
    const sync = world.publisher({ task: "sync", workflow: "sync.yml", runId: "900" });
    await world.run(sync.publisher.sync());
    expect(world.storage.tokenLeaks).toBe(0);
  });
});

describe("the budget of time", () => {
  const endless: readonly [string, (world: PublishWorld) => void][] = [
    [
      "every request hangs",
      (world) => void (world.behaviour.latency = () => ({ beforeMs: 600_000, afterMs: 0 })),
    ],
    [
      "every answer hangs",
      (world) => void (world.behaviour.latency = () => ({ beforeMs: 0, afterMs: 600_000 })),
    ],
    ["502", (world) => void (world.behaviour.fault = () => ({ kind: "status", status: 502 }))],
    [
      "502 after 4 s",
      (world) => {
        world.behaviour.fault = () => ({ kind: "status", status: 502 });
        world.behaviour.latency = () => ({ beforeMs: 4_000, afterMs: 0 });
      },
    ],
    ["dropped", (world) => void (world.behaviour.fault = () => ({ kind: "drop" }))],
    [
      "rate-limited for a minute",
      (world) =>
        void (world.behaviour.fault = () => ({
          kind: "rate-limit",
          limit: "secondary",
          status: 403,
        })),
    ],
    [
      "rate-limited for a second, again and again",
      (world) =>
        void (world.behaviour.fault = () => ({
          kind: "rate-limit",
          limit: "secondary",
          status: 429,
          retryAfterSeconds: 1,
        })),
    ],
    [
      "every write is answered late",
      (world) =>
        void (world.behaviour.fault = ({ class: kind }) =>
          kind === "graphql-write" ? { kind: "late", delayMs: 4_000, as: 502 } : undefined),
    ],
  ];
  test.each(endless)("%s", async (_name, breakIt) => {
    const { world, lint } = await twoLiveTasks();
    breakIt(world);
    const startMs = world.clock.nowMs();
    const outcome = await world.publish(lint, "passed");
    expect(["failed", "published", "unchanged"]).toContain(outcome.kind);
    const tookMs = world.clock.nowMs() - startMs;
    expect(tookMs).toBeLessThanOrEqual(defaultTiming.finalBudgetMs + requestTimeoutMs);
  });

  test("a token that is not accepted fails at once, with advice", async () => {
    const { world, lint } = await twoLiveTasks();
    world.github.revokeToken("ghs_world");
    const outcome = await world.publish(lint, "passed");
    expect(outcome).toMatchObject({ kind: "failed" });
    expect(outcome.kind === "failed" && outcome.problem).toContain("GITHUB_TOKEN");
  });

  test("a locked conversation fails without a storm of requests", async () => {
    const { world, lint } = await twoLiveTasks();
    world.github.setThread(world.pull, { locked: true });
    const { writes } = world.costs();
    expect(await world.publish(lint, "passed")).toMatchObject({ kind: "failed" });
    expect(world.costs().writes - writes).toBeLessThanOrEqual(2);
  });

  test("a rate limit that is soon over is waited for", async () => {
    const { world, lint } = await twoLiveTasks();
    onceAt(world, "updateIssueComment", {
      kind: "rate-limit",
      limit: "secondary",
      status: 403,
      retryAfterSeconds: 3,
    });
    const startMs = world.clock.nowMs();
    expect(await world.publish(lint, "passed")).toEqual({ kind: "published" });
    expect(world.clock.nowMs() - startMs).toBeGreaterThanOrEqual(3_000);
    expect(world.rows()).toEqual({ lint: "passed", build: "running" });
  });
});
