/**
 * What can a forged state block in our own comment do, and for how long?
 *
 * The forger edits as our own identity (another workflow's token), or over REST, which does not tell who
 * edited: the block counts as ours. The next publication must mend it.
 */
import { describe, expect, test } from "vitest";
import { encodeBody } from "../codec/state-block.js";
import { encodeTombstone } from "../codec/tombstone.js";
import type { Roster } from "../model/roster.js";
import { makeEntry, makeRoster, makeRun } from "../testing/make-entry.js";
import { PublishWorld, type TaskPublisher, worldMarker } from "../testing/publish-world.js";

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
