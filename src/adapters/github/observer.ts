/** What do the headers of every answer tell: GitHub's time, and what is left of the budgets? */
import { type ServerMs, serverMs } from "../../base/time.js";
import type { QuotaObservation } from "../../model/entry.js";
import type { Clock } from "../../ports/clock.js";
import type { QuotaView } from "../../ports/comments.js";
import type { ServerTime } from "../../ports/server-time.js";

/** So many observations of each budget are kept (fact sheet 4.7). */
const observationsMax = 16;

/** Remembers the newest of what answers told. */
export class AnswerObserver implements ServerTime {
  readonly #clock: Clock;
  #offsetMs: number | undefined;
  #rest: readonly QuotaObservation[] = [];
  #graphql: readonly QuotaObservation[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Now on GitHub's clock: the newest `Date` header, moved on by our own monotonic clock. */
  now(): ServerMs | undefined {
    if (this.#offsetMs === undefined) return undefined;
    return serverMs(Math.round(this.#clock.monotonicMs() + this.#offsetMs));
  }

  /** The newest observations of each budget. */
  quota(): QuotaView {
    const rest = this.#rest.at(-1);
    const graphql = this.#graphql.at(-1);
    return {
      ...(rest === undefined ? {} : { rest, restRecent: this.#rest }),
      ...(graphql === undefined ? {} : { graphql, graphqlRecent: this.#graphql }),
    };
  }

  /** Takes what one answer's headers tell; header names are lower case. */
  observe(headers: Readonly<Record<string, string | number | undefined>>): void {
    const dateMs = Date.parse(String(headers["date"] ?? ""));
    if (!Number.isNaN(dateMs)) this.#observeDate(dateMs);
    const remaining = count(headers["x-ratelimit-remaining"]);
    const limit = count(headers["x-ratelimit-limit"]);
    if (remaining === undefined || limit === undefined || limit === 0) return;
    const resetAtMs = (count(headers["x-ratelimit-reset"]) ?? 0) * 1_000;
    const atMs = this.now() ?? 0;
    const observation = { atMs, remaining, limit, resetAtMs };
    // Search and others have budgets of their own; older Enterprise Servers name none.
    const resource = headers["x-ratelimit-resource"] ?? "core";
    if (resource === "graphql") this.#graphql = newest(this.#graphql, observation);
    else if (resource === "core") this.#rest = newest(this.#rest, observation);
  }

  /**
   * The header has whole seconds: the true moment lies within the second after it. The largest offset
   * seen is the closest, since an answer is never older than its header by less than the truth.
   */
  #observeDate(dateMs: number): void {
    const offsetMs = dateMs - this.#clock.monotonicMs();
    if (this.#offsetMs === undefined || offsetMs > this.#offsetMs) this.#offsetMs = offsetMs;
  }
}

function newest(
  ring: readonly QuotaObservation[],
  observation: QuotaObservation,
): readonly QuotaObservation[] {
  return [...ring, observation].slice(-observationsMax);
}

function count(header: string | number | undefined): number | undefined {
  if (header === undefined || header === "") return undefined;
  const value = Number(header);
  return Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}
