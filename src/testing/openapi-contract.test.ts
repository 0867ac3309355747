import { expect, test } from "vitest";
import type { HttpRequest, HttpResponse } from "../emulator/http-message.js";
import { empty, json } from "../emulator/rest-answer.js";
import { openApiContract } from "./openapi-contract.js";

const comments = "/repos/o/r/issues/7/comments";

function request(method: string, path: string, body?: unknown): HttpRequest {
  const bytes = new TextEncoder().encode(body === undefined ? "" : JSON.stringify(body));
  return { method, url: `https://github.test${path}`, headers: {}, body: bytes };
}

function checkRequest(method: string, path: string, body?: unknown): () => void {
  return () => {
    const sent = request(method, path, body);
    openApiContract().checkRequest(sent, new URL(sent.url).pathname);
  };
}

function checkResponse(method: string, path: string, response: HttpResponse): () => void {
  return () => {
    openApiContract().checkResponse(request(method, path), path, response);
  };
}

test("requests are held to their description", () => {
  expect(checkRequest("GET", `${comments}?per_page=100&page=2`)).not.toThrow();
  expect(checkRequest("POST", comments, { body: "x" })).not.toThrow();
  expect(checkRequest("GET", `${comments}?marker=x`)).toThrow(/no query parameter marker/);
  expect(checkRequest("GET", `${comments}?page=two`)).toThrow(/query page must be integer/);
  expect(checkRequest("GET", "/repos/o/r/issues/seven/comments")).toThrow(/path issue_number/);
  expect(checkRequest("GET", "/repos/o/r/actions/runs?status=odd")).toThrow(/query status/);
  expect(checkRequest("POST", comments, {})).toThrow(/body must have required property 'body'/);
  expect(checkRequest("POST", comments, { body: 5 })).toThrow(/body\/body must be string/);
  expect(checkRequest("POST", comments)).toThrow(/body is no JSON/);
  expect(checkRequest("DELETE", "/repos/o/r/issues/comments/7", {})).toThrow(/not described/);
  expect(checkRequest("PUT", comments)).toThrow(/no such operation/);
});

test("answers are held to their description", () => {
  expect(checkResponse("GET", comments, json(200, []))).not.toThrow();
  expect(checkResponse("GET", comments, json(200, [{ id: 1 }]))).toThrow(/'node_id'/);
  expect(checkResponse("GET", comments, json(200, {}))).toThrow(/must be array/);
  expect(checkResponse("GET", comments, empty(200))).toThrow(/no JSON/);
  expect(checkResponse("GET", comments, json(206, []))).toThrow(/206 is not described/);
  expect(checkResponse("GET", comments, json(403, { message: 5 }))).toThrow(
    /message must be string/,
  );
  expect(checkResponse("GET", comments, empty(304))).not.toThrow();
  const one = "/repos/o/r/issues/comments/7";
  expect(checkResponse("DELETE", one, empty(204))).not.toThrow();
  expect(checkResponse("DELETE", one, json(204, {}))).toThrow(/should have no body/);
  const zip = "/repos/o/r/actions/artifacts/7/zip";
  expect(checkResponse("GET", zip, empty(302))).toThrow(/location/);
  expect(checkResponse("GET", zip, empty(302, { location: "https://x.test/" }))).not.toThrow();
});

test("violations are kept for those who swallow the error", () => {
  const contract = openApiContract();
  expect(() => {
    contract.checkResponse(request("GET", comments), comments, json(200, {}));
  }).toThrow();
  expect(contract.violations).toEqual([
    "GET https://github.test/repos/o/r/issues/7/comments: answer 200 must be array",
  ]);
});

test("null is allowed where GitHub says so, and only there", () => {
  const repository = "/repos/o/r/actions/runs/7/artifacts";
  const artifact = (changes: object): HttpResponse =>
    json(200, {
      total_count: 1,
      artifacts: [
        {
          id: 1,
          node_id: "A",
          name: "x",
          size_in_bytes: 1,
          url: "https://x.test",
          archive_download_url: "https://x.test",
          expired: false,
          created_at: "2026-01-01T00:00:00Z",
          expires_at: null,
          updated_at: null,
          ...changes,
        },
      ],
    });
  expect(checkResponse("GET", repository, artifact({}))).not.toThrow();
  expect(checkResponse("GET", repository, artifact({ name: null }))).toThrow(/name must be string/);
  const bad = artifact({ created_at: "yesterday" });
  expect(checkResponse("GET", repository, bad)).toThrow(/created_at must match format/);
});
