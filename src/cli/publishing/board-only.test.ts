import { describe, expect, test } from "vitest";
import { RollcallError } from "../../model/errors.js";
import type { Board } from "../../ports/board.js";
import type { Clock } from "../../ports/clock.js";
import { defaultTiming } from "../../publish/settings.js";
import { makeEntry, makeRun, testHead } from "../../testing/make-entry.js";
import { BoardOnly } from "./board-only.js";

const clock: Clock = {
  wallMs: () => 0,
  monotonicMs: () => 0,
  sleep: () => new Promise(() => undefined),
};

function boardOnly(upload: (name: string) => void): { names: string[]; publisher: BoardOnly } {
  const names: string[] = [];
  const board: Board = {
    list: () => Promise.resolve([]),
    download: () => Promise.resolve(new Uint8Array()),
    upload: async (name) => {
      await Promise.resolve();
      upload(name);
      names.push(name);
      return { name, artifactId: String(names.length) };
    },
    remove: () => Promise.resolve(),
  };
  const settings = {
    lane: "pull-request",
    head: testHead,
    pullNumber: 1,
    run: makeRun(),
    writer: "w",
    programVersion: "1",
    timing: defaultTiming,
  } as const;
  const log = { write: () => undefined };
  return { names, publisher: new BoardOnly({ reason: "fork", settings, board, clock, log }) };
}

describe("a task whose token may only read", () => {
  test("leaves each version of its entry on the board once", async () => {
    const { names, publisher } = boardOnly(() => undefined);
    const entry = makeEntry({ status: "running" });
    const wanted = { kind: "read-only", reason: "fork", onBoard: true };
    expect(await publisher.publish(entry)).toEqual(wanted);
    expect(await publisher.publish(entry)).toEqual(wanted);
    expect(await publisher.publishOnce({ ...entry, seq: 2, final: true })).toEqual(wanted);
    expect(names).toHaveLength(2);
  });

  test("says so when the board does not take it", async () => {
    const { publisher } = boardOnly(() => {
      throw new RollcallError("unreachable", "no answer");
    });
    expect(await publisher.publishOnce(makeEntry())).toMatchObject({ onBoard: false });
  });
});
