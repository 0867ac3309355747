/** What becomes of a request that a fault meets? */
import { ConnectionDropped } from "./behaviour.js";
import type { Fault, Loss } from "./behaviour.js";
import type { HttpResponse } from "./http-message.js";
import { primaryLimit, secondaryLimit } from "./refusals.js";
import { error, json } from "./rest-answer.js";
import type { EmulatorClock } from "./time.js";
import type { TokenRecord } from "./token.js";

/** An answer, or a broken connection. */
export type Outcome = HttpResponse | "drop";

/** A request that is ready to be applied. */
export interface Pending {
  readonly apply: () => Promise<HttpResponse>;
  readonly isGraphql: boolean;
  readonly token: TokenRecord | undefined;
}

/** Carries faults out. */
export class FaultInjector {
  readonly #clock: EmulatorClock;
  #lateRequests = 0;

  constructor(clock: EmulatorClock) {
    this.#clock = clock;
  }

  /** How many requests were answered as lost and are still to be applied. */
  get lateRequests(): number {
    return this.#lateRequests;
  }

  /** Applies the request, or not, and gives what its sender sees. */
  async answer(request: Pending, fault: Fault | undefined): Promise<Outcome> {
    switch (fault?.kind) {
      case undefined:
        return await applied(request);
      case "status":
        return error(fault.status, fault.message ?? "Server Error", {
          headers: fault.headers ?? {},
        });
      case "drop":
        return "drop";
      case "rate-limit":
        return limited(request, fault);
      case "lost-answer":
        await applied(request);
        return lost(request, fault.as);
      case "late":
        void this.#applyLate(request, fault.delayMs);
        return lost(request, fault.as);
    }
  }

  async #applyLate(request: Pending, delayMs: number): Promise<void> {
    this.#lateRequests += 1;
    await this.#clock.wait(delayMs);
    try {
      await applied(request);
    } finally {
      this.#lateRequests -= 1;
    }
  }
}

/** An extension may have faults of its own that break the connection. */
async function applied(request: Pending): Promise<Outcome> {
  try {
    return await request.apply();
  } catch (thrown) {
    if (thrown instanceof ConnectionDropped) return "drop";
    throw thrown;
  }
}

function limited(request: Pending, fault: Fault & { kind: "rate-limit" }): HttpResponse {
  if (fault.limit === "secondary") return secondaryLimit(fault.status, fault.retryAfterSeconds);
  const { headers, ...answer } = primaryLimit(request.token, fault.status);
  return { ...answer, headers: { ...headers, "x-ratelimit-remaining": "0" } };
}

/** What a caller sees whose request's answer got lost on the way. */
function lost(request: Pending, as: Loss): Outcome {
  if (as === "drop") return "drop";
  if (!request.isGraphql) return json(502, { message: "Server Error" });
  const message =
    "Something went wrong while executing your query. This may be the result of a timeout, or it could be a GitHub bug.";
  return json(502, { data: null, errors: [{ message }] });
}
