import { describe, expect, test } from "vitest";
import { encodeBody } from "../codec/state-block.js";
import { makeRoster } from "../testing/make-entry.js";
import { PublishWorld, worldMarker } from "../testing/publish-world.js";

describe("people", () => {
  test("a stranger's comment with our marker is never touched", async () => {
    const world = new PublishWorld();
    const forged = encodeBody({
      visible: `${worldMarker}\n\nAll is well.`,
      look: "x",
      roster: makeRoster([]),
      writeId: "abc",
      parentId: undefined,
      logProven: false,
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
    const newer = body.replace("rollcall:state v1", "rollcall:state v9");
    world.github.editCommentAs("github-actions[bot]", id, newer);
    const reason = { kind: "newer-format", version: 9 };
    expect(await world.publish(lint, "passed")).toEqual({ kind: "stood-down", reason });
    expect(world.comment().body).toBe(newer);
  });
});
