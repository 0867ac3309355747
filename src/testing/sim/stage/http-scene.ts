/**
 * How are stories played over HTTP, through the production clients?
 *
 * The emulated GitHub answers in the same process, without a socket; every fault and lag of the knobs
 * happens to HTTP requests.
 */
import { Prng } from "../../../base/prng.js";
import { ArtifactStorage } from "../../../emulator/artifact-extension.js";
import { EmulatedGitHub, type Exchange } from "../../../emulator/github.js";
import type { RepositoryRecord, RunRecord, ThreadRecord } from "../../../emulator/state.js";
import { EmulatedHttp } from "../../emulated-http.js";
import { ProcessClock } from "../../process-clock.js";
import { seededRandom } from "../../seeded-random.js";
import { describeExchange } from "./exchange-text.js";
import { clientPorts, simRepository } from "./http-process.js";
import { HttpWire, processHeader } from "./http-wire.js";
import { Life } from "../story/life.js";
import {
  type AtRest,
  type ProcessPlace,
  type Scene,
  type SceneOptions,
  type SceneProcess,
  simPullNumber,
} from "./scene.js";
import { type StoryRun, type TokenLoss, firstHead } from "../story/story.js";

/** How late a late log is, and which edits a folding one shows as one: as in the model of the ports. */
const logLateMs = 4_000;
const foldedWithinMs = 10_000;
/** The whole repository's hour. No story is about a budget that is spent. */
const budget = { rest: 5_000, graphql: 5_000 };
const us = "github-actions[bot]";
const person = "mona";

/** A process as GitHub knows it. */
interface Caller {
  readonly who: string;
  readonly wire: HttpWire;
  readonly prng: Prng;
}

/** A world over HTTP. */
export class HttpScene implements Scene {
  readonly #options: SceneOptions;
  readonly #github: EmulatedGitHub;
  readonly #storage: ArtifactStorage;
  readonly #http: EmulatedHttp;
  readonly #repository: RepositoryRecord;
  readonly #pull: ThreadRecord;
  readonly #prng: Prng;
  readonly #runs = new Map<string, RunRecord>();
  readonly #callers = new Map<string, Caller>();
  #healed = false;

