/** What has each token's work cost so far? For tests and benchmarks; GitHub itself shows none of it. */
import type { Operation } from "./operation.js";

/** What one token has spent. */
export interface Costs {
  /** REST requests that were charged. */
  readonly rest: number;
  /** REST requests that were answered 304 and so cost nothing. */
  readonly notModified: number;
  readonly graphqlRequests: number;
  readonly graphqlPoints: number;
  /** Write requests of both APIs that got as far as being tried. */
  readonly writes: number;
  /** Those of them that were refused. */
  readonly writesRefused: number;
  /** Requests turned away by a rate limit, real or faked. */
  readonly rateLimited: number;
  /** Requests of any outcome, by operation name. */
  readonly operations: Readonly<Record<string, number>>;
}

type Counter = Exclude<keyof Costs, "operations">;

/** Keeps the costs of all tokens. */
export class Ledger {
  readonly #costs = new Map<string, Record<Counter, number>>();
  readonly #operations = new Map<string, Map<string, number>>();

  /** Adds to one of a token's figures. */
  add(token: string, counter: Counter, amount = 1): void {
    const costs = this.#costs.get(token) ?? noCosts();
    costs[counter] += amount;
    this.#costs.set(token, costs);
  }

  /** Counts a request of the operation. */
  count(token: string, operation: Operation): void {
    const counts = this.#operations.get(token) ?? new Map<string, number>();
    counts.set(operation.name, (counts.get(operation.name) ?? 0) + 1);
    this.#operations.set(token, counts);
  }

  /** What the token has spent. */
  of(token: string): Costs {
    return {
      ...(this.#costs.get(token) ?? noCosts()),
      operations: Object.fromEntries(this.#operations.get(token) ?? []),
    };
  }
}

function noCosts(): Record<Counter, number> {
  return {
    rest: 0,
    notModified: 0,
    graphqlRequests: 0,
    graphqlPoints: 0,
    writes: 0,
    writesRefused: 0,
    rateLimited: 0,
  };
}
