/**
 * How does a test run publishers against the modelled GitHub, in virtual time and without a socket?
 *
 * The production loop, protocol and adapters; only HTTP, clock and randomness are the test's. Nothing
 * happens unless `run` or `pass` moves the clock, and one seed always gives the same schedule.
 */
import { createHash } from "node:crypto";
import { GitHubApi } from "../adapters/github/api.js";
import { FallbackComments } from "../adapters/github/comments.js";
import { GraphqlComments } from "../adapters/github/graphql-comments.js";
import { AnswerObserver } from "../adapters/github/observer.js";
import { RestComments } from "../adapters/github/rest-comments.js";
import { ResultsBoard } from "../adapters/github/results-board.js";
import { RestRuns, type RunsOptions } from "../adapters/github/runs.js";
import { CancellationSource } from "../adapters/node/clock.js";
import { Prng } from "../base/prng.js";
import { writerOf } from "../codec/board-name.js";
import { decodeBody } from "../codec/state-block.js";
import { ArtifactStorage } from "../emulator/artifact-extension.js";
import type { CommentNow } from "../emulator/back-door.js";
import type { Behaviour, Latency } from "../emulator/behaviour.js";
import type { RestContract } from "../emulator/contract.js";
import type { Costs } from "../emulator/costs.js";
import { EmulatedGitHub } from "../emulator/github.js";
import type { RepositoryRecord, RunRecord, ThreadRecord } from "../emulator/state.js";
import { liveEntries } from "../merge/live.js";
import type { Entry } from "../model/entry.js";
import type { Roster } from "../model/roster.js";
import { finality } from "../model/status.js";
import type { Clock } from "../ports/clock.js";
import type { CommentStore } from "../ports/comments.js";
import type { HttpClient } from "../ports/http.js";
import type { Log } from "../ports/log.js";
import type { TokenSource } from "../ports/token.js";
import type { Outcome } from "../publish/outcome.js";
import type { PublishPorts } from "../publish/ports.js";
import { Publisher } from "../publish/publisher.js";
import { defaultTiming, type PublishSettings, type Timing } from "../publish/settings.js";
import { commentMarker } from "../render/comment.js";
import { EmulatedHttp } from "./emulated-http.js";
import { ProcessClock } from "./process-clock.js";
import { seededRandom } from "./seeded-random.js";
import { VirtualClock } from "./virtual-clock.js";

/** One request takes no longer, as in `cli/publishing/open-publisher.ts`. */
export const requestTimeoutMs = 5_000;
export const worldToken = "ghs_world";
export const worldOrigin = "https://github.test";
/** The head that the pull request begins with. */
export const worldHead = "a".repeat(40);
export const worldMarker: string = commentMarker("pull-request", 7);

/** What is there to publish with. All is, by default. */
export interface WorldOptions {
  readonly seed?: string;
  /** The runs' results service. */
  readonly board?: boolean;
  /** The comments' edit log. */
  readonly log?: boolean;
  /** The API of runs: false on another CI host. */
  readonly runs?: boolean;
  readonly comments?: "graphql" | "rest" | "fallback";
  readonly timing?: Partial<Timing>;
  readonly contract?: RestContract;
  /** What a process speaks to the API with; by default the one token of the world. */
  readonly token?: TokenSource;
}

/** Which task a publisher is for; what is not said is the same for all. */
export interface TaskPlace {
  readonly task: string;
  readonly runId?: string;
  readonly attempt?: number;
  readonly workflow?: string;
  readonly event?: string;
  readonly job?: string;
  readonly head?: string;
}

/** A publisher, and the entries of its task. */
export interface TaskPublisher {
  readonly publisher: Publisher;
  readonly observer: AnswerObserver;
  readonly messages: readonly string[];
  /** The task's next entry; the same `seq` again if nothing was said. */
  readonly entry: (status: Entry["status"], fields?: Partial<Entry>) => Entry;
}

/** What a task's process publishes with. */
export interface TaskProcess extends Pick<TaskPublisher, "observer" | "messages"> {
  readonly ports: PublishPorts;
  readonly settings: PublishSettings;
}

/** A row as a reader sees it: a status, or how the run ended without one. */
export type Rows = Readonly<Record<string, string>>;

/** One pull request and everything that publishes to it. */
export class PublishWorld {
  readonly clock = new VirtualClock();
  readonly github: EmulatedGitHub;
  readonly storage: ArtifactStorage;
  readonly repository: RepositoryRecord;
  readonly pull: ThreadRecord;
  readonly http: HttpClient;
  readonly prng: Prng;
  readonly #options: WorldOptions;
  readonly #runs = new Map<string, RunRecord>();
  readonly #runBackends = new Set<string>();
  #jobs = 0;

