import { describe, expect, test } from "vitest";
import { type FailedAnswer, problemOf } from "./problem.js";

function problem(fields: Partial<FailedAnswer>, nowMs?: number): ReturnType<typeof problemOf> {
  return problemOf({ what: "GET /x", status: 500, headers: {}, message: "", ...fields }, nowMs);
}

test.each([
  [400, "", {}, "rejected"],
  [401, "Bad credentials", {}, "unauthorized"],
  [403, "Resource not accessible by integration", {}, "forbidden"],
  [403, "You have exceeded a secondary rate limit.", {}, "rate-limited"],
  [403, "API rate limit exceeded for installation ID 1.", {}, "rate-limited"],
  [403, "", { "retry-after": "5" }, "rate-limited"],
  [403, "", { "x-ratelimit-remaining": "0" }, "rate-limited"],
  [403, "", { "x-ratelimit-remaining": "10" }, "forbidden"],
  [404, "Not Found", {}, "not-found"],
  [409, "", {}, "conflict"],
  [410, "", {}, "not-found"],
  [422, "Validation Failed", {}, "rejected"],
  [429, "", {}, "rate-limited"],
  [500, "", {}, "server-error"],
  [502, "", {}, "server-error"],
  [503, "", {}, "server-error"],
  [204, "", {}, "malformed-answer"],
  [302, "", {}, "malformed-answer"],
])("%d %s %o is %s", (status, message, headers, code) => {
  expect(problem({ status, message, headers })).toMatchObject({ code, httpStatus: status });
});

describe("the words", () => {
  test.each([
    [404, "", "GET /x: HTTP 404"],
    [500, "internal server error", "GET /x: HTTP 500: internal server error"],
    [503, "line1\nline2\nline3", "GET /x: HTTP 503: line1 line2 line3"],
    [503, "  \r\n ", "GET /x: HTTP 503"],
  ])("%d %j", (status, message, expected) => {
    expect(problem({ status, message }).message).toBe(expected);
  });

  test("are shortened", () => {
    const { message } = problem({ message: "x".repeat(250) });
    expect(message).toContain("x".repeat(190));
    expect(message.length).toBeLessThanOrEqual("GET /x: HTTP 500: ".length + 203);
  });

  test("say what to do about a credential, and are one line", () => {
    expect(problem({ status: 401 }).message).toContain("GITHUB_TOKEN");
    expect(problem({ status: 403 }).message).toContain("pull-requests: write");
    expect(problem({ status: 403, message: "a\nb" }).message).not.toContain("\n");
    const runs = problem({ status: 403, what: "GET /repos/o/r/actions/runs" }).message;
    expect(runs).toMatch(/: HTTP 403; give the job `permissions: actions: read`$/);
  });

  test.each([
    [403, "Unable to create comment because issue is locked.", "unlock the pull request's"],
    [403, "Repository was archived so is read-only.", "nobody can write to an archived"],
    [422, "Repository was archived so is read-only", "nobody can write to an archived"],
    [403, "Commenting is disabled on issues with more than 2500 comments", "delete old comments"],
    [410, "Issues has been disabled in this repository.", "turn issues on"],
  ])("%d %j asks for no permission", (status, message, todo) => {
    const words = problem({ status, message }).message;
    expect(words).toContain(`: HTTP ${status}: ${message}; ${todo}`);
    expect(words).not.toContain("permissions:");
  });
});

describe("how long to wait", () => {
  const nowMs = 1_800_000_000_000;
  const reset = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1800000090" };

  test.each([
    ["as the server says", { "retry-after": "12" }, 12_000],
    ["not at all, if it says so", { "retry-after": "0" }, 0],
    ["until the reset", reset, 90_000],
    ["retry-after goes first", { ...reset, "retry-after": "3" }, 3_000],
    ["a minute if it says nothing", {}, 60_000],
    ["a minute if the reset is over", { "x-ratelimit-reset": "1799999999" }, 60_000],
    ["a minute if it is no number", { "retry-after": "soon" }, 60_000],
  ])("%s", (_name, headers, expected) => {
    expect(problem({ status: 429, headers }, nowMs).retryAfterMs).toBe(expected);
  });

  test("a minute for a reset while GitHub's time is not known", () => {
    expect(problem({ status: 429, headers: reset }).retryAfterMs).toBe(60_000);
  });

  test("nothing for any other problem", () => {
    expect(problem({ status: 502, headers: { "retry-after": "1" } }).retryAfterMs).toBeUndefined();
  });
});
