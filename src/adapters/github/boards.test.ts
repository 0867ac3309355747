import { describe, expect, test } from "vitest";
import { PublishWorld } from "../../testing/publish-world.js";
import type { GitHubApi } from "./api.js";
import { AnswerObserver } from "./observer.js";
import type { ResultsBoard } from "./results-board.js";
import { RestRuns } from "./runs.js";

const bytes = new TextEncoder().encode("a zip");

function text(data: Uint8Array): string {
  return new TextDecoder().decode(data);
}

function open(): { world: PublishWorld; board: ResultsBoard; runs: RestRuns } {
  const world = new PublishWorld();
  world.addRun({ runId: "100" });
  const observer = new AnswerObserver(world.processClock());
  const runs = new RestRuns(world.api(observer), world.runsOptions());
  return { world, board: world.board("100", 1, "job", observer), runs };
}

/** Another job of the same run: `PublishWorld.board` counts jobs by publishers. */
function otherJob(world: PublishWorld): ResultsBoard {
  return world.board("100", 1, "other", new AnswerObserver(world.processClock()));
}

describe("the run's own board", () => {
  test("uploads, lists, downloads and removes", async () => {
    const { world, board } = open();
    const item = await world.run(board.upload("rollcall-a", bytes));
    expect(item.artifactId).toMatch(/^\d+$/);
    await world.run(board.upload("elses", bytes));
    expect(await world.run(board.list("rollcall-"))).toMatchObject([item]);
    expect(text(await world.run(board.download(item)))).toBe("a zip");
    await world.run(board.remove(item));
    expect(await world.run(board.list("rollcall-"))).toEqual([]);
    // One that is gone is no error.
    await world.run(board.remove(item));
    expect(world.storage.tokenLeaks).toBe(0);
  });

  test("reads and removes what another job of the run left", async () => {
    const { world, board } = open();
    await world.run(otherJob(world).upload("rollcall-a", bytes));
    const [item] = await world.run(board.list("rollcall-"));
    expect(item).toBeDefined();
    expect(text(await world.run(board.download(item!)))).toBe("a zip");
    await world.run(board.remove(item!));
    expect(await world.run(board.list("rollcall-"))).toEqual([]);
  });

  test("uploads again under a name whose first answer was lost", async () => {
    const { world, board } = open();
    world.storage.behaviour.fault = ({ operation }) =>
      operation === "FinalizeArtifact" ? { when: "after", answer: 502 } : undefined;
    await expect(world.run(board.upload("rollcall-a", bytes))).rejects.toMatchObject({
      code: "server-error",
    });
    world.storage.behaviour.fault = undefined;
    const item = await world.run(board.upload("rollcall-a", bytes));
    expect(await world.run(board.list("rollcall-"))).toMatchObject([item]);
  });

  test.each(["PutBlock", "PutBlockList"] as const)(
    "goes on with an upload whose %s failed once: its name is taken",
    async (broken) => {
      const { world, board } = open();
      let failures = 1;
      world.storage.behaviour.fault = ({ operation }) =>
        operation === broken && failures-- > 0 ? { when: "before", answer: 503 } : undefined;
      const item = await world.run(board.upload("rollcall-a", bytes));
      expect(text(await world.run(board.download(item)))).toBe("a zip");
    },
  );

  test("refuses a name that another job uses", async () => {
    const { world, board } = open();
    await world.run(otherJob(world).upload("rollcall-a", bytes));
    await expect(world.run(board.upload("rollcall-a", bytes))).rejects.toMatchObject({
      code: expect.stringMatching(/^(conflict|not-found)$/) as string,
    });
  });

  test.each([
    [503, "server-error"],
    [401, "unauthorized"],
    [403, "forbidden"],
    [429, "rate-limited"],
    ["drop", "unreachable"],
  ] as const)("a fault with %s is %s", async (answer, code) => {
    const { world, board } = open();
    world.storage.behaviour.fault = () => ({ when: "before", answer });
    await expect(world.run(board.list("rollcall-"))).rejects.toMatchObject({ code });
  });

  test("does not spend the API's budget, nor take its figures from the service", async () => {
    const { world, board } = open();
    await world.run(board.upload("rollcall-a", bytes));
    expect(world.costs()).toMatchObject({ rest: 0, graphqlRequests: 0 });
  });
});

