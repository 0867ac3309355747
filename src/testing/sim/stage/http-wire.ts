/**
 * What can happen to one HTTP request on its way to GitHub and back?
 *
 * The same as to a call over the ports (`call.ts`), but said in HTTP: statuses, broken connections and
 * time-outs, carried out by the emulator's fault injector.
 */
import type { Prng } from "../../../base/prng.js";
import type { Fault, Loss } from "../../../emulator/behaviour.js";
import type { Operation } from "../../../emulator/operation.js";
import { RollcallError } from "../../../model/errors.js";
import type { HttpAnswer, HttpClient, HttpRequest } from "../../../ports/http.js";
import type { VirtualClock } from "../../virtual-clock.js";
import type { Knobs } from "../story/knobs.js";
import { type Life, never } from "../story/life.js";

/** Tells the emulated GitHub, and the trace, which process a request is from. */
export const processHeader = "x-sim-process";

/** One process's way to GitHub. */
export interface HttpWireOptions {
  readonly http: HttpClient;
  readonly clock: VirtualClock;
  readonly prng: Prng;
  readonly knobs: Knobs;
  readonly life: Life;
  readonly label: string;
}

/** The HTTP port of one process. */
export class HttpWire implements HttpClient {
  readonly #options: HttpWireOptions;

  constructor(options: HttpWireOptions) {
    this.#options = options;
  }

  /** See `HttpClient`. */
  async send(request: HttpRequest): Promise<HttpAnswer> {
    const { http, prng, life, label } = this.#options;
    if (life.over) return await never();
    if (life.callBegins()) this.#dieOnTheWay();
    const legMs = this.#legMs(request.url);
    await this.#travel(legMs);
    if (this.#isDead() && prng.chance(1, 2)) return await never();
    const headers = { ...request.headers, [processHeader]: label };
    try {
      const answer = await http.send({ ...request, headers });
      await this.#travel(legMs);
      return this.#isDead() ? await never() : answer;
    } catch (error) {
      // A connection breaks at once, or nothing is heard until the time is up.
      const broken = error instanceof RollcallError && error.code === "unreachable";
      if (broken && prng.chance(1, 2)) await this.#options.clock.wait(request.timeoutMs);
      if (this.#isDead()) return await never();
      throw error;
    }
  }

  /** What goes wrong with a request that reaches GitHub now. */
  drawFault(operation: Operation): Fault | undefined {
    const { prng, knobs } = this.#options;
    const { limitChance, errorChance, lostAnswerChance, lateLandingChance } = knobs;
    const drawn = prng.integer(0, 999);
    let edge = limitChance;
    if (drawn < edge) return this.#limit();
    if (drawn < (edge += errorChance)) return this.#error();
    if (!writes(operation)) return undefined;
    if (drawn < (edge += lostAnswerChance)) return { kind: "lost-answer", as: this.#loss() };
    if (drawn >= edge + lateLandingChance) return undefined;
    const delayMs = prng.integer(0, knobs.lateLandingMsMax);
    return { kind: "late", delayMs, as: this.#loss() };
  }

  #isDead(): boolean {
    return this.#options.life.over;
  }

  /** Somewhere between the request's beginning and its answer. */
  #dieOnTheWay(): void {
    const { clock, prng, knobs, life } = this.#options;
    clock.timer(prng.integer(0, knobs.callMsMax), () => {
      life.end();
    });
  }

  #limit(): Fault {
    const { prng } = this.#options;
    const status = prng.pick([403, 429] as const);
    const told = prng.chance(1, 2) ? { retryAfterSeconds: 1 } : {};
    return { kind: "rate-limit", limit: "secondary", status, ...told };
  }

  #error(): Fault {
    const status = this.#options.prng.pick([500, 502, 503, 504, undefined]);
    return status === undefined ? { kind: "drop" } : { kind: "status", status };
  }

  #loss(): Loss {
    return this.#options.prng.pick<Loss>(["drop", 502]);
  }

  /** Half of a request's time. The storage's are short: an upload takes several. */
  #legMs(url: string): { readonly min: number; readonly max: number } {
    const { callMsMin: min, callMsMax: max } = this.#options.knobs;
    const parts = /\/(twirp|blobs)\//.test(url) ? 6 : 2;
    return { min: min / parts, max: max / parts };
  }

  async #travel({ min, max }: { readonly min: number; readonly max: number }): Promise<void> {
    const { clock, prng } = this.#options;
    await clock.wait(min + prng.unit() * (max - min));
  }
}

/** The results service is asked by POST also for what only reads. */
function writes({ name, class: kind }: Operation): boolean {
  if (kind !== "extension") return kind.endsWith("-write");
  return /^(PUT|POST (Create|Finalize|Delete))/.test(name);
}
