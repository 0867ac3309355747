/** Does the row of a fork's job come into the comment, by a workflow that runs nothing of the fork's? */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { ProgramWorld } from "../program.js";
import { evaluateText, holds } from "./expression.js";
import { placeOf } from "./job-of-world.js";
import { runSteps } from "./job-runner.js";
import { checkOut, makeStandIns } from "./stand-ins.js";
import { type Workflow, readYaml } from "./workflow-files.js";

vi.setConfig({ testTimeout: 120_000 });

const headSha = "c0ffee".padEnd(40, "0");
const readOnly = "ghs_ForkReadOnly0000000000000000000000000";

function fileOf(name: string): Workflow & { readonly path: string } {
  const { path, content } = readYaml<Workflow>(`.github/workflows/${name}.yml`);
  return { ...content, path };
}

test("a fork's job leaves its row on the board, and the workflow_run workflow publishes it", async () => {
  const world = await ProgramWorld.open();
  const { github, repository } = world;
  const fork = github.addRepository({ fullName: "mona/widgets", isFork: true });
  const pull = github.addPull(repository, { number: 77, headSha, headRepository: fork });
  github.addToken({ token: readOnly, permissions: { contents: "read" } });
  const theirs = { ...fileOf("ci-github-runners"), runId: "9000000301" };
  const ours = { ...fileOf("publish-fork"), runId: "9000000302" };
  world.addRun({ ...theirs, id: theirs.runId, headSha, headRepository: fork });
  world.addRun({ ...ours, id: ours.runId, headSha: "d".repeat(40), event: "workflow_run" });
  const standIns = await makeStandIns(join(world.directory, "stand-ins"));
  const path = `${join(standIns, "bin")}:${process.env["PATH"] ?? ""}`;
  const workspace = await checkOut(join(world.directory, "checkout"));
  const artifacts = new Map([["prebuilt-rollcall", join(standIns, "dist")]]);
  const shared = { workspace, path, artifacts };

  const pullRequest = {
    number: 77,
    head: { sha: headSha, repo: { full_name: "mona/widgets" } },
    base: { repo: { full_name: ProgramWorld.fullName } },
  };
  const event = JSON.stringify({ number: 77, pull_request: pullRequest });
  const job = placeOf(world, { ...shared, run: theirs, job: "goldens" });
  const ran = await runSteps(theirs.jobs["goldens"]!.steps, {
    ...job,
    variables: {
      ...job.variables,
      STAND_INS: standIns,
      GITHUB_EVENT_PATH: await world.writeFile("fork.json", event),
    },
    contexts: { ...job.contexts, github: { token: readOnly } },
  });
  expect(ran.steps.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
  expect(ran.steps.at(-1)?.output).toContain("the job's token may only read");
  expect(github.commentsOf(pull)).toEqual([]);

  world.completeRun(theirs.runId, "success");
  const text = (await readFile("testdata/events/workflow_run--fork.json", "utf8"))
    .replaceAll("octo-org/hello", ProgramWorld.fullName)
    .replaceAll("mona/hello", "mona/widgets");
  const model = JSON.parse(text) as { workflow_run: object };
  const run = {
    ...model.workflow_run,
    id: Number(theirs.runId),
    head_sha: headSha,
    run_attempt: 1,
  };
  const ended = { ...model, workflow_run: run };
  const place = placeOf(world, { ...shared, run: ours, job: "sync" });
  const of = { token: ProgramWorld.token, repository: ProgramWorld.fullName, event: ended };
  const contexts = { ...place.contexts, github: of };
  const { sync } = ours.jobs;
  expect(holds(sync!.if, contexts, { failed: false })).toBe(true);
  const branch = {
    ...ended,
    workflow_run: { ...run, head_repository: { full_name: of.repository } },
  };
  expect(holds(sync!.if, { github: { ...of, event: branch } }, { failed: false })).toBe(false);
  expect(evaluateText(ours.concurrency?.group ?? "", contexts)).toBe(`publish-fork-${headSha}`);
  const synced = await runSteps(sync!.steps, {
    ...place,
    variables: {
      ...place.variables,
      STAND_INS: standIns,
      GITHUB_EVENT_NAME: "workflow_run",
      GITHUB_EVENT_PATH: await world.writeFile("ended.json", JSON.stringify(ended)),
      GITHUB_REF: "refs/heads/main",
      GITHUB_SHA: "d".repeat(40),
    },
    contexts,
  });
  expect(synced.steps.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
  expect(synced.steps.at(-1)?.output).not.toMatch(/^::/m);
  const comments = github.commentsOf(pull).map(({ body }) => body);
  expect(comments).toHaveLength(1);
  expect(comments[0]).toMatch(/✅ .*goldens/);
  await world.close();
});
