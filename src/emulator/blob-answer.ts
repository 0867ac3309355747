/** How does Azure's blob storage word its answers? */
import type { HttpResponse } from "./http-message.js";
import { httpTime } from "./iso-time.js";
import type { BlobWriteProblem, StoredBlob } from "./blob-store.js";

/** Azure's error codes that can come up here. */
export type BlobErrorCode =
  | BlobWriteProblem
  | "AuthenticationFailed"
  | "AuthorizationPermissionMismatch"
  | "BlobNotFound"
  | "InvalidAuthenticationInfo"
  | "InvalidHeaderValue"
  | "InvalidQueryParameterValue"
  | "InvalidXmlDocument"
  | "MissingRequiredHeader"
  | "UnsupportedHttpVerb";

const errors: Readonly<Record<BlobErrorCode, readonly [status: number, message: string]>> = {
  AuthenticationFailed: [403, "Server failed to authenticate the request."],
  AuthorizationPermissionMismatch: [403, "The signature does not permit this operation."],
  BlobImmutableDueToPolicy: [409, "The blob belongs to an artifact that is finalized."],
  BlobNotFound: [404, "The specified blob does not exist."],
  InvalidAuthenticationInfo: [
    400,
    "Authentication information is not given in the correct format. " +
      "Check the value of Authorization header.",
  ],
  InvalidBlobOrBlock: [400, "The specified blob or block content is invalid."],
  InvalidBlockList: [400, "The specified block list is invalid."],
  InvalidHeaderValue: [400, "The value for one of the HTTP headers is not in the correct format."],
  InvalidQueryParameterValue: [400, "Value for one of the query parameters is invalid."],
  InvalidXmlDocument: [400, "XML specified is not syntactically valid."],
  MissingRequiredHeader: [400, "An HTTP header that's mandatory for this request is missing."],
  UnsupportedHttpVerb: [405, "The resource doesn't support specified Http Verb."],
};

const version = "2025-11-05";

/** An error, in the header and in XML. */
export function blobError(code: BlobErrorCode, detail = ""): HttpResponse {
  const [status, message] = errors[code];
  const text = detail === "" ? message : `${message} ${detail}`;
  const xml =
    `<?xml version="1.0" encoding="utf-8"?>` +
    `<Error><Code>${code}</Code><Message>${escapeXml(text)}</Message></Error>`;
  return {
    status,
    headers: {
      "content-type": "application/xml",
      "x-ms-error-code": code,
      "x-ms-version": version,
    },
    body: new TextEncoder().encode(xml),
  };
}

/** 201: a block was kept, or a blob written. */
export function blobCreated(blob: StoredBlob | undefined): HttpResponse {
  return {
    status: 201,
    headers: {
      ...(blob === undefined ? {} : validators(blob)),
      "x-ms-request-server-encrypted": "true",
      "x-ms-version": version,
    },
    body: new Uint8Array(0),
  };
}

/** 200: a blob's bytes; the address may say how they are to be called. */
export function blobContent(blob: StoredBlob, query: URLSearchParams): HttpResponse {
  const disposition = query.get("rscd");
  return {
    status: 200,
    headers: {
      ...validators(blob),
      "content-type": query.get("rsct") ?? blob.contentType,
      ...(disposition === null ? {} : { "content-disposition": disposition }),
      "x-ms-blob-type": "BlockBlob",
      "x-ms-server-encrypted": "true",
      "x-ms-version": version,
    },
    body: blob.bytes,
  };
}

function validators(blob: StoredBlob): Record<string, string> {
  return { etag: blob.etag, "last-modified": httpTime(blob.changedAtMs) };
}

function escapeXml(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}
