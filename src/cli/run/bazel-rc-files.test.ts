import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readText } from "../../adapters/node/files.js";
import { readRcFiles, workspaceOf } from "./bazel-rc-files.js";

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "rollcall-rc-"));
  write("app/MODULE.bazel", "");
  write("app/sub/x", "");
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(directory, path)), { recursive: true });
  writeFileSync(join(directory, path), text);
}

/** The options of all lines, in the order in which they count. */
async function optionsOf(...startupOptions: string[]): Promise<readonly string[]> {
  const files = await readRcFiles({
    startupOptions,
    directory: join(directory, "app/sub"),
    home: join(directory, "home"),
    readText,
    systemFile: join(directory, "etc/bazel.bazelrc"),
  });
  return files.flatMap(({ lines }) => lines.flatMap(([, ...options]) => options));
}

test("the workspace is the nearest folder upwards that is marked", () => {
  expect(workspaceOf(join(directory, "app/sub"))).toBe(join(directory, "app"));
  write("app/sub/WORKSPACE", "");
  expect(workspaceOf(join(directory, "app/sub"))).toBe(join(directory, "app/sub"));
});

test("the system's, the workspace's, the user's, and those that are named", async () => {
  write("etc/bazel.bazelrc", "build --system");
  write("app/.bazelrc", "build --workspace");
  write("home/.bazelrc", "build --home");
  write("app/sub/own.bazelrc", "build --own");
  expect(await optionsOf()).toEqual(["--system", "--workspace", "--home"]);
  expect(await optionsOf("--bazelrc=own.bazelrc")).toContain("--own");
  expect(await optionsOf("--bazelrc", "/dev/null", "--bazelrc=own.bazelrc")).not.toContain("--own");
  expect(await optionsOf("--nosystem_rc", "--noworkspace_rc")).toEqual(["--home"]);
  expect(await optionsOf("--home_rc=false", "--nosystem_rc")).toEqual(["--workspace"]);
  expect(await optionsOf("--ignore_all_rc_files")).toEqual([]);
});

test("imports stand for what they import; what is missing, or goes round, does no harm", async () => {
  write(
    "app/.bazelrc",
    "build --a\nimport %workspace%/ci/ci.bazelrc\ntry-import %workspace%/none\nimport /none/at/all\nbuild --c",
  );
  write("app/ci/ci.bazelrc", "build --b\nimport %workspace%/.bazelrc");
  const options = await optionsOf();
  expect(options.slice(0, 2)).toEqual(["--a", "--b"]);
  expect(options.at(-1)).toBe("--c");
  expect(options.length).toBeLessThan(100);
});

test("a pipe is not waited for, nor is its content taken away from Bazel", async () => {
  execFileSync("mkfifo", [join(directory, "app/sub/pipe.bazelrc")]);
  write("app/.bazelrc", "build --workspace");
  expect(await optionsOf("--bazelrc=pipe.bazelrc")).toEqual(["--workspace"]);
});
