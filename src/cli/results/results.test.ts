import { mkdtemp, rm, symlink, truncate, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readText } from "../../adapters/node/files.js";
import { inputBytesMax } from "../../model/limits.js";
import type { Host } from "../host/host.js";
import { readResults } from "./results.js";
import { problemLine } from "../input/problem.js";

const failing = '<testsuite><testcase name="a"><failure message="m"/></testcase></testsuite>';
const passing = '<testsuite><testcase name="b"/></testsuite>';
const host = { readText } as Host;
const nothing = { junit: [], sarif: [] };
let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "rollcall-results-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

test.each([
  [failing, undefined, "failed"],
  [failing, 0, "warning"],
  [failing, 1, "failed"],
  [passing, undefined, "passed"],
  [passing, 0, "passed"],
  [passing, 1, "failed"],
])("%s and the exit code %s are %s", async (xml, exitCode, status) => {
  await writeFile(join(folder, "a.xml"), xml);
  const files = { ...nothing, junit: [`${folder}/*.xml`] };
  const options = { kind: "test", ...(exitCode === undefined ? {} : { exitCode }) };
  expect((await readResults(files, host, options)).findings.status).toBe(status);
});

test("files from before the task are another's", async () => {
  await writeFile(join(folder, "old.xml"), failing);
  await writeFile(join(folder, "new.xml"), passing);
  const nowMs = Date.now();
  await utimes(join(folder, "old.xml"), nowMs / 1_000 - 60, nowMs / 1_000 - 60);
  const files = { ...nothing, junit: [`${folder}/*.xml`] };
  const read = await readResults(files, host, { kind: "test", sinceMs: nowMs - 30_000 });
  expect(read.findings).toEqual({ status: "passed", result: "1/1 passed" });
  expect(read.warnings).toMatchObject([{ level: "info" }]);
  const none = await readResults(files, host, { kind: "test", sinceMs: nowMs + 60_000 });
  expect(none.findings).toEqual({});
  expect(none.warnings.map(problemLine).join()).toContain("2 older than the task");
});

test("a glob that cannot be looked for is named", async () => {
  await writeFile(join(folder, "new.xml"), passing);
  const files = { ...nothing, junit: ["*?".repeat(40_000), `${folder}/*.xml`] };
  const read = await readResults(files, host, { kind: "test" });
  expect(read.findings.status).toBe("passed");
  expect(read.warnings.map(problemLine)).toEqual([
    expect.stringMatching(
      /^the files of "\*\?.*could not be looked for: .*65536.* \(--junit\); correct/,
    ),
  ]);
});

test("links to folders are not followed, but a pattern may begin with one", async () => {
  await writeFile(join(folder, "a[1].xml"), passing);
  await symlink(".", join(folder, "loop"));
  const count = async (pattern: string): Promise<unknown> =>
    (await readResults({ ...nothing, junit: [pattern] }, host, { kind: "test" })).findings.result;
  expect(await count(`${folder}/**/*.xml`)).toBe("1/1 passed");
  expect(await count(`${folder}/loop/**/*.xml`)).toBe("1/1 passed");
  expect(await count(`${folder}/a[1].xml`)).toBe("1/1 passed");
  expect(await count(folder)).toBe("1/1 passed");
});

test("no more than a thousand files are read", async () => {
  await Promise.all(
    Array.from({ length: 1_005 }, async (_, index) => {
      await writeFile(join(folder, `${index}.xml`), passing);
    }),
  );
  const read = await readResults({ ...nothing, junit: [folder] }, host, { kind: "test" });
  expect(read.findings.result).toBe("1000/1000 passed");
  expect(read.warnings).toMatchObject([{ what: "not all files are read" }]);
});

test("a file that is too large is named and left out, and the others count", async () => {
  const empty = '{"version":"2.1.0","runs":[]}';
  await writeFile(join(folder, "a.sarif"), empty);
  // At its limit a file is read: spaces are no fault. These have no room on the disk.
  await writeFile(join(folder, "b.sarif"), empty.padEnd(inputBytesMax));
  await writeFile(join(folder, "c.sarif"), empty);
  await truncate(join(folder, "c.sarif"), inputBytesMax + 1);
  await writeFile(join(folder, "a.xml"), passing);
  await writeFile(join(folder, "b.xml"), passing);
  await truncate(join(folder, "b.xml"), 1024 ** 3);
  const files = { junit: [`${folder}/*.xml`], sarif: [`${folder}/*.sarif`] };
  const read = await readResults(files, host, { kind: "lint" });
  expect(read.findings).toEqual({
    status: "warning",
    result: "1/1 passed · 1 unreadable file · Lint complete (1 unreadable file)",
  });
  expect(read.warnings.map(problemLine).map((line) => line.replaceAll(folder, "DIR"))).toEqual([
    'the file "DIR/b.xml" is left out (--junit): expected at most 1073741824 bytes in all, found more; let the glob mean less',
    expect.stringMatching(
      /^the file "DIR\/c\.sarif" .* \(--sarif\): expected SARIF 2\.1\.0, found .*33554432 bytes.*; /,
    ),
  ]);
});

test("what there is no time to read is counted, said, and no success", async () => {
  for (const name of ["a", "b", "c"]) {
    await writeFile(join(folder, `${name}.xml`), passing);
    await writeFile(join(folder, `${name}.sarif`), '{"version":"2.1.0","runs":[]}');
  }
  let left = 4;
  const read = await readResults(
    { junit: [`${folder}/*.xml`], sarif: [`${folder}/*.sarif`] },
    host,
    { kind: "test", mayGoOn: () => (left -= 1) >= 0 },
  );
  expect(read.findings).toMatchObject({ status: "warning" });
  expect(read.findings.result).toContain("2/2 passed · 1 unreadable file");
  const lines = read.warnings.map(problemLine);
  expect(lines).toHaveLength(2);
  expect(lines[0]).toContain("1 of 3 files are left out");
  expect(lines[1]).toContain("3 of 3 files are left out");
});
