/** What is shown, and what is told to whom, when not even summaries of all tasks fit? */
import { describe, expect, test } from "vitest";
import { Prng } from "../base/prng.js";
import { decodeBody } from "../codec/state-block.js";
import type { Entry } from "../model/entry.js";
import { commentCharsMax } from "../model/limits.js";
import type { Roster } from "../model/roster.js";
import { makeEntry, makeRoster } from "../testing/make-entry.js";
import { PublishWorld, worldHead } from "../testing/publish-world.js";
import { compose } from "./compose.js";
import { withoutRuns } from "./last-resort.js";

const context = { pullNumber: 7, nowMs: 1_763_951_500_000, programVersion: "1.0.0" };

/** A name that no compressor makes shorter. */
function noise(prng: Prng): string {
  return Array.from({ length: 190 }, () => String.fromCodePoint(prng.integer(33, 126))).join("");
}

/** So many tasks, each of a workflow of its own. */
function scattered(count: number, fields: (index: number) => Partial<Entry>): Roster {
  const prng = Prng.fromSeed("scattered");
  return makeRoster(
    Array.from({ length: count }, (_, index) =>
      makeEntry({ workflow: `${noise(prng)}.yml`, task: `task ${index}`, ...fields(index) }),
    ),
  );
}

function heldBy(body: string): Roster {
  const decoded = decodeBody(body);
  if (decoded.kind !== "state") throw new Error(decoded.kind);
  return decoded.roster;
}

function taskCount({ entries, summaries = [] }: Roster): number {
  return entries.length + summaries.reduce((sum, { tasks }) => sum + tasks.length, 0);
}

describe("thousands of workflows with long names", () => {
  const roster = scattered(5_000, (index) => ({
    status: index % 100 === 0 ? "failed" : "passed",
    result: "x".repeat(400),
  }));
  const body = compose(roster, context).body("a", undefined, true);

  test("make a comment that fits, and says how many tasks it leaves out", () => {
    expect(body.length).toBeLessThanOrEqual(commentCharsMax);
    const held = heldBy(body);
    expect(taskCount(held)).toBeGreaterThan(100);
    const missing = (5_000 - taskCount(held)).toLocaleString("en");
    expect(body).toContain(`No room at all for ${missing} tasks of ${missing} runs: see the runs.`);
  });

  test("keep every run in which something failed", () => {
    const { entries, summaries = [] } = heldBy(body);
    const failed = [...entries, ...summaries.flatMap(({ tasks }) => tasks)].filter(
      ({ status }) => status === "failed",
    );
    expect(failed).toHaveLength(50);
  });

  test("are the same whatever order they come in", () => {
    const turned = { ...roster, entries: [...roster.entries].reverse() };
    expect(compose(turned, context).body("a", undefined, true)).toBe(body);
  });

  test("send the reader to artifacts only where there are any", () => {
    expect(body).not.toContain("artifacts");
    const withBoards = compose(roster, { ...context, hasBoards: true });
    expect(withBoards.body("a", undefined, true)).toContain(
      "only the runs' artifacts tell of them",
    );
    expect(withBoards.look).toBe(compose(roster, context).look);
  });

  test("leave room for the others of the block's own readers: what it holds makes the same look", () => {
    expect(compose(heldBy(body), context).look).toBe(compose(roster, context).look);
    expect(compose(heldBy(body), context).leftOut).toBeUndefined();
  });
});

test("more summarised tasks than a block may hold make a comment too", () => {
  const prng = Prng.fromSeed("keys");
  const summaries = ["a.yml", "b.yml", "c.yml"].map((workflow) => ({
    ...{ workflow, event: "push", runId: "7" },
    tasks: Array.from({ length: 6_600 }, () => {
      const key = prng.uint32() * 2 ** 16 + prng.integer(0, 2 ** 16 - 1);
      return { key, attempt: 1, seq: 1, status: "passed" as const, final: true };
    }),
  }));
  const crowd = Array.from({ length: 300 }, (_, index) => makeEntry({ task: `${index}` }));
  const roster = { ...makeRoster(crowd), summaries };
  const body = compose(roster, context).body("a", undefined, true);
  expect(body.length).toBeLessThanOrEqual(commentCharsMax);
  expect(taskCount(heldBy(body))).toBeGreaterThan(6_000);
});

describe("the runs that stay", () => {
  const roster = makeRoster([
    makeEntry({ workflow: "a.yml", status: "passed" }),
    makeEntry({ workflow: "b.yml", status: "running", final: false }),
    makeEntry({ workflow: "c.yml", status: "passed", task: "one" }),
    makeEntry({ workflow: "c.yml", status: "failed", task: "other" }),
    makeEntry({ workflow: "d.yml", status: "passed" }),
  ]);

  test.each([
    [0, []],
    [1, []],
    [2, ["c.yml"]],
    [3, ["b.yml", "c.yml"]],
    [4, ["a.yml", "b.yml", "c.yml"]],
  ])("of %i tasks are those that failed, then those that go on", (room, workflows) => {
    const found = withoutRuns(roster, (some) => (taskCount(some) <= room ? some : undefined));
    expect([...new Set(found?.fitted.entries.map(({ workflow }) => workflow))].sort()).toEqual(
      workflows,
    );
    expect(found?.leftOut.tasks).toBe(5 - (found?.fitted.entries.length ?? 0));
    for (const entry of roster.entries) {
      expect(found?.leftOut.has(entry)).toBe(!workflows.some((other) => other === entry.workflow));
    }
  });
});

describe("a task for whose run there is no room", () => {
  test("is told so, and takes nothing from the others", async () => {
    const world = new PublishWorld({ runs: false });
    // Comes before all others of its weight.
    const workflow = `!!${noise(Prng.fromSeed("ours"))}.yml`;
    const lint = world.publisher({ task: "lint", workflow });
    await world.publish(lint, "running");
    await world.pass(30_000);
    const crowd = scattered(400, () => ({ status: "failed", runId: "7" }));
    const body = compose({ ...crowd, head: worldHead }, context).body("f", "e", true);
    world.github.editCommentAs("github-actions[bot]", world.comment().id, body);
    const before = world.comment().body;
    expect(await world.publish(lint, "passed")).toMatchObject({
      kind: "failed",
      problem: expect.stringContaining("no room for the tasks of this run") as string,
    });
    // It holds all that there is room for: nothing is to be written.
    expect(world.comment().body).toBe(before);
    await world.pass(30_000);
    const build = world.publisher({ task: "build", workflow });
    expect(await world.publish(build, "failed")).toEqual({ kind: "published" });
    expect(world.rows()).toMatchObject({ build: "failed", lint: "passed" });
  });
});
