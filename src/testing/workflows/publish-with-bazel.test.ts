/** Does `bazel run //:publish` work in its caller's directory? Bazel starts it in another one. */
import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { ProgramWorld } from "../program.js";
import { makeStandIns } from "./stand-ins.js";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let world: ProgramWorld;
let standIns: string;
let subdirectory: string;

beforeAll(async () => {
  world = await ProgramWorld.open();
  standIns = await makeStandIns(join(world.directory, "stand-ins"));
  subdirectory = join(world.directory, "checkout/sub");
  await mkdir(subdirectory, { recursive: true });
  await writeFile(join(subdirectory, "tip.md"), "# Beside the caller\n\nA tip of the caller's.");
});
afterAll(async () => {
  await world.close();
});

/** Standard output of `bazel run //:publish -- ARGS`, called in the subdirectory. */
async function publish(args: readonly string[], eventPath: string): Promise<string> {
  const bazel = join(standIns, "bin/bazel");
  const { stdout } = await promisify(execFile)(bazel, ["run", "//:publish", "--", ...args], {
    cwd: subdirectory,
    env: {
      PATH: process.env["PATH"],
      ...world.environment("build"),
      GITHUB_EVENT_PATH: eventPath,
      STAND_INS: standIns,
    },
  });
  return stdout;
}

const report = ["report", "--task", "build", "--status", "failed", "--tip", "./tip.md"];

test.each([
  { kind: "relative", eventPath: (): string => "../../event.json" },
  { kind: "absolute", eventPath: (): string => join(world.directory, "event.json") },
])("a relative tip and a $kind event path are found", async ({ eventPath }) => {
  const stdout = await publish([...report, "--dry-run"], eventPath());
  expect(stdout).toContain("A tip of the caller's.");
  expect(world.comments).toEqual([]);
});

test("a report is in the comment", async () => {
  await publish(report, "../../event.json");
  expect(world.comments).toHaveLength(1);
  expect(world.comments[0]?.body).toContain("A tip of the caller's.");
});
