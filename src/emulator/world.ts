/** What do all parts of the modelled GitHub share? */
import type { Behaviour } from "./behaviour.js";
import type { Ledger } from "./costs.js";
import type { RateLimits } from "./rate-limit.js";
import type { Store } from "./store.js";
import type { EmulatorClock } from "./time.js";

/** The state and everything that steers it. */
export interface World {
  readonly clock: EmulatorClock;
  readonly behaviour: Behaviour;
  readonly store: Store;
  readonly limits: RateLimits;
  readonly ledger: Ledger;
}
