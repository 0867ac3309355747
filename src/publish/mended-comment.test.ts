/** Is our comment as it must be again, whatever a person made of it, and is nothing lost? */
import { describe, expect, test } from "vitest";
import { encodeBody } from "../codec/state-block.js";
import { makeEntry, makeRoster } from "../testing/make-entry.js";
import {
  PublishWorld,
  type WorldOptions,
  worldHead,
  worldMarker,
} from "../testing/publish-world.js";

const bot = "github-actions[bot]";

/** What a person, or a program with our own token, may make of the comment. */
const edits: Readonly<Record<string, (body: string) => string>> = {
  "emptied but for its first line": () => worldMarker,
  "with all but the block removed": (body) => `${worldMarker}\n${body.split("\n").at(-1) ?? ""}`,
  "without its block": (body) => body.split("\n").slice(0, -1).join("\n"),
  "with a block that is cut": (body) => body.slice(0, -20),
  "with a block that is changed in the middle": (body) =>
    body.replace(/(rollcall:state v\d+ .{40})..../, "$1AAAA"),
  "with two blocks": (body) => `${body}\n${body.split("\n").at(-1) ?? ""}`,
};

/** Two workflows' rows, as nobody but the comment and the boards knows them any more. */
async function published(options: WorldOptions): Promise<PublishWorld> {
  const world = new PublishWorld(options);
  await world.publish(world.publisher({ task: "lint" }), "passed");
  const other = { workflow: ".github/workflows/w2.yml", runId: "200" };
  await world.publish(world.publisher({ task: "unit", ...other }), "failed");
  await world.pass(60_000);
  return world;
}

const rows = { lint: "passed", unit: "failed", docs: "passed" };

describe.each(Object.entries(edits))("a comment %s", (_, edit) => {
  test.each([
    ["by a maintainer", "mona", {}],
    ["by a maintainer, seen over REST", "mona", { comments: "rest", log: false }],
    ["with our own token", bot, {}],
    ["with our own token, where there is no log", bot, { log: false }],
  ] as const)("%s is mended by the next publication", async (_who, login, options) => {
    const world = await published(options);
    const { id, body } = world.comment();
    world.github.editCommentAs(login, id, edit(body));
    const docs = world.publisher({ task: "docs" });
    expect(await world.publish(docs, "passed")).toEqual({ kind: "published" });
    expect(world.comment().id).toBe(id);
    expect(world.rows()).toEqual(rows);
  });
});

test.each([
  ["another task", { task: "forged", workflow: ".github/workflows/w9.yml" }],
  ["our task, newer", { task: "lint", seq: 60_000 }],
])("a person's version in the history tells nobody anything: %s", async (_, fields) => {
  const world = await published({});
  const entry = makeEntry({ job: "job", runId: "100", result: "all is well", ...fields });
  const body = encodeBody({
    visible: worldMarker,
    look: "",
    roster: { ...makeRoster([entry]), head: worldHead },
    writeId: "f0",
    parentId: undefined,
    logProven: true,
  });
  world.github.editCommentAs("mona", world.comment().id, body);
  for (const task of ["docs", "more"]) {
    expect(await world.publish(world.publisher({ task }), "passed")).toEqual({ kind: "published" });
  }
  expect(world.rows()).toEqual({ ...rows, more: "passed" });
  expect(world.comment().body).not.toContain("all is well");
});

test("a comment without our marker is nobody's any more: another one takes its place", async () => {
  const world = await published({});
  const { id } = world.comment();
  world.github.editCommentAs("mona", id, "please use another channel");
  const docs = world.publisher({ task: "docs" });
  expect(await world.publish(docs, "passed")).toEqual({ kind: "published" });
  expect(world.comment().id).not.toBe(id);
  const left = world.github.commentsOf(world.pull).find((comment) => comment.id === id);
  expect(left?.body).toBe("please use another channel");
  const sync = world.publisher({ task: "sync", workflow: "sync.yml", runId: "900" });
  await world.run(sync.publisher.sync());
  // The new comment is the first of its kind: what it lacks, the boards know.
  expect(world.rows()).toEqual(rows);
});
