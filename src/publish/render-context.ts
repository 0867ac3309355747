/** What does the renderer need to know beside the roster? */
import type { RenderContext } from "../render/comment.js";
import type { PublishPorts } from "./ports.js";
import type { PublishSettings } from "./settings.js";

/** The context at this moment. */
export function renderContext(
  settings: Pick<PublishSettings, "pullNumber" | "programVersion">,
  ports: Pick<PublishPorts, "serverTime" | "quotaUse" | "board">,
): RenderContext {
  const nowMs = ports.serverTime.now();
  const quota = ports.quotaUse?.();
  return {
    pullNumber: settings.pullNumber,
    programVersion: settings.programVersion,
    hasBoards: ports.board !== undefined,
    ...(nowMs === undefined ? {} : { nowMs }),
    ...(quota === undefined ? {} : { quota }),
  };
}
