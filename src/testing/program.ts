/**
 * How does a test run the program as its users do?
 *
 * A process of the bundled program, with nothing of our own environment, over real HTTP against a
 * modelled GitHub that holds every request to GitHub's description.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, inject } from "vitest";
import { NodeClock } from "../adapters/node/clock.js";
import { Prng } from "../base/prng.js";
import { ArtifactStorage } from "../emulator/artifact-extension.js";
import type { CommentNow } from "../emulator/back-door.js";
import { EmulatedGitHub } from "../emulator/github.js";
import { serveGitHub, type ServedGitHub } from "../emulator/serve.js";
import type { RepositoryRecord, RunRecord, ThreadRecord } from "../emulator/state.js";
import type { EmulatorClock } from "../emulator/time.js";
import { openApiContract, type OpenApiContract } from "./openapi-contract.js";

/** The variables of a process. */
export type ProgramEnvironment = Readonly<Record<string, string | undefined>>;

/** How a process of the program ended. */
export interface ProgramEnd {
  /** Null if a signal ended the program itself. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Standard output as it was written. */
  readonly stdoutBytes: Buffer;
}

/** A process that has been started. */
export interface StartedProgram {
  readonly process: ChildProcess;
  readonly ended: Promise<ProgramEnd>;
}

/** What else a process may be given. */
export interface ProgramInput {
  readonly stdin?: string;
}

