import { Buffer } from "node:buffer";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitraryRoster } from "../testing/arbitrary-roster.js";
import { makeEntry, makeRun, testHead } from "../testing/make-entry.js";
import { typicalRoster } from "../testing/typical-roster.js";
import { type Payload, decodePayload, encodePayload } from "./payload.js";
import { zipOf } from "./zip.js";

const payload: Payload = {
  version: 1,
  kind: "digest",
  head: testHead,
  lane: "pull-request",
  entries: [
    makeEntry(),
    makeEntry({ task: "test", links: [{ label: "Log", url: "https://x/1" }] }),
  ],
  runs: [makeRun()],
  quota: { graphql: [{ atMs: 1_000, remaining: 900, limit: 1_000, resetAtMs: 0 }] },
  published: { atMs: 1_763_950_000_000, verified: true },
  shown: { snippets: ["a"], reproduce: [], fix: [] },
};

function decodeJson(value: unknown): ReturnType<typeof decodePayload> {
  return decodePayload(zipOf("rollcall.json", Buffer.from(JSON.stringify(value))));
}

function problemOf(value: unknown): string {
  const decoded = decodeJson(value);
  return decoded.ok ? decoded.value.problems.join("; ") : decoded.problem;
}

describe("a payload", () => {
  it("comes back as it was", () => {
    const decoded = decodePayload(encodePayload(payload));
    expect(decoded).toEqual({ ok: true, value: { payload, problems: [] } });
  });

  it("comes back whatever its roster", () => {
    fc.assert(
      fc.property(arbitraryRoster, fc.constantFrom("entry", "digest"), (any, kind) => {
        const { lane, head, runs, entries, shown } = any;
        const one: Payload = { version: 1, kind, lane, head, runs, entries, shown };
        const decoded = decodePayload(encodePayload(one));
        expect(decoded).toEqual({ ok: true, value: { payload: one, problems: [] } });
      }),
    );
  });

  it("is small, also for 1,000 tasks", () => {
    const digest = { ...payload, ...typicalRoster(1_000) };
    expect(encodePayload(digest).length).toBeLessThan(60_000);
  });

  it("has defaults for what others may have left out", () => {
    const decoded = decodeJson({ kind: "entry", lane: "merge-queue", head: "abc" });
    expect(decoded).toEqual({
      ok: true,
      value: {
        payload: {
          version: 1,
          kind: "entry",
          lane: "merge-queue",
          head: "abc",
          entries: [],
          runs: [],
        },
        problems: [],
      },
    });
  });

  it.each([
    [
      { ...payload, version: 2 },
      "rollcall.json: version 2 is newer than 1, the newest known here; use a newer Rollcall",
    ],
    [{ ...payload, version: "1" }, 'rollcall.json: expected version 1, found "1"'],
    [[], "rollcall.json: expected an object, found a list of 0"],
    [null, "rollcall.json: expected an object, found null"],
    [
      { ...payload, kind: "x" },
      'rollcall.json: kind: expected one of entry, digest, found "x"; left out, and all with it',
    ],
    [
      { ...payload, head: undefined },
      "rollcall.json: head: expected a value, found nothing; all left out",
    ],
    [
      { ...payload, published: { atMs: "x", verified: true } },
      'published.atMs: expected a number of milliseconds, found "x"; left out, and published with it',
    ],
    [
      { ...payload, entries: [{ status: "passed" }, 5] },
      "entries[0].task: expected a value, found nothing; entries[0] left out; entries[1]: expected an object, found 5; left out",
    ],
    [
      { ...payload, quota: { rest: [{}] } },
      "quota.rest[0].atMs: expected a value, found nothing; quota.rest[0] left out",
    ],
  ])("says what is wrong in one that came from elsewhere", (value, problem) => {
    expect(problemOf(value)).toBe(problem);
  });

  it("that is no JSON, or no zip, is refused", () => {
    const zip = zipOf("rollcall.json", Buffer.from("{"));
    expect(decodePayload(zip)).toEqual({
      ok: false,
      problem: "rollcall.json: expected JSON, found none",
    });
    expect(decodePayload(Buffer.from("x")).ok).toBe(false);
  });

  it("never makes the reader throw", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        decodeJson(value);
        decodeJson({ ...payload, entries: value, runs: [value], quota: { rest: value } });
      }),
    );
  });
});
