/** The corpus of `testdata/hostile`, file by file, and what becomes of it by mutation. */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { fuzzOnce } from "./fuzz.js";
import { hostileReaders } from "./readers.js";

const folder = new URL("../../../testdata/hostile/", import.meta.url);
/** So many changed files a reader in every test run; `tools/fuzz.mjs` plays more. */
const mutationsMax = 400;

function filesOf(name: string): readonly string[] {
  const all = readdirSync(new URL(`${name}/`, folder));
  return all.filter((file) => file !== "expected.json").sort();
}

function read(name: string, file: string): Uint8Array {
  return readFileSync(new URL(`${name}/${file}`, folder));
}

test("every folder has its reader, and every reader its folder", () => {
  const folders = readdirSync(folder, { withFileTypes: true }).filter((item) => item.isDirectory());
  expect(folders.map(({ name }) => name).sort()).toEqual(Object.keys(hostileReaders).sort());
});

describe.each(Object.entries(hostileReaders))("hostile %s", (name, reader) => {
  const files = existsSync(new URL(`${name}/`, folder)) ? filesOf(name) : [];
  const expected = JSON.parse(
    readFileSync(new URL(`${name}/expected.json`, folder), "utf8"),
  ) as unknown;

  test("are told as expected, one by one", async () => {
    const found: Record<string, readonly string[]> = {};
    for (const file of files) found[file] = await reader(read(name, file));
    expect(found).toEqual(expected);
    expect(files.length).toBeGreaterThan(2);
  });

  test("do no more when they are changed at random", async () => {
    const corpus = files.map((file) => read(name, file));
    for (let run = 0; run < mutationsMax; run += 1) {
      const failure = await fuzzOnce(reader, corpus, `${name}-${run}`, () => performance.now());
      expect(failure).toBeUndefined();
    }
  });
});
