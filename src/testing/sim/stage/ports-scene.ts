/** How are stories played over the ports, fast, with GitHub as a model of a few tables? */
import { Prng } from "../../../base/prng.js";
import { commentMarker } from "../../../render/comment.js";
import { ProcessClock } from "../../process-clock.js";
import { seededRandom } from "../../seeded-random.js";
import { Wire } from "./call.js";
import { GitHubModel } from "./github-model.js";
import { Life } from "../story/life.js";
import {
  ModelledBoard,
  ModelledComments,
  ModelledRuns,
  ModelledServerTime,
  type Process,
} from "./port-adapters.js";
import {
  type AtRest,
  type ProcessPlace,
  type Scene,
  type SceneOptions,
  type SceneProcess,
  simPullNumber,
} from "./scene.js";
import { type StoryRun, firstHead } from "../story/story.js";

/** A world over the ports. */
export class PortsScene implements Scene {
  readonly #options: SceneOptions;
  readonly #github: GitHubModel;
  readonly #prng: Prng;
  readonly #wires: Wire[] = [];
  readonly #heads = new Map<string, string>();
  #lags = true;

  constructor(options: SceneOptions) {
    const { clock, knobs } = options;
    this.#options = options;
    this.#prng = Prng.fromSeed(`play ${knobs.seed}`);
    const nowMs = (): number => clock.nowMs();
    this.#github = new GitHubModel({ nowMs, head: firstHead, log: knobs.log });
  }

  /** See `Scene`. */
  startRun({ workflow, event, runId, attempt, head }: StoryRun): void {
    this.#heads.set(runId, head);
    const status = "in_progress";
    this.#github.runs.set(runId, { workflow, event, runId, attempt, status, conclusion: "" });
  }

  /** See `Scene`. */
  completeRun({ runId, attempt }: StoryRun, conclusion: string): void {
    const known = this.#github.runs.get(runId);
    if (known?.attempt !== attempt || known.status === "completed") return;
    this.#options.trace.add("github", `run ${runId} ends: ${conclusion}`);
    this.#github.runs.set(runId, { ...known, status: "completed", conclusion });
  }

  /** See `Scene`. */
  push(head: string): void {
    this.#github.push(head);
  }

  /** See `Scene`. */
  hideOldVersions(): void {
    for (const { versions } of this.#github.comments) {
      for (const version of versions.slice(0, -1)) version.hidden = true;
    }
  }

  /** See `Scene`. */
  expireBoards(): void {
    this.#github.expireBoards();
  }

  /** See `Scene`. */
  editAsPerson(id: string, body: string): void {
    this.#github.update(Number(id), body, false);
  }

  /** See `Scene`. */
  removeAsPerson(id: string): void {
    this.#github.remove(Number(id));
  }

  /** See `Scene`. */
  commentAsPerson(body: string): void {
    this.#github.create(body, false);
  }

  /** See `Scene`. */
  heal(): void {
    this.#lags = false;
    for (const wire of this.#wires) wire.healed = true;
  }

  /** See `Scene`. */
  now(): AtRest {
    const nowMs = this.#options.clock.nowMs();
    return {
      head: this.#github.headAt(nowMs),
      comments: this.#github.comments.map(({ number, byUs, versions, deletedAtMs }) => {
        const gone = deletedAtMs <= nowMs;
        return {
          id: String(number),
          byUs,
          body: gone ? undefined : versions.at(-1)?.body,
          touched: gone || versions.length > 1,
        };
      }),
      boardItems: [...this.#github.boards.keys()].flatMap((runId) =>
        this.#github.boardAt(runId, nowMs).map(({ name }) => ({ runId, name })),
      ),
    };
  }

  /** See `Scene`. */
  open({ who, label, lane, run }: ProcessPlace): SceneProcess {
    const { clock, knobs, trace } = this.#options;
    const prng = this.#prng.fork(label);
    const life = new Life();
    const wire = new Wire(clock, prng.fork("wire"), knobs, life);
    wire.healed = !this.#lags;
    this.#wires.push(wire);
    const { replicaLagMs, listingLagMs, ghostMs, clockSkewMs } = knobs;
    const lag = (maxMs: number): number => (this.#lags ? prng.integer(0, maxMs) : 0);
    const process: Process = {
      who,
      github: this.#github,
      marker: commentMarker(lane, simPullNumber),
      wire,
      clock,
      trace,
      prng,
      replicaLagMs: () => lag(replicaLagMs),
      listingLagMs: () => lag(listingLagMs),
      ghostMs: () => (this.#lags ? ghostMs : 0),
    };
    const skewMs = prng.integer(-clockSkewMs, clockSkewMs);
    const ports = {
      comments: new ModelledComments(process),
      clock: new ProcessClock(clock, { monotonicMs: 2 * skewMs, wallMs: skewMs }),
      random: seededRandom(prng.fork("random")),
      serverTime: new ModelledServerTime(clock, prng.integer(0, 999)),
      log: {
        write: (_level: string, message: string) => {
          trace.add(who, `  ${message}`);
        },
      },
      ...(run?.hasBoard === true ? { board: new ModelledBoard(process, run.runId) } : {}),
      ...(knobs.runs ? { runs: new ModelledRuns(process, (runId) => this.#heads.get(runId)) } : {}),
    };
    return {
      ports,
      life,
      loseToken: (loss) => {
        wire.tokenLoss = loss;
      },
    };
  }
}
