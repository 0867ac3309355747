/**
 * Who may write or read a blob, and until when?
 *
 * An address is signed as Azure's shared access signatures are: whoever has it needs no token. What is
 * signed is the path, what may be done, until when, and how the answer names the file. Azure's own
 * string to sign is longer; the parameters here have Azure's names.
 */
import { createHmac } from "node:crypto";
import { bad, ok, type Result } from "../base/result.js";
import { isoTime, parseIsoTime } from "./iso-time.js";

/** What an address allows. */
export interface BlobGrant {
  /** The blob's path in the store. */
  readonly blobPath: string;
  readonly may: "read" | "write";
  /** Whole seconds count. */
  readonly expiresAtMs: number;
  /** How a download is answered: whatever the upload said its content was. */
  readonly answer?: { readonly contentType: string; readonly fileName: string };
}

/** Why an address is refused. */
export type BlobGrantProblem = "bad signature" | "expired";

/** The path of all signed addresses. */
export const blobPathPrefix = "/blobs/";

/** An address that allows what the grant says. */
export function signBlobUrl(secret: string, origin: string, grant: BlobGrant): string {
  const query = new URLSearchParams({
    se: isoTime(grant.expiresAtMs),
    sp: grant.may === "read" ? "r" : "rw",
    sr: "b",
    sv: "2025-11-05",
  });
  if (grant.answer !== undefined) {
    query.set("rsct", grant.answer.contentType);
    query.set("rscd", contentDisposition(grant.answer.fileName));
  }
  const path = blobPathPrefix + grant.blobPath;
  query.set("sig", signature(secret, path, query));
  return `${origin}${path}?${query.toString()}`;
}

/** What the address allows, if its signature is good and it is not too late. */
export function checkBlobUrl(
  secret: string,
  address: { readonly path: string; readonly query: URLSearchParams },
  nowMs: number,
): Result<"r" | "rw", BlobGrantProblem> {
  const { path, query } = address;
  if (query.get("sig") !== signature(secret, path, query)) return bad("bad signature");
  const expiresAtMs = parseIsoTime(query.get("se") ?? "") ?? 0;
  if (nowMs >= expiresAtMs) return bad("expired");
  return ok(query.get("sp") === "r" ? "r" : "rw");
}

function signature(secret: string, path: string, query: URLSearchParams): string {
  const signed = ["se", "sp", "sr", "sv", "rsct", "rscd"].map((name) => query.get(name) ?? "");
  return createHmac("sha256", secret)
    .update([path, ...signed].join("\n"))
    .digest("base64");
}

function contentDisposition(fileName: string): string {
  const plain = fileName.replace(/[^\x20-\x7e]|["\\]/g, "_");
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(fileName)}`;
}
