/**
 * Which artifacts does one attempt of a run have, and which of its uploads may become one?
 *
 * GitHub's rules on names, limits, sizes and hashes; the moment comes in as an argument.
 */
import { assert } from "../base/assert.js";
import { bad, ok, type Result } from "../base/result.js";
import type { ArtifactBehaviour } from "./artifact-behaviour.js";
import {
  isExpired,
  isListed,
  isLive,
  nameProblem,
  type Artifact,
  type ArtifactKey,
  type ArtifactProblem,
  type ArtifactRun,
  type ArtifactUpload,
} from "./artifact-record.js";
import { sha256Digest, type BlobStore } from "./blob-store.js";

/** What a client says about an artifact that it begins to upload. */
export interface UploadOptions {
  readonly expiresAtMs?: number | undefined;
  readonly mimeType?: string | undefined;
}

/** What a client says about the bytes that it uploaded. */
export interface UploadedContent {
  readonly sizeBytes: number;
  /** `sha256:...` */
  readonly hash?: string | undefined;
}

/** No artifact or upload of that key. */
export const artifactNotFound: ArtifactProblem = {
  code: "not_found",
  message: "artifact not found",
};

/** The artifacts of one attempt. */
export class ArtifactShelf {
  readonly run: ArtifactRun;
  readonly artifacts: Artifact[] = [];
  readonly #uploads: ArtifactUpload[] = [];
  readonly #behaviour: ArtifactBehaviour;
  readonly #blobs: BlobStore;

  constructor(run: ArtifactRun, behaviour: ArtifactBehaviour, blobs: BlobStore) {
    this.run = run;
    this.#behaviour = behaviour;
    this.#blobs = blobs;
  }

  /** Begins an upload, which takes the name. */
  begin(
    key: ArtifactKey,
    options: UploadOptions,
    place: { readonly blobPath: string; readonly nowMs: number },
  ): Result<ArtifactUpload, ArtifactProblem> {
    const { blobPath, nowMs } = place;
    const expiresAtMs = options.expiresAtMs ?? nowMs + this.#behaviour.retentionMs;
    if (expiresAtMs <= nowMs) return invalid("expires_at is in the past");
    const problem = nameProblem(key.name);
    if (problem !== undefined) return invalid(problem);
    if (!this.#behaviour.duplicateNamesAllowed && this.#nameTaken(key.name, nowMs)) {
      const message = "an artifact with this name already exists on the workflow run";
      return bad({ code: "already_exists", message });
    }
    if (this.#countOfJob(key.jobBackendId) >= this.#behaviour.jobArtifactsMax) {
      const message = `the job has ${this.#behaviour.jobArtifactsMax} artifacts, which is the limit`;
      return bad({ code: "resource_exhausted", message });
    }
    const mimeType = options.mimeType ?? "application/zip";
    const upload = { ...key, blobPath, mimeType, createdAtMs: nowMs, expiresAtMs };
    this.#uploads.push(upload);
    return ok(upload);
  }

  /** Makes an artifact of the newest upload of that key; size and hash must be those of its bytes. */
  finalize(
    key: ArtifactKey,
    content: UploadedContent,
    birth: { readonly artifactId: string; readonly nowMs: number },
  ): Result<Artifact, ArtifactProblem> {
    const index = this.#uploads.findLastIndex((one) => hasKey(one, key));
    const upload = this.#uploads[index];
    if (upload === undefined) return bad(artifactNotFound);
    const bytes = this.#blobs.read(upload.blobPath)?.bytes;
    if (bytes?.byteLength !== content.sizeBytes) {
      const found = bytes === undefined ? "none" : bytes.byteLength;
      return invalid(`size: ${content.sizeBytes} bytes claimed, ${found} uploaded`);
    }
    const digest = sha256Digest(bytes);
    if (content.hash !== undefined && content.hash !== digest) {
      return invalid(`hash: ${content.hash} claimed, ${digest} uploaded`);
    }
    const artifact: Artifact = {
      ...upload,
      artifactId: birth.artifactId,
      finalizedAtMs: birth.nowMs,
      sizeBytes: bytes.byteLength,
      digest,
      deletedAtMs: undefined,
    };
    this.#uploads.splice(index, 1);
    this.artifacts.push(artifact);
    this.#blobs.seal(upload.blobPath);
    return ok(artifact);
  }

  /** The newest artifact of that key which is neither deleted nor expired. */
  findLive(key: ArtifactKey, nowMs: number): Artifact | undefined {
    return this.artifacts.findLast((one) => hasKey(one, key) && isLive(one, nowMs));
  }

  /** The artifacts as a listing shows them that lags. */
  listed(moment: { readonly nowMs: number; readonly lagMs: number }): Artifact[] {
    const { ghostMs } = this.#behaviour;
    const asOf = { ...moment, ghostMs };
    return this.artifacts.filter((one) => isListed(one, asOf));
  }

  /** Deletes one of its artifacts, and its bytes. */
  delete(artifact: Artifact, nowMs: number): void {
    const index = this.artifacts.indexOf(artifact);
    assert(index >= 0, `artifact ${artifact.artifactId} is not of run ${this.run.runBackendId}`);
    this.artifacts[index] = { ...artifact, deletedAtMs: nowMs };
    this.#blobs.remove(artifact.blobPath);
  }

  /** Nothing on it is kept any longer. */
  expireAll(nowMs: number): void {
    for (const [index, artifact] of this.artifacts.entries()) {
      const expiresAtMs = Math.min(artifact.expiresAtMs, nowMs);
      this.artifacts[index] = { ...artifact, expiresAtMs };
    }
  }

  /** Taken by an upload, finished or not, until it is deleted or expires (QIICR/dcmqi#562). */
  #nameTaken(name: string, nowMs: number): boolean {
    const heldMs = this.#behaviour.nameHeldAfterDeleteMs;
    return (
      this.#uploads.some((one) => one.name === name && !isExpired(one, nowMs)) ||
      this.artifacts.some((one) => {
        if (one.name !== name || isExpired(one, nowMs)) return false;
        return one.deletedAtMs === undefined || one.deletedAtMs + heldMs > nowMs;
      })
    );
  }

  #countOfJob(jobBackendId: string): number {
    const counted = this.artifacts.filter(
      (one) => this.#behaviour.limitCountsDeleted || one.deletedAtMs === undefined,
    );
    return [...this.#uploads, ...counted].filter((one) => one.jobBackendId === jobBackendId).length;
  }
}

function invalid(message: string): Result<never, ArtifactProblem> {
  return bad({ code: "invalid_argument", message });
}

function hasKey(one: ArtifactKey, key: ArtifactKey): boolean {
  return (
    one.runBackendId === key.runBackendId &&
    one.jobBackendId === key.jobBackendId &&
    one.name === key.name
  );
}
