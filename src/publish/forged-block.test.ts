/**
 * What can a forged state block in our own comment do, and for how long?
 *
 * The forger edits as our own identity (another workflow's token), or over REST, which does not tell who
 * edited: the block counts as ours. The next publication must mend it.
 */
import { describe, expect, test } from "vitest";
import { formatName, writerOf } from "../codec/board-name.js";
import { encodePayload } from "../codec/payload.js";
import { encodeBody } from "../codec/state-block.js";
import { encodeTombstone } from "../codec/tombstone.js";
import type { Roster } from "../model/roster.js";
import { makeEntry, makeRoster, makeRun } from "../testing/make-entry.js";
import {
  PublishWorld,
  type TaskPublisher,
  worldHead,
  worldMarker,
} from "../testing/publish-world.js";

const bot = "github-actions[bot]";
const slot = { workflow: ".github/workflows/ci.yml", event: "pull_request" };
const ours = { ...slot, job: "job" };
const counterMax = Number.MAX_SAFE_INTEGER;

interface Forgery {
  readonly body: (world: PublishWorld) => string;
}

function forged(
  roster: Roster,
  special: { readonly logProven?: boolean; readonly writeId?: string } = {},
): Forgery {
  return {
    body: () =>
      encodeBody({
        visible: `${worldMarker}\n\nAll is well.`,
        look: "x",
        roster,
        writeId: special.writeId ?? "f".repeat(32),
        parentId: undefined,
        logProven: special.logProven ?? false,
      }),
  };
}

function lintAs(fields: Partial<Parameters<typeof makeEntry>[0]>): Roster {
  return makeRoster([makeEntry({ ...ours, task: "lint", status: "passed", ...fields })]);
}

const forgeries: readonly [string, Forgery][] = [
  ["an entry of the same version", forged(lintAs({ runId: "100", seq: 1 }))],
  ["a sequence number from the future", forged(lintAs({ runId: "100", seq: counterMax }))],
  ["a sequence number a little ahead", forged(lintAs({ runId: "100", seq: 900_000 }))],
  ["a later attempt", forged(lintAs({ runId: "100", attempt: 2 }))],
  ["an attempt that nobody can have", forged(lintAs({ runId: "100", attempt: counterMax }))],
  ["a newer run", forged(lintAs({ runId: "101" }))],
  ["a run far in the future", forged(lintAs({ runId: "9".repeat(80) }))],
  ["a run that is no number", forged(lintAs({ runId: "zzz" }))],
  ["a newer run without an entry", forged(makeRoster([], [makeRun({ ...slot, runId: "999" })]))],
  [
    "our run as completed",
    forged(makeRoster([], [makeRun({ ...slot, status: "completed", conclusion: "cancelled" })])),
  ],
  [
    "our run in a later attempt",
    forged(makeRoster([], [makeRun({ ...slot, attempt: 3, status: "completed" })])),
  ],
  [
    "5,000 entries",
    forged(
      makeRoster(
        Array.from({ length: 5_000 }, (_, index) =>
          makeEntry({ ...ours, workflow: "w.yml", task: `t${index}`, runId: "7" }),
        ),
      ),
    ),
  ],
  [
    "rows too long for any comment",
    forged(
      makeRoster(
        Array.from({ length: 400 }, (_, index) => {
          const noise = Array.from({ length: 12 }, (__, part) =>
            ((index + 1) * (part + 7) * 2_654_435_761).toString(36),
          ).join("");
          return makeEntry({
            ...ours,
            workflow: "w.yml",
            task: `t${index}`,
            result: noise.slice(0, 90),
            runId: "7",
          });
        }),
      ),
    ),
  ],
  [
    "1,000 runs",
    forged(
      makeRoster(
        [],
        Array.from({ length: 1_000 }, (_, index) => makeRun({ workflow: `w${index}.yml` })),
      ),
    ),
  ],
  [
    "chosen snippets without number",
    forged({
      ...makeRoster([]),
      shown: {
        snippets: Array.from({ length: 3_000 }, (_, i) => `s${i}`),
        reproduce: ["x"],
        fix: [],
      },
    }),
  ],
  ["a log that is said to be proven", forged(makeRoster([]), { logProven: true })],
  ["another head", forged({ ...lintAs({ runId: "999" }), head: "b".repeat(40) })],
  ["the other lane", forged({ ...lintAs({ runId: "999" }), lane: "merge-queue" })],
  ["a tombstone", { body: () => encodeTombstone(worldMarker, "999999999:IC_x") }],
  ["an empty text", { body: () => `${worldMarker}\n` }],
  [
    "a link to a script",
    forged(
      lintAs({
        runId: "100",
        jobUrl: "javascript:alert(1)",
        links: [{ label: "x", url: "data:x" }],
      }),
    ),
  ],
];

async function started(world: PublishWorld): Promise<TaskPublisher> {
  const lint = world.publisher({ task: "lint" });
  await world.publish(lint, "running");
  await world.pass(30_000);
  return lint;
}

describe.each([
  ["by our own identity", {}],
  ["where REST does not tell by whom", { comments: "rest" as const, log: false }],
  [
    "where REST does not tell by whom, without boards",
    { comments: "rest" as const, board: false, log: false },
  ],
])("a block forged %s", (_how, options) => {
  test.each(forgeries)("%s: our verdict is shown", async (_what, { body }) => {
    const world = new PublishWorld(options);
    const lint = await started(world);
    world.github.editCommentAs(bot, world.comment().id, body(world));
    await world.pass(30_000);
    const outcome = await world.publish(lint, "failed");
    expect(outcome).toEqual({ kind: "published" });
    expect(world.rows()["lint"]).toBe("failed");
    expect(world.comment().body).not.toContain("All is well");
    // What follows stands on it.
    const build = world.publisher({ task: "build" });
    await world.pass(30_000);
    expect(await world.publish(build, "passed")).toEqual({ kind: "published" });
    expect(world.rows()).toMatchObject({ lint: "failed", build: "passed" });
  });
});

