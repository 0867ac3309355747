import { describe, expect, test } from "vitest";
import { PublishWorld } from "../../testing/publish-world.js";
import { AnswerObserver } from "./observer.js";

const date = "Thu, 15 Jan 2026 12:00:00 GMT";

function headersOf(remaining: number, resource?: string): Record<string, string> {
  return {
    date,
    "x-ratelimit-limit": "5000",
    "x-ratelimit-remaining": String(remaining),
    "x-ratelimit-reset": "1768480000",
    ...(resource === undefined ? {} : { "x-ratelimit-resource": resource }),
  };
}

function observer(): AnswerObserver {
  return new AnswerObserver(new PublishWorld().processClock());
}

test("each budget has a ring of its own, of the newest 16", () => {
  const one = observer();
  for (let left = 5_000; left > 4_975; left -= 1) one.observe(headersOf(left, "core"));
  one.observe(headersOf(900, "graphql"));
  const { rest, restRecent = [], graphql, graphqlRecent = [] } = one.quota();
  expect(restRecent).toHaveLength(16);
  expect([restRecent.at(0)?.remaining, rest?.remaining]).toEqual([4_991, 4_976]);
  expect(restRecent.at(-1)).toBe(rest);
  const atMs = Date.parse(date);
  const resetAtMs = 1_768_480_000_000;
  expect(graphql).toEqual({ atMs, remaining: 900, limit: 5_000, resetAtMs });
  expect(graphqlRecent).toEqual([graphql]);
});

test("an older server names no budget: it is REST's", () => {
  const one = observer();
  one.observe(headersOf(10));
  expect(one.quota().rest?.remaining).toBe(10);
});

describe("headers that tell nothing (fact sheet 7.3)", () => {
  test.each<[string, Record<string, string | undefined>]>([
    ["another budget", headersOf(10, "search")],
    ["no remaining", { ...headersOf(10), "x-ratelimit-remaining": undefined }],
    ["an empty remaining", { ...headersOf(10), "x-ratelimit-remaining": "" }],
    ["a negative remaining", headersOf(-1)],
    ["a bad limit", { ...headersOf(10), "x-ratelimit-limit": "many" }],
    ["a limit of 0", { ...headersOf(10), "x-ratelimit-limit": "0" }],
  ])("%s", (_, headers) => {
    const one = observer();
    one.observe(headers);
    expect(one.quota()).toEqual({});
  });
});
