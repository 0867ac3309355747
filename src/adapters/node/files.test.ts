import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, expect, test } from "vitest";
import { appendText, readStream, readText } from "./files.js";

let directory = "";
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "rollcall-files-"));
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

test("text is read as it is", async () => {
  const path = join(directory, "text");
  writeFileSync(path, "zwölf\r\n\u{1F680}");
  expect(await readText(path, 100)).toEqual({ ok: true, value: "zwölf\r\n\u{1F680}" });
});

test("a file at its limit is read, one byte more is refused", async () => {
  const path = join(directory, "limit");
  writeFileSync(path, "12345");
  expect(await readText(path, 5)).toEqual({ ok: true, value: "12345" });
  expect(await readText(path, 4)).toEqual({
    ok: false,
    problem: { kind: "too-large", words: "more than 4 bytes" },
  });
});

test("an endless file is not read to its end", async () => {
  const read = await readText("/dev/zero", 100_000);
  expect(read).toMatchObject({ ok: false, problem: { kind: "too-large" } });
});

test.each([
  ["absent", "missing", "no such file"],
  ["", "unreadable", "a directory"],
])("%j is %s", async (name, kind, words) => {
  const read = await readText(join(directory, name), 100);
  expect(read).toEqual({ ok: false, problem: { kind, words } });
});

test("bytes that are no UTF-8 are refused, not repaired", async () => {
  const path = join(directory, "bytes");
  writeFileSync(path, Uint8Array.of(0x61, 0xff, 0x62));
  expect(await readText(path, 100)).toMatchObject({ ok: false, problem: { kind: "not-text" } });
});

test("a stream is read to its end, a broken one is a value", async () => {
  expect(await readStream(Readable.from([Buffer.from("a\n"), Buffer.from("b")]), 10)).toEqual({
    ok: true,
    value: "a\nb",
  });
  const broken = new Readable({
    read() {
      this.destroy(new Error("gone"));
    },
  });
  expect(await readStream(broken, 10)).toMatchObject({
    ok: false,
    problem: { kind: "unreadable" },
  });
});

test("text is added at a file's end", async () => {
  const path = join(directory, "summary");
  expect((await appendText(path, "one\n")).ok).toBe(true);
  expect((await appendText(path, "two\n")).ok).toBe(true);
  expect(readFileSync(path, "utf8")).toBe("one\ntwo\n");
  expect((await appendText(directory, "x")).ok).toBe(false);
});
