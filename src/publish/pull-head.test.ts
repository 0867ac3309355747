import { expect, test } from "vitest";
import { GraphqlComments } from "../adapters/github/graphql-comments.js";
import { AnswerObserver } from "../adapters/github/observer.js";
import { RollcallError } from "../model/errors.js";
import { PublishWorld, worldHead, worldMarker } from "../testing/publish-world.js";
import { seededRandom } from "../testing/seeded-random.js";
import { Deadline } from "./deadline.js";
import { findHead } from "./pull-head.js";
import { defaultTiming } from "./settings.js";

function portsOf(world: PublishWorld): Parameters<typeof findHead>[0] {
  const clock = world.processClock();
  const observer = new AnswerObserver(clock);
  const where = { owner: "octo", name: "demo", pullNumber: 7, marker: worldMarker };
  return {
    comments: new GraphqlComments(world.api(observer), observer, where),
    random: seededRandom(world.prng.fork("random")),
    log: { write: () => undefined },
  };
}

async function find(world: PublishWorld): Promise<string> {
  const deadline = new Deadline(world.processClock(), defaultTiming.finalBudgetMs);
  return await findHead(portsOf(world), defaultTiming, deadline);
}

test("a read that fails for a moment is tried again", async () => {
  const world = new PublishWorld();
  let failures = 3;
  world.behaviour.fault = () => (failures-- > 0 ? { kind: "status", status: 502 } : undefined);
  expect(await world.run(find(world))).toBe(worldHead);
});

test("it ends within the time of a publication, with what went wrong", async () => {
  const world = new PublishWorld();
  world.behaviour.fault = () => ({ kind: "status", status: 502 });
  const startMs = world.clock.nowMs();
  const work = find(world);
  await expect(world.run(work)).rejects.toThrow(RollcallError);
  expect(world.clock.nowMs() - startMs).toBeLessThanOrEqual(defaultTiming.finalBudgetMs);
});

test("a token that is not accepted is not tried again", async () => {
  const world = new PublishWorld();
  world.behaviour.fault = () => ({ kind: "status", status: 401 });
  const startMs = world.clock.nowMs();
  const work = find(world);
  await expect(world.run(work)).rejects.toMatchObject({ code: "unauthorized" });
  expect(world.clock.nowMs() - startMs).toBeLessThan(1_000);
});
