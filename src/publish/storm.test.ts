import { describe, expect, test } from "vitest";
import { PublishWorld, type Rows } from "../testing/publish-world.js";

interface Storm {
  readonly world: PublishWorld;
  /** How each task's publication ended, by task. */
  readonly outcomes: Readonly<Record<string, string>>;
}

/** Twelve tasks in two runs, all finished within the same 100 ms. */
async function storm(seed: string, log: boolean, board: boolean): Promise<Storm> {
  const world = new PublishWorld({ seed, log, board });
  world.travelMs(40, 400);
  const prng = world.prng.fork("storm");
  const tasks = tasksOf(world);
  const ends = await world.run(
    Promise.all(
      tasks.map(
        async (task) =>
          await world.later(prng.integer(0, 100), async () => {
            const entry = task.entry("passed");
            const { kind } = await task.publisher.publish(entry);
            return [entry.task, kind] as const;
          }),
      ),
    ),
  );
  // What still travels must change nothing either.
  await world.pass(20_000);
  return { world, outcomes: Object.fromEntries(ends) };
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
/** `STORM_SEEDS=200` for a night's worth; six are what every run has time for. */
const seedCount = Number(process.env["STORM_SEEDS"] ?? 6);
const seeds = Array.from({ length: seedCount }, (_, index) => `storm-${index}`);

const stands = ["published", "unchanged", "covered"];

describe.each([
  { log: true, board: true },
  { log: true, board: false },
  { log: false, board: true },
])("12 verdicts of 2 runs in 100 ms, log: $log, board: $board", ({ log, board }) => {
  test.each(seeds)("%s ends with all rows, and everybody knows it", async (seed) => {
    const { world, outcomes } = await storm(seed, log, board);
    expect(Object.values(outcomes).filter((kind) => !stands.includes(kind))).toEqual([]);
    expect(world.ours()).toHaveLength(1);
    expect(world.rows()).toEqual(all);
  });
});

describe("12 verdicts of 2 runs in 100 ms, with nothing but the comment's text", () => {
  // Twelve writers that have never heard of each other may be out of time before all is quiet.
  test.each(seeds)("%s keeps every row whose task said that it stands", async (seed) => {
    const { world, outcomes } = await storm(seed, false, false);
    expect(Object.values(outcomes).filter((kind) => ![...stands, "failed"].includes(kind))).toEqual(
      [],
    );
    expect(world.ours()).toHaveLength(1);
    const rows = world.rows();
    const lost = Object.entries(outcomes).filter(
      ([task, kind]) => stands.includes(kind) && rows[task] !== "passed",
    );
    expect(lost).toEqual([]);
    // Nearly all stand all the same, without being sure of it.
    expect(Object.keys(rows).length).toBeGreaterThanOrEqual(11);
  });
});
