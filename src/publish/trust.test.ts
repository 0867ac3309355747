import { describe, expect, test } from "vitest";
import { serverMs } from "../base/time.js";
import { RollcallError } from "../model/errors.js";
import type { Roster } from "../model/roster.js";
import type { FoundRun } from "../ports/runs.js";
import type { Revision, Seen, SeenComment } from "../protocol/revision.js";
import { makeEntry, makeRoster, makeRun, testHead } from "../testing/make-entry.js";
import { Trust } from "./trust.js";

const own = makeRun();
const now = serverMs(1_800_000_000_000);

function commentOf(revision: Revision): SeenComment {
  const updatedAt = serverMs(now - 1_000);
  return {
    id: "1",
    databaseId: "1",
    current: revision,
    updatedAt,
    log: undefined,
    logComplete: false,
  };
}

function stateOf(roster: Roster): Revision {
  const ids = { writeId: "a", parentId: undefined, logProven: false, look: "", textIntact: true };
  return { kind: "state", roster, ...ids };
}

function trustOf(
  byId: (runId: string) => FoundRun | undefined,
  lane: Roster["lane"] = "pull-request",
): { readonly trust: Trust; readonly asked: string[] } {
  const asked: string[] = [];
  const runs = {
    ofHead: async () => await Promise.resolve([]),
    boardOf: () => ({
      list: async () => await Promise.resolve([]),
      download: async () => await Promise.resolve(new Uint8Array()),
    }),
    byId: async (runId: string) => {
      asked.push(runId);
      return await Promise.resolve(byId(runId));
    },
  };
  const settings = { lane, head: testHead, run: own };
  const log = { write: (): void => undefined };
  return { trust: new Trust({ runs, settings, serverTime: { now: () => now }, log }), asked };
}

function seenOf(...rosters: readonly Roster[]): Seen {
  return { pullHead: testHead, comments: rosters.map((roster) => commentOf(stateOf(roster))) };
}

describe("a process trusts", () => {
  test("what takes nobody's place, without a question", async () => {
    const { trust, asked } = trustOf(() => undefined);
    const other = makeEntry({ workflow: "other.yml", runId: "9" });
    const seen = seenOf(makeRoster([makeEntry(), other], [own]));
    expect(await trust.examine(seen, makeRoster([makeEntry()]), false)).toBe(false);
    expect(asked).toEqual([]);
    expect(trust.judged(seen.comments[0]!)).toEqual(seen.comments[0]);
  });

  test("clocks of other time zones, but none of next week", () => {
    const { trust } = trustOf(() => undefined);
    const near = makeRoster([makeEntry({ seq: now + 14 * 3_600_000 })]);
    expect(trust.believed(near)).toBe(near);
    expect(trust.believed(makeRoster([makeEntry({ seq: now + 7 * 86_400_000 })])).entries).toEqual(
      [],
    );
  });

  test("a claim when GitHub cannot be asked", async () => {
    const { trust } = trustOf(() => {
      throw new RollcallError("forbidden", "actions: read");
    });
    const newer = makeRoster([makeEntry({ runId: "101" })]);
    await trust.examine(seenOf(newer), makeRoster([makeEntry()]), false);
    expect(trust.believed(newer)).toBe(newer);
  });

  test("what GitHub says of our own attempt and progress", async () => {
    const claims = makeRoster(
      [makeEntry({ attempt: 2 })],
      [makeRun({ status: "completed", conclusion: "cancelled" })],
    );
    const lying = trustOf(() => ({ ...own, head: testHead }));
    await lying.trust.examine(seenOf(claims), makeRoster([]), false);
    expect(lying.trust.believed(claims)).toMatchObject({ entries: [], runs: [] });
    const true_ = trustOf(() => ({ ...own, attempt: 2, status: "completed", head: testHead }));
    await true_.trust.examine(seenOf(claims), makeRoster([]), false);
    expect(true_.trust.believed(claims)).toBe(claims);
  });

  test("no merge group that GitHub does not know", async () => {
    const other = {
      ...makeRoster([], [makeRun({ runId: "9999999" })]),
      lane: "merge-queue" as const,
    };
    const group = { ...other, head: "e".repeat(40) };
    const seen = seenOf(group);
    const { trust } = trustOf(() => undefined, "merge-queue");
    const known = { ...makeRoster([]), lane: "merge-queue" as const };
    expect(await trust.examine(seen, known, false)).toBe(true);
    expect(trust.judged(seen.comments[0]!).current).toMatchObject({ roster: { runs: [] } });
    const real = trustOf((runId) => ({ ...makeRun({ runId }), head: group.head }), "merge-queue");
    await real.trust.examine(seen, known, false);
    expect(real.trust.judged(seen.comments[0]!)).toEqual(seen.comments[0]);
  });

  test("nothing for longer than one publication", async () => {
    const newer = makeRoster([makeEntry({ runId: "101" })]);
    const { trust, asked } = trustOf(() => undefined);
    for (let publication = 0; publication < 2; publication += 1) {
      trust.renew();
      await trust.examine(seenOf(newer), makeRoster([makeEntry()]), false);
      await trust.examine(seenOf(newer), makeRoster([makeEntry()]), false);
    }
    expect(asked).toEqual(["101", "101"]);
  });
});
