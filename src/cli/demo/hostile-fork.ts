/**
 * What does a hostile fork leave on its runs' boards, and what comes of it?
 *
 * Its workflows are its own, so its artifacts may hold anything. One run is of the very commit of our pull
 * request, newer than our own; one is of the fork's own pull request, for which a trusted workflow
 * publishes when it is over: `rollcall sync`, with a token that may write.
 */
import { liveEntries } from "../../merge/live.js";
import type { Entry } from "../../model/entry.js";
import type { RepositoryRecord, ThreadRecord } from "../../emulator/state.js";
import { type Attempt, effectOf } from "./attempt.js";
import { rostersOf } from "./check.js";
import {
  type ForgedArtifacts,
  evilPage,
  forgedBytes,
  forgedEntries,
  forgedItems,
} from "./forgeries.js";
import { activeIn } from "./hostile-texts.js";
import type { PlannedWorkflow } from "./plan.js";
import { type DemoWorld, demoHead, demoRepository } from "./world.js";

const forkName = "stranger/widgets";
const forkHead = "bad0c0de".repeat(5);
const forkPullNumber = 1235;
/** A third of what a token may ask in an hour. */
const downloadsMax = 333;
/** Newer than our own runs. */
const copyRunId = "9000000901";
const forkRunId = "9000000902";

/** The trusted workflow that publishes for forks. */
export const syncWorkflow: PlannedWorkflow = {
  path: ".github/workflows/roll-call.yml",
  name: "Roll call",
  runId: "9000000903",
  runner: "ubuntu-latest",
  tasks: [],
};

/** The fork of one demo. */
export class HostileFork {
  readonly #world: DemoWorld;
  readonly #pull: ThreadRecord;
  readonly #workflow: PlannedWorkflow;
  /** How often anything on the copy's board was asked for. */
  #looks = 0;
  #left = 0;
  #downloads = 0;
  #syncLog = "";
  #syncExitCode: number | null = null;

  constructor(world: DemoWorld, plan: readonly PlannedWorkflow[], nowMs: number, decoyId: string) {
    const [workflow] = plan;
    if (workflow === undefined) throw new Error("a plan without a workflow");
    this.#world = world;
    this.#workflow = workflow;
    const { github, repository } = world;
    const fork = github.addRepository({ fullName: forkName, isFork: true });
    const pull = { number: forkPullNumber, headSha: forkHead, headRepository: fork };
    this.#pull = github.addPull(repository, pull);
    this.#addRun(copyRunId, demoHead, fork);
    this.#addRun(forkRunId, forkHead, fork);
    const { path, name, runId } = syncWorkflow;
    world.addRun({ id: runId, path, name, headSha: "0".repeat(40), event: "workflow_run" });
    const forge = (entries: readonly Entry[], run: string, head: string): void => {
      this.#leave(run, forgedItems(entries, head));
    };
    for (const one of plan)
      forge(forgedEntries({ ...one, runId: copyRunId }, nowMs), copyRunId, demoHead);
    forge(forgedEntries({ ...workflow, runId: forkRunId }, nowMs), forkRunId, forkHead);
    forge(manyEntries(workflow, nowMs), forkRunId, forkHead);
    // Of our own runs, newer by a little, so that these are other artifacts.
    for (const one of plan) forge(forgedEntries(one, nowMs + 1), forkRunId, forkHead);
    this.#leave(copyRunId, forgedBytes(decoyId));
    this.#leave(forkRunId, forgedBytes(decoyId));
    github.onExchange(({ request: { url } }) => {
      if (url.includes(`/runs/${copyRunId}/artifacts`)) this.#looks += 1;
      if (url.includes(`/run-${forkRunId}/`)) this.#downloads += 1;
    });
  }

  /** GitHub's event when the fork's run is over. */
  get event(): unknown {
    const { path, name } = this.#workflow;
    return {
      workflow_run: {
        id: Number(forkRunId),
        run_attempt: 1,
        path,
        name,
        event: "pull_request",
        head_sha: forkHead,
        head_repository: { full_name: forkName },
        pull_requests: [],
        status: "completed",
        conclusion: "success",
      },
    };
  }

