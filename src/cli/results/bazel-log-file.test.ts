/** A forged event file must not make us publish anything but Bazel's own logs. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readFailures } from "./bazel-failure-logs.js";
import { logHeadBytesMax, logTailBytesMax, readLogFile } from "./bazel-log-file.js";

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "rollcall-logs-"));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

function write(path: string, text: string): string {
  const full = join(directory, path);
  mkdirSync(join(full, ".."), { recursive: true });
  writeFileSync(full, text);
  return pathToFileURL(full).href;
}

describe("files that are read", () => {
  test.each([
    "testlogs/a/t/test.log",
    "testlogs/a/t/shard_1_of_3/test.xml",
    "testlogs/a/t/test_attempts/attempt_2.log",
    "_tmp/actions/stderr-17",
    "_tmp/actions/stdout-3",
    "testlogs/with space/ü/test.log",
  ])("%s", async (path) => {
    expect(await readLogFile(write(path, "lines"))).toEqual({ head: "lines" });
  });

  test("through a link of a folder, as Bazel's output base may be", async () => {
    write("real/testlogs/t/test.log", "lines");
    symlinkSync(join(directory, "real"), join(directory, "link"));
    const uri = pathToFileURL(join(directory, "link/testlogs/t/test.log")).href;
    expect(await readLogFile(uri)).toEqual({ head: "lines" });
  });

  test("of a huge one both ends", async () => {
    const line = `${"x".repeat(99)}\n`;
    const middle = line.repeat((4 * logTailBytesMax) / 100);
    const pieces = await readLogFile(write("testlogs/t/test.log", `first\n${middle}last\n`));
    expect(pieces?.head.startsWith("first\n")).toBe(true);
    expect(pieces?.head).toHaveLength(logHeadBytesMax);
    expect(pieces?.tail?.endsWith("\nlast\n")).toBe(true);
    expect(pieces?.tail?.startsWith("x".repeat(99))).toBe(true);
    expect(pieces?.tail?.length).toBeLessThanOrEqual(logTailBytesMax);
  });
});

describe("files that are not read", () => {
  test.each([
    "testlogs/t/secrets.txt",
    "elsewhere/test.log",
    "testlogs/t/test.log.bak",
    "testlogs/.env",
    "home/stderr-1",
    "_tmp/actions/stderr-x",
    "_tmp/actions/id_rsa",
  ])("%s", async (path) => {
    expect(await readLogFile(write(path, "secret"))).toBeUndefined();
  });

  test("a link with a log's name to something else", async () => {
    write("secret/id_rsa", "secret");
    write("testlogs/id_rsa", "secret");
    mkdirSync(join(directory, "testlogs/t"), { recursive: true });
    for (const [name, target] of [
      ["test.log", join(directory, "secret/id_rsa")],
      ["attempt_2.log", join(directory, "testlogs/id_rsa")],
      ["test.xml", "/proc/self/environ"],
      ["attempt_1.log", "/dev/zero"],
    ] as const) {
      const path = join(directory, "testlogs/t", name);
      symlinkSync(target, path);
      expect(await readLogFile(pathToFileURL(path).href)).toBeUndefined();
    }
  });

  test("other places, other addresses, no files at all", async () => {
    mkdirSync(join(directory, "testlogs/t/test.log"), { recursive: true });
    execFileSync("mkfifo", [join(directory, "testlogs/test.log")]);
    const uris = [
      "file:///proc/self/environ",
      "file:///proc/self/root/etc/passwd",
      "file://server/testlogs/t/test.log",
      "file:///testlogs/%00/test.log",
      "file:///testlogs/%2Fetc/test.log",
      "bytestream://cache/blobs/0/1",
      "https://example.com/testlogs/test.log",
      "testlogs/t/test.log",
      "",
      pathToFileURL(join(directory, "testlogs/t/test.log")).href,
      pathToFileURL(join(directory, "testlogs/test.log")).href,
      pathToFileURL(join(directory, "testlogs/none/test.log")).href,
    ];
    for (const uri of uris) expect(await readLogFile(uri)).toBeUndefined();
  });
});

describe("snippets", () => {
  const failure = { label: "//a:t", bucket: "test" } as const;
  const textOf = async (...files: string[]): Promise<string | undefined> => {
    const [snippet] = await readFailures([{ ...failure, files }], () => true);
    return snippet?.text;
  };
  const log = '\nexec ${PAGER:-/usr/bin/less} "$0" || exit 1\nExecuting tests from //a:t\n-----\n';

  test("test.xml where a test wrote it itself, else the log without Bazel's heading", async () => {
    const logUri = write("testlogs/t/test.log", `${log.trimStart()}assertion failed\n`);
    const xml = (inner: string): string =>
      `<testsuite name="s"><testcase name="t">${inner}</testcase></testsuite>`;
    const own = write(
      "testlogs/own/test.xml",
      xml('<failure message="expected 1 &lt; 0">at x.py:3</failure>'),
    );
    const made = write(
      "testlogs/made/test.xml",
      xml('<error message="exited with error code 1"></error>'),
    );
    expect(await textOf(own, logUri)).toBe("expected 1 < 0\nat x.py:3");
    expect(await textOf(made, logUri)).toBe("assertion failed");
    expect(await textOf(write("testlogs/bad/test.xml", "<failure"), logUri)).toBe(
      "assertion failed",
    );
  });

  test("without a log, or without time for one, the failure itself remains", async () => {
    expect(await textOf("file:///testlogs/none/test.log")).toBe("");
    const uri = write("testlogs/t/test.log", "lines");
    const snippets = await readFailures([{ ...failure, files: [uri], durationMs: 5 }], () => false);
    expect(snippets).toEqual([{ ...failure, text: "", durationMs: 5 }]);
  });
});
