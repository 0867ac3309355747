/**
 * How does a test run a command of the program in its own process, as a step of a job would be?
 *
 * A modelled GitHub with one pull request, a virtual clock, and files in memory. What a command is given
 * has the shape of `cli/host/host.ts`, which is not imported: only the program's own tests know commands.
 */
import { Readable } from "node:stream";
import { Prng } from "../base/prng.js";
import { type Result, bad, ok } from "../base/result.js";
import { ArtifactStorage } from "../emulator/artifact-extension.js";
import type { CommentNow } from "../emulator/back-door.js";
import { EmulatedGitHub } from "../emulator/github.js";
import type { RepositoryRecord, RunRecord, ThreadRecord } from "../emulator/state.js";
import type { TokenOptions } from "../emulator/token.js";
import { EmulatedHttp } from "./emulated-http.js";
import { type OpenApiContract, openApiContract } from "./openapi-contract.js";
import { ProcessClock } from "./process-clock.js";
import { quiet } from "./quiet.js";
import { seededRandom } from "./seeded-random.js";
import { VirtualClock } from "./virtual-clock.js";

type Variables = Readonly<Record<string, string | undefined>>;

/** The repository of a runner's world. */
export const runnerRepository = "octo-org/widgets";
/** Its pull request. */
export const runnerPull = 12;
/** The pull request's head. */
export const runnerHead = "5b4c2f1de90a7b3368c4d1f2e5a697880b1c2d3e";
/** The run that a step belongs to unless the test says otherwise. */
export const runnerRun = {
  id: "9000000101",
  path: ".github/workflows/ci.yml",
  name: "CI",
} as const;
/** The job's token; it may do everything unless the test says otherwise. */
export const runnerToken = "ghs_Runner0000000000000000000000000000000";

/** What a test may want otherwise. */
export interface RunnerOptions {
  readonly isPrivate?: boolean;
  readonly permissions?: TokenOptions["permissions"];
  /** How far the machine's clock is ahead of GitHub's, in milliseconds. */
  readonly clockAheadMs?: number;
}

interface MissingFile {
  readonly kind: "missing";
  readonly words: string;
}

/** What a command printed. */
export interface Printed {
  readonly out: string[];
  readonly lines: string[];
}

/** One modelled GitHub, and a runner's machine. */
export class RunnerWorld {
  readonly clock = new VirtualClock();
  readonly contract: OpenApiContract = openApiContract();
  readonly github: EmulatedGitHub;
  readonly storage: ArtifactStorage;
  readonly repository: RepositoryRecord;
  readonly pull: ThreadRecord;
  readonly run: RunRecord;
  /** The files by path, and what commands print. */
  readonly files = new Map<string, string>();
  readonly #prng = Prng.fromSeed("runner");
  readonly #clockAheadMs: number;