/** Starts the program; its standard input stays open until the test ends it. */
export function startProgram(args: readonly string[], env: ProgramEnvironment): StartedProgram {
  const process_ = spawn(process.execPath, [inject("programPath"), ...args], {
    env: { PATH: process.env["PATH"], ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  // A program that does not read what it is given is no fault of the test's.
  process_.stdin.on("error", () => undefined);
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  process_.stdout.on("data", (chunk: Buffer) => out.push(chunk));
  process_.stderr.on("data", (chunk: Buffer) => err.push(chunk));
  const ended = new Promise<ProgramEnd>((resolve, reject) => {
    process_.on("error", reject);
    process_.on("close", (exitCode) => {
      const stdoutBytes = Buffer.concat(out);
      const stderr = Buffer.concat(err).toString("utf8");
      resolve({ exitCode, stdout: stdoutBytes.toString("utf8"), stderr, stdoutBytes });
    });
  });
  return { process: process_, ended };
}

/** Runs the program to its end. */
export async function runProgram(
  args: readonly string[],
  env: ProgramEnvironment = {},
  { stdin = "" }: ProgramInput = {},
): Promise<ProgramEnd> {
  const started = startProgram(args, env);
  started.process.stdin?.end(stdin);
  return await started.ended;
}

const fullName = "octo-org/widgets";
const pullNumber = 1234;
const head = "5b4c2f1de90a7b3368c4d1f2e5a697880b1c2d3e";
/** Has the shape of a token that a job gets, so that a leak is seen. */
const token = "ghs_EndToEnd00000000000000000000000000000";

/** One workflow of the modelled repository. */
export interface Workflow {
  readonly path: string;
  readonly name: string;
  readonly runId: string;
}

/** The two workflows whose runs are under way. */
export const workflows = [
  { path: ".github/workflows/ci.yml", name: "CI", runId: "9000000101" },
  { path: ".github/workflows/nightly.yml", name: "Nightly", runId: "9000000102" },
] as const satisfies readonly Workflow[];

/** A modelled GitHub with one pull request, served, and the files of a runner. */
export class ProgramWorld {
  static readonly fullName = fullName;
  static readonly pullNumber = pullNumber;
  static readonly head = head;
  static readonly token = token;
  readonly github: EmulatedGitHub;
  readonly storage: ArtifactStorage;
  readonly repository: RepositoryRecord;
  readonly pull: ThreadRecord;
  readonly directory: string;
  readonly served: ServedGitHub;
  readonly #contract: OpenApiContract;
  readonly #runs = new Map<string, RunRecord>();
  readonly #secrets = [token];

  private constructor(
    parts: Pick<ProgramWorld, "github" | "storage" | "directory" | "served">,
    contract: OpenApiContract,
  ) {
    this.github = parts.github;
    this.storage = parts.storage;
    this.directory = parts.directory;
    this.served = parts.served;
    this.#contract = contract;
    this.repository = this.github.addRepository({ fullName });
    this.pull = this.github.addPull(this.repository, { number: pullNumber, headSha: head });
    this.github.addToken({ token });
    for (const { path, name, runId } of workflows) {
      this.addRun({ id: runId, path, name, headSha: head });
    }
  }

  /** Opens one on a free port. */
  static async open(): Promise<ProgramWorld> {
    const real = new NodeClock();
    const clock: EmulatorClock = {
      nowMs: () => real.wallMs(),
      wait: async (delayMs) => {
        await real.sleep(delayMs);
      },
    };
    const contract = openApiContract();
    const github = new EmulatedGitHub({ clock, prng: Prng.fromSeed("end to end"), contract });
    const storage = new ArtifactStorage(clock);
    github.use(storage);
    const directory = await mkdtemp(join(tmpdir(), "rollcall-world-"));
    const served = await serveGitHub(github);
    const world = new ProgramWorld({ github, storage, directory, served }, contract);
    await world.writeFile(
      "event.json",
      JSON.stringify({
        number: pullNumber,
        pull_request: {
          number: pullNumber,
          head: { sha: head, repo: { full_name: fullName } },
          base: { repo: { full_name: fullName } },
        },
      }),
    );
    return world;
  }

  /** Ends the world; fails if a program asked what GitHub does not answer, or leaked its token. */
  async close(): Promise<void> {
    await this.served.close();
    await rm(this.directory, { recursive: true, force: true });
    expect(this.#contract.violations).toEqual([]);
    expect(this.storage.tokenLeaks).toBe(0);
  }

  /** A run that is under way, and its artifacts. */
  addRun(options: Parameters<EmulatedGitHub["addRun"]>[1] & { readonly id: string }): void {
    this.#runs.set(options.id, this.github.addRun(this.repository, options));
    this.storage.addRun({ runBackendId: backendId(options.id), runId: options.id });
  }

  /** GitHub notices that a run is over. */
  completeRun(runId: string, conclusion: string): void {
    const run = this.#runs.get(runId);
    expect(run, `run ${runId}`).toBeDefined();
    if (run !== undefined) this.github.setRun(run, { status: "completed", conclusion });
  }

  /** A file of the runner's; returns its path. */
  async writeFile(name: string, text: string): Promise<string> {
    const path = join(this.directory, name);
    await writeFile(path, text);
    return path;
  }

  /** An artifact that somebody left on the board of a run. */
  leaveArtifact(runId: string, name: string, bytes: Uint8Array): void {
    const key = { runBackendId: backendId(runId), jobBackendId: "job-of-somebody", name };
    this.storage.leave(key, bytes);
  }

  /** The environment of a step on GitHub's runners, in a job of a workflow of the pull request. */
  environment(job: string, workflow: Workflow = workflows[0]): Record<string, string> {
    const { url } = this.served;
    const scope = { runBackendId: backendId(workflow.runId), jobBackendId: `job-${job}` };
    const runtimeToken = this.storage.issueRuntimeToken(scope);
    this.#secrets.push(runtimeToken);
    return {
      CI: "true",
      GITHUB_ACTIONS: "true",
      GITHUB_API_URL: url,
      GITHUB_GRAPHQL_URL: `${url}/graphql`,
      GITHUB_SERVER_URL: "https://github.com",
      GITHUB_REPOSITORY: fullName,
      GITHUB_EVENT_NAME: "pull_request",
      GITHUB_EVENT_PATH: join(this.directory, "event.json"),
      GITHUB_REF: `refs/pull/${pullNumber}/merge`,
      // The merge commit, as on GitHub: not the head.
      GITHUB_SHA: "0123456789".repeat(4),
      GITHUB_WORKFLOW: workflow.name,
      GITHUB_WORKFLOW_REF: `${fullName}/${workflow.path}@refs/pull/${pullNumber}/merge`,
      GITHUB_RUN_ID: workflow.runId,
      GITHUB_RUN_ATTEMPT: "1",
      GITHUB_JOB: job,
      GITHUB_TOKEN: token,
      RUNNER_TEMP: this.directory,
      ACTIONS_RESULTS_URL: `${url}/`,
      ACTIONS_RUNTIME_TOKEN: runtimeToken,
      ROLLCALL_MATRIX: "null",
      // However busy the machine is: whoever gives up in time leaves a row out.
      ROLLCALL_PUBLISH_BUDGET: "60s",
    };
  }

  /** What names the pull request where no CI host does. */
  get place(): readonly string[] {
    return ["--repo", fullName, "--pr", String(pullNumber), "--api-url", this.served.url];
  }

  /** The comments that hold our marker. */
  get comments(): readonly CommentNow[] {
    return this.github.commentsOf(this.pull).filter(({ body }) => body.includes("rollcall:"));
  }

  /** Resolves as soon as an answered request has left the comments so. */
  async until(holds: (comments: readonly CommentNow[]) => boolean): Promise<void> {
    await new Promise<void>((resolve) => {
      const look = (): void => {
        if (holds(this.comments)) resolve();
      };
      this.github.onExchange(look);
      look();
    });
  }

  /** Fails if a process showed a token that it was given. */
  expectNoSecret(end: ProgramEnd): void {
    for (const secret of this.#secrets) expect(end.stdout + end.stderr).not.toContain(secret);
  }
}

function backendId(runId: string): string {
  return `run-${runId}`;
}
