import {
  appendFileSync,
  mkdtempSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { NodeClock } from "../../adapters/node/clock.js";
import { parseEntryFields } from "../../codec/entry-json.js";
import type { OwnFields } from "../task/options-fields.js";
import { UpdatesFile, followUpdates } from "./updates-file.js";
import { LineAssembler } from "../../ingest/lines.js";

let directory = "";
let path = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "rollcall-updates-"));
  path = join(directory, "updates.jsonl");
  writeFileSync(path, "");
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

function open(): UpdatesFile {
  return new UpdatesFile(path, (value) => parseEntryFields(value));
}

describe("one look after the other", () => {
  test("gives what is new, of each field the last value", async () => {
    const file = open();
    expect(await file.poll()).toEqual({ fields: {}, problems: [] });
    appendFileSync(path, '{"result":"1/3","status":"running"}\n{"result":"2/3"}\n');
    expect(await file.poll()).toEqual({
      fields: { result: "2/3", status: "running" },
      problems: [],
    });
    appendFileSync(path, '{"status":"failing"}\r\n\n');
    expect(await file.poll()).toEqual({ fields: { status: "failing" }, problems: [] });
    expect(await file.poll()).toEqual({ fields: {}, problems: [] });
  });

  test("waits for the end of a line, and at the end does without", async () => {
    const file = open();
    appendFileSync(path, '{"result":"zw');
    expect((await file.poll()).fields).toEqual({});
    appendFileSync(path, Buffer.from('ölf"}').subarray(0, 1));
    expect((await file.poll()).fields).toEqual({});
    appendFileSync(path, Buffer.from('ölf"}').subarray(1));
    expect((await file.poll()).fields).toEqual({});
    expect((await file.drain()).fields).toEqual({ result: "zwölf" });
    expect((await file.drain()).fields).toEqual({});
  });

  test("names bad lines with their number and goes on", async () => {
    const file = open();
    appendFileSync(path, '{"result":"a"}\nnot JSON\n[]\n{"status":"pased","kind":"test"}\n');
    const { fields, problems } = await file.poll();
    expect(fields).toEqual({ result: "a", kind: "test" });
    expect(problems).toHaveLength(3);
    expect(problems[0]).toBe(
      'ROLLCALL_UPDATES, line 2: expected one JSON object, found "not JSON"; skipped',
    );
    expect(problems[1]).toContain("line 3: ");
    expect(problems[2]).toMatch(/line 4: .*status.*"pased"/);
  });

  test("names a line of bytes that are no text", async () => {
    const file = open();
    appendFileSync(
      path,
      Buffer.from('{"result":"caf\xe9"}\n{"kind":"caf\u00c3\u00a9"}\n', "latin1"),
    );
    const { fields, problems } = await file.poll();
    expect(fields).toEqual({ kind: "café" });
    expect(problems).toEqual([
      "ROLLCALL_UPDATES, line 1: expected UTF-8, found other bytes; skipped",
    ]);
  });

  test("takes whole lists, the last one of each field", async () => {
    const file = open();
    const link = (label: string): object => ({ label, url: `https://e.example/${label}` });
    appendFileSync(path, `${JSON.stringify({ links: [link("a"), link("b")], kind: "k" })}\n`);
    appendFileSync(path, `${JSON.stringify({ links: [link("c"), { label: 5 }] })}\n`);
    const { fields, problems } = await file.poll();
    expect(fields).toEqual({ links: [link("c")], kind: "k" });
    expect(problems).toEqual([expect.stringMatching(/^ROLLCALL_UPDATES, line 2: links\[1\]/)]);
  });

  test("names only so many bad lines", async () => {
    const file = open();
    appendFileSync(path, "x\n".repeat(5_000));
    const { problems } = await file.poll();
    expect(problems).toHaveLength(21);
    expect(problems.at(-1)).toContain("further bad lines are not named");
    appendFileSync(path, "x\n");
    expect((await file.poll()).problems).toEqual([]);
  });

  test("which task speaks is not the command's to say", async () => {
    appendFileSync(path, '{"task":"other","runId":"9","seq":99,"job":"x","result":"r"}\n');
    expect((await open().poll()).fields).toEqual({ result: "r" });
  });

  test("a truncated file and one in its place are read from their beginning", async () => {
    const file = open();
    appendFileSync(path, '{"result":"a long first line"}\n{"result":"part');
    expect((await file.poll()).fields).toEqual({ result: "a long first line" });
    truncateSync(path);
    appendFileSync(path, '{"result":"b"}\n');
    expect((await file.poll()).fields).toEqual({ result: "b" });
    writeFileSync(`${path}.new`, '{"result":"c"}\n{"kind":"a longer file than the one before"}\n');
    renameSync(`${path}.new`, path);
    expect((await file.poll()).fields).toMatchObject({ result: "c" });
  });

  test("a file that is gone, or is no file, says nothing", async () => {
    const file = open();
    rmSync(path);
    expect(await file.poll()).toEqual({ fields: {}, problems: [] });
    expect(await new UpdatesFile(directory, () => ({ fields: {}, problems: [] })).drain()).toEqual({
      fields: {},
      problems: [],
    });
    writeFileSync(path, '{"result":"back"}\n');
    expect((await file.poll()).fields).toEqual({ result: "back" });
  });

  test("a line without an end does not fill the memory", async () => {
    const file = open();
    appendFileSync(path, `{"result":"${"x".repeat(3 * 1024 * 1024)}`);
    expect((await file.poll()).problems).toEqual([]);
    appendFileSync(path, '"}\n{"result":"after"}\n');
    const { fields, problems } = await file.drain();
    expect(fields).toEqual({ result: "after" });
    expect(problems).toEqual(["ROLLCALL_UPDATES, line 1: longer than 1048576 bytes; skipped"]);
  });
});

describe("following", () => {
  test("tells what the command writes, its last words too", async () => {
    const told: OwnFields[] = [];
    const warned: string[] = [];
    const followed = followUpdates({
      path,
      clock: new NodeClock(),
      pollMs: 5,
      log: { write: (_level, message) => warned.push(message) },
      onUpdate: (fields) => told.push(fields),
    });
    appendFileSync(path, '{"result":"one"}\nbad\n{"colour":"red"}\n');
    await expect.poll(() => told).toEqual([{ result: "one" }]);
    appendFileSync(path, '{"result":"last words"}');
    await followed.stop();
    await followed.stop();
    expect(told).toEqual([{ result: "one" }, { result: "last words" }]);
    expect(warned).toHaveLength(2);
    expect(warned[1]).toContain("colour");
  });

  test("without a file there is nothing to follow", async () => {
    const log = { write: () => undefined };
    const options = { path: undefined, clock: new NodeClock(), log, onUpdate: () => undefined };
    await followUpdates(options).stop();
  });
});

test("lines are the same however the bytes arrive", () => {
  const text = 'a\n\n"ö"\r\n  \n{"x":1}\nlast';
  const bytes = Buffer.from(text);
  const whole = new LineAssembler(100);
  const expected = [...whole.push(bytes), ...whole.finish()];
  expect(expected.map(({ number, text: line }) => [number, line])).toEqual([
    [1, "a"],
    [3, '"ö"\r'],
    [5, '{"x":1}'],
    [6, "last"],
  ]);
  for (let size = 1; size < bytes.length; size += 1) {
    const pieces = new LineAssembler(100);
    const lines = [];
    for (let at = 0; at < bytes.length; at += size) {
      lines.push(...pieces.push(bytes.subarray(at, at + size)));
    }
    expect([...lines, ...pieces.finish()]).toEqual(expected);
  }
});
