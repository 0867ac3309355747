/** Who checks the modelled GitHub's REST API against GitHub's own description of it? */
import type { HttpRequest, HttpResponse } from "./http-message.js";

/** A check of every request and answer; it throws on a violation (`testing/openapi-contract.ts`). */
export interface RestContract {
  /** `path` is without the query and without `/api/v3`. */
  checkRequest(request: HttpRequest, path: string): void;
  checkResponse(request: HttpRequest, path: string, response: HttpResponse): void;
}
