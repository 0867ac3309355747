/** In which GitHub does the demo take place? One repository, one pull request, two runs. */
import { type DecodedBody, decodeBody } from "../../codec/state-block.js";
import { Prng } from "../../base/prng.js";
import { ArtifactStorage } from "../../emulator/artifact-extension.js";
import type { Costs } from "../../emulator/costs.js";
import { EmulatedGitHub } from "../../emulator/github.js";
import { serveGitHub, type ServedGitHub } from "../../emulator/serve.js";
import type { CommentNow } from "../../emulator/back-door.js";
import type { RunOptions } from "../../emulator/options.js";
import type { RepositoryRecord, RunRecord, ThreadRecord } from "../../emulator/state.js";
import type { EmulatorClock } from "../../emulator/time.js";
import type { PlannedWorkflow } from "./plan.js";

/** What is switched off in the demo's GitHub. */
export interface DemoFaults {
  /** No results service: the comment alone has to do. */
  readonly noBoard: boolean;
  /** The edit log is not shown. */
  readonly noEditLog: boolean;
}

/** The demo's fixed names. */
export const demoRepository = "octo-org/widgets";
export const demoPullNumber = 1234;
export const demoHead = "5b4c2f1de90a7b3368c4d1f2e5a697880b1c2d3e";
export const demoToken = "ghs_demo0000000000000000000000000000000";
/** As whom the token speaks. */
export const demoLogin = "github-actions[bot]";

/** The GitHub of one demo. */
export class DemoWorld {
  readonly github: EmulatedGitHub;
  readonly storage: ArtifactStorage;
  readonly served: ServedGitHub;
  readonly repository: RepositoryRecord;
  readonly pull: ThreadRecord;
  readonly #runs = new Map<string, RunRecord>();
  #boardCalls = 0;

  private constructor(github: EmulatedGitHub, storage: ArtifactStorage, served: ServedGitHub) {
    this.github = github;
    this.storage = storage;
    this.served = served;
    this.repository = github.addRepository({ fullName: demoRepository });
    this.pull = github.addPull(this.repository, { number: demoPullNumber, headSha: demoHead });
    github.onExchange(({ operation }) => {
      if (operation.class === "extension") this.#boardCalls += 1;
    });
  }

  /** Sets everything up and serves it. */
  static async open(
    plan: readonly PlannedWorkflow[],
    clock: EmulatorClock,
    faults: DemoFaults,
  ): Promise<DemoWorld> {
    const github = new EmulatedGitHub({ clock, prng: Prng.fromSeed("demo") });
    const storage = new ArtifactStorage(clock);
    github.use(storage);
    github.addToken({ token: demoToken });
    github.behaviour.logMissing = faults.noEditLog;
    if (faults.noBoard) storage.behaviour.fault = () => ({ when: "before", answer: 503 });
    const world = new DemoWorld(github, storage, await serveGitHub(github));
    for (const { path, name, runId } of plan) {
      world.addRun({ id: runId, path, name, headSha: demoHead });
    }
    return world;
  }

  /** A run that is under way, with a board. */
  addRun(options: RunOptions & { readonly id: string }): void {
    const { id } = options;
    this.#runs.set(id, this.github.addRun(this.repository, options));
    this.storage.addRun({ runBackendId: backendId(id), runId: id });
  }

  /** An artifact that somebody in the run made by other means than ours, in one of its jobs. */
  leaveArtifact(runId: string, job: string, name: string, bytes: Uint8Array): void {
    this.storage.leave({ runBackendId: backendId(runId), jobBackendId: `job-${job}`, name }, bytes);
  }

  /** A job's `ACTIONS_RUNTIME_TOKEN`. */
  runtimeToken(runId: string, job: string): string {
    return this.storage.issueRuntimeToken({
      runBackendId: backendId(runId),
      jobBackendId: `job-${job}`,
    });
  }

  /** GitHub notices that a run is over. */
  completeRun(runId: string, conclusion: string): void {
    const run = this.#runs.get(runId);
    if (run !== undefined) this.github.setRun(run, { status: "completed", conclusion });
  }

  /** The token's own comments on a pull request. */
  comments(pull: ThreadRecord = this.pull): readonly CommentNow[] {
    return this.github.commentsOf(pull).filter(({ author }) => author === demoLogin);
  }

  /** How many writes were made from a version that was no longer the newest one. */
  lostRaces(): number {
    return this.github.allCommentsOf(this.pull).reduce((count, { versions }) => {
      const ours = versions.filter(({ editor }) => editor === demoLogin);
      const decoded = ours.map(({ body }) => decodeBody(body));
      return count + decoded.filter((version, index) => isLost(version, decoded[index - 1])).length;
    }, 0);
  }

  /** What the job's token has cost. */
  costs(): Costs & { readonly boardCalls: number } {
    return { ...this.github.costs(demoToken), boardCalls: this.#boardCalls };
  }
}

function isLost(version: DecodedBody, before: DecodedBody | undefined): boolean {
  return (
    version.kind === "state" && before?.kind === "state" && version.parentId !== before.writeId
  );
}

function backendId(runId: string): string {
  return `run-${runId}`;
}
