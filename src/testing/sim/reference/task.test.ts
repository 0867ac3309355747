import { describe, expect, test } from "vitest";
import type { Entry } from "../../../model/entry.js";
import type { Status } from "../../../model/status.js";
import { PublishWorld, type TaskPlace, worldToken } from "../../publish-world.js";
import { openDayProcess } from "../day/day-process.js";
import { referenceProtocol, referenceSettings } from "./reference-protocol.js";
import { ReferenceTask } from "./task.js";

/** A world whose token is an app's, with its larger budget. */
function appWorld(): PublishWorld {
  const world = new PublishWorld();
  world.github.addToken({ token: worldToken, limits: { rest: 5_000 } });
  return world;
}

interface Process {
  readonly task: ReferenceTask;
  readonly entry: (status: Status) => Entry;
}

function open(world: PublishWorld, name: string, runId = "100"): Process {
  const workflow = `w${runId}.yml`;
  const place: TaskPlace = { task: name, job: name, runId, workflow };
  const token = {
    current: () => worldToken,
    renew: async () => await Promise.resolve(false),
  };
  const protocol = referenceProtocol;
  const opened = openDayProcess({ world, place, intervalMs: 20_000, token, protocol });
  const task = new ReferenceTask(opened.ports, referenceSettings(opened.settings));
  let seq = 0;
  const entry = (status: Status): Entry => {
    seq += 1;
    const identity = { workflow, event: "pull_request", job: name, leg: "", task: name };
    const final = status !== "running";
    const startedAtMs = world.clock.nowMs();
    return { ...identity, runId, attempt: 1, seq, kind: "test", status, final, startedAtMs };
  };
  return { task, entry };
}

function asked(world: PublishWorld, operation: string): number {
  return world.costs().operations[operation] ?? 0;
}

const get = "issues/get-comment";
const list = "issues/list-comments";
const patch = "issues/update-comment";

describe("the reference's task", () => {
  test("publishes at its start, then once an interval, and at its end whatever the window", async () => {
    const world = appWorld();
    const { task, entry } = open(world, "a");
    await world.run(task.live(entry("running")));
    expect(world.rows()).toEqual({ a: "running" });
    await world.pass(19_000);
    await world.run(task.live(entry("running")));
    expect(asked(world, patch)).toBe(0);
    await world.pass(2_000);
    await world.run(task.live(entry("running")));
    expect(asked(world, patch)).toBe(1);
    await world.run(task.verdict(entry("passed")));
    expect(asked(world, patch)).toBe(2);
    expect(world.rows()).toEqual({ a: "passed" });
  });

  test("reads its siblings before it looks at the lease, and the comment only after it", async () => {
    const world = appWorld();
    const a = open(world, "a");
    const b = open(world, "b");
    await world.run(a.task.live(a.entry("running")));
    await world.run(b.task.live(b.entry("running")));
    // a's artifact does not tell of its publication yet: b had to read the comment to learn of it.
    expect(asked(world, "actions/download-artifact")).toBe(1);
    expect([asked(world, get), asked(world, list), asked(world, patch)]).toEqual([0, 3, 0]);
  });

  test("a row whose artifact is not listed yet is left out, its own too", async () => {
    const world = appWorld();
    world.storage.behaviour.restListingLagMs = 5_000;
    const { task, entry } = open(world, "a");
    await world.run(task.live(entry("running")));
    await world.pass(1_000);
    await world.run(task.verdict(entry("passed")));
    expect(world.rows()).toEqual({});
  });

  test("of two last tasks each waits five seconds for the other's verdict", async () => {
    const world = appWorld();
    const a = open(world, "a");
    const b = open(world, "b");
    await world.run(a.task.live(a.entry("running")));
    await world.run(b.task.live(b.entry("running")));
    const startMs = world.clock.nowMs();
    await world.run(
      Promise.all([
        a.task.verdict(a.entry("passed")),
        world.later(1_000, async () => {
          await b.task.verdict(b.entry("failed"));
        }),
      ]),
    );
    expect(world.clock.nowMs() - startMs).toBeGreaterThanOrEqual(6_000);
    expect(world.rows()).toEqual({ a: "passed", b: "failed" });
  });

  test("two first writers of two runs end with one comment, which lacks one of them", async () => {
    const world = appWorld();
    world.travelMs(300, 300);
    const a = open(world, "a", "100");
    const b = open(world, "b", "200");
    const verdicts = [a, b].map(async ({ task, entry }) => {
      await task.verdict(entry("passed"));
    });
    await world.run(Promise.all(verdicts));
    expect(Object.keys(world.rows())).toHaveLength(1);
  });

  test("a verdict whose PATCH is refused is not tried again", async () => {
    const world = appWorld();
    const { task, entry } = open(world, "a");
    await world.run(task.live(entry("running")));
    world.behaviour.fault = ({ name }) =>
      name === patch
        ? { kind: "rate-limit", limit: "secondary", status: 403, retryAfterSeconds: 1 }
        : undefined;
    await world.run(task.verdict(entry("passed")));
    expect(asked(world, patch)).toBe(1);
    expect(world.rows()).toEqual({ a: "running" });
  });

  test("a server error is tried three times in all", async () => {
    const world = appWorld();
    const { task, entry } = open(world, "a");
    await world.run(task.live(entry("running")));
    let refusals = 2;
    world.behaviour.fault = ({ name }) =>
      name === patch && refusals-- > 0 ? { kind: "status", status: 502 } : undefined;
    await world.run(task.verdict(entry("passed")));
    expect(asked(world, patch)).toBe(3);
    expect(world.rows()).toEqual({ a: "passed" });
  });
});
