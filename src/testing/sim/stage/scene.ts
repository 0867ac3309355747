/**
 * What is a world to the stage that plays stories in it, and what does it show at rest?
 *
 * Two worlds implement it: GitHub over the ports (`ports-scene.ts`), fast, and over HTTP
 * (`http-scene.ts`), through the production clients. Faults and lag are the world's own business.
 */
import type { Lane } from "../../../model/roster.js";
import type { PublishPorts } from "../../../publish/ports.js";
import type { VirtualClock } from "../../virtual-clock.js";
import type { Knobs } from "../story/knobs.js";
import type { Life } from "../story/life.js";
import type { StoryRun, TokenLoss } from "../story/story.js";
import type { Trace } from "./trace.js";

/** The pull request that all stories are about. */
export const simPullNumber = 7;

/** What every world is made of. */
export interface SceneOptions {
  readonly clock: VirtualClock;
  readonly knobs: Knobs;
  readonly trace: Trace;
}

/** Whose process it is, and what it may reach. */
export interface ProcessPlace {
  /** For the trace. */
  readonly who: string;
  /** Names its randomness: different for every process. */
  readonly label: string;
  readonly lane: Lane;
  /** The run whose board it reaches; none for a `sync`. */
  readonly run: StoryRun | undefined;
  /** Which of GitHub's APIs the protocol goes through, where there are two. */
  readonly comments: "graphql" | "rest";
}

/** One process in the world. */
export interface SceneProcess {
  readonly ports: PublishPorts;
  readonly life: Life;
  loseToken(loss: TokenLoss): void;
}

/** A comment as whoever looks at the pull request finds it, a deleted one included. */
export interface CommentAtRest {
  readonly id: string;
  /** Our own identity created it. */
  readonly byUs: boolean;
  /** Undefined if it is gone. */
  readonly body: string | undefined;
  /** It was edited or deleted after its creation. */
  readonly touched: boolean;
}

/** An item on a run's board. */
export interface BoardItemAtRest {
  readonly runId: string;
  readonly name: string;
}

/** What the checkers look at. */
export interface AtRest {
  /** The pull request's head. */
  readonly head: string;
  /** Every comment there ever was, oldest first. */
  readonly comments: readonly CommentAtRest[];
  /** What lies on the boards. */
  readonly boardItems: readonly BoardItemAtRest[];
}

/** One world. */
export interface Scene {
  startRun(run: StoryRun): void;
  /** Ends that attempt of the run, unless it has ended. */
  completeRun(run: StoryRun, conclusion: string): void;
  push(head: string): void;
  /** A maintainer deletes all old versions from the edit logs. */
  hideOldVersions(): void;
  /** Everything that lies on the boards reaches the end of its retention. */
  expireBoards(): void;
  /** Somebody edits, deletes or writes a comment in the browser. */
  editAsPerson(id: string, body: string): void;
  removeAsPerson(id: string): void;
  commentAsPerson(body: string): void;
  open(place: ProcessPlace): SceneProcess;
  /** From now on nothing lags, gets lost or is refused. */
  heal(): void;
  now(): AtRest;
}
