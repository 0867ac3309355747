/**
 * What does the blob storage do with a request for a signed address?
 *
 * It refuses every request with an `Authorization` header, so that a client which follows a redirect
 * with its token, or uploads with it, is found out.
 */
import type { ArtifactCall, ArtifactOperation } from "./artifact-behaviour.js";
import { answerUnlessFaulty } from "./artifact-fault.js";
import type { ArtifactStore } from "./artifact-store.js";
import { blobContent, blobCreated, blobError } from "./blob-answer.js";
import { blobPathPrefix, checkBlobUrl } from "./blob-signature.js";
import type { HttpRequest, HttpResponse } from "./http-message.js";

/** Where a request goes. */
export interface BlobAddress {
  readonly path: string;
  readonly query: URLSearchParams;
}

/** The blob storage, as seen through HTTP. */
export class BlobService {
  readonly #store: ArtifactStore;
  readonly #secret: string;
  #leaks = 0;

  constructor(store: ArtifactStore, secret: string) {
    this.#store = store;
    this.#secret = secret;
  }

  /** How many requests came with a token that is none of the storage's business. */
  get leaks(): number {
    return this.#leaks;
  }

  /** The answer, or undefined if the path is not the storage's. */
  handle(request: HttpRequest, address: BlobAddress): HttpResponse | undefined {
    if (!address.path.startsWith(blobPathPrefix)) return undefined;
    if (request.headers["authorization"] !== undefined) {
      this.#leaks += 1;
      return blobError("InvalidAuthenticationInfo");
    }
    const grant = checkBlobUrl(this.#secret, address, this.#store.nowMs());
    if (!grant.ok) return blobError("AuthenticationFailed", `Signature: ${grant.problem}.`);
    const operation = operationOf(request.method, address.query);
    if (operation === undefined) {
      return request.method === "PUT" || request.method === "GET"
        ? blobError("InvalidQueryParameterValue", "comp")
        : blobError("UnsupportedHttpVerb");
    }
    if (operation !== "GetBlob" && grant.value === "r") {
      return blobError("AuthorizationPermissionMismatch");
    }
    const blobPath = address.path.slice(blobPathPrefix.length);
    const call: ArtifactCall = { operation, name: undefined, runBackendId: runOf(blobPath) };
    return answerUnlessFaulty(this.#store.behaviour, call, () =>
      this.#apply(operation, request, { path: blobPath, query: address.query }),
    );
  }

  #apply(operation: ArtifactOperation, request: HttpRequest, address: BlobAddress): HttpResponse {
    if (operation === "GetBlob") {
      const blob = this.#store.blobs.read(address.path);
      return blob === undefined ? blobError("BlobNotFound") : blobContent(blob, address.query);
    }
    if (operation === "PutBlock") return this.#putBlock(request, address);
    if (operation === "PutBlockList") return this.#putBlockList(request, address.path);
    return this.#putBlob(request, address.path);
  }

  #putBlob(request: HttpRequest, blobPath: string): HttpResponse {
    const type = request.headers["x-ms-blob-type"];
    if (type === undefined) return blobError("MissingRequiredHeader", "x-ms-blob-type");
    if (type !== "BlockBlob") return blobError("InvalidHeaderValue", "x-ms-blob-type");
    const contentType = contentTypeOf(request, request.headers["content-type"]);
    const write = { contentType, nowMs: this.#store.nowMs() };
    const written = this.#store.blobs.put(blobPath, request.body, write);
    return written.ok ? blobCreated(written.value) : blobError(written.problem);
  }

  #putBlock(request: HttpRequest, address: BlobAddress): HttpResponse {
    const blockId = address.query.get("blockid") ?? "";
    if (!isBlockId(blockId)) return blobError("InvalidQueryParameterValue", "blockid");
    const problem = this.#store.blobs.putBlock(address.path, blockId, request.body);
    return problem === undefined ? blobCreated(undefined) : blobError(problem);
  }

  #putBlockList(request: HttpRequest, blobPath: string): HttpResponse {
    const blockIds = parseBlockList(new TextDecoder().decode(request.body));
    if (blockIds === undefined) return blobError("InvalidXmlDocument");
    const write = { contentType: contentTypeOf(request, undefined), nowMs: this.#store.nowMs() };
    const written = this.#store.blobs.putBlockList(blobPath, blockIds, write);
    return written.ok ? blobCreated(written.value) : blobError(written.problem);
  }
}

function operationOf(method: string, query: URLSearchParams): ArtifactOperation | undefined {
  const comp = query.get("comp");
  if (method === "GET") return comp === null ? "GetBlob" : undefined;
  if (method !== "PUT") return undefined;
  if (comp === null) return "PutBlob";
  if (comp === "block") return "PutBlock";
  return comp === "blocklist" ? "PutBlockList" : undefined;
}

function runOf(blobPath: string): string | undefined {
  const [run] = blobPath.split("/");
  return run === undefined ? undefined : decodeURIComponent(run);
}

function contentTypeOf(request: HttpRequest, otherwise: string | undefined): string {
  return request.headers["x-ms-blob-content-type"] ?? otherwise ?? "application/octet-stream";
}

/** Base64 of at most 64 bytes. */
function isBlockId(text: string): boolean {
  return /^[A-Za-z0-9+/]+={0,2}$/.test(text) && text.length % 4 === 0 && text.length <= 88;
}

/** The ids of `<BlockList><Latest>id</Latest>...</BlockList>` in their order; undefined if it is none. */
function parseBlockList(xml: string): string[] | undefined {
  const list = /<BlockList\s*>([\s\S]*)<\/BlockList>|<BlockList\s*\/>/.exec(xml);
  if (list === null) return undefined;
  const item = /<(Latest|Uncommitted)>\s*([A-Za-z0-9+/=]*)\s*<\/\1>/g;
  const inside = list[1] ?? "";
  if (inside.replace(item, "").trim() !== "") return undefined;
  return [...inside.matchAll(item)].map((found) => found[2] ?? "");
}
