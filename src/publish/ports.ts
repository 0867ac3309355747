/** Through which ports does a publisher reach the world? */
import type { Board } from "../ports/board.js";
import type { Clock } from "../ports/clock.js";
import type { CommentStore } from "../ports/comments.js";
import type { Log } from "../ports/log.js";
import type { Random } from "../ports/random.js";
import type { Runs } from "../ports/runs.js";
import type { ServerTime } from "../ports/server-time.js";
import type { QuotaUse } from "../render/comment.js";

/** Board and runs may be missing: the comment alone is enough. */
export interface PublishPorts {
  readonly comments: CommentStore;
  readonly board?: Board;
  readonly runs?: Runs;
  readonly clock: Clock;
  readonly random: Random;
  readonly serverTime: ServerTime;
  readonly log: Log;
  /** What the footer tells of the budget; the publisher puts it in. */
  readonly quotaUse?: () => QuotaUse | undefined;
}