describe("a claim that takes another run's place", () => {
  test("stands if GitHub knows the run", async () => {
    const world = new PublishWorld();
    const lint = await started(world);
    const newer = world.publisher({ task: "lint", runId: "101" });
    await world.publish(newer, "passed");
    await world.pass(30_000);
    expect(await world.publish(lint, "failed")).toMatchObject({ kind: "stood-down" });
    expect(world.rows()).toEqual({ lint: "passed" });
  });

  test("falls if the run is of another commit", async () => {
    const world = new PublishWorld();
    const lint = await started(world);
    world.addRun({ runId: "101", head: "d".repeat(40) });
    const { body } = forged(lintAs({ runId: "101" }));
    world.github.editCommentAs(bot, world.comment().id, body(world));
    expect(await world.publish(lint, "failed")).toEqual({ kind: "published" });
    expect(world.rows()).toEqual({ lint: "failed" });
    expect(lint.messages.join()).toMatch(/run 101 of .*GitHub knows of no such run/);
  });

  test("falls in the thousands after a few questions", async () => {
    const world = new PublishWorld();
    const lint = await started(world);
    const runs = Array.from({ length: 900 }, (_, index) =>
      makeRun({ ...slot, runId: `${5_000 + index}` }),
    );
    const { body } = forged(makeRoster([], runs));
    world.github.editCommentAs(bot, world.comment().id, body(world));
    const before = world.costs().rest;
    expect(await world.publish(lint, "failed")).toEqual({ kind: "published" });
    expect(world.rows()).toEqual({ lint: "failed" });
    expect(JSON.stringify(world.costs().rest)).not.toBe(JSON.stringify(before));
  });

  test("is believed where there is no API of runs to ask", async () => {
    const world = new PublishWorld({ runs: false });
    const lint = await started(world);
    const { body } = forged(lintAs({ runId: "101" }));
    world.github.editCommentAs(bot, world.comment().id, body(world));
    expect(await world.publish(lint, "failed")).toMatchObject({ kind: "stood-down" });
    // With the next push nothing is left of it.
  });

  test("made up for another workflow is gone after a sync", async () => {
    const world = new PublishWorld();
    const lint = await started(world);
    await world.publish(lint, "failed");
    const { body } = forged(
      makeRoster([makeEntry({ ...ours, workflow: "x.yml", task: "x", runId: "4" })]),
    );
    world.github.editCommentAs(bot, world.comment().id, body(world));
    await world.pass(30_000);
    const sync = world.publisher({ task: "sync", workflow: "sync.yml", runId: "500" });
    expect(await world.run(sync.publisher.sync())).toEqual({ kind: "published" });
    expect(world.rows()).toEqual({ lint: "failed" });
  });
});

describe("a block of a newer format", () => {
  test("silences us no longer than an hour", async () => {
    const world = new PublishWorld();
    const lint = await started(world);
    const { id, body } = world.comment();
    world.github.editCommentAs(bot, id, body.replace("rollcall:state v1", "rollcall:state v999"));
    const reason = { kind: "newer-format", version: 999 };
    await world.pass(50 * 60_000);
    expect(await world.publish(lint, "failing")).toEqual({ kind: "stood-down", reason });
    await world.pass(20 * 60_000);
    const again = world.publisher({ task: "lint" });
    again.entry("running");
    again.entry("running");
    expect(await world.publish(again, "failed")).toEqual({ kind: "published" });
    expect(world.rows()).toEqual({ lint: "failed" });
  });

  test("written by a person does not even do that", async () => {
    const world = new PublishWorld();
    const lint = await started(world);
    const { id, body } = world.comment();
    world.github.editCommentAs("mona", id, body.replace("rollcall:state v1", "rollcall:state v9"));
    expect(await world.publish(lint, "failed")).toEqual({ kind: "published" });
  });
});

test("an item on our run's board speaks for our run alone, whoever of its jobs left it", async () => {
  const world = new PublishWorld();
  const other = { workflow: ".github/workflows/w2.yml", runId: "200" };
  await world.publish(world.publisher({ task: "scan", ...other }), "failed");
  const lint = world.publisher({ task: "lint" });
  await world.publish(lint, "running");
  const scan = makeEntry({ ...ours, ...other, task: "scan", seq: 900, status: "passed" });
  const unit = makeEntry({ ...ours, task: "unit", status: "passed" });
  for (const entry of [scan, unit]) {
    const { attempt, seq, final } = entry;
    const name = formatName({ kind: "entry", writer: writerOf(entry), attempt, seq, final });
    const form = { version: 1, kind: "entry", head: worldHead, lane: "pull-request" } as const;
    const runs = [makeRun({ ...other, status: "completed", conclusion: "success" })];
    const bytes = encodePayload({ ...form, runs, entries: [entry] });
    world.storage.leave({ runBackendId: "run-100-1", jobBackendId: "x", name }, bytes);
  }
  expect(await world.publish(lint, "passed")).toEqual({ kind: "published" });
  expect(world.rows()).toEqual({ scan: "failed", lint: "passed", unit: "passed" });
  expect(world.roster().runs.filter(({ status }) => status === "completed")).toEqual([]);
  expect(lint.messages.join("\n")).toMatch(/run 100: 1 of 1 entries are of another run; left out/);
});
