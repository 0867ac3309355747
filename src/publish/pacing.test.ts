import { describe, expect, test } from "vitest";
import { makeRun } from "../testing/make-entry.js";
import { PublishWorld, worldHead, worldToken } from "../testing/publish-world.js";
import type { CommentStore } from "../ports/comments.js";
import { BoardReading } from "./board-reading.js";
import { Knowledge } from "./knowledge.js";
import { OwnBoard } from "./own-board.js";
import { Pacing } from "./pacing.js";
import { type PublishSettings, defaultTiming } from "./settings.js";
import { WriteCount } from "./write-count.js";

const never = async (): Promise<never> => await Promise.reject(new Error("not asked for"));
const noComments: Omit<CommentStore, "quota"> = {
  read: never,
  update: never,
  create: never,
  remove: never,
};

function spend(world: PublishWorld, points: number): void {
  const token = world.github.addToken({ token: worldToken });
  world.github.spend(token, "graphql", points);
}

const deferred = { kind: "deferred" };
const published = { kind: "published" };

describe("a token with little left", () => {
  test("defers live updates, but no verdict, and says so in the footer", async () => {
    const world = new PublishWorld({ board: false });
    const lint = world.publisher({ task: "lint" });
    expect(await world.publish(lint, "running")).toEqual(published);
    expect(world.comment().body).toMatch(/quota \d\/1,000 \(0% used, resets in \d+m\)/);
    await world.pass(25_000);
    spend(world, 850);
    // This one does not know yet.
    expect(await world.publish(lint, "running", { result: "1" })).toEqual(published);
    await world.pass(600_000);
    expect(await world.publish(lint, "running", { result: "2" })).toEqual(deferred);
    const startMs = world.clock.nowMs();
    expect(await world.publish(lint, "passed")).toEqual(published);
    expect(world.clock.nowMs() - startMs).toBeLessThan(5_000);
    expect(world.comment().body).toMatch(/\(8\d% used, resets in \d+m, throttle terminal-only\)/);
    expect(lint.messages.filter((line) => line.includes("GraphQL requests are left"))).toHaveLength(
      1,
    );
  });

  test("is let go again when its hour is over", async () => {
    const world = new PublishWorld({ board: false });
    const lint = world.publisher({ task: "lint" });
    spend(world, 850);
    await world.publish(lint, "running");
    await world.publish(lint, "running", { result: "1" });
    await world.pass(3_000_000);
    expect(await world.publish(lint, "running", { result: "2" })).toEqual(deferred);
    await world.pass(700_000);
    expect(await world.publish(lint, "running", { result: "3" })).toEqual(published);
  });
});

test("a long task's window grows, as it does for nobody else", async () => {
  const world = new PublishWorld({ board: false });
  const lint = world.publisher({ task: "lint" });
  await world.publish(lint, "running");
  await world.pass(1_800_000);
  expect(await world.publish(lint, "running", { result: "1" })).toEqual(published);
  await world.pass(55_000);
  expect(await world.publish(lint, "running", { result: "2" })).toEqual(deferred);
  await world.pass(6_000);
  expect(await world.publish(lint, "running", { result: "3" })).toEqual(published);
});

test("boards carry two observations of a budget at most, and their readers learn them", async () => {
  const world = new PublishWorld();
  const { observer, entry } = world.publisher({ task: "lint" });
  const board = world.board("100", 1, "lint", observer);
  const place = { lane: "pull-request", head: worldHead } as const;
  const settings: PublishSettings = {
    ...place,
    pullNumber: 7,
    run: makeRun(),
    writer: "lint",
    programVersion: "0.0.0-test",
    timing: defaultTiming,
  };
  const log = { write: (): void => undefined };
  const { clock } = world;
  const own = { monotonicMs: () => clock.nowMs(), wallMs: () => clock.nowMs() };
  const recent = [990, 980, 970].map((remaining, index) => ({
    atMs: clock.nowMs() + index * 10_000,
    remaining,
    limit: 1_000,
    resetAtMs: clock.nowMs() + 3_600_000,
  }));
  const knowledge = new Knowledge(place);
  const pacing = new Pacing({
    ports: {
      comments: { ...noComments, quota: () => ({ graphqlRecent: recent }) },
      clock: { ...own, sleep: async () => await Promise.resolve(true) },
      serverTime: observer,
      log,
    },
    knowledge,
    writes: new WriteCount(),
    baseMs: 20_000,
    publishers: () => 1,
  });
  const ownBoard = new OwnBoard({ board, settings, knowledge, log, quota: () => pacing.shared });
  await world.run(ownBoard.contribute(entry("running")));
  const learned = new Knowledge(place);
  const reading = new BoardReading({ reader: board, run: settings.run }, learned, log);
  await world.run(reading.refresh());
  await world.run(reading.gatherRest());
  expect(learned.quota).toEqual({ rest: [], graphql: [recent[0], recent[2]] });
});
