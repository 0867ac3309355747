/** How does the results service word its answers? Twirp's JSON, with fields in snake_case. */
import type { Artifact } from "./artifact-record.js";
import type { HttpResponse } from "./http-message.js";
import { isoTime } from "./iso-time.js";
import { json } from "./rest-answer.js";

/** Twirp's error codes that can come up here. */
export type TwirpCode =
  | "already_exists"
  | "bad_route"
  | "invalid_argument"
  | "malformed"
  | "not_found"
  | "permission_denied"
  | "resource_exhausted"
  | "unauthenticated";

/** The statuses that Twirp's specification gives its codes. */
const statuses: Readonly<Record<TwirpCode, number>> = {
  already_exists: 409,
  bad_route: 404,
  invalid_argument: 400,
  malformed: 400,
  not_found: 404,
  permission_denied: 403,
  resource_exhausted: 429,
  unauthenticated: 401,
};

/** An error. */
export function twirpError(code: TwirpCode, message: string): HttpResponse {
  return json(statuses[code], { code, msg: message });
}

/** A message. */
export function twirpAnswer(message: Readonly<Record<string, unknown>>): HttpResponse {
  return json(200, message);
}

/** An artifact as `ListArtifacts` shows it. */
export function listedArtifact(artifact: Artifact): Readonly<Record<string, unknown>> {
  return {
    workflow_run_backend_id: artifact.runBackendId,
    workflow_job_run_backend_id: artifact.jobBackendId,
    database_id: artifact.artifactId,
    name: artifact.name,
    size: String(artifact.sizeBytes),
    created_at: isoTime(artifact.finalizedAtMs),
    digest: artifact.digest,
  };
}
