/** What is a job told that runs for the modelled pull request, and by whom are others' actions played? */
import { chmod, cp, mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { decodeBody } from "../../codec/state-block.js";
import { liveEntries } from "../../merge/live.js";
import type { Entry } from "../../model/entry.js";
import { ProgramWorld, type Workflow as Run } from "../program.js";
import type { JobPlace } from "./job-runner.js";

/** One job of a run. */
export interface WorldJob {
  readonly run: Run;
  readonly job: string;
  readonly matrix?: Readonly<Record<string, unknown>> | null;
  readonly checkRunId?: number;
  readonly workspace: string;
  readonly path?: string;
  /** The artifacts of the run, by name: folders. */
  readonly artifacts: Map<string, string>;
}

const actionsOnlyNames = ["ACTIONS_RUNTIME_TOKEN", "ACTIONS_RESULTS_URL"];
const nothing = async (): Promise<void> => {
  await Promise.resolve();
};

let count = 0;

/** The place of a job, with an empty `RUNNER_TEMP` of its own. */
export function placeOf(world: ProgramWorld, description: WorldJob): JobPlace {
  const { run, job, matrix = null, checkRunId = 1, artifacts, workspace } = description;
  count += 1;
  const own = `${job}-${count}`;
  const temp = join(world.directory, own);
  // What a step is told only if somebody passes it on.
  const passedOn = ["GITHUB_TOKEN", "ROLLCALL_MATRIX", ...actionsOnlyNames];
  const told = Object.entries(world.environment(own, run));
  const variables = Object.fromEntries(told.filter(([name]) => !passedOn.includes(name)));
  const only = told.filter(([name]) => actionsOnlyNames.includes(name));
  return {
    workspace,
    temp,
    path: description.path ?? process.env["PATH"] ?? "",
    shell: "bash",
    variables: { ...variables, GITHUB_JOB: job },
    actionsOnly: Object.fromEntries(only),
    contexts: {
      github: { token: ProgramWorld.token, event_name: "pull_request", event: {} },
      job: { check_run_id: checkRunId },
      runner: { temp },
      matrix,
    },
    others: {
      "actions/checkout": nothing,
      "actions/setup-node": nothing,
      "bazel-contrib/setup-bazel": nothing,
      "actions/upload-artifact": async ({ name = "", path = "" }) => {
        const kept = join(world.directory, `artifact-${run.runId}-${name}`);
        await cp(path, kept, { recursive: true });
        artifacts.set(name, kept);
      },
      "actions/download-artifact": async ({ name = "", path = "" }) => {
        const kept = artifacts.get(name);
        if (kept === undefined) throw new Error(`no artifact ${name} in run ${run.runId}`);
        await mkdir(path, { recursive: true });
        await cp(kept, path, { recursive: true });
        // An artifact does not keep what may be executed.
        const files = await readdir(path, { recursive: true, withFileTypes: true });
        for (const file of files.filter((entry) => entry.isFile())) {
          await chmod(join(file.parentPath, file.name), 0o644);
        }
      },
    },
  };
}

/** The rows of the pull request's only comment. */
export function rowsOf(world: ProgramWorld): readonly Entry[] {
  const { comments } = world;
  if (comments.length !== 1) throw new Error(`${comments.length} comments`);
  const decoded = decodeBody(comments[0]?.body ?? "");
  if (decoded.kind !== "state") throw new Error(`the comment is ${decoded.kind}`);
  return liveEntries(decoded.roster).map(({ entry }) => entry);
}