  constructor(options: WorldOptions = {}) {
    this.#options = options;
    this.prng = Prng.fromSeed(options.seed ?? "world");
    this.github = new EmulatedGitHub({
      clock: this.clock,
      prng: this.prng.fork("github"),
      ...(options.contract === undefined ? {} : { contract: options.contract }),
    });
    this.storage = new ArtifactStorage(this.clock);
    this.github.use(this.storage);
    this.github.addToken({ token: worldToken });
    this.repository = this.github.addRepository({ fullName: "octo/demo" });
    const pull = { number: 7, headSha: worldHead, author: "mona" };
    this.pull = this.github.addPull(this.repository, pull);
    this.github.behaviour.logMissing = options.log === false;
    this.http = new EmulatedHttp(this.clock, this.github);
  }

  get behaviour(): Behaviour {
    return this.github.behaviour;
  }

  /** Requests take a random time within the bounds, half of it on the way there. */
  travelMs(min: number, max: number): void {
    const prng = this.prng.fork("latency");
    const half = (): number => prng.integer(min, max) / 2;
    this.behaviour.latency = (): Latency => ({ beforeMs: half(), afterMs: half() });
  }

  /** A run of the head; called for a run that is known it changes nothing. */
  addRun(place: Omit<TaskPlace, "task">): RunRecord {
    const { runId, attempt, workflow, event, head } = withDefaults({ ...place, task: "" });
    const backendId = backendOf(runId, attempt);
    if (!this.#runBackends.has(backendId)) {
      this.#runBackends.add(backendId);
      this.storage.addRun({ runBackendId: backendId, runId });
    }
    const known = this.#runs.get(runId);
    if (known !== undefined) return known;
    const options = { id: runId, path: workflow, event, headSha: head, attempt };
    const run = this.github.addRun(this.repository, options);
    this.#runs.set(runId, run);
    return run;
  }

  /** GitHub notices that a run is over. */
  completeRun(runId: string, conclusion: string): void {
    const run = this.#runs.get(runId);
    if (run !== undefined) this.github.setRun(run, { status: "completed", conclusion });
  }

  /** A publisher as a process of its own: with its own adapters, clock offset and randomness. */
  publisher(place: TaskPlace, special: Partial<WorldOptions> = {}): TaskPublisher {
    const { ports, settings, observer, messages } = this.process(place, special);
    const { task, runId, attempt, workflow, event, job } = withDefaults(place);
    const identity = { workflow, event, job, leg: "", task };
    let seq = 0;
    const entry = (status: Entry["status"], fields: Partial<Entry> = {}): Entry => {
      seq += 1;
      const final = finality(status) === "final";
      return { ...identity, runId, attempt, seq, kind: "build", status, final, ...fields };
    };
    return { publisher: new Publisher(ports, settings), observer, messages, entry };
  }

