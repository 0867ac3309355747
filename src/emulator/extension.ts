/**
 * How do parts that are no core of the modelled GitHub (artifacts, the results service, blobs) take
 * part in it?
 *
 * The core offers a request to its extensions when its path is one of theirs: `/twirp/...`,
 * `/blobs/...` and the REST routes of artifacts. For the REST routes the core has already answered for
 * authentication, permissions (`actions: read` to GET, `actions: write` for the rest), rate limits and
 * an unknown repository, and afterwards it adds the rate-limit headers, the ETag and the contract's
 * check; the others pass through untouched but for latency and faults.
 */
import type { HttpRequest, HttpResponse } from "./http-message.js";
import type { RepositoryRecord, RunRecord } from "./state.js";
import type { EmulatorClock } from "./time.js";
import type { TokenRecord } from "./token.js";

/** What the core knows about a request that it hands on. */
export interface ExtensionContext {
  /** GitHub's time when the request is applied, in milliseconds since 1970. */
  readonly nowMs: number;
  readonly clock: EmulatorClock;
  /** Scheme and host that the request came to (`http://127.0.0.1:1234`), for addresses in answers. */
  readonly origin: string;
  /** What REST addresses in answers begin with: the origin, with `/api/v3` if the request had it. */
  readonly apiBase: string;
  /** The path without the query and without `/api/v3`. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** The API token that came with the request, if the core knows it. */
  auth(): TokenRecord | undefined;
  /** The repository of a `/repos/{owner}/{repo}/...` path; undefined on other paths. */
  repository(): RepositoryRecord | undefined;
  /** A run of any repository, as it is now. */
  findRun(runId: string): RunRecord | undefined;
}

/** A part that answers for some paths. */
export interface Extension {
  /** The answer, or undefined at once if the path is not this extension's. */
  handle(request: HttpRequest, context: ExtensionContext): Promise<HttpResponse> | undefined;
}