describe("the runs of a head", () => {
  test("are listed with their state", async () => {
    const { world, runs } = open();
    world.addRun({ runId: "101", workflow: ".github/workflows/b.yml", event: "push" });
    world.addRun({ runId: "102", head: "b".repeat(40) });
    world.completeRun("101", "cancelled");
    const found = await world.run(runs.ofHead("a".repeat(40)));
    expect(found).toEqual([
      expect.objectContaining({
        runId: "101",
        workflow: ".github/workflows/b.yml",
        event: "push",
        attempt: 1,
        status: "completed",
        conclusion: "cancelled",
      }),
      expect.objectContaining({ runId: "100", status: "in_progress", conclusion: "" }),
    ]);
  });

  test("cost nothing when nothing changed", async () => {
    const { world, runs } = open();
    await world.run(runs.ofHead("a".repeat(40)));
    const { rest } = world.costs();
    const again = await world.run(runs.ofHead("a".repeat(40)));
    expect(again).toHaveLength(1);
    expect(world.costs()).toMatchObject({ rest, notModified: 1 });
  });

  test("are all there, on several pages", async () => {
    const { world, runs } = open();
    for (let index = 0; index < 130; index += 1) world.addRun({ runId: String(1_000 + index) });
    expect(await world.run(runs.ofHead("a".repeat(40)))).toHaveLength(131);
  });

  test("of which there are thousands are not all listed, which is told once", async () => {
    const { world } = open();
    const messages: string[] = [];
    const log = { write: (_level: string, line: string): void => void messages.push(line) };
    const observer = new AnswerObserver(world.processClock());
    const runs = new RestRuns(world.api(observer), world.runsOptions(log));
    for (let index = 0; index < 1_100; index += 1) world.addRun({ runId: String(1_000 + index) });
    expect(await world.run(runs.ofHead("a".repeat(40)))).toHaveLength(1_000);
    await world.run(runs.ofHead("a".repeat(40)));
    expect(messages).toEqual(["runs of the head: only the newest 1000 are looked at"]);
  });

  test("one by id, or none", async () => {
    const { world, runs } = open();
    expect(await world.run(runs.byId("100"))).toMatchObject({ runId: "100" });
    expect(await world.run(runs.byId("77777"))).toBeUndefined();
  });

  test("are none of a stranger's, who pushed the same commit to a fork of his own", async () => {
    const { world, runs } = open();
    const headRepository = world.github.addRepository({ fullName: "eve/demo", isFork: true });
    const path = ".github/workflows/ci.yml";
    const headSha = "a".repeat(40);
    world.github.addRun(world.repository, { id: "900", path, headSha, headRepository });
    const found = await world.run(runs.ofHead(headSha));
    expect(found.map(({ runId }) => runId)).toEqual(["100"]);
    expect(await world.run(runs.byId("900"))).toBeUndefined();
  });

  test("of a fork that was deleted are not a pull request's whose fork was deleted", async () => {
    const { world } = open();
    const run = { id: 900, path: ".github/workflows/ci.yml", head_repository: null };
    const answers: Record<string, unknown> = {
      "GET /repos/{owner}/{repo}/actions/runs/{run_id}": run,
      "GET /repos/{owner}/{repo}/pulls/{pull_number}": { head: { repo: null } },
    };
    const api: Pick<GitHubApi, "rest"> = {
      rest: async (route) =>
        await Promise.resolve({ status: 200, headers: {}, data: answers[route] }),
    };
    const runs = new RestRuns(api as GitHubApi, world.runsOptions());
    expect(await runs.byId("900")).toBeUndefined();
  });

  test("cost no question about the pull request where none is of a fork", async () => {
    const { world, runs } = open();
    await world.run(runs.ofHead("a".repeat(40)));
    expect(world.costs().rest).toBe(1);
  });

  test("of a fork whose pull request cannot be asked for are asked for again", async () => {
    const { world, runs } = open();
    const headRepository = world.github.addRepository({ fullName: "eve/demo", isFork: true });
    const headSha = "a".repeat(40);
    const run = { id: "900", path: ".github/workflows/ci.yml", headSha, headRepository };
    world.github.addRun(world.repository, run);
    world.behaviour.fault = ({ name }) =>
      name.includes("pull") ? { kind: "status", status: 502 } : undefined;
    await expect(world.run(runs.ofHead(headSha))).rejects.toMatchObject({ code: "server-error" });
    world.behaviour.fault = undefined;
    expect(await world.run(runs.ofHead(headSha))).toHaveLength(1);
  });

  test("show their boards", async () => {
    const { world, board, runs } = open();
    const item = await world.run(board.upload("rollcall-a", bytes));
    await world.run(board.upload("elses", bytes));
    const sibling = runs.boardOf("100");
    expect(await world.run(sibling.list("rollcall-"))).toMatchObject([item]);
    expect(text(await world.run(sibling.download(item)))).toBe("a zip");
    expect(world.storage.tokenLeaks).toBe(0);
    await world.run(board.remove(item));
    await expect(world.run(sibling.download(item))).rejects.toMatchObject({ code: "not-found" });
  });
});
