/**
 * How much of its hour has a budget spent?
 *
 * REST (`core`) and GraphQL have budgets of their own. An hour begins with the first request in it.
 * Content-creating requests of both are also counted by the minute and hour (secondary limits).
 */
import { isoTime } from "./iso-time.js";
import type { TokenRecord } from "./token.js";

/** GitHub's names of the two budgets. */
export type Resource = "core" | "graphql";

/** A budget as headers and `rateLimit` show it. */
export interface BudgetView {
  readonly resource: Resource;
  readonly limit: number;
  readonly used: number;
  readonly remaining: number;
  /** Seconds since 1970. */
  readonly resetSeconds: number;
}

const hourSeconds = 3_600;
/** What a caller without a token gets, all such callers together. */
const anonymousLimit = 60;

/** All budgets. */
export class RateLimits {
  readonly #windows = new Map<string, { used: number; resetSeconds: number }>();
  readonly #writes = new Map<string, number[]>();

  /** The budget as it is now. */
  view(token: TokenRecord | undefined, resource: Resource, nowMs: number): BudgetView {
    const limit = limitOf(token, resource);
    const { used, resetSeconds } = this.#window(token, resource, nowMs);
    return { resource, limit, used, remaining: Math.max(0, limit - used), resetSeconds };
  }

  /** Spends points. */
  charge(token: TokenRecord | undefined, resource: Resource, points: number, nowMs: number): void {
    const window = this.#window(token, resource, nowMs);
    window.used = Math.min(limitOf(token, resource), window.used + points);
    this.#windows.set(keyOf(token, resource), window);
  }

  /** Counts one content-creating request; false if the secondary limits refuse it. */
  admitWrite(
    token: TokenRecord,
    nowMs: number,
    maxima: { readonly perMinute: number; readonly perHour: number },
  ): boolean {
    const hour = (this.#writes.get(token.budget) ?? []).filter((at) => at > nowMs - 3_600_000);
    const minute = hour.filter((at) => at > nowMs - 60_000);
    const admitted = minute.length < maxima.perMinute && hour.length < maxima.perHour;
    if (admitted) hour.push(nowMs);
    this.#writes.set(token.budget, hour);
    return admitted;
  }

  #window(
    token: TokenRecord | undefined,
    resource: Resource,
    nowMs: number,
  ): { used: number; resetSeconds: number } {
    const nowSeconds = Math.floor(nowMs / 1000);
    const window = this.#windows.get(keyOf(token, resource));
    if (window !== undefined && nowSeconds < window.resetSeconds) return window;
    return { used: 0, resetSeconds: nowSeconds + hourSeconds };
  }
}

/** The budget as headers. */
export function rateHeaders(budget: BudgetView): Record<string, string> {
  return {
    "x-ratelimit-limit": String(budget.limit),
    "x-ratelimit-remaining": String(budget.remaining),
    "x-ratelimit-reset": String(budget.resetSeconds),
    "x-ratelimit-resource": budget.resource,
    "x-ratelimit-used": String(budget.used),
  };
}

/** When the budget is whole again, as GraphQL writes it. */
export function resetAt(budget: BudgetView): string {
  return isoTime(budget.resetSeconds * 1000);
}

function limitOf(token: TokenRecord | undefined, resource: Resource): number {
  if (token === undefined) return resource === "core" ? anonymousLimit : 0;
  return resource === "core" ? token.limits.rest : token.limits.graphql;
}

function keyOf(token: TokenRecord | undefined, resource: Resource): string {
  return `${resource}/${token?.budget ?? ""}`;
}
