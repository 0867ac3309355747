/**
 * How is the emulator's artifact storage asked without a server, on a clock that only the test moves?
 */
import { assert } from "../base/assert.js";
import { ArtifactStorage } from "../emulator/artifact-extension.js";
import type { ExtensionContext } from "../emulator/extension.js";
import type { HttpResponse } from "../emulator/http-message.js";

/** The run and the job that `StorageAlone` speaks for. */
export const scope = { runBackendId: "run-1", jobBackendId: "job-1" };
/** The same as fields of a request. */
export const ids = { workflow_run_backend_id: "run-1", workflow_job_run_backend_id: "job-1" };
/** Where `StorageAlone` is. */
export const origin = "http://127.0.0.1:8080";
/** The moment at which its clock begins. */
export const startMs = 1_800_000_000_000;
/** The path of the service's methods. */
export const service = "/twirp/github.actions.results.api.v1.ArtifactService/";

/** The storage alone, with the runs `run-1` and `run-2`. */
export class StorageAlone {
  nowMs = startMs;
  readonly storage: ArtifactStorage;
  readonly token: string;

  constructor() {
    const clock = { nowMs: (): number => this.nowMs, wait: (): Promise<void> => Promise.resolve() };
    this.storage = new ArtifactStorage(clock);
    this.storage.addRun({ runBackendId: "run-1", runId: "77" });
    this.storage.addRun({ runBackendId: "run-2", runId: "78" });
    this.token = this.storage.issueRuntimeToken(scope);
  }

  /** Sends a request; the answer. */
  async send(
    method: string,
    url: string,
    options: { headers?: Record<string, string>; body?: Uint8Array | string } = {},
  ): Promise<HttpResponse> {
    const { pathname, searchParams } = new URL(url, origin);
    const context: ExtensionContext = {
      nowMs: this.nowMs,
      clock: { nowMs: () => this.nowMs, wait: () => Promise.resolve() },
      origin,
      apiBase: origin,
      path: pathname,
      query: searchParams,
      auth: () => undefined,
      repository: () => undefined,
      findRun: () => undefined,
    };
    const body = Buffer.from(options.body ?? "");
    const headers = options.headers ?? {};
    const answer = this.storage.handle(
      { method, url: new URL(url, origin).href, headers, body },
      context,
    );
    if (answer === undefined) throw new Error(`nobody answers for ${url}`);
    return await answer;
  }

  /** Calls a method; the answer's status and JSON. */
  async call(
    method: string,
    fields: object,
    token = this.token,
  ): Promise<Record<string, unknown> & { status: number }> {
    const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
    const answer = await this.send("POST", service + method, {
      headers,
      body: JSON.stringify(fields),
    });
    return { ...(json(answer) as object), status: answer.status };
  }

  /** The address of a new upload. */
  async begin(name: string): Promise<string> {
    const answer = await this.call("CreateArtifact", { ...ids, name, version: 4 });
    return String(answer["signed_upload_url"]);
  }

  /** Uploads in one `PUT`; the id. */
  async upload(name: string, bytes = "zip"): Promise<string> {
    const put = await this.put(await this.begin(name), bytes);
    assert(put.status === 201, "not written");
    const answer = await this.call("FinalizeArtifact", {
      ...ids,
      name,
      size: String(bytes.length),
    });
    assert(answer.status === 200, "not finalized");
    return String(answer["artifact_id"]);
  }

  /** Writes a whole blob. */
  async put(
    url: string,
    body: string,
    headers: Record<string, string> = {},
  ): Promise<HttpResponse> {
    return await this.send("PUT", url, {
      body,
      headers: { "x-ms-blob-type": "BlockBlob", ...headers },
    });
  }

  /** An address to download from. */
  async signedUrl(name: string): Promise<string> {
    return String((await this.call("GetSignedArtifactURL", { ...ids, name }))["signed_url"]);
  }

  /** The names that are listed. */
  async listed(fields: object = {}): Promise<string[]> {
    const answer = await this.call("ListArtifacts", { ...ids, ...fields });
    return (answer["artifacts"] as { name: string }[]).map((one) => one.name);
  }
}

/** The body as text. */
export function text(answer: HttpResponse): string {
  return new TextDecoder().decode(answer.body);
}

/** The body as JSON. */
export function json(answer: HttpResponse): unknown {
  return JSON.parse(text(answer));
}

/** The status and Azure's error code. */
export function codeOf(answer: HttpResponse): string {
  return `${String(answer.status)} ${answer.headers["x-ms-error-code"] ?? ""}`;
}
