/**
 * What does the results service do with a request of a job?
 *
 * Twirp's routes and Twirp's errors. A job's token reaches its own run: it creates and finalizes under
 * its own ids, deletes what any job of the attempt has made, and reads that and what the attempt
 * inherits. Nothing of it is counted against an API's budget.
 */
import type { ArtifactCall, ArtifactOperation } from "./artifact-behaviour.js";
import { answerUnlessFaulty } from "./artifact-fault.js";
import type { ArtifactKey } from "./artifact-record.js";
import type { ArtifactStore } from "./artifact-store.js";
import { signBlobUrl } from "./blob-signature.js";
import type { HttpRequest, HttpResponse } from "./http-message.js";
import { listedArtifact, twirpAnswer, twirpError } from "./results-answer.js";
import { MalformedField, RequestFields } from "./results-request.js";
import { parseRuntimeToken, type RuntimeScope } from "./token-scope.js";

/** Where a request goes. */
export interface ResultsAddress {
  readonly origin: string;
  readonly path: string;
}

const pathPrefix = "/twirp/github.actions.results.api.v1.ArtifactService/";
/** Artifacts of `actions/upload-artifact` v4 and later; a lower version is another service's. */
const versionMin = 4;

/** A request whose token and fields were read. */
interface ReadRequest {
  readonly fields: RequestFields;
  readonly scope: RuntimeScope;
  readonly origin: string;
}

/** The results service, as seen through HTTP. */
export class ResultsService {
  readonly #store: ArtifactStore;
  readonly #secret: string;

  constructor(store: ArtifactStore, secret: string) {
    this.#store = store;
    this.#secret = secret;
  }

