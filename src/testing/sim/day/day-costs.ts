/**
 * What did a day ask of GitHub, told apart by what it was asked for?
 *
 * Every process speaks with one token while its command runs and with another after its end, both of
 * one budget: so each request is known to be a live update's or a verdict's.
 */
import type { TokenSource } from "../../../ports/token.js";
import { type PublishWorld, worldToken } from "../../publish-world.js";

/** What was spent in one of the two parts of the tasks' lives. */
export interface Spent {
  /** REST requests that were charged. */
  readonly rest: number;
  /** REST requests that were answered 304, and so were not. */
  readonly notModified: number;
  readonly graphqlPoints: number;
  readonly writes: number;
  /** Requests that a primary or secondary limit turned away. */
  readonly refused: number;
}

/** All that a day cost. */
export interface DayCosts {
  /** Before the commands' ends: live updates, with all their reads and rewrites. */
  readonly live: Spent;
  /** After them: each task's last publication, whatever it read, wrote and wrote again. */
  readonly verdicts: Spent;
  /** Requests and points before the first command ended. */
  readonly beforeVerdicts: number;
  /** Calls about artifacts, through the results service, the blob storage and REST. */
  readonly boardCalls: number;
  readonly downloads: number;
}

const verdictToken = "ghs_verdict";

/** A process's token: `verdict` begins the second part of its life. */
export class PhasedToken implements TokenSource {
  #token = worldToken;

  current(): string {
    return this.#token;
  }

  async renew(): Promise<boolean> {
    return await Promise.resolve(false);
  }

  verdict(): void {
    this.#token = verdictToken;
  }
}

/** Requests and points together. */
export function pointsOf({ rest, graphqlPoints }: Spent): number {
  return rest + graphqlPoints;
}

/** Counts from now on. */
export class DayMeter {
  readonly #world: PublishWorld;
  #beforeVerdicts = 0;
  #boardCalls = 0;
  #downloads = 0;

  constructor(world: PublishWorld, { budget, firstVerdictMs }: MeterOptions) {
    this.#world = world;
    const limits = { rest: budget, graphql: budget };
    for (const token of [worldToken, verdictToken]) {
      world.github.addToken({ token, limits, budget: "the day's" });
    }
    world.clock.timer(firstVerdictMs, () => {
      this.#beforeVerdicts = pointsOf(this.#spent(worldToken));
    });
    world.github.onExchange(({ operation: { name } }) => {
      if (/artifact|blobs/i.test(name)) this.#boardCalls += 1;
      if (name === "GET blobs") this.#downloads += 1;
    });
  }

  get costs(): DayCosts {
    return {
      live: this.#spent(worldToken),
      verdicts: this.#spent(verdictToken),
      beforeVerdicts: this.#beforeVerdicts,
      boardCalls: this.#boardCalls,
      downloads: this.#downloads,
    };
  }

  #spent(token: string): Spent {
    const costs = this.#world.github.costs(token);
    const { rest, notModified, graphqlPoints, writes, rateLimited } = costs;
    return { rest, notModified, graphqlPoints, writes, refused: rateLimited };
  }
}

/** What a meter is told. */
export interface MeterOptions {
  /** Requests an hour, of REST and of GraphQL each. */
  readonly budget: number;
  /** When the first command ends, from now. */
  readonly firstVerdictMs: number;
}