  /** How the trusted workflow's `sync` ended. */
  noteSync(exitCode: number | null, log: string): void {
    this.#syncExitCode = exitCode;
    this.#syncLog = log;
  }

  get attempts(): readonly Attempt[] {
    const all = (): readonly Entry[] => this.#rows(this.#world.pull).concat(this.#rows(this.#pull));
    return [
      {
        what: "a fork's newer run of the very same commit, every row on its board passed",
        cameOf: () =>
          effectOf(
            [
              all().some(({ runId }) => runId === copyRunId) && "its rows are shown",
              this.#looks > 0 && `its board was looked at ${this.#looks} times`,
            ],
            "not even looked at: its head is in another repository",
          ),
      },
      {
        what: "rows of our runs on the board of a fork's pull request",
        cameOf: () => {
          const strange = this.#rows(this.#pull).filter(({ runId }) => runId !== forkRunId);
          return effectOf(
            [strange.length > 0 && `${strange.length} are shown there`],
            "left out, and named in the log",
          );
        },
      },
      {
        what: `forged rows that lead to ${evilPage}`,
        cameOf: () =>
          effectOf(
            [all().some((row) => JSON.stringify(row).includes(evilPage)) && "one leads there"],
            "shown without a link",
          ),
      },
      {
        what: "zip bombs, paths, deep nesting and no zip at all on its boards",
        cameOf: () =>
          effectOf(
            [
              this.#syncExitCode !== 0 && `sync ended with ${String(this.#syncExitCode)}`,
              this.#world.storage.tokenLeaks > 0 && "a token was sent to the blob storage",
            ],
            `${this.#syncLog.split("; skipped").length - 1} named in the log and skipped`,
          ),
      },
      {
        what: "a thousand artifacts on one board",
        cameOf: () => {
          const told = `${this.#downloads} downloads from boards with ${this.#left} artifacts`;
          return effectOf([this.#downloads > downloadsMax && told], told);
        },
      },
      {
        what: "hostile texts in the fork's own rows",
        cameOf: () =>
          effectOf(
            this.#world.comments(this.#pull).map(({ body }) => activeIn(body)),
            "shown as the text that they are",
          ),
      },
    ];
  }

  #addRun(id: string, headSha: string, headRepository: RepositoryRecord): void {
    const { path, name } = this.#workflow;
    const ended = { status: "completed", conclusion: "success" };
    this.#world.addRun({ id, path, name, headSha, headRepository, ...ended });
  }

  #leave(runId: string, artifacts: ForgedArtifacts): void {
    for (const [name, bytes] of artifacts) {
      // GitHub lets a job have 500.
      this.#world.leaveArtifact(runId, String(this.#left % 9), name, bytes);
      this.#left += 1;
    }
  }

  #rows(pull: ThreadRecord): readonly Entry[] {
    const bodies = this.#world.comments(pull).map(({ body }) => body);
    return rostersOf(bodies).flatMap((roster) => liveEntries(roster).map(({ entry }) => entry));
  }
}

/** As many rows as nobody needs. */
function manyEntries({ tasks, ...workflow }: PlannedWorkflow, nowMs: number): readonly Entry[] {
  const [task] = tasks;
  if (task === undefined) return [];
  const many = Array.from({ length: 1_000 }, (_, index) => ({ ...task, task: `row-${index}` }));
  return forgedEntries({ ...workflow, runId: forkRunId, tasks: many }, nowMs);
}

/** What a step of the trusted workflow has otherwise than one of the pull request's. */
export function syncVariables(eventPath: string): Record<string, string> {
  return {
    GITHUB_EVENT_NAME: "workflow_run",
    GITHUB_EVENT_PATH: eventPath,
    GITHUB_REF: "refs/heads/main",
    GITHUB_WORKFLOW_REF: `${demoRepository}/${syncWorkflow.path}@refs/heads/main`,
  };
}