  /** The answer, or undefined if the path is not the service's. */
  handle(request: HttpRequest, address: ResultsAddress): HttpResponse | undefined {
    if (!address.path.startsWith("/twirp/")) return undefined;
    const method = address.path.startsWith(pathPrefix) ? address.path.slice(pathPrefix.length) : "";
    const answer = this.#methods.get(method);
    if (answer === undefined || request.method !== "POST") {
      return twirpError("bad_route", `no handler for ${request.method} ${address.path}`);
    }
    if (!/^application\/json\b/.test(request.headers["content-type"] ?? "")) {
      return twirpError("bad_route", "unexpected Content-Type");
    }
    const [, token = ""] = /^bearer (.+)$/i.exec(request.headers["authorization"] ?? "") ?? [];
    const scope = parseRuntimeToken(this.#secret, token, this.#store.nowMs());
    if (!scope.ok) return twirpError(scope.problem, "the token does not reach the results service");
    const fields = RequestFields.parse(request.body);
    if (fields === undefined) {
      return twirpError("malformed", "the json request could not be decoded");
    }
    try {
      const call: ArtifactCall = {
        operation: method as ArtifactOperation,
        name: fields.text("name") ?? fields.text("name_filter"),
        runBackendId: scope.value.runBackendId,
      };
      const read = { fields, scope: scope.value, origin: address.origin };
      return answerUnlessFaulty(this.#store.behaviour, call, () => answer(read));
    } catch (error) {
      if (!(error instanceof MalformedField)) throw error;
      return twirpError("malformed", `the json request could not be decoded: ${error.message}`);
    }
  }

  readonly #methods = new Map<string, (read: ReadRequest) => HttpResponse>([
    ["CreateArtifact", (read) => this.#create(read)],
    ["FinalizeArtifact", (read) => this.#finalize(read)],
    ["ListArtifacts", (read) => this.#list(read)],
    ["GetSignedArtifactURL", (read) => this.#sign(read)],
    ["DeleteArtifact", (read) => this.#delete(read)],
  ]);

  #create(read: ReadRequest): HttpResponse {
    const key = keyOf(read.fields);
    if (key === undefined) return idsMissing();
    if (!isOwnJob(key, read.scope)) return outOfReach();
    if (Number(read.fields.decimal("version") ?? 0) < versionMin) {
      return twirpError("invalid_argument", `version must be at least ${String(versionMin)}`);
    }
    const expiresAtMs = read.fields.timeMs("expires_at");
    const mimeType = read.fields.text("mime_type");
    const begun = this.#store.create(key, { expiresAtMs, mimeType });
    if (!begun.ok) return twirpError(begun.problem.code, begun.problem.message);
    const signedUploadUrl = signBlobUrl(this.#secret, read.origin, {
      blobPath: begun.value.blobPath,
      may: "write",
      expiresAtMs: this.#store.nowMs() + this.#store.behaviour.uploadUrlMs,
    });
    return twirpAnswer({ ok: true, signed_upload_url: signedUploadUrl });
  }

  #finalize(read: ReadRequest): HttpResponse {
    const key = keyOf(read.fields);
    if (key === undefined) return idsMissing();
    if (!isOwnJob(key, read.scope)) return outOfReach();
    const sizeBytes = Number(read.fields.decimal("size") ?? 0);
    const hash = read.fields.text("hash");
    const finalized = this.#store.finalize(key, { sizeBytes, hash });
    if (!finalized.ok) return twirpError(finalized.problem.code, finalized.problem.message);
    return twirpAnswer({ ok: true, artifact_id: finalized.value.artifactId });
  }

  #list(read: ReadRequest): HttpResponse {
    const runBackendId = read.fields.text("workflow_run_backend_id");
    const jobBackendId = read.fields.text("workflow_job_run_backend_id");
    if (runBackendId === undefined || jobBackendId === undefined) return idsMissing();
    if (!isOwnJob({ runBackendId, jobBackendId }, read.scope)) return outOfReach();
    const name = read.fields.text("name_filter");
    const artifactId = read.fields.decimal("id_filter");
    const artifacts = this.#store
      .listForResults(runBackendId)
      .filter((one) => name === undefined || one.name === name)
      .filter((one) => artifactId === undefined || one.artifactId === artifactId);
    return twirpAnswer({ artifacts: artifacts.map(listedArtifact) });
  }

  #sign(read: ReadRequest): HttpResponse {
    const key = keyOf(read.fields);
    if (key === undefined) return idsMissing();
    if (key.runBackendId !== read.scope.runBackendId) {
      const inherited = this.#store.run(read.scope.runBackendId)?.inherits ?? [];
      if (!inherited.includes(key.runBackendId)) return outOfReach();
      if (this.#store.behaviour.inheritedUnsignable) {
        return twirpError("not_found", "workflow run not found");
      }
    }
    const artifact = this.#store.findLive(key);
    if (artifact === undefined) return twirpError("not_found", "artifact not found");
    const signedUrl = signBlobUrl(this.#secret, read.origin, {
      blobPath: artifact.blobPath,
      may: "read",
      expiresAtMs: this.#store.nowMs() + this.#store.behaviour.downloadUrlMs,
      answer: { contentType: artifact.mimeType, fileName: `${artifact.name}.zip` },
    });
    return twirpAnswer({ name: artifact.name, signed_url: signedUrl });
  }

  #delete(read: ReadRequest): HttpResponse {
    const key = keyOf(read.fields);
    if (key === undefined) return idsMissing();
    if (key.runBackendId !== read.scope.runBackendId) return outOfReach();
    const deleted = this.#store.delete(key);
    if (!deleted.ok) return twirpError(deleted.problem.code, deleted.problem.message);
    return twirpAnswer({ ok: true, artifact_id: deleted.value.artifactId });
  }
}

function keyOf(fields: RequestFields): ArtifactKey | undefined {
  const runBackendId = fields.text("workflow_run_backend_id");
  const jobBackendId = fields.text("workflow_job_run_backend_id");
  const name = fields.text("name");
  if (runBackendId === undefined || jobBackendId === undefined || name === undefined) {
    return undefined;
  }
  return { runBackendId, jobBackendId, name };
}

function isOwnJob(ids: RuntimeScope, scope: RuntimeScope): boolean {
  return ids.runBackendId === scope.runBackendId && ids.jobBackendId === scope.jobBackendId;
}

function idsMissing(): HttpResponse {
  const message = "workflow_run_backend_id, workflow_job_run_backend_id and name are required";
  return twirpError("invalid_argument", message);
}

function outOfReach(): HttpResponse {
  return twirpError("permission_denied", "the ids are not those of the token");
}
