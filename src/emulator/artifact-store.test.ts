import { describe, expect, test } from "vitest";
import { calmArtifactBehaviour } from "./artifact-behaviour.js";
import type { Artifact, ArtifactKey } from "./artifact-record.js";
import { ArtifactStore } from "./artifact-store.js";
import { sha256Digest } from "./blob-store.js";

const startMs = 1_800_000_000_000;

/** A store on a clock that only the test moves. */
function storeAt(startingMs = startMs): { store: ArtifactStore; pass: (ms: number) => void } {
  let nowMs = startingMs;
  const clock = {
    nowMs: (): number => nowMs,
    wait: (): Promise<void> => Promise.reject(new Error("nothing here waits")),
  };
  const store = new ArtifactStore(clock, calmArtifactBehaviour());
  store.addRun({ runBackendId: "run-1", runId: "77" });
  return { store, pass: (ms) => (nowMs += ms) };
}

function keyOf(name: string, ids: Partial<ArtifactKey> = {}): ArtifactKey {
  return { runBackendId: "run-1", jobBackendId: "job-1", name, ...ids };
}

function upload(store: ArtifactStore, key: ArtifactKey, text = "zip of " + key.name): Artifact {
  const begun = store.create(key);
  if (!begun.ok) throw new Error(begun.problem.message);
  const bytes = new TextEncoder().encode(text);
  store.blobs.put(begun.value.blobPath, bytes, { contentType: "application/zip", nowMs: startMs });
  const finalized = store.finalize(key, { sizeBytes: bytes.length, hash: sha256Digest(bytes) });
  if (!finalized.ok) throw new Error(finalized.problem.message);
  return finalized.value;
}

function listed(store: ArtifactStore, runBackendId = "run-1"): string[] {
  return store.listForResults(runBackendId).map((artifact) => artifact.name);
}

function problemOf(result: { ok: boolean; problem?: { code: string } }): string | undefined {
  return result.problem?.code;
}

describe("names", () => {
  test("a pending or finalized artifact of any job of the run holds its name", () => {
    const { store } = storeAt();
    expect(store.create(keyOf("a")).ok).toBe(true);
    expect(problemOf(store.create(keyOf("a", { jobBackendId: "job-2" })))).toBe("already_exists");
    upload(store, keyOf("b"));
    expect(problemOf(store.create(keyOf("b")))).toBe("already_exists");
  });

  test("are free in another attempt, after a deletion and after the expiry", () => {
    const { store, pass } = storeAt();
    store.addRun({ runBackendId: "run-1b", runId: "77" });
    upload(store, keyOf("a"));
    expect(store.create(keyOf("a", { runBackendId: "run-1b" })).ok).toBe(true);
    expect(store.delete(keyOf("a")).ok).toBe(true);
    upload(store, keyOf("a"));
    pass(store.behaviour.retentionMs);
    expect(store.create(keyOf("a")).ok).toBe(true);
  });

  test("may stay taken for a while after a deletion", () => {
    const { store, pass } = storeAt();
    store.behaviour.nameHeldAfterDeleteMs = 2_000;
    upload(store, keyOf("a"));
    store.delete(keyOf("a"));
    pass(1_999);
    expect(problemOf(store.create(keyOf("a")))).toBe("already_exists");
    pass(1);
    expect(store.create(keyOf("a")).ok).toBe(true);
  });

  test("may be used twice, and then the newest counts", () => {
    const { store } = storeAt();
    store.behaviour.duplicateNamesAllowed = true;
    upload(store, keyOf("a"));
    const second = upload(store, keyOf("a"));
    expect(listed(store)).toEqual(["a", "a"]);
    expect(store.findLive(keyOf("a"))).toBe(second);
  });

  test.each(['"', ":", "<", ">", "|", "*", "?", "\\", "/", "\n", "\r"])(
    "cannot have %j",
    (wrong) => {
      const { store } = storeAt();
      expect(problemOf(store.create(keyOf(`a${wrong}b`)))).toBe("invalid_argument");
    },
  );
});

