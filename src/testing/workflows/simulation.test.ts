/** Does the nightly workflow play other seeds every night, at both levels, and is it red when it cannot? */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { ProgramWorld, workflows } from "../program.js";
import { placeOf } from "./job-of-world.js";
import { type JobEnd, runSteps } from "./job-runner.js";
import { type Workflow, legsOf, readYaml } from "./workflow-files.js";

vi.setConfig({ testTimeout: 120_000 });

const { content: workflow } = readYaml<Workflow>(".github/workflows/sim.yml");
const job = workflow.jobs["simulate"]!;

let world: ProgramWorld;
let bin: string;
beforeAll(async () => {
  world = await ProgramWorld.open();
  bin = join(world.directory, "bin");
  await mkdir(bin);
  // The script itself, and what it was told.
  const npx = '#!/bin/sh\necho "$*"\nshift 3\nexec node tools/simulate.mjs "$@"\n';
  await writeFile(join(bin, "npx"), npx, { mode: 0o755 });
});
afterAll(async () => {
  await world.close();
});

async function played(matrix: Readonly<Record<string, unknown>>, night: string): Promise<JobEnd> {
  const place = placeOf(world, {
    run: workflows[0],
    job: "simulate",
    matrix,
    workspace: process.cwd(),
    path: `${bin}:${process.env["PATH"] ?? ""}`,
    artifacts: new Map<string, string>(),
  });
  const variables = { ...place.variables, GITHUB_RUN_NUMBER: night };
  return await runSteps(job.steps, { ...place, variables });
}

test("both levels are there", () => {
  expect(legsOf(job).map((leg) => leg?.["level"])).toEqual(["ports", "http"]);
});

test.each(legsOf(job))("plays its share of the seeds, here a few: %o", async (leg) => {
  const { steps } = await played({ ...leg, schedules: 4 }, "17");
  expect(
    steps.map(({ exitCode }) => exitCode),
    JSON.stringify(steps),
  ).toEqual([0]);
  const [told, ...output] = (steps[0]?.output ?? "").split("\n");
  expect(told).toBe(
    `--yes pnpm@10 simulate --level ${String(leg?.["level"])} --schedules 4 --from 68`,
  );
  expect(output.join("\n")).toMatch(/\b4 schedules\b/);
});

test("is red when the simulation fails", async () => {
  const { steps } = await played({ level: "nonsense", schedules: 1 }, "1");
  expect(steps.map(({ exitCode }) => exitCode)).toEqual([1]);
});
