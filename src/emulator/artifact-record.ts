/**
 * What does GitHub know about an artifact?
 *
 * An artifact begins as an upload (`CreateArtifact`), which nobody can see but which already holds its
 * name, and becomes an artifact with an id when it is finalized. Times stay after a deletion, so that
 * any listing can be answered as of any moment.
 */

/** One attempt of a workflow run, as the results service knows it. */
export interface ArtifactRun {
  /** Each attempt has a backend id of its own; names are unique within it. */
  readonly runBackendId: string;
  /** Decimal; the same for all attempts. */
  readonly runId: string;
  /**
   * The backend ids of earlier attempts whose artifacts this attempt can read: those of a "re-run
   * failed jobs" (go-gitea/gitea#38901 reports so of GitHub); a "re-run all jobs" inherits nothing.
   */
  readonly inherits?: readonly string[];
}

/** An artifact or upload by who made it and how it is called. */
export interface ArtifactKey {
  readonly runBackendId: string;
  readonly jobBackendId: string;
  readonly name: string;
}

/** An upload that has begun: it has a name and a place for its bytes. */
export interface ArtifactUpload extends ArtifactKey {
  /** Where its bytes are in the blob store. */
  readonly blobPath: string;
  readonly mimeType: string;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
}

/** A finalized artifact. */
export interface Artifact extends ArtifactUpload {
  /** Decimal; grows in the order of finalization. */
  readonly artifactId: string;
  readonly finalizedAtMs: number;
  readonly sizeBytes: number;
  /** `sha256:` and 64 hexadecimal digits. */
  readonly digest: string;
  /** Unless undefined, it is gone since then. */
  readonly deletedAtMs: number | undefined;
}

/** Why an operation is refused. */
export interface ArtifactProblem {
  readonly code: "already_exists" | "invalid_argument" | "not_found" | "resource_exhausted";
  readonly message: string;
}

/** True from its expiry on: it is still listed by REST, but its bytes are gone. */
export function isExpired(upload: ArtifactUpload, nowMs: number): boolean {
  return nowMs >= upload.expiresAtMs;
}

/** True unless it is deleted or expired. */
export function isLive(artifact: Artifact, nowMs: number): boolean {
  return artifact.deletedAtMs === undefined && !isExpired(artifact, nowMs);
}

/** Does a listing that is `lagMs` old, and forgets deletions `ghostMs` late, show the artifact? */
export function isListed(
  artifact: Artifact,
  moment: { readonly nowMs: number; readonly lagMs: number; readonly ghostMs: number },
): boolean {
  const asOfMs = moment.nowMs - moment.lagMs;
  if (artifact.finalizedAtMs > asOfMs) return false;
  return artifact.deletedAtMs === undefined || artifact.deletedAtMs > asOfMs - moment.ghostMs;
}

/** Why a name is refused, or undefined if it is good. */
export function nameProblem(name: string): string | undefined {
  if (name === "") return "artifact name is empty";
  const wrong = /["*/:<>?\\|\r\n]/.exec(name);
  return wrong === null
    ? undefined
    : `artifact name has a character that is not allowed: ${JSON.stringify(wrong[0])}`;
}
