/** How are answers of the REST API put together? */
import type { HttpResponse } from "./http-message.js";

const encoder = new TextEncoder();

/** Where GitHub's error answers point when there is nothing more precise. */
export const documentationUrl = "https://docs.github.com/rest";

/** An answer with a JSON body. */
export function json(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse {
  return {
    status,
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
    body: encoder.encode(JSON.stringify(value)),
  };
}

/** An answer without a body. */
export function empty(
  status: number,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse {
  return { status, headers, body: new Uint8Array(0) };
}

/** One line of a 422's `errors`. */
export interface FieldError {
  readonly resource: string;
  readonly code: string;
  readonly field: string;
  readonly message?: string;
}

/** What else an error answer may hold. */
export interface ErrorOptions {
  readonly documentationUrl?: string;
  readonly errors?: readonly FieldError[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** An error as GitHub words it: `message`, `errors` of a 422, `documentation_url` and `status`. */
export function error(status: number, message: string, options: ErrorOptions = {}): HttpResponse {
  const value = {
    message,
    ...(options.errors === undefined ? {} : { errors: options.errors }),
    documentation_url: options.documentationUrl ?? documentationUrl,
    status: String(status),
  };
  return json(status, value, options.headers);
}