describe("finalizing", () => {
  test("needs the size and the hash of the bytes, and leaves the upload open otherwise", () => {
    const { store } = storeAt();
    const begun = store.create(keyOf("a"));
    if (!begun.ok) throw new Error("not begun");
    expect(problemOf(store.finalize(keyOf("a"), { sizeBytes: 0 }))).toBe("invalid_argument");
    const bytes = new TextEncoder().encode("zip");
    store.blobs.put(begun.value.blobPath, bytes, { contentType: "", nowMs: 0 });
    expect(problemOf(store.finalize(keyOf("a"), { sizeBytes: 4 }))).toBe("invalid_argument");
    const wrong = { sizeBytes: 3, hash: sha256Digest(new Uint8Array(3)) };
    expect(problemOf(store.finalize(keyOf("a"), wrong))).toBe("invalid_argument");
    expect(store.finalize(keyOf("a"), { sizeBytes: 3 }).ok).toBe(true);
    expect(problemOf(store.finalize(keyOf("a"), { sizeBytes: 3 }))).toBe("not_found");
  });

  test("gives growing ids and makes the bytes immutable", () => {
    const { store } = storeAt();
    const [first, second] = [upload(store, keyOf("a")), upload(store, keyOf("b"))];
    expect(BigInt(second.artifactId)).toBeGreaterThan(BigInt(first.artifactId));
    const late = store.blobs.put(first.blobPath, new Uint8Array(1), { contentType: "", nowMs: 0 });
    expect(late).toEqual({ ok: false, problem: "BlobImmutableDueToPolicy" });
  });

  test("is of the job that created it, and of a known run", () => {
    const { store } = storeAt();
    store.create(keyOf("a"));
    const other = keyOf("a", { jobBackendId: "job-2" });
    expect(problemOf(store.finalize(other, { sizeBytes: 0 }))).toBe("not_found");
    expect(problemOf(store.create(keyOf("a", { runBackendId: "run-9" })))).toBe("not_found");
  });
});

describe("listings", () => {
  test("show nothing before it is finalized, nor after it is deleted or expired", () => {
    const { store, pass } = storeAt();
    store.create(keyOf("pending"));
    upload(store, keyOf("a"));
    upload(store, keyOf("b"));
    expect(listed(store)).toEqual(["a", "b"]);
    store.delete(keyOf("a"));
    expect(listed(store)).toEqual(["b"]);
    expect(problemOf(store.delete(keyOf("a")))).toBe("not_found");
    expect(problemOf(store.delete(keyOf("pending")))).toBe("not_found");
    pass(store.behaviour.retentionMs);
    expect(listed(store)).toEqual([]);
    expect(store.listForRest("77").map((one) => one.name)).toEqual(["b"]);
  });

  test("may be those of any moment of the past", () => {
    const { store, pass } = storeAt();
    upload(store, keyOf("a"));
    pass(1_000);
    upload(store, keyOf("b"));
    pass(1_000);
    store.delete(keyOf("a"));
    pass(1_000);
    const asOf = (lagMs: number): string[] => {
      store.behaviour.resultsListingLagMs = lagMs;
      return listed(store);
    };
    expect([0, 1_000, 1_001, 2_000, 2_001, 3_000, 3_001].map(asOf)).toEqual([
      ["b"],
      ["b"],
      ["a", "b"],
      ["a", "b"],
      ["a"],
      ["a"],
      [],
    ]);
    expect(store.listForRest("77").map((one) => one.name)).toEqual(["b"]);
  });

  test("may show ghosts while they already show what is new", () => {
    const { store, pass } = storeAt();
    store.behaviour.ghostMs = 5_000;
    upload(store, keyOf("a"));
    store.delete(keyOf("a"));
    upload(store, keyOf("b"));
    expect(listed(store)).toEqual(["a", "b"]);
    expect(store.findLive(keyOf("a"))).toBeUndefined();
    pass(5_000);
    expect(listed(store)).toEqual(["b"]);
  });

  test("hold an attempt's own artifacts and inherited ones; REST's those of all attempts", () => {
    const { store } = storeAt();
    store.addRun({ runBackendId: "run-1b", runId: "77", inherits: ["run-1"] });
    store.addRun({ runBackendId: "run-2", runId: "78" });
    upload(store, keyOf("a"));
    upload(store, keyOf("b", { runBackendId: "run-1b" }));
    upload(store, keyOf("c", { runBackendId: "run-2" }));
    expect(listed(store)).toEqual(["a"]);
    expect(listed(store, "run-1b")).toEqual(["a", "b"]);
    expect(store.listForRest("77").map((one) => one.name)).toEqual(["a", "b"]);
    store.behaviour.resultsListingOrder = "newest-first";
    expect(listed(store, "run-1b")).toEqual(["b", "a"]);
  });
});

test.each([
  { limitCountsDeleted: false, expected: undefined },
  { limitCountsDeleted: true, expected: "resource_exhausted" },
])("a job has at most 500 artifacts (deleted count: $limitCountsDeleted)", (knobs) => {
  const { store } = storeAt();
  store.behaviour.limitCountsDeleted = knobs.limitCountsDeleted;
  for (let index = 0; index < 500; index += 1) upload(store, keyOf(`a${String(index)}`));
  expect(problemOf(store.create(keyOf("more")))).toBe("resource_exhausted");
  expect(store.create(keyOf("other", { jobBackendId: "job-2" })).ok).toBe(true);
  store.delete(keyOf("a0"));
  expect(problemOf(store.create(keyOf("more")))).toBe(knobs.expected);
});
