/** How does a call of the artifact storage fail on purpose? */
import type { ArtifactBehaviour, ArtifactCall, ArtifactFault } from "./artifact-behaviour.js";
import { ConnectionDropped } from "./behaviour.js";
import type { HttpResponse } from "./http-message.js";

/** The call's answer, or its fault's. */
export function answerUnlessFaulty(
  behaviour: ArtifactBehaviour,
  call: ArtifactCall,
  apply: () => HttpResponse,
): HttpResponse {
  const fault = behaviour.fault?.(call);
  if (fault === undefined) return apply();
  if (fault.when === "after") apply();
  if (fault.answer === "drop") throw new ConnectionDropped(`${call.operation}: dropped`);
  return failure(fault.answer, fault);
}

/** What a proxy says whose service does not answer: a page (actions/upload-artifact#751). */
function failure(status: number, fault: ArtifactFault): HttpResponse {
  const retryAfter =
    fault.retryAfterSeconds === undefined ? {} : { "retry-after": String(fault.retryAfterSeconds) };
  return {
    status,
    headers: { "content-type": "text/html; charset=utf-8", ...retryAfter },
    body: new TextEncoder().encode(`<!DOCTYPE html>\n<title>Error ${String(status)}</title>\n`),
  };
}
