/**
 * How can the modelled GitHub misbehave?
 *
 * Every knob may be turned at any moment; all are off at first. Lag is told in milliseconds: an answer
 * then shows the state as it was that long ago. A mutation's own answer comes from the primary and
 * shows everything, but for its edit log, which may lag by `answerLogLagMs`.
 */
import type { HttpRequest } from "./http-message.js";
import type { Operation } from "./operation.js";

/** What an applied or refused request is answered with when its answer gets lost. */
export type Loss = "drop" | 502;

/** What goes wrong with one request. */
export type Fault =
  /** Not applied; answered with this status (and body, if given). */
  | {
      readonly kind: "status";
      readonly status: number;
      readonly message?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** Not applied; the connection breaks. */
  | { readonly kind: "drop" }
  /** Applied, but the answer gets lost. */
  | { readonly kind: "lost-answer"; readonly as: Loss }
  /** Answered as lost now, applied after the delay, over whatever was written in between. */
  | { readonly kind: "late"; readonly delayMs: number; readonly as: Loss }
  /** Not applied; a rate limit is said to be exceeded. */
  | {
      readonly kind: "rate-limit";
      readonly limit: "primary" | "secondary";
      readonly status: 403 | 429;
      readonly retryAfterSeconds?: number;
    };

/** How long a request travels before it is applied, and its answer afterwards. */
export interface Latency {
  readonly beforeMs: number;
  readonly afterMs: number;
}

/** What an edit's `diff` holds: the whole body, nothing, or a patch against the version before. */
export type DiffForm = "full" | "hidden" | "patch";

/** All knobs. */
export interface Behaviour {
  /** Reads of one thing: comment, pull request, run, GraphQL node. */
  readLagMs: number;
  /** REST lists and GraphQL connections. */
  listLagMs: number;
  /** The edit log in queries; a log never shows more than the body that it comes with. */
  logLagMs: number;
  /** The edit log in the answers of mutations. */
  answerLogLagMs: number;
  /** `userContentEdits` is null. */
  logMissing: boolean;
  /** Edits of one author within this time of the edit before are shown as one; 0: none. */
  logFoldMs: number;
  /** Only so many of the newest edits are kept in the log. */
  logEntriesMax: number;
  diffForm: DiffForm;
  /** More content-creating requests of a budget within a minute are refused (secondary limit). */
  writesPerMinuteMax: number;
  /** The same within an hour. */
  writesPerHourMax: number;
  /** An Enterprise Server tells its version in every answer of the API. */
  enterpriseVersion: string | undefined;
  latency: ((operation: Operation, request: HttpRequest) => Latency) | undefined;
  fault: ((operation: Operation, request: HttpRequest) => Fault | undefined) | undefined;
}

/** Everything works at once. */
export function calmBehaviour(): Behaviour {
  return {
    readLagMs: 0,
    listLagMs: 0,
    logLagMs: 0,
    answerLogLagMs: 0,
    logMissing: false,
    logFoldMs: 0,
    logEntriesMax: Number.POSITIVE_INFINITY,
    diffForm: "full",
    writesPerMinuteMax: Number.POSITIVE_INFINITY,
    writesPerHourMax: Number.POSITIVE_INFINITY,
    enterpriseVersion: undefined,
    latency: undefined,
    fault: undefined,
  };
}

/** What `EmulatedGitHub.handle` rejects with when the connection breaks. */
export class ConnectionDropped extends Error {
  override readonly name = "ConnectionDropped";
}

/** As of when each kind of thing is shown. */
export interface View {
  readonly readAtMs: number;
  readonly listAtMs: number;
  readonly logAtMs: number;
}

/** What a read that is answered now may show. */
export function readView(behaviour: Behaviour, nowMs: number): View {
  return {
    readAtMs: asOf(nowMs, behaviour.readLagMs),
    listAtMs: asOf(nowMs, behaviour.listLagMs),
    logAtMs: asOf(nowMs, behaviour.logLagMs),
  };
}

/** What the answer of a write that is applied now shows: everything, the write itself included. */
export function writeView(behaviour: Behaviour, nowMs: number): View {
  const everything = asOf(nowMs, 0);
  const logAtMs = asOf(nowMs, behaviour.answerLogLagMs);
  return { readAtMs: everything, listAtMs: everything, logAtMs };
}

/** Without lag nothing is left out, also when a real clock ticks, or is set back, meanwhile. */
function asOf(nowMs: number, lagMs: number): number {
  return lagMs === 0 ? Number.POSITIVE_INFINITY : nowMs - lagMs;
}
