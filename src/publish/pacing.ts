/**
 * How slow must our live updates be now, and what do others learn from us about that?
 *
 * The rules are in `protocol/live-throttle.ts`; here is what they are fed with.
 */
import type { Quota } from "../codec/payload.js";
import type { QuotaView } from "../ports/comments.js";
import { liveThrottle } from "../protocol/live-throttle.js";
import {
  type QuotaHistory,
  endsOf,
  mergedHistory,
  noHistory,
  observed,
} from "../protocol/quota-history.js";
import { type QuotaTier, quotaTier } from "../protocol/quota-tier.js";
import type { Throttle } from "../protocol/throttle.js";
import type { QuotaUse } from "../render/comment.js";
import type { Knowledge } from "./knowledge.js";
import type { PublishPorts } from "./ports.js";
import { quotaUse } from "./quota-use.js";
import type { WriteCount } from "./write-count.js";

/** What the pace is made of. */
export interface PacingInput {
  readonly ports: Pick<PublishPorts, "comments" | "clock" | "serverTime" | "log">;
  readonly knowledge: Knowledge;
  readonly writes: WriteCount;
  /** The configured window. */
  readonly baseMs: number;
  /** How many publishers under way share no window with each other. */
  readonly publishers: () => number;
}

const budgetNames = ["rest", "graphql"] as const;
type BudgetName = (typeof budgetNames)[number];

const shownNames = { rest: "REST", graphql: "GraphQL" };

/** The pace of one process, from its start. */
export class Pacing {
  readonly #in: PacingInput;
  readonly #startedMs: number;
  readonly #own: Record<BudgetName, QuotaHistory> = { rest: noHistory, graphql: noHistory };
  readonly #told: Record<BudgetName, QuotaTier> = { rest: 0, graphql: 0 };

  constructor(input: PacingInput) {
    this.#in = input;
    this.#startedMs = input.ports.clock.monotonicMs();
  }

  /** How our live updates are slowed down at this moment. */
  throttle(): Throttle {
    const { ports, writes, baseMs, publishers } = this.#in;
    const budgets = this.#budgets();
    const newestMs = budgets.map(({ observations }) => observations.at(-1)?.atMs ?? 0);
    const nowMs = ports.serverTime.now() ?? Math.max(0, ...newestMs);
    return liveThrottle({
      nowMs,
      baseMs,
      elapsedMs: ports.clock.monotonicMs() - this.#startedMs,
      budgets,
      publishers: publishers(),
      writes: writes.known(nowMs),
    });
  }

  /** What the footer tells. */
  quotaUse(): QuotaUse | undefined {
    return quotaUse(this.#budgets(), this.throttle(), this.#in.ports.serverTime.now());
  }

  /** What goes onto boards; undefined when nothing was observed. */
  get shared(): Quota | undefined {
    this.#observe();
    const rest = endsOf(this.#merged("rest"));
    const graphql = endsOf(this.#merged("graphql"));
    if (rest.length === 0 && graphql.length === 0) return undefined;
    return {
      ...(rest.length === 0 ? {} : { rest }),
      ...(graphql.length === 0 ? {} : { graphql }),
    };
  }

  /**
   * The budgets that count: those which we spend ourselves. Somebody else who has spent all of REST
   * does not stop updates that go through GraphQL.
   */
  #budgets(): readonly QuotaHistory[] {
    this.#observe();
    const spent = budgetNames.filter((name) => this.#own[name].observations.length > 0);
    return (spent.length > 0 ? spent : budgetNames).map((name) => this.#merged(name));
  }

  #merged(name: BudgetName): QuotaHistory {
    return mergedHistory(this.#own[name], this.#in.knowledge.quota[name] ?? []);
  }

  /** Takes in what answers have told since the last time. */
  #observe(): void {
    const view = this.#in.ports.comments.quota();
    for (const name of budgetNames) {
      // What is not told any more is not ours to spend: the process has gone over to the other API.
      if (view[name] === undefined) this.#own[name] = noHistory;
      this.#own[name] = observationsIn(view, name).reduce(
        (history, observation) => observed(history, observation),
        this.#own[name],
      );
      this.#tell(name);
    }
  }

  /** Says once for each tier and hour that little is left. */
  #tell(name: BudgetName): void {
    const { observations, lowestRemaining } = this.#own[name];
    const limit = observations.at(-1)?.limit;
    if (limit === undefined) return;
    const tier = quotaTier(lowestRemaining, limit);
    if (tier > this.#told[name]) {
      this.#in.ports.log.write(
        "info",
        `${lowestRemaining} of ${limit} ${shownNames[name]} requests are left to this token: live updates slow down, verdicts do not`,
      );
    }
    this.#told[name] = tier;
  }
}

function observationsIn(view: QuotaView, name: BudgetName): QuotaView["restRecent"] & object {
  const newest = view[name];
  const recent = name === "rest" ? view.restRecent : view.graphqlRecent;
  return recent ?? (newest === undefined ? [] : [newest]);
}
