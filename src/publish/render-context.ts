/** What does the renderer need to know beside the roster? */
import type { QuotaObservation } from "../model/entry.js";
import type { QuotaUse, RenderContext } from "../render/comment.js";
import type { PublishPorts } from "./ports.js";
import type { PublishSettings } from "./settings.js";

/** The context at this moment. */
export function renderContext(
  settings: Pick<PublishSettings, "pullNumber" | "programVersion">,
  ports: Pick<PublishPorts, "comments" | "serverTime">,
): RenderContext {
  const nowMs = ports.serverTime.now();
  const quota = scarcerQuota(ports);
  return {
    pullNumber: settings.pullNumber,
    programVersion: settings.programVersion,
    ...(nowMs === undefined ? {} : { nowMs }),
    ...(quota === undefined ? {} : { quota: quotaUse(quota, nowMs) }),
  };
}

/** Of the token's two budgets the one of which less is left. */
function scarcerQuota(ports: Pick<PublishPorts, "comments">): QuotaObservation | undefined {
  const { rest, graphql } = ports.comments.quota();
  if (rest === undefined || graphql === undefined) return rest ?? graphql;
  return rest.remaining * graphql.limit < graphql.remaining * rest.limit ? rest : graphql;
}

function quotaUse(quota: QuotaObservation, nowMs: number | undefined): QuotaUse {
  const used = Math.max(0, quota.limit - quota.remaining);
  if (quota.resetAtMs === 0 || nowMs === undefined) return { used, limit: quota.limit };
  return { used, limit: quota.limit, resetsInMs: Math.max(0, quota.resetAtMs - nowMs) };
}
