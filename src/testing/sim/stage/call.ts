/**
 * What can happen to one call on its way to GitHub and back?
 *
 * It travels, meets a fault or is applied, and travels back; a write may be applied and its answer
 * lost, or be refused and land later all the same.
 */
import { RollcallError } from "../../../model/errors.js";
import type { Prng } from "../../../base/prng.js";
import { requestTimeoutMs } from "../../publish-world.js";
import type { VirtualClock } from "../../virtual-clock.js";
import type { Knobs } from "../story/knobs.js";
import { type Life, never } from "../story/life.js";
import type { TokenLoss } from "../story/story.js";

/** What a call is to whom. */
export interface Call<Answer> {
  readonly name: string;
  readonly writes: boolean;
  /** Does it, at the moment when it reaches GitHub. */
  readonly apply: () => Answer;
}

/** These go to the run's own storage, with a token of their own. */
const boardCalls: ReadonlySet<string> = new Set([
  "list board",
  "download",
  "upload",
  "remove item",
]);

/** The way from one process to GitHub. */
export class Wire {
  /** A world that has healed loses nothing and refuses nothing. */
  healed = false;
  /** What has become of the process's token; healing does not bring it back. */
  tokenLoss: TokenLoss | undefined;
  readonly #clock: VirtualClock;
  readonly #prng: Prng;
  readonly #knobs: Knobs;
  readonly #life: Life;

  constructor(clock: VirtualClock, prng: Prng, knobs: Knobs, life: Life) {
    this.#clock = clock;
    this.#prng = prng;
    this.#knobs = knobs;
    this.#life = life;
  }

  /** Makes a call. Throws `RollcallError` as the real clients do. */
  async send<Answer>({ name, writes, apply }: Call<Answer>): Promise<Answer> {
    if (this.#life.over) return await never();
    if (this.#life.callBegins()) this.#dieOnTheWay();
    await this.#travel();
    if (this.#isDead() && this.#prng.chance(1, 2)) return await never();
    this.#refuse(name, writes);
    const fault = this.healed ? undefined : this.#drawFault(writes);
    if (fault === "limit") throw this.#limited(name);
    if (fault === "error") throw new RollcallError("server-error", `${name}: 502`);
    if (fault === "late") {
      const delayMs = this.#prng.integer(0, this.#knobs.lateLandingMsMax);
      this.#clock.timer(delayMs, () => {
        try {
          apply();
        } catch {
          // Nobody hears that it came to nothing.
        }
      });
      throw new RollcallError("server-error", `${name}: 502, and it lands later`);
    }
    const answer = apply();
    if (fault === "lost") {
      await this.#clock.wait(requestTimeoutMs);
      throw new RollcallError("unreachable", `${name}: no answer`);
    }
    await this.#travel();
    return this.#isDead() ? await never() : answer;
  }

  #isDead(): boolean {
    return this.#life.over;
  }

  /** Somewhere between the call's beginning and its answer. */
  #dieOnTheWay(): void {
    this.#clock.timer(this.#prng.integer(0, this.#knobs.callMsMax), () => {
      this.#life.end();
    });
  }

  /** Throws what a token is told that has gone bad. */
  #refuse(name: string, writes: boolean): void {
    if (this.tokenLoss === undefined || boardCalls.has(name)) return;
    if (this.tokenLoss === "revoked") throw new RollcallError("unauthorized", `${name}: 401`);
    if (writes) throw new RollcallError("forbidden", `${name}: 403`);
  }

  /** Half of a call's time. */
  async #travel(): Promise<void> {
    const { callMsMin, callMsMax } = this.#knobs;
    await this.#clock.wait(this.#prng.integer(callMsMin, callMsMax) / 2);
  }

  #drawFault(writes: boolean): "limit" | "error" | "lost" | "late" | undefined {
    const { limitChance, errorChance, lostAnswerChance, lateLandingChance } = this.#knobs;
    const drawn = this.#prng.integer(0, 999);
    let edge = limitChance;
    if (drawn < edge) return "limit";
    if (drawn < (edge += errorChance)) return "error";
    if (!writes) return undefined;
    if (drawn < (edge += lostAnswerChance)) return "lost";
    return drawn < edge + lateLandingChance ? "late" : undefined;
  }

  #limited(name: string): RollcallError {
    const told = this.#prng.chance(1, 2);
    return new RollcallError("rate-limited", `${name}: 429`, told ? { retryAfterMs: 1_000 } : {});
  }
}
