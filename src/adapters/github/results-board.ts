/**
 * How does a task reach its own run's board?
 *
 * Through the Actions results service (Twirp over JSON) with the job's runtime token: none of it
 * counts against the API's budgets. Blobs are uploaded in the block form, which every known server
 * understands, and never see the token.
 */
import { serverMs } from "../../base/time.js";
import { RollcallError, outcomeUnknown } from "../../model/errors.js";
import { payloadBytesMax } from "../../model/limits.js";
import type { Board, BoardItem } from "../../ports/board.js";
import type { HttpAnswer, HttpClient } from "../../ports/http.js";
import type { AnswerObserver } from "./observer.js";
import { problemOf } from "./problem.js";
import { type Json, asBytes, asId, asObjects, asText, dig, malformed } from "./shape.js";

/** The run's storage and how to reach it. */
export interface ResultsOptions {
  /** `ACTIONS_RESULTS_URL`. */
  readonly resultsUrl: string;
  readonly runtimeToken: string;
  readonly runBackendId: string;
  readonly jobBackendId: string;
  readonly http: HttpClient;
  readonly observer: AnswerObserver;
  readonly timeoutMs: number;
  /** SHA-256 as lower-case hexadecimal digits. */
  sha256(bytes: Uint8Array): string;
}

/** Which job of which run made an artifact, as the service names them. */
interface MakerIds {
  readonly workflow_run_backend_id: string;
  readonly workflow_job_run_backend_id: string;
}

const servicePath = "twirp/github.actions.results.api.v1.ArtifactService";
/** What is on a board is of use while the pull request's runs may be re-run. */
const expiresAfterMs = 3 * 24 * 60 * 60 * 1_000;

/** Our own run's board. */
export class ResultsBoard implements Board {
  readonly #options: ResultsOptions;
  /** By artifact id: the ids of the job that made it, which later calls about it must name. */
  readonly #makers = new Map<string, MakerIds>();

  constructor(options: ResultsOptions) {
    this.#options = options;
  }

  /** See `Board`. */
  async list(prefix: string): Promise<readonly BoardItem[]> {
    const answer = await this.#call("ListArtifacts", this.#ids());
    return asObjects(dig(answer, "artifacts")).flatMap((artifact) => {
      const name = asText(artifact["name"]);
      const artifactId = asId(artifact["database_id"] ?? artifact["databaseId"]);
      if (name?.startsWith(prefix) !== true || artifactId === undefined) return [];
      this.#makers.set(artifactId, this.#makerOf(artifact));
      const createdMs = Date.parse(asText(artifact["created_at"] ?? artifact["createdAt"]) ?? "");
      const known = Number.isNaN(createdMs) ? {} : { createdAt: serverMs(createdMs) };
      const sizeBytes = asBytes(artifact["size"]);
      const size = sizeBytes === undefined ? {} : { sizeBytes };
      return [{ name, artifactId, ...known, ...size }];
    });
  }

