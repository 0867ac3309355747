/** How does one request reach a server? The only door to the network. */

/** One request. Redirects are never followed: whoever sends it decides what a new address may see. */
export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** The answer must be complete by then. */
  readonly timeoutMs: number;
  /** An answer with more bytes is none; without it the client's own limit holds. */
  readonly answerBytesMax?: number;
}

/** One answer, whatever its status. */
export interface HttpAnswer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Sends requests. Throws `RollcallError` with code `unreachable` when there is no answer. */
export interface HttpClient {
  send(request: HttpRequest): Promise<HttpAnswer>;
}
