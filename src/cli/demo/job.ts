/** How does one job of the demo run? As a process of its own, with the environment of a real runner. */
import { type ChildProcess, spawn } from "node:child_process";
import { canonicalLeg } from "../../model/leg.js";
import type { Environment } from "../host/ci-facts.js";
import type { PlannedTask, PlannedWorkflow } from "./plan.js";
import { demoTaskCommand, demoTaskText } from "./task.js";
import { type DemoWorld, demoPullNumber, demoRepository, demoToken } from "./world.js";

/** What every job needs to know. */
export interface JobSurroundings {
  readonly world: DemoWorld;
  /** How to start this program. */
  readonly self: readonly [string, ...string[]];
  readonly environment: Environment;
  readonly eventPath: string;
  readonly temporaryDirectory: string;
  readonly logLevel: string | undefined;
}

/** A job whose process has been started. */
export interface StartedJob {
  readonly process: ChildProcess;
  /** Its exit code, null if it was killed, and what it wrote to standard error. */
  readonly ended: Promise<{ readonly exitCode: number | null; readonly log: string }>;
}

/** Starts `rollcall run` for a task. */
export function startJob(
  surroundings: JobSurroundings,
  workflow: PlannedWorkflow,
  task: PlannedTask,
): StartedJob {
  return started(
    surroundings,
    [
      "run",
      "--task",
      task.task,
      "--kind",
      task.kind,
      "--interval",
      "2s",
      // Nineteen runners share this one machine: a slow one must not look like a lost row.
      "--publish-budget",
      "60s",
      ...logLevelOf(surroundings),
      ...task.options,
      "--",
      ...surroundings.self,
      demoTaskCommand,
      demoTaskText(task),
    ],
    jobEnvironment(surroundings, workflow, task),
  );
}

/** Starts `rollcall sync`, as a last job of a workflow does, or with other variables another one. */
export function startSync(
  surroundings: JobSurroundings,
  workflow: PlannedWorkflow,
  change: Readonly<Record<string, string>> = {},
): StartedJob {
  const job = { job: "roll-call" };
  const env = { ...jobEnvironment(surroundings, workflow, job), ...change };
  return started(surroundings, ["sync", ...logLevelOf(surroundings)], env);
}

function logLevelOf({ logLevel }: JobSurroundings): readonly string[] {
  return logLevel === undefined ? [] : ["--log-level", logLevel];
}

function started(
  { self }: JobSurroundings,
  args: readonly string[],
  env: Record<string, string>,
): StartedJob {
  const [program, ...first] = self;
  const child = spawn(program, [...first, ...args], { env, stdio: ["ignore", "ignore", "pipe"] });
  const chunks: Buffer[] = [];
  child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<{ exitCode: number | null; log: string }>((resolve) => {
    child.on("close", (exitCode) => {
      resolve({ exitCode, log: Buffer.concat(chunks).toString("utf8") });
    });
  });
  return { process: child, ended };
}

/** The variables of a step of a job on a runner. */
export function jobEnvironment(
  { world, environment, eventPath, temporaryDirectory }: JobSurroundings,
  workflow: PlannedWorkflow,
  task: Pick<PlannedTask, "job" | "matrix">,
): Record<string, string> {
  const { url } = world.served;
  const leg = task.matrix === undefined ? "" : canonicalLeg(task.matrix);
  return {
    PATH: environment["PATH"] ?? "",
    HOME: environment["HOME"] ?? "",
    CI: "true",
    GITHUB_ACTIONS: "true",
    GITHUB_API_URL: url,
    GITHUB_GRAPHQL_URL: `${url}/graphql`,
    GITHUB_SERVER_URL: "https://github.com",
    GITHUB_REPOSITORY: demoRepository,
    GITHUB_EVENT_NAME: "pull_request",
    GITHUB_EVENT_PATH: eventPath,
    GITHUB_REF: `refs/pull/${demoPullNumber}/merge`,
    // The merge commit, as on GitHub: not the head.
    GITHUB_SHA: "c0ffee0000000000000000000000000000000000",
    GITHUB_WORKFLOW: workflow.name,
    GITHUB_WORKFLOW_REF: `${demoRepository}/${workflow.path}@refs/pull/${demoPullNumber}/merge`,
    GITHUB_RUN_ID: workflow.runId,
    GITHUB_RUN_ATTEMPT: "1",
    GITHUB_JOB: task.job,
    GITHUB_TOKEN: demoToken,
    RUNNER_TEMP: temporaryDirectory,
    ACTIONS_RESULTS_URL: `${url}/`,
    ACTIONS_RUNTIME_TOKEN: world.runtimeToken(
      workflow.runId,
      `${task.job}-${leg}`.replace(/[^a-z0-9-]+/gi, "-"),
    ),
    // What the setup action exports: `toJSON(matrix)`, null outside a matrix.
    ROLLCALL_MATRIX: JSON.stringify(task.matrix ?? null),
  };
}
