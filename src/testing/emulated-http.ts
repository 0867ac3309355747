/** How do requests reach the emulated GitHub without a network? */
import { ConnectionDropped } from "../emulator/behaviour.js";
import type { EmulatedGitHub } from "../emulator/github.js";
import { RollcallError } from "../model/errors.js";
import type { HttpAnswer, HttpClient, HttpRequest } from "../ports/http.js";
import type { VirtualClock } from "./virtual-clock.js";

/** The HTTP port, straight into `EmulatedGitHub.handle`. */
export class EmulatedHttp implements HttpClient {
  readonly #clock: VirtualClock;
  readonly #github: EmulatedGitHub;

  constructor(clock: VirtualClock, github: EmulatedGitHub) {
    this.#clock = clock;
    this.#github = github;
  }

  /** See `HttpClient`. */
  async send(request: HttpRequest): Promise<HttpAnswer> {
    const { method, url, headers, body = "", timeoutMs } = request;
    const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
    const where = `${method} ${new URL(url).pathname}`;
    return await new Promise<HttpAnswer>((resolve, reject) => {
      // What is not answered in time goes on on the server's side, as in life.
      const stop = this.#clock.timer(timeoutMs, () => {
        reject(new RollcallError("unreachable", `${where}: no answer within ${timeoutMs} ms`));
      });
      this.#github.handle({ method, url, headers, body: bytes }).then(
        (answer) => {
          stop();
          resolve(answer);
        },
        (error: unknown) => {
          stop();
          const broke = error instanceof ConnectionDropped;
          reject(
            broke
              ? new RollcallError("unreachable", `${where}: ${error.message}`)
              : (error as Error),
          );
        },
      );
    });
  }
}
