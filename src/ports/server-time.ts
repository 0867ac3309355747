/** What does GitHub's clock say? */
import type { ServerMs } from "../base/time.js";

/** GitHub's time, as far as answers have told it. */
export interface ServerTime {
  /** Now on GitHub's clock; undefined before the first answer. */
  now(): ServerMs | undefined;
}
