import { describe, expect, test } from "vitest";
import { describeCommentStore } from "../../testing/comment-store-contract.js";
import { PublishWorld, worldMarker, worldToken } from "../../testing/publish-world.js";
import { FallbackComments } from "./comments.js";
import { GraphqlComments, hasMarker } from "./graphql-comments.js";
import { AnswerObserver } from "./observer.js";
import { RestComments } from "./rest-comments.js";

const where = { owner: "octo", name: "demo", pullNumber: 7, marker: worldMarker };

function openGraphql(world: PublishWorld): GraphqlComments {
  const observer = new AnswerObserver(world.processClock());
  return new GraphqlComments(world.api(observer), observer, where);
}

function openRest(world: PublishWorld): RestComments {
  const observer = new AnswerObserver(world.processClock());
  return new RestComments(world.api(observer), observer, where);
}

/** Both stores as one process has them: with one token and one observer. */
function openFallback(world: PublishWorld, secret = worldToken): FallbackComments {
  const token = { current: () => secret, renew: async () => await Promise.resolve(false) };
  const observer = new AnswerObserver(world.processClock());
  const api = world.api(observer, token);
  return new FallbackComments(
    new GraphqlComments(api, observer, where),
    new RestComments(api, observer, where),
    { write: () => undefined },
  );
}

describeCommentStore("GraphQL", {
  hasLog: true,
  createOperation: "addComment",
  open: openGraphql,
});

describeCommentStore("REST", {
  hasLog: false,
  createOperation: "issues/create-comment",
  open: openRest,
});

describe("the fallback from GraphQL to REST", () => {
  test("is taken for good when there is no GraphQL", async () => {
    const world = new PublishWorld();
    const store = openFallback(world);
    world.behaviour.fault = ({ class: kind }) =>
      kind.startsWith("graphql") ? { kind: "status", status: 404 } : undefined;
    await world.run(store.read({ edits: 10 }));
    const asked = world.costs().operations["RollcallSearch"];
    await world.run(store.create(`${worldMarker}\n`));
    await world.run(store.read({ edits: 10 }));
    expect(world.costs().operations["RollcallSearch"]).toBe(asked);
    expect(world.ours()).toHaveLength(1);
  });

  test("is taken when GraphQL's budget is spent, which is not REST's", async () => {
    const world = new PublishWorld();
    world.github.addToken({ token: "ghs_poor", limits: { rest: 1_000, graphql: 1 } });
    const store = openFallback(world, "ghs_poor");
    await world.run(store.read({ edits: 10 }));
    const { created } = await world.run(store.create(`${worldMarker}\n`));
    await world.run(store.update(created.id, `${worldMarker}\nmore\n`));
    expect(world.ours()[0]?.body).toContain("more");
    expect(world.github.costs("ghs_poor")).toMatchObject({ graphqlPoints: 1 });
  });

  test("is not taken by an app that was not told who it is", async () => {
    const world = new PublishWorld();
    const limits = { rest: 1_000, graphql: 0 };
    world.github.addToken({ token: "ghs_app", login: "my-app[bot]", limits });
    world.github.addCommentAs("my-app[bot]", world.pull, `${worldMarker}\n`);
    const store = openFallback(world, "ghs_app");
    await expect(world.run(store.read({ edits: 10 }))).rejects.toMatchObject({
      code: "rate-limited",
    });
  });

  test("is not taken for a failure that passes", async () => {
    const world = new PublishWorld();
    const store = openFallback(world);
    world.behaviour.fault = () => ({ kind: "status", status: 502 });
    await expect(world.run(store.read({ edits: 10 }))).rejects.toMatchObject({
      code: "server-error",
    });
    expect(world.costs().rest).toBe(0);
  });

  test("is not taken when REST cannot see the pull request either", async () => {
    const world = new PublishWorld();
    const observer = new AnswerObserver(world.processClock());
    const api = world.api(observer);
    const elsewhere = { ...where, pullNumber: 8 };
    const store = new FallbackComments(
      new GraphqlComments(api, observer, elsewhere),
      new RestComments(api, observer, elsewhere),
      { write: () => undefined },
    );
    for (let round = 0; round < 2; round += 1) {
      await expect(world.run(store.read({ edits: 10 }))).rejects.toMatchObject({
        code: "not-found",
      });
    }
    expect(world.costs().operations["RollcallSearch"]).toBe(2);
  });
});

describe("a refused token", () => {
  function renewing(tokens: string[]): { current(): string; renew(): Promise<boolean> } {
    let current = tokens.shift() ?? "";
    return {
      current: () => current,
      renew: async () => {
        const next = tokens.shift();
        if (next !== undefined) current = next;
        return await Promise.resolve(next !== undefined);
      },
    };
  }

  test.each(["graphql", "rest"] as const)("is renewed once (%s)", async (kind) => {
    const world = new PublishWorld();
    const observer = new AnswerObserver(world.processClock());
    const api = world.api(observer, renewing(["ghs_old", worldToken]));
    const store =
      kind === "graphql"
        ? new GraphqlComments(api, observer, where)
        : new RestComments(api, observer, where);
    const { comments } = await world.run(store.read({ edits: 10 }));
    expect(comments).toEqual([]);
  });

  test("is not renewed twice, and never told", async () => {
    const world = new PublishWorld();
    const observer = new AnswerObserver(world.processClock());
    const tokens = ["ghs_old", "ghs_older", worldToken];
    const store = new GraphqlComments(world.api(observer, renewing(tokens)), observer, where);
    const problem = await world.run(store.read({ edits: 10 }).catch((error: unknown) => error));
    expect(problem).toMatchObject({ code: "unauthorized" });
    expect(String(problem)).not.toContain("ghs_");
    expect(tokens).toEqual([worldToken]);
  });
});

test("a marker is a first line of its own", () => {
  expect(hasMarker(worldMarker, worldMarker)).toBe(true);
  expect(hasMarker(`${worldMarker} \r\nx`, worldMarker)).toBe(true);
  expect(hasMarker(`${worldMarker}x`, worldMarker)).toBe(false);
  expect(hasMarker(` ${worldMarker}`, worldMarker)).toBe(false);
});