  constructor(options: SceneOptions) {
    const { clock, knobs } = options;
    this.#options = options;
    this.#prng = Prng.fromSeed(`play over http ${knobs.seed}`);
    this.#github = new EmulatedGitHub({ clock, prng: this.#prng.fork("github") });
    this.#storage = new ArtifactStorage(clock);
    this.#github.use(this.#storage);
    this.#http = new EmulatedHttp(clock, this.#github);
    const fullName = `${simRepository.owner}/${simRepository.name}`;
    this.#repository = this.#github.addRepository({ fullName });
    const pull = { number: simPullNumber, headSha: firstHead, author: person };
    this.#pull = this.#github.addPull(this.#repository, pull);
    const { behaviour } = this.#github;
    behaviour.logMissing = knobs.log === "missing";
    behaviour.logFoldMs = knobs.log === "folded" ? foldedWithinMs : 0;
    behaviour.answerLogLagMs = knobs.log === "late" ? logLateMs : 0;
    behaviour.fault = (operation, request) => {
      const caller = this.#callerOf(request.headers);
      this.#setLag(caller);
      return this.#healed ? undefined : caller.wire.drawFault(operation);
    };
    this.#github.onExchange((exchange) => {
      this.#tell(exchange);
    });
  }

  /** See `Scene`. */
  startRun(run: StoryRun): void {
    const { runId, attempt, workflow, event, head } = run;
    const { knobs } = this.#options;
    // Only a re-run of some jobs inherits what the others have left.
    const inherits = knobs.turn === "rerun-failed" ? earlierAttempts(run) : [];
    this.#storage.addRun({ runBackendId: backendOf(run), runId, inherits });
    const known = this.#runs.get(runId);
    if (known === undefined) {
      const name = knobs.sameName ? { name: "CI" } : {};
      const options = { id: runId, path: workflow, event, headSha: head, attempt, ...name };
      this.#runs.set(runId, this.#github.addRun(this.#repository, options));
    } else {
      this.#github.setRun(known, { attempt, status: "in_progress", conclusion: null });
    }
  }

  /** See `Scene`. */
  completeRun({ runId, attempt }: StoryRun, conclusion: string): void {
    const known = this.#runs.get(runId);
    const now = known?.state.now;
    if (known === undefined || now?.attempt !== attempt || now.status === "completed") return;
    this.#options.trace.add("github", `run ${runId} ends: ${conclusion}`);
    this.#github.setRun(known, { status: "completed", conclusion });
  }

  /** See `Scene`. */
  push(head: string): void {
    this.#github.pushHead(this.#pull, head);
  }

  /** See `Scene`. */
  hideOldVersions(): void {
    for (const { id, versions } of this.#github.allCommentsOf(this.#pull)) {
      for (const index of versions.keys()) {
        if (index < versions.length - 1) this.#github.deleteRevisionAs("maintainer", id, index);
      }
    }
  }

  /** See `Scene`. */
  expireBoards(): void {
    this.#storage.store.expireAll();
  }

  /** See `Scene`. */
  editAsPerson(id: string, body: string): void {
    this.#github.editCommentAs(person, id, body);
  }

  /** See `Scene`. */
  removeAsPerson(id: string): void {
    this.#github.deleteCommentAs(person, id);
  }

  /** See `Scene`. */
  commentAsPerson(body: string): void {
    this.#github.addCommentAs(person, this.#pull, body);
  }

  /** See `Scene`. */
  heal(): void {
    this.#healed = true;
  }

  /** See `Scene`. */
  now(): AtRest {
    return {
      head: this.#pull.pull?.state.now.headSha ?? "",
      comments: this.#github
        .allCommentsOf(this.#pull)
        .map(({ id, author, versions, deletedAtMs }) => {
          const gone = deletedAtMs !== undefined;
          const body = gone ? undefined : versions.at(-1)?.body;
          return { id, byUs: author === us, body, touched: gone || versions.length > 1 };
        }),
      boardItems: this.#storage.store
        .everythingLive()
        .map(({ runBackendId, name }) => ({ runId: runIdOf(runBackendId), name })),
    };
  }

  /** See `Scene`. */
  open(place: ProcessPlace): SceneProcess {
    const { who, label, run } = place;
    const { clock, knobs, trace } = this.#options;
    const prng = this.#prng.fork(label);
    const life = new Life();
    const wirePrng = prng.fork("wire");
    const wire = new HttpWire({ http: this.#http, clock, prng: wirePrng, knobs, life, label });
    this.#callers.set(label, { who, wire, prng: prng.fork("lag") });
    const token = `ghs_${label.replaceAll(" ", "_")}`;
    this.#giveToken(token, "write");
    const skewMs = prng.integer(-knobs.clockSkewMs, knobs.clockSkewMs);
    const scope =
      run?.hasBoard === true
        ? { runBackendId: backendOf(run), jobBackendId: label.replaceAll(" ", "-") }
        : undefined;
    const ports = clientPorts({
      place,
      http: wire,
      clock: new ProcessClock(clock, { monotonicMs: 2 * skewMs, wallMs: skewMs }),
      random: seededRandom(prng.fork("random")),
      log: {
        write: (_level, message) => {
          trace.add(who, `  ${message}`);
        },
      },
      token,
      storage: scope && { ...scope, runtimeToken: this.#storage.issueRuntimeToken(scope) },
    });
    return {
      ports,
      life,
      loseToken: (loss) => {
        this.#spoilToken(token, loss);
      },
    };
  }

  #giveToken(token: string, comments: "read" | "write"): void {
    const actions = this.#options.knobs.runs ? "read" : "none";
    const permissions = { pull_requests: comments, contents: "read", actions } as const;
    this.#github.addToken({ token, permissions, limits: budget, budget: "GITHUB_TOKEN" });
  }

  #spoilToken(token: string, loss: TokenLoss): void {
    if (loss === "revoked") this.#github.revokeToken(token);
    else this.#giveToken(token, "read");
  }

  #callerOf(headers: Readonly<Record<string, string>>): Caller {
    const caller = this.#callers.get(headers[processHeader] ?? "");
    if (caller === undefined) throw new Error("a request from no process of the story");
    return caller;
  }

  /** One replica answers a request: all that it shows is from one moment. */
  #setLag({ prng }: Caller): void {
    const { replicaLagMs, listingLagMs, ghostMs, log } = this.#options.knobs;
    const lag = (maxMs: number): number => (this.#healed ? 0 : prng.integer(0, maxMs));
    const { behaviour } = this.#github;
    const readLagMs = lag(replicaLagMs);
    behaviour.readLagMs = readLagMs;
    behaviour.listLagMs = readLagMs;
    behaviour.logLagMs = readLagMs + (log === "late" ? logLateMs : 0);
    const { behaviour: shelves } = this.#storage;
    const shelfLagMs = lag(listingLagMs);
    shelves.resultsListingLagMs = shelfLagMs;
    shelves.restListingLagMs = shelfLagMs;
    shelves.ghostMs = this.#healed ? 0 : ghostMs;
  }

  #tell(exchange: Exchange): void {
    const { who } = this.#callerOf(exchange.request.headers);
    this.#options.trace.add(who, describeExchange(exchange));
  }
}

/** Each attempt has a storage of its own. */
function backendOf({ runId, attempt }: Pick<StoryRun, "runId" | "attempt">): string {
  return `run-${runId}-${attempt}`;
}

function runIdOf(backendId: string): string {
  return backendId.split("-")[1] ?? "";
}

function earlierAttempts({ runId, attempt }: StoryRun): string[] {
  return Array.from({ length: attempt - 1 }, (_, index) =>
    backendOf({ runId, attempt: index + 1 }),
  );
}
