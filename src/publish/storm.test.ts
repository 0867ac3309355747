import { describe, expect, test } from "vitest";
import { PublishWorld, type Rows } from "../testing/publish-world.js";

/** Twelve tasks in two runs, all finished within the same 100 ms. */
async function storm(seed: string, log: boolean, board: boolean): Promise<PublishWorld> {
  const world = new PublishWorld({ seed, log, board });
  world.travelMs(40, 400);
  const prng = world.prng.fork("storm");
  const tasks = tasksOf(world);
  const outcomes = await world.run(
    Promise.all(
      tasks.map(
        async (task) =>
          await world.later(prng.integer(0, 100), async () => {
            const { kind } = await task.publisher.publish(task.entry("passed"));
            return kind;
          }),
      ),
    ),
  );
  // Without log and board twelve verifiers may be out of time before they have seen that all is well.
  const good = ["published", "unchanged", "covered", ...(log || board ? [] : ["failed"])];
  expect(outcomes.filter((kind) => !good.includes(kind))).toEqual([]);
  return world;
}

function tasksOf(world: PublishWorld): ReturnType<PublishWorld["publisher"]>[] {
  return [0, 1].flatMap((run) =>
    [0, 1, 2, 3, 4, 5].map((number) =>
      world.publisher({
        task: `task-${run}${number}`,
        job: `job-${number}`,
        runId: String(100 + run),
        workflow: `.github/workflows/w${run}.yml`,
      }),
    ),
  );
}

const all: Rows = Object.fromEntries(
  [0, 1].flatMap((run) => [0, 1, 2, 3, 4, 5].map((number) => [`task-${run}${number}`, "passed"])),
);
/** `STORM_SEEDS=30` for a night's worth; ten are what every run has time for. */
const seedCount = Number(process.env["STORM_SEEDS"] ?? 10);
const seeds = Array.from({ length: seedCount }, (_, index) => `storm-${index}`);

describe.each([
  { log: true, board: true },
  { log: true, board: false },
  { log: false, board: true },
  { log: false, board: false },
])("12 verdicts of 2 runs in 100 ms, log: $log, board: $board", ({ log, board }) => {
  // Known fault, open in issue 2: without log and board these seeds still lose a row. When they are
  // mended, `test.fails` turns red and must go.
  const lossy = log || board ? [] : ["storm-1", "storm-9"];
  describe.each(seeds)("%s", (seed) => {
    (lossy.includes(seed) ? test.fails : test)("ends with all rows", async () => {
      const world = await storm(seed, log, board);
      // What still travels must change nothing either.
      await world.pass(20_000);
      expect(world.ours()).toHaveLength(1);
      expect(world.rows()).toEqual(all);
    });
  });
});