  constructor(options: RunnerOptions = {}) {
    const { clock, contract } = this;
    this.#clockAheadMs = options.clockAheadMs ?? 0;
    this.github = new EmulatedGitHub({ clock, prng: this.#prng.fork("github"), contract });
    this.storage = new ArtifactStorage(clock);
    this.github.use(this.storage);
    const { isPrivate = true } = options;
    this.repository = this.github.addRepository({ fullName: runnerRepository, isPrivate });
    const pull = { number: runnerPull, headSha: runnerHead };
    this.pull = this.github.addPull(this.repository, pull);
    const { permissions } = options;
    this.github.addToken({
      token: runnerToken,
      ...(permissions === undefined ? {} : { permissions }),
    });
    this.run = this.addRun(runnerRun);
    this.writeEvent();
    this.files.set("checkout/.git/HEAD", "ref: refs/heads/main\n");
    this.files.set("/runner/summary.md", "");
  }

  /** A run of the pull request's head, with a board. */
  addRun(
    options: Partial<Parameters<EmulatedGitHub["addRun"]>[1]> & { readonly id: string },
  ): RunRecord {
    this.storage.addRun({ runBackendId: backendOf(options.id), runId: options.id });
    const { path = runnerRun.path, headSha = runnerHead } = options;
    return this.github.addRun(this.repository, { ...options, path, headSha });
  }

  /** The event file of a `pull_request` run, or another one. */
  writeEvent(event: unknown = pullEvent(runnerRepository)): void {
    this.files.set("/runner/event.json", JSON.stringify(event));
  }

  /** An artifact that somebody left on the board of a run. */
  leaveArtifact(runId: string, name: string, bytes: Uint8Array): void {
    const key = { runBackendId: backendOf(runId), jobBackendId: "somebody", name };
    this.storage.leave(key, bytes);
  }

  /** A step's environment, as the setup action leaves it. */
  environment(change: Variables = {}, runId: string = runnerRun.id): Variables {
    const scope = { runBackendId: backendOf(runId), jobBackendId: "job-unit" };
    return {
      CI: "true",
      GITHUB_ACTIONS: "true",
      GITHUB_API_URL: "https://api.github.test",
      GITHUB_GRAPHQL_URL: "https://api.github.test/graphql",
      GITHUB_SERVER_URL: "https://github.com",
      GITHUB_REPOSITORY: runnerRepository,
      GITHUB_EVENT_NAME: "pull_request",
      GITHUB_EVENT_PATH: "/runner/event.json",
      GITHUB_REF: `refs/pull/${String(runnerPull)}/merge`,
      GITHUB_SHA: "0123456789".repeat(4),
      GITHUB_WORKFLOW: "CI",
      GITHUB_WORKFLOW_REF: `${runnerRepository}/${runnerRun.path}@refs/pull/12/merge`,
      GITHUB_RUN_ID: runId,
      GITHUB_RUN_ATTEMPT: "1",
      GITHUB_JOB: "unit",
      GITHUB_TOKEN: runnerToken,
      GITHUB_WORKSPACE: "checkout",
      GITHUB_STEP_SUMMARY: "/runner/summary.md",
      ACTIONS_RESULTS_URL: "https://results.github.test/",
      ACTIONS_RUNTIME_TOKEN: this.storage.issueRuntimeToken(scope),
      ROLLCALL_MATRIX: "null",
      ...change,
    };
  }

  /** What a command runs in, and what it prints there. */
  // eslint-disable-next-line @typescript-eslint/explicit-module-boundary-types -- The shape of `cli/host/host.ts`.
  host(argv: readonly string[], env: Variables) {
    const printed: Printed = { out: [], lines: [] };
    const random = seededRandom(this.#prng.fork("random"));
    const host = {
      argv,
      env,
      version: "1.2.3",
      nodeVersion: "24.1.0",
      clock: new ProcessClock(this.clock, { monotonicMs: 0, wallMs: this.#clockAheadMs }),
      random: async () => await Promise.resolve(random),
      http: new EmulatedHttp(this.clock, this.github),
      readText: async (path: string) => await Promise.resolve(this.#read(path)),
      appendText: async (path: string, text: string) => {
        this.files.set(path, (this.files.get(path) ?? "") + text);
        return await Promise.resolve(ok(undefined));
      },
      outputOf: async (command: string) => {
        const text = this.files.get(command);
        return await Promise.resolve(text === undefined ? bad("exit code 127") : ok(text));
      },
      stdin: Readable.from([]),
      writeOut: (text: string) => {
        printed.out.push(text);
      },
      writeErrorLine: (line: string) => {
        printed.lines.push(line);
      },
      temporaryDirectory: "/tmp",
      self: ["rollcall"] as [string, ...string[]],
    };
    return { host, printed };
  }

  /** Moves time on until the work is done, which may load modules in between. */
  async toItsEnd<Value>(work: Promise<Value>): Promise<Value> {
    const state = { done: false };
    const settled = work.finally(() => {
      state.done = true;
    });
    settled.catch(() => undefined);
    for (let idle = 0; idle < 20_000; idle += 1) {
      await quiet();
      if (state.done) return await settled;
      const { nextDueMs } = this.clock;
      if (nextDueMs === undefined) {
        // A module that is loaded comes from the disk, in real time.
        await new Promise((resolve) => setTimeout(resolve, 1));
        continue;
      }
      idle = 0;
      await this.clock.advance(nextDueMs - this.clock.nowMs());
    }
    throw new Error("the work waits for something that will not come");
  }

  /** The comments with our marker. */
  get comments(): readonly CommentNow[] {
    return this.github.commentsOf(this.pull).filter(({ body }) => body.includes("rollcall:"));
  }

  #read(path: string): Result<string, MissingFile> {
    const text = this.files.get(path);
    return text === undefined ? bad({ kind: "missing", words: "no such file" }) : ok(text);
  }
}

/** The event of a `pull_request` run, whose head is in that repository. */
export function pullEvent(headRepository: string): unknown {
  return {
    number: runnerPull,
    pull_request: {
      number: runnerPull,
      head: { sha: runnerHead, repo: { full_name: headRepository } },
      base: { repo: { full_name: runnerRepository } },
    },
  };
}

function backendOf(runId: string): string {
  return `run-${runId}`;
}
