/** What does a board cost on which somebody has left more than anyone needs? */
import { beforeEach, describe, expect, test } from "vitest";
import { serverMs } from "../base/time.js";
import { formatName, writerOf } from "../codec/board-name.js";
import { encodePayload } from "../codec/payload.js";
import type { Entry } from "../model/entry.js";
import { entriesMax } from "../model/limits.js";
import type { BoardItem, BoardReader } from "../ports/board.js";
import type { FoundRun, Runs } from "../ports/runs.js";
import { makeEntry, makeRun, testHead } from "../testing/make-entry.js";
import { BoardReading } from "./board-reading.js";
import { foreignDownloads, trustedDownloads } from "./download-budget.js";
import { Knowledge } from "./knowledge.js";
import { SiblingBoards } from "./sibling-boards.js";
import { type PublishSettings, defaultTiming } from "./settings.js";

const settings: PublishSettings = {
  lane: "pull-request",
  head: testHead,
  pullNumber: 7,
  run: makeRun({ runId: "900", workflow: ".github/workflows/sync.yml", event: "workflow_run" }),
  writer: "w",
  programVersion: "1",
  timing: defaultTiming,
};

/** A board in memory, that counts. */
class CountingBoard implements BoardReader {
  readonly #items: readonly BoardItem[];
  readonly #zips: ReadonlyMap<string, Uint8Array>;
  readonly foreign: boolean;
  downloads = 0;
  lists = 0;
  /** At once. */
  mostAtOnce = 0;
  #atOnce = 0;

  constructor(zips: ReadonlyMap<string, Uint8Array>, foreign: boolean, sizeBytes?: number) {
    this.#zips = zips;
    this.foreign = foreign;
    const size = sizeBytes === undefined ? {} : { sizeBytes };
    const createdAt = serverMs(0);
    this.#items = [...zips.keys()].map((name, index) => {
      return { name, artifactId: String(index + 1), createdAt, ...size };
    });
  }

  /** See `BoardReader`. */
  async list(): Promise<readonly BoardItem[]> {
    this.lists += 1;
    return await Promise.resolve(this.#items);
  }

  /** See `BoardReader`. */
  async download({ name }: BoardItem): Promise<Uint8Array> {
    this.downloads += 1;
    this.#atOnce += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#atOnce);
    await Promise.resolve();
    this.#atOnce -= 1;
    return this.#zips.get(name) ?? new Uint8Array();
  }
}

function nameOf(entry: Entry): string {
  const { attempt, seq, final } = entry;
  return formatName({ kind: "entry", writer: writerOf(entry), attempt, seq, final });
}

function zipsOf(count: number, runId: string): ReadonlyMap<string, Uint8Array> {
  const form = {
    version: 1,
    kind: "entry",
    head: testHead,
    lane: "pull-request",
    runs: [],
  } as const;
  const entries = Array.from({ length: count }, (_, index) =>
    makeEntry({ task: `task-${runId}-${index}`, runId }),
  );
  return new Map(
    entries.map((entry) => [nameOf(entry), encodePayload({ ...form, entries: [entry] })]),
  );
}

function garbage(count: number): ReadonlyMap<string, Uint8Array> {
  const tasks = Array.from({ length: count }, (_, index) => makeEntry({ task: `task-${index}` }));
  return new Map(tasks.map((entry) => [nameOf(entry), new Uint8Array(8)]));
}

let lines: string[];
let knowledge: Knowledge;
beforeEach(() => {
  lines = [];
  knowledge = new Knowledge(settings);
});

const log = {
  write: (level: string, line: string): void => {
    if (level === "warning") lines.push(line);
  },
};

/** The boards of the runs, of which a sync is told. */
function siblings(boards: ReadonlyMap<string, CountingBoard>): SiblingBoards {
  const runs: Runs = {
    ofHead: async () =>
      await Promise.resolve([...boards.keys()].map((runId) => makeRun({ runId }))),
    byId: async () => await Promise.resolve<FoundRun | undefined>(undefined),
    boardOf: (runId) => boards.get(runId) ?? new CountingBoard(new Map(), true),
  };
  return new SiblingBoards(runs, settings, knowledge, log, false);
}