  /** See `Board`. */
  async download(item: BoardItem): Promise<Uint8Array> {
    const answer = await this.#call("GetSignedArtifactURL", {
      ...this.#idsOf(item),
      name: item.name,
    });
    const url = asText(dig(answer, "signed_url") ?? dig(answer, "signedUrl"));
    if (url === undefined) throw malformed("GetSignedArtifactURL", "signed_url");
    const blob = await this.#blob("GET", url, {});
    return blob.body;
  }

  /** See `Board`. */
  async upload(name: string, zip: Uint8Array): Promise<BoardItem> {
    const url = await this.#create(name);
    const blockId = Buffer.from("rollcall-00000").toString("base64");
    const separator = url.includes("?") ? "&" : "?";
    await this.#put(
      `${url}${separator}comp=block&blockid=${encodeURIComponent(blockId)}`,
      { "content-type": "application/octet-stream" },
      zip,
    );
    await this.#put(
      `${url}${separator}comp=blocklist`,
      { "content-type": "application/xml", "x-ms-blob-content-type": "application/zip" },
      `<?xml version="1.0" encoding="utf-8"?><BlockList><Latest>${blockId}</Latest></BlockList>`,
    );
    const answer = await this.#call("FinalizeArtifact", {
      ...this.#ids(),
      name,
      size: String(zip.length),
      hash: `sha256:${this.#options.sha256(zip)}`,
    });
    const artifactId = asId(dig(answer, "artifact_id") ?? dig(answer, "artifactId"));
    if (artifactId === undefined) throw malformed("FinalizeArtifact", "artifact_id");
    return { name, artifactId };
  }

  /** See `Board`. */
  async remove(item: BoardItem): Promise<void> {
    try {
      await this.#call("DeleteArtifact", { ...this.#idsOf(item), name: item.name });
    } catch (error) {
      if (!(error instanceof RollcallError) || error.code !== "not-found") throw error;
    }
  }

  /** A name that is taken is our own, from a try whose answer was lost: it is removed first. */
  async #create(name: string): Promise<string> {
    try {
      return await this.#tryCreate(name);
    } catch (error) {
      if (!(error instanceof RollcallError) || error.code !== "conflict") throw error;
      await this.#call("DeleteArtifact", { ...this.#ids(), name });
      return await this.#tryCreate(name);
    }
  }

  async #tryCreate(name: string): Promise<string> {
    const now = this.#options.observer.now();
    const answer = await this.#call("CreateArtifact", {
      ...this.#ids(),
      name,
      version: 4,
      ...(now === undefined ? {} : { expires_at: new Date(now + expiresAfterMs).toISOString() }),
    });
    const url = asText(dig(answer, "signed_upload_url") ?? dig(answer, "signedUploadUrl"));
    if (url === undefined) throw malformed("CreateArtifact", "signed_upload_url");
    return url;
  }

  #idsOf(item: BoardItem): MakerIds {
    return this.#makers.get(item.artifactId) ?? this.#ids();
  }

  #makerOf(artifact: Json): MakerIds {
    const own = this.#ids();
    const run = artifact["workflow_run_backend_id"] ?? artifact["workflowRunBackendId"];
    const job = artifact["workflow_job_run_backend_id"] ?? artifact["workflowJobRunBackendId"];
    return {
      workflow_run_backend_id: asText(run) ?? own.workflow_run_backend_id,
      workflow_job_run_backend_id: asText(job) ?? own.workflow_job_run_backend_id,
    };
  }

  #ids(): MakerIds {
    const { runBackendId, jobBackendId } = this.#options;
    return { workflow_run_backend_id: runBackendId, workflow_job_run_backend_id: jobBackendId };
  }

  async #call(method: string, message: object): Promise<unknown> {
    const { http, resultsUrl, runtimeToken, timeoutMs, observer } = this.#options;
    const answer = await http.send({
      method: "POST",
      url: `${resultsUrl.replace(/\/+$/, "")}/${servicePath}/${method}`,
      headers: {
        authorization: `Bearer ${runtimeToken}`,
        "content-type": "application/json",
        accept: "application/json",
      },
      body: JSON.stringify(message),
      timeoutMs,
    });
    observer.observe({ date: answer.headers["date"] });
    const body = parseJson(answer);
    if (answer.status === 200 && body !== undefined) return body;
    throw problemOf(
      {
        what: `results service ${method}`,
        status: answer.status,
        headers: answer.headers,
        message: asText(dig(body, "msg")) ?? asText(dig(body, "error")) ?? "",
        advice:
          "the job's runtime token is not accepted: use the setup action, or `permissions: id-token: write`",
      },
      observer.now(),
    );
  }

  /**
   * Writing the same again is harmless, and only this upload can still finish: it holds the name, and
   * what is unfinished cannot be deleted.
   */
  async #put(
    url: string,
    headers: Readonly<Record<string, string>>,
    body: Uint8Array | string,
  ): Promise<void> {
    try {
      await this.#blob("PUT", url, headers, body);
    } catch (error) {
      if (!outcomeUnknown(error)) throw error;
      await this.#blob("PUT", url, headers, body);
    }
  }

  async #blob(
    method: string,
    url: string,
    headers: Readonly<Record<string, string>>,
    body?: Uint8Array | string,
  ): Promise<HttpAnswer> {
    const { http, timeoutMs } = this.#options;
    const answer = await http.send({
      method,
      url,
      headers: method === "PUT" ? { ...headers, "x-ms-version": "2025-01-05" } : headers,
      timeoutMs,
      answerBytesMax: payloadBytesMax,
      ...(body === undefined ? {} : { body }),
    });
    if (answer.status < 300) return answer;
    const what = `blob storage ${method}`;
    const failed = { what, status: answer.status, headers: {}, message: "" };
    throw problemOf(
      { ...failed, advice: "its signed address is not accepted any more" },
      undefined,
    );
  }
}

function parseJson(answer: HttpAnswer): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(answer.body)) as unknown;
  } catch {
    return undefined;
  }
}
