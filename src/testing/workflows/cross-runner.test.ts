/**
 * Do both workflows publish into one comment?
 *
 * Their jobs are played as their files say: each `run:` line by bash, each action of ours for real, all at
 * once, and the program installed from what the build job uploaded. Stand-ins are what takes long: Bazel,
 * which starts the program as it does in truth, and npx.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { canonicalLeg } from "../../model/leg.js";
import { ProgramWorld, type Workflow as Run } from "../program.js";
import { placeOf, rowsOf } from "./job-of-world.js";
import { type JobEnd, runSteps } from "./job-runner.js";
import { checkOut, makeStandIns } from "./stand-ins.js";
import {
  type Job,
  type Parsed,
  type Workflow,
  legsOf,
  publicationOf,
  readYaml,
} from "./workflow-files.js";

vi.setConfig({ testTimeout: 180_000 });

interface PlayedJob {
  readonly run: Run;
  readonly id: string;
  readonly job: Job;
  readonly matrix: Readonly<Record<string, unknown>> | null;
}

function jobsOf({ content }: Parsed<Workflow>, run: Run): readonly PlayedJob[] {
  return Object.entries(content.jobs).flatMap(([id, job]) =>
    legsOf(job).map((matrix) => ({ run, id, job, matrix })),
  );
}

/** Plays a workflow's jobs, each when those that it needs are done. */
async function playWorkflow(
  jobs: readonly PlayedJob[],
  play: (job: PlayedJob) => Promise<JobEnd>,
): Promise<readonly JobEnd[]> {
  const ends = new Map<string, Promise<JobEnd>[]>();
  const started = jobs.map(async (played) => {
    const needs = [played.job.needs ?? []].flat();
    await Promise.resolve();
    await Promise.all(needs.flatMap((need) => ends.get(need) ?? []));
    return await play(played);
  });
  for (const [index, { id }] of jobs.entries()) {
    ends.set(id, [...(ends.get(id) ?? []), ...started.slice(index, index + 1)]);
  }
  return await Promise.all(started);
}

test("self-hosted and ephemeral runners end with one comment that has every task's row", async () => {
  const world = await ProgramWorld.open();
  const standIns = await makeStandIns(join(world.directory, "stand-ins"));
  const files = ["ci.yml", "ci-github-runners.yml"].map((name, index) => {
    const file = readYaml<Workflow>(`.github/workflows/${name}`);
    const run = { path: file.path, name: file.content.name, runId: `900000020${index}` };
    world.addRun({ ...run, id: run.runId, headSha: ProgramWorld.head });
    return { file, jobs: jobsOf(file, run), artifacts: new Map<string, string>() };
  });
  let checkRunId = 500;
  const ends = await Promise.all(
    files.map(async ({ file, jobs, artifacts }) => {
      return await playWorkflow(jobs, async ({ run, id, job, matrix }) => {
        checkRunId += 1;
        const workspace = await checkOut(join(world.directory, `checkout-${checkRunId}`));
        const path = `${join(standIns, "bin")}:${process.env["PATH"] ?? ""}`;
        const shell = file.content.defaults?.run.shell;
        const place = placeOf(world, {
          run,
          job: id,
          matrix,
          checkRunId,
          workspace,
          path,
          artifacts,
        });
        const variables = { ...place.variables, STAND_INS: standIns };
        return await runSteps(job.steps, { ...place, variables, shell });
      });
    }),
  );
  const steps = ends.flat().flatMap((end) => end.steps);
  expect(steps.filter(({ exitCode }) => exitCode !== 0)).toEqual([]);

  const wanted = files.flatMap(({ jobs }) =>
    jobs.flatMap(({ run, id, job, matrix }) =>
      job.steps.map(publicationOf).flatMap((publication) => {
        const leg = matrix === null ? "" : canonicalLeg(matrix);
        return publication === undefined ? [] : [[run.path, id, leg, publication.task, "passed"]];
      }),
    ),
  );
  expect(wanted).toHaveLength(11);
  const found = rowsOf(world).map(({ workflow, job, leg, task, status }) => {
    return [workflow, job, leg, task, status];
  });
  expect([...found].sort()).toEqual([...wanted].sort());

  const calls = (await readFile(join(standIns, "calls"), "utf8")).split("\n");
  // With the event file that `run` asks Bazel for.
  expect(calls).toContainEqual(
    expect.stringMatching(/^testdata bazel test --build_event_json_file=\S+ .*:snapshots$/),
  );
  expect(calls.filter((line) => line.endsWith(" npx --yes pnpm@10 test"))).toHaveLength(3);
  await world.close();
});