describe("a thousand artifacts of strangers", () => {
  test("cost no thousand downloads, however often they are looked at", async () => {
    const board = new CountingBoard(zipsOf(1_000, "100"), true);
    const boards = siblings(new Map([["100", board]]));
    expect(await boards.gather(true)).toBe(true);
    expect(await boards.gather(true)).toBe(true);
    expect(board.downloads).toBe(foreignDownloads.items);
    expect(knowledge.roster.entries).toHaveLength(foreignDownloads.items);
    expect(lines).toEqual([
      `board of run 100: ${1_000 - foreignDownloads.items} items are left out: at most 300 with 67108864 bytes are downloaded`,
    ]);
  });

  test("on ten boards cost no more than on one", async () => {
    const ids = Array.from({ length: 10 }, (_, index) => String(100 + index));
    const boards = new Map(ids.map((id) => [id, new CountingBoard(zipsOf(100, id), true)]));
    await siblings(boards).gather(true);
    const downloads = [...boards.values()].reduce((sum, board) => sum + board.downloads, 0);
    expect(downloads).toBe(foreignDownloads.items);
  });

  test("that are large cost no more than their limit of bytes", async () => {
    const bytes = foreignDownloads.bytes / 4;
    const board = new CountingBoard(garbage(100), true, bytes);
    await siblings(new Map([["100", board]])).gather(true);
    expect(board.downloads).toBe(4);
  });

  test("that are no payloads are named, but not each of them", async () => {
    const board = new CountingBoard(garbage(200), true);
    await siblings(new Map([["100", board]])).gather(true);
    expect(lines).toHaveLength(11);
    expect(lines.at(-1)).toBe("board of run 100: 190 more items like that");
  });

  test("do not keep a trusted run's board from being read", async () => {
    const stranger = new CountingBoard(zipsOf(1_000, "300"), true);
    const own = new CountingBoard(zipsOf(40, "200"), false);
    await siblings(
      new Map([
        ["300", stranger],
        ["200", own],
      ]),
    ).gather(true);
    expect(own.downloads).toBe(40);
  });
});

test("a thousand runs of a fork cost no thousand listings", async () => {
  const ids = Array.from({ length: 1_000 }, (_, index) => String(100 + index));
  const boards = new Map(ids.map((id) => [id, new CountingBoard(new Map(), true)]));
  const reading = siblings(boards);
  await reading.gather(true);
  await reading.gather(true);
  const lists = [...boards.values()].map((board) => board.lists).filter((count) => count > 0);
  expect(lists).toHaveLength(50);
  expect(lines).toEqual([
    "the fork has more than 50 runs of this commit; the boards of its older ones are left out",
  ]);
});

describe("a board of our own", () => {
  test("is read to the last of a large run's items, a few at a time", async () => {
    const board = new CountingBoard(zipsOf(400, "100"), false);
    const reading = new BoardReading({ reader: board, run: makeRun() }, knowledge, log);
    await reading.refresh();
    await reading.gatherRest();
    expect(knowledge.roster.entries).toHaveLength(400);
    expect(board.mostAtOnce).toBeLessThanOrEqual(16);
    expect(lines).toEqual([]);
  });

  test("has no more items than a roster has room for", async () => {
    const board = new CountingBoard(garbage(entriesMax + 100), false);
    const reading = new BoardReading({ reader: board, run: makeRun() }, knowledge, log);
    await reading.refresh();
    await reading.gatherRest();
    expect(board.downloads).toBe(trustedDownloads.items);
    expect(lines.at(-1)).toMatch(/^board of run 100: 100 items are left out: at most 5000 /);
  });

  test("is read anew at each look, whatever was read before", async () => {
    const bytes = trustedDownloads.bytes / 2;
    const board = new CountingBoard(garbage(4), false, bytes);
    const reading = new BoardReading({ reader: board, run: makeRun() }, knowledge, log);
    for (const downloads of [2, 4]) {
      await reading.refresh();
      await reading.gatherRest();
      expect(board.downloads).toBe(downloads);
    }
  });
});
