/** When has an answer not changed since the caller saw it last? */
import { hash32 } from "../base/prng.js";
import { empty } from "./rest-answer.js";
import type { HttpRequest, HttpResponse } from "./http-message.js";

const decoder = new TextDecoder();

/** Adds the validator; it depends on the body, the address, what is accepted and the token. */
export function withEtag(
  request: HttpRequest,
  response: HttpResponse,
  token: string | undefined,
): HttpResponse {
  const accept = request.headers["accept"] ?? "";
  const text = [decoder.decode(response.body), request.url, accept, token ?? ""].join("\n");
  const hash = ["a", "b", "c", "d"].map((salt) =>
    hash32(salt + text)
      .toString(16)
      .padStart(8, "0"),
  );
  const headers = {
    "cache-control": `${token === undefined ? "public" : "private"}, max-age=60, s-maxage=60`,
    vary: "Accept, Authorization, Cookie, X-GitHub-OTP, Accept-Encoding, X-Requested-With",
    etag: `W/"${hash.join("")}"`,
  };
  return { ...response, headers: { ...response.headers, ...headers } };
}

/** The 304 in the place of an answer whose validator the caller sent along, or undefined. */
export function notModified(
  request: HttpRequest,
  response: HttpResponse,
): HttpResponse | undefined {
  const known = request.headers["if-none-match"];
  const etag = response.headers["etag"];
  if (known === undefined || etag === undefined) return undefined;
  const weak = (tag: string): string => tag.trim().replace(/^W\//, "");
  const matches = known.split(",").some((tag) => tag.trim() === "*" || weak(tag) === weak(etag));
  if (!matches) return undefined;
  const kept = ["etag", "cache-control", "vary"].map((name) => [
    name,
    response.headers[name] ?? "",
  ]);
  return empty(304, Object.fromEntries(kept) as Record<string, string>);
}
