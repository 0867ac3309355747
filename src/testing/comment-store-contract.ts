/**
 * What does every `CommentStore` do, whichever API it speaks?
 *
 * One suite for all adapters. Facts about the log are asked only of a store that has one.
 */
import { describe, expect, test } from "vitest";
import { RollcallError, outcomeUnknown } from "../model/errors.js";
import type { CommentStore } from "../ports/comments.js";
import { openApiContract } from "./openapi-contract.js";
import { PublishWorld, worldHead, worldMarker } from "./publish-world.js";

/** How one adapter is opened, and what it can do. */
export interface StoreKind {
  readonly hasLog: boolean;
  /** The operation that creates, for faults. */
  readonly createOperation: string;
  open(world: PublishWorld): CommentStore;
}

const contract = openApiContract();

/** A body of ours. */
function bodyOf(text: string): string {
  return `${worldMarker}\n\n${text}`;
}

/** The code and the rest of what a call was refused with. */
async function refusal(world: PublishWorld, work: Promise<unknown>): Promise<RollcallError> {
  try {
    await world.run(work);
  } catch (error) {
    if (error instanceof RollcallError) return error;
    throw error;
  }
  throw new Error("expected a refusal");
}

/** Adds the suite for one adapter. */
export function describeCommentStore(name: string, kind: StoreKind): void {
  const open = (): { world: PublishWorld; store: CommentStore } => {
    const world = new PublishWorld({ contract });
    return { world, store: kind.open(world) };
  };
  const created = async (): Promise<ReturnType<typeof open> & { id: string }> => {
    const { world, store } = open();
    const { created: view } = await world.run(store.create(bodyOf("one")));
    return { world, store, id: view.id };
  };
  const { createOperation, hasLog } = kind;

  describe(name, () => {
    test("reads a pull request without comments", async () => {
      const { world, store } = open();
      const view = await world.run(store.read({ edits: 10 }));
      expect(view).toEqual({ pull: { head: worldHead, open: true, locked: false }, comments: [] });
    });

    test("creates, reads, updates and removes", async () => {
      const { world, store, id } = await created();
      expect(world.comment().body).toBe(bodyOf("one"));
      await world.pass(2_000);
      const { comment } = await world.run(store.update(id, bodyOf("two")));
      expect(comment).toMatchObject({ id, body: bodyOf("two"), bodyByUs: true });
      expect(comment.databaseId).toBe(world.comment().id);
      expect(Number(comment.updatedAt)).toBe(Math.floor(world.clock.nowMs() / 1_000) * 1_000);
      const { comments } = await world.run(store.read({ edits: 10 }));
      expect(comments.map((one) => [one.id, one.body])).toEqual([[id, bodyOf("two")]]);
      await world.run(store.remove(id));
      expect(world.ours()).toEqual([]);
      // One that is gone is no error.
      await world.run(store.remove(id));
    });

    test("tells the newest edits, newest first", async () => {
      const { world, store, id } = await created();
      for (const text of ["two", "three", "four"]) {
        await world.pass(1_000);
        await world.run(store.update(id, bodyOf(text)));
      }
      const read = await world.run(store.read({ knownId: id, edits: 2 }));
      const all = await world.run(store.read({ knownId: id, edits: 10 }));
      const texts = (view: typeof read): unknown =>
        view.comments[0]?.edits?.map(({ body, byUs }) => [body?.split("\n")[2], byUs]);
      if (!hasLog) {
        expect(all.comments[0]).toMatchObject({ edits: undefined, editsComplete: false });
        return;
      }
      expect(texts(read)).toEqual([
        ["four", true],
        ["three", true],
      ]);
      expect(read.comments[0]?.editsComplete).toBe(false);
      expect(all.comments[0]?.edits).toHaveLength(4);
      expect(all.comments[0]?.editsComplete).toBe(true);
    });

    test("tells a person's edit from our own", async () => {
      const { world, store, id } = await created();
      world.github.editCommentAs("mona", world.comment().id, bodyOf("hers"));
      const { comments } = await world.run(store.read({ knownId: id, edits: 10 }));
      expect(comments[0]?.bodyByUs).toBe(!hasLog);
      if (hasLog) expect(comments[0]?.edits?.map(({ byUs }) => byUs)).toEqual([false, true]);
    });

    test("finds its own comments on several pages among strangers' and quotes", async () => {
      const { world, store } = open();
      const bot = "github-actions[bot]";
      const add = (login: string, body: string): string =>
        world.github.addCommentAs(login, world.pull, body).id;
      add("mallory", bodyOf("forged"));
      for (let index = 0; index < 120; index += 1) add("mona", `comment ${index}`);
      const first = add(bot, bodyOf("first"));
      add(bot, `> ${worldMarker}\n\nsaid somebody`);
      add(bot, `${worldMarker} and more`);
      add(bot, "another program's");
      for (let index = 0; index < 120; index += 1) add("mona", `comment ${index}`);
      const second = add(bot, `${worldMarker}\r\n\r\nsecond`);
      const { comments } = await world.run(store.read({ edits: 10 }));
      expect(comments.map(({ databaseId }) => databaseId)).toEqual([first, second]);
    });

    test("searches when the known comment was deleted", async () => {
      const { world, store, id } = await created();
      world.github.deleteCommentAs("mona", world.comment().id);
      const other = world.github.addCommentAs("github-actions[bot]", world.pull, bodyOf("other"));
      const { comments } = await world.run(store.read({ knownId: id, edits: 10 }));
      expect(comments.map(({ databaseId }) => databaseId)).toEqual([other.id]);
      expect((await refusal(world, store.update(id, bodyOf("x")))).code).toBe("not-found");
    });

    test("searches when the known comment is a stranger's", async () => {
      const { world, store } = open();
      const forged = world.github.addCommentAs("mallory", world.pull, bodyOf("forged"));
      const knownId = `${forged.id}:${forged.nodeId}`;
      expect((await world.run(store.read({ knownId, edits: 10 }))).comments).toEqual([]);
    });

    test("shows in a creation's answer who else created one", async () => {
      const { world, store, id } = await created();
      const second = await world.run(store.create(bodyOf("two")));
      expect(second.created.id).not.toBe(id);
      expect(second.comments.map((one) => one.id).sort()).toEqual([id, second.created.id].sort());
    });

    test("tells the pull request's head, state and lock", async () => {
      const { world, store } = open();
      world.github.pushHead(world.pull, "b".repeat(40));
      world.github.setPull(world.pull, { merged: true });
      world.github.setThread(world.pull, { locked: true });
      const { pull } = await world.run(store.read({ edits: 10 }));
      expect(pull).toEqual({ head: "b".repeat(40), open: false, locked: true });
    });

    test("says that a pull request is not there", async () => {
      const world = new PublishWorld();
      world.github.addToken({ token: "ghs_world", permissions: { actions: "read" } });
      const problem = await refusal(world, kind.open(world).read({ edits: 10 }));
      expect(["not-found", "forbidden"]).toContain(problem.code);
      expect(problem.message).toContain("pull-requests: write");
    });

    test("says which permission is missing for a write", async () => {
      const { world, store, id } = await created();
      world.github.addToken({ token: "ghs_world", permissions: { pull_requests: "read" } });
      const update = (): Promise<unknown> => store.update(id, bodyOf("two"));
      const create = (): Promise<unknown> => store.create(bodyOf("two"));
      for (const write of [update, create]) {
        const problem = await refusal(world, write());
        expect(problem.code).toBe("forbidden");
        expect(problem.message).toContain("pull-requests: write");
        expect(outcomeUnknown(problem)).toBe(false);
      }
    });

    test("says that the conversation is locked", async () => {
      const { world, store, id } = await created();
      world.github.setThread(world.pull, { locked: true });
      const problem = await refusal(world, store.update(id, bodyOf("two")));
      expect(problem).toMatchObject({ code: "forbidden" });
      expect(problem.message).toContain("locked");
    });

    test("says that a body is too long", async () => {
      const { world, store, id } = await created();
      const problem = await refusal(world, store.update(id, bodyOf("x".repeat(66_000))));
      expect(problem.code).toBe("rejected");
      expect(outcomeUnknown(problem)).toBe(false);
    });

    test("a secondary limit tells how long to wait", async () => {
      const { world, store, id } = await created();
      for (const [retryAfterSeconds, expectedMs] of [
        [7, 7_000],
        [undefined, 60_000],
      ] as const) {
        world.behaviour.fault = () => ({
          kind: "rate-limit",
          limit: "secondary",
          status: 403,
          ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
        });
        const problem = await refusal(world, store.update(id, bodyOf("two")));
        expect(problem.code).toBe("rate-limited");
        expect(problem.retryAfterMs).toBe(expectedMs);
      }
    });

    test("a spent budget is waited for until its reset", async () => {
      const { world, store, id } = await created();
      const token = world.github.addToken({ token: "ghs_world" });
      for (const resource of ["core", "graphql"] as const) world.github.spend(token, resource, 990);
      for (const resource of ["core", "graphql"] as const) world.github.spend(token, resource, 20);
      const problem = await refusal(world, store.update(id, bodyOf("two")));
      expect(problem.code).toBe("rate-limited");
      expect(problem.retryAfterMs).toBeGreaterThan(3_500_000);
      expect(problem.retryAfterMs).toBeLessThanOrEqual(3_601_000);
    });

    test.each([
      { kind: "drop" },
      { kind: "status", status: 500 },
      { kind: "status", status: 502 },
      { kind: "lost-answer", as: 502 },
      { kind: "lost-answer", as: "drop" },
    ] as const)("the outcome of a write is unknown: $kind $status $as", async (fault) => {
      const { world, store, id } = await created();
      world.behaviour.fault = () => fault;
      const update = await refusal(world, store.update(id, bodyOf("two")));
      expect(outcomeUnknown(update)).toBe(true);
      world.behaviour.fault = ({ name: operation }) =>
        operation === createOperation ? fault : undefined;
      expect(outcomeUnknown(await refusal(world, store.create(bodyOf("two"))))).toBe(true);
      world.behaviour.fault = undefined;
      const applied = "lost-answer" === fault.kind;
      expect(world.ours()).toHaveLength(applied ? 2 : 1);
    });

    test("an answer that does not come in time leaves the outcome unknown", async () => {
      const { world, store, id } = await created();
      world.behaviour.latency = () => ({ beforeMs: 0, afterMs: 60_000 });
      const problem = await refusal(world, store.update(id, bodyOf("two")));
      expect(problem.code).toBe("unreachable");
      expect(outcomeUnknown(problem)).toBe(true);
    });

    test("tells the budget that answers told of", async () => {
      const { world, store } = open();
      expect(store.quota()).toEqual({});
      await world.run(store.read({ edits: 10 }));
      const quota = hasLog ? store.quota().graphql : store.quota().rest;
      expect(quota).toMatchObject({ limit: 1_000 });
      expect(quota?.remaining).toBeLessThan(1_000);
    });

    test("every REST request was as GitHub describes it", () => {
      expect(contract.violations).toEqual([]);
    });
  });
}
