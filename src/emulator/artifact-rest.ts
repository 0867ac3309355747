/**
 * What does REST say about the artifacts of a repository's runs?
 *
 * The core has checked token, permission, budget and repository. A listing shows the artifacts of all
 * attempts, expired ones too; deleted ones are gone, but for the lag.
 */
import { isExpired, type Artifact } from "./artifact-record.js";
import type { ArtifactStore } from "./artifact-store.js";
import { signBlobUrl } from "./blob-signature.js";
import type { ExtensionContext } from "./extension.js";
import type { HttpRequest, HttpResponse } from "./http-message.js";
import { nodeId } from "./ids.js";
import { isoTime } from "./iso-time.js";
import { empty, error, json } from "./rest-answer.js";
import { pageOf } from "./rest-page.js";
import type { RunRecord } from "./state.js";

const repositoryPath = /^\/repos\/[^/]+\/[^/]+/;
const listPath = /^\/actions\/runs\/(\d+)\/artifacts$/;
const onePath = /^\/actions\/artifacts\/(\d+)$/;
const archivePath = /^\/actions\/artifacts\/(\d+)\/zip$/;

/** REST's artifact routes. */
export class ArtifactRest {
  readonly #store: ArtifactStore;
  readonly #secret: string;

  constructor(store: ArtifactStore, secret: string) {
    this.#store = store;
    this.#secret = secret;
  }

  /** The answer, or undefined if the path is none of the artifacts' routes. */
  handle(request: HttpRequest, context: ExtensionContext): HttpResponse | undefined {
    const isRead = request.method === "GET";
    const path = context.path.replace(repositoryPath, "");
    if (path === context.path) return undefined;
    const [, runId] = listPath.exec(path) ?? [];
    if (runId !== undefined && isRead) return this.#list(runId, context);
    const [, archivedId] = archivePath.exec(path) ?? [];
    if (archivedId !== undefined && isRead) return this.#archive(archivedId, context);
    const [, artifactId] = onePath.exec(path) ?? [];
    if (artifactId !== undefined && isRead) return this.#get(artifactId, context);
    if (artifactId !== undefined && request.method === "DELETE") {
      return this.#delete(artifactId, context);
    }
    return undefined;
  }

  #list(runId: string, context: ExtensionContext): HttpResponse {
    const run = context.findRun(runId);
    if (run === undefined || run.repository !== context.repository()) return notFound();
    const name = context.query.get("name");
    const found = this.#store
      .listForRest(runId)
      .filter((artifact) => name === null || artifact.name === name);
    if (context.query.get("direction") !== "asc") found.reverse();
    const page = pageOf(found, context, run.repository);
    const artifacts = page.items.map((artifact) => this.#shape(artifact, run, context));
    return json(200, { total_count: found.length, artifacts }, page.headers);
  }

  #get(artifactId: string, context: ExtensionContext): HttpResponse {
    const found = this.#find(artifactId, context);
    if (found === undefined) return notFound();
    return json(200, this.#shape(found.artifact, found.run, context));
  }

  #delete(artifactId: string, context: ExtensionContext): HttpResponse {
    const found = this.#find(artifactId, context);
    if (found === undefined) return notFound();
    this.#store.deleteFound(found.artifact);
    return empty(204);
  }

  #archive(artifactId: string, context: ExtensionContext): HttpResponse {
    const found = this.#find(artifactId, context);
    if (found === undefined) return notFound();
    const { artifact } = found;
    if (isExpired(artifact, context.nowMs)) return error(410, "Artifact has expired");
    const location = signBlobUrl(this.#secret, context.origin, {
      blobPath: artifact.blobPath,
      may: "read",
      expiresAtMs: context.nowMs + this.#store.behaviour.archiveUrlMs,
      answer: { contentType: artifact.mimeType, fileName: `${artifact.name}.zip` },
    });
    return empty(302, { location });
  }

  #find(
    artifactId: string,
    context: ExtensionContext,
  ): { readonly artifact: Artifact; readonly run: RunRecord } | undefined {
    const artifact = this.#store.findById(artifactId);
    if (artifact === undefined) return undefined;
    const run = context.findRun(this.#store.run(artifact.runBackendId)?.runId ?? "");
    if (run === undefined || run.repository !== context.repository()) return undefined;
    return { artifact, run };
  }

  #shape(artifact: Artifact, run: RunRecord, context: ExtensionContext): object {
    const { repository } = run;
    const base = `${context.apiBase}/repos/${repository.owner}/${repository.name}`;
    const url = `${base}/actions/artifacts/${artifact.artifactId}`;
    return {
      id: Number(artifact.artifactId),
      node_id: nodeId("A", artifact.artifactId),
      name: artifact.name,
      size_in_bytes: artifact.sizeBytes,
      url,
      archive_download_url: `${url}/zip`,
      expired: isExpired(artifact, context.nowMs),
      created_at: isoTime(artifact.finalizedAtMs),
      expires_at: isoTime(artifact.expiresAtMs),
      updated_at: isoTime(artifact.finalizedAtMs),
      digest: artifact.digest,
      workflow_run: {
        id: Number(run.id),
        repository_id: Number(repository.id),
        head_repository_id: Number(run.headRepository.id),
        head_branch: run.headBranch,
        head_sha: run.headSha,
      },
    };
  }
}

function notFound(): HttpResponse {
  return error(404, "Not Found");
}
