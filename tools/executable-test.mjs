// Does the executable work where there is nothing else: no Node, no PATH, no environment?
//
//   node tools/executable-test.mjs EXECUTABLE ROLLCALL.MJS
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const [executable, bundle] = process.argv.slice(2).map((path) => resolve(path));
const scenario = resolve("testdata/snapshots/02-mixed");
const { version } = JSON.parse(readFileSync("package.json", "utf8"));
const folder = mkdtempSync(join(tmpdir(), "rollcall-executable-test-"));

try {
  assert.deepEqual(ran("--version"), { status: 0, stdout: `${version}\n`, stderr: "" });

  for (const args of [["--help"], ["schema", "config"], ["render", `${scenario}/roster.json`]]) {
    const { status, stdout, stderr } = ran(...args);
    assert.deepEqual([status, stderr], [0, ""], args.join(" "));
    assert.equal(stdout, started(process.execPath, [bundle, ...args], process.env).stdout);
  }

  const failing = ran(
    "run",
    "--task",
    "x",
    "--",
    "/bin/sh",
    "-c",
    'echo "$0 $1"; exit 7',
    "-e",
    "a  b",
  );
  assert.deepEqual([failing.status, failing.stdout], [7, "-e a  b\n"]);
  assert.match(failing.stderr, /^rollcall: warning: not published: [^\n]*\n$/);

  // It starts itself, once for every job and once for what the job runs.
  const demo = ran("demo", "--headless");
  assert.equal(demo.status, 0, demo.stdout + demo.stderr);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function ran(...args) {
  return started(executable, args, {});
}

function started(program, args, env) {
  const { error, status, stdout, stderr } = spawnSync(program, args, {
    cwd: folder,
    env,
    encoding: "utf8",
    maxBuffer: 1e8,
  });
  if (error !== undefined) throw error;
  return { status, stdout, stderr };
}