  /** What the process of a task publishes with, whichever way it does. */
  process(place: TaskPlace, special: Partial<WorldOptions> = {}): TaskProcess {
    const options = { ...this.#options, ...special };
    const { task, runId, attempt, workflow, event, job, head } = withDefaults(place);
    const run = this.addRun(place);
    this.#jobs += 1;
    const clock = this.processClock();
    const messages: string[] = [];
    const log = { write: (_level: string, message: string): void => void messages.push(message) };
    const { api, observer, comments } = this.#adapters(clock, options, log);
    const ports = {
      comments,
      clock,
      random: seededRandom(this.prng.fork(`random ${task}`)),
      serverTime: observer,
      log,
      ...(options.board === false ? {} : { board: this.board(runId, attempt, job, observer) }),
      ...(options.runs === false ? {} : { runs: new RestRuns(api, this.runsOptions(log)) }),
    };
    const settings: PublishSettings = {
      lane: "pull-request",
      head,
      pullNumber: 7,
      run: {
        workflow,
        event,
        runId,
        attempt,
        status: "in_progress",
        conclusion: "",
        name: run.name,
      },
      writer: writerOf({ workflow, event, job, leg: "", task }),
      programVersion: "0.0.0-test",
      timing: { ...defaultTiming, ...options.timing },
    };
    return { ports, settings, observer, messages };
  }

  /** Another process's clocks: each machine has its own idea of the time. */
  processClock(): Clock {
    return new ProcessClock(this.clock, {
      monotonicMs: this.prng.integer(0, 600_000) - this.clock.nowMs(),
      wallMs: 90_000,
    });
  }

  /** The API for a token, as one process has it. */
  api(
    observer: AnswerObserver,
    token: TokenSource = {
      current: () => worldToken,
      renew: async () => await Promise.resolve(false),
    },
  ): GitHubApi {
    return new GitHubApi({
      apiUrl: worldOrigin,
      graphqlUrl: `${worldOrigin}/graphql`,
      http: this.http,
      token,
      observer,
      userAgent: "rollcall/test",
      timeoutMs: requestTimeoutMs,
    });
  }

  runsOptions(log: Log = { write: () => undefined }): RunsOptions {
    const { http } = this;
    const timeoutMs = requestTimeoutMs;
    return { owner: "octo", name: "demo", pullNumber: 7, http, timeoutMs, log };
  }

  /** A job's board; each call is another job. */
  board(runId: string, attempt: number, job: string, observer: AnswerObserver): ResultsBoard {
    const scope = {
      runBackendId: backendOf(runId, attempt),
      jobBackendId: `${job}-${this.#jobs}`,
    };
    return new ResultsBoard({
      resultsUrl: `${worldOrigin}/`,
      runtimeToken: this.storage.issueRuntimeToken(scope),
      ...scope,
      http: this.http,
      observer,
      timeoutMs: requestTimeoutMs,
      sha256: (bytes) => createHash("sha256").update(bytes).digest("hex"),
    });
  }

  #adapters(
    clock: Clock,
    options: WorldOptions,
    log: { write(level: string, message: string): void },
  ): { api: GitHubApi; observer: AnswerObserver; comments: CommentStore } {
    const observer = new AnswerObserver(clock);
    const api = this.api(observer, options.token);
    const where = { owner: "octo", name: "demo", pullNumber: 7, marker: worldMarker };
    const graphql = new GraphqlComments(api, observer, where);
    const rest = new RestComments(api, observer, where);
    const fallback = new FallbackComments(graphql, rest, log);
    return { api, observer, comments: { graphql, rest, fallback }[options.comments ?? "fallback"] };
  }

  /** Moves time on until the work is done; its result. */
  async run<Value>(work: Promise<Value>): Promise<Value> {
    return await this.clock.run(work);
  }

  /** Publishes and moves time on until it is done. */
  async publish(
    { publisher, entry }: TaskPublisher,
    status: Entry["status"],
    fields: Partial<Entry> = {},
  ): Promise<Outcome> {
    return await this.run(publisher.publish(entry(status, fields)));
  }

  /** Starts work after a delay of virtual time. */
  async later<Value>(delayMs: number, work: () => Promise<Value>): Promise<Value> {
    await this.clock.wait(delayMs);
    return await work();
  }

  /** Lets time pass. */
  async pass(durationMs: number): Promise<void> {
    await this.clock.advance(durationMs);
  }

  /** The pull request's comments that begin with our marker and are the token's own. */
  ours(): readonly CommentNow[] {
    return this.github
      .commentsOf(this.pull)
      .filter(
        ({ author, body }) => author === "github-actions[bot]" && body.startsWith(worldMarker),
      );
  }

  /** The one comment there must be. */
  comment(): CommentNow {
    const [comment, ...others] = this.ours();
    if (comment === undefined || others.length > 0) {
      throw new Error(`expected one comment, found ${this.ours().length}`);
    }
    return comment;
  }

  /** The roster in the one comment. */
  roster(): Roster {
    const decoded = decodeBody(this.comment().body);
    if (decoded.kind !== "state") throw new Error(`expected a state block, found ${decoded.kind}`);
    return decoded.roster;
  }

  /** What the one comment shows. */
  rows(): Rows {
    return Object.fromEntries(
      liveEntries(this.roster()).map(({ entry, endedWithout }) => [
        entry.task,
        endedWithout === undefined ? entry.status : `ended ${endedWithout.conclusion}`.trim(),
      ]),
    );
  }

  costs(): Costs {
    return this.github.costs(worldToken);
  }
}

/** What `TaskPlace` leaves out. */
function withDefaults(place: TaskPlace): Required<TaskPlace> {
  const { runId = "100", attempt = 1, workflow = ".github/workflows/ci.yml" } = place;
  const { event = "pull_request", job = "job", head = worldHead, task } = place;
  return { runId, attempt, workflow, event, job, head, task };
}

function backendOf(runId: string, attempt: number): string {
  return `run-${runId}-${attempt}`;
}

/** Something that a test can cancel. */
export function cancellation(): CancellationSource {
  return new CancellationSource();
}
