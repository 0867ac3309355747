import { describe, expect, test } from "vitest";
import { ids, origin, scope, startMs, StorageAlone, text } from "../testing/storage-alone.js";
import { issueRuntimeToken } from "./token-scope.js";

describe("the results service", () => {
  test("creates, finalizes, lists, signs and deletes, whichever case the fields have", async () => {
    const world = new StorageAlone();
    const camel = { workflowRunBackendId: "run-1", workflowJobRunBackendId: "job-1" };
    const begun = await world.call("CreateArtifact", { ...camel, name: "a", version: 4 });
    expect(begun).toEqual({
      status: 200,
      ok: true,
      signed_upload_url: expect.stringMatching(`^${origin}/blobs/.*[?&]sig=`) as string,
    });
    await world.put(String(begun["signed_upload_url"]), "zip");
    const finalized = await world.call("FinalizeArtifact", { ...camel, name: "a", size: 3 });
    expect(finalized).toEqual({ status: 200, ok: true, artifact_id: "5112000001" });
    expect((await world.call("ListArtifacts", camel))["artifacts"]).toEqual([
      {
        ...ids,
        database_id: "5112000001",
        name: "a",
        size: "3",
        created_at: "2027-01-15T08:00:00Z",
        digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) as string,
      },
    ]);
    const download = await world.send("GET", await world.signedUrl("a"));
    expect([download.status, text(download)]).toEqual([200, "zip"]);
    expect(download.headers["content-type"]).toBe("application/zip");
    const gone = await world.call("DeleteArtifact", { ...camel, name: "a" });
    expect(gone).toEqual({ status: 200, ok: true, artifact_id: "5112000001" });
    expect(await world.call("DeleteArtifact", { ...camel, name: "a" })).toEqual({
      status: 404,
      code: "not_found",
      msg: "artifact not found",
    });
  });

  test("filters by name and by id, and shows ghosts", async () => {
    const world = new StorageAlone();
    await world.upload("a");
    const idOfB = await world.upload("b");
    expect(await world.listed({ name_filter: "a" })).toEqual(["a"]);
    expect(await world.listed({ idFilter: idOfB })).toEqual(["b"]);
    await world.call("DeleteArtifact", { ...ids, name: "a" });
    world.storage.behaviour.ghostMs = 1_000;
    expect(await world.listed()).toEqual(["a", "b"]);
    const signed = await world.call("GetSignedArtifactURL", { ...ids, name: "a" });
    expect([signed.status, signed["code"]]).toEqual([404, "not_found"]);
    world.storage.behaviour.resultsListingLagMs = 1;
    expect(await world.listed()).toEqual([]);
  });

  test.each([
    ["CreateArtifact", { version: 4, name: "taken" }, 409, "already_exists"],
    ["CreateArtifact", { version: 4, name: "a/b" }, 400, "invalid_argument"],
    ["CreateArtifact", { version: 3, name: "a" }, 400, "invalid_argument"],
    ["CreateArtifact", { version: 4 }, 400, "invalid_argument"],
    ["CreateArtifact", { version: 4, name: 7 }, 400, "malformed"],
    ["CreateArtifact", { version: 4, name: "a", expires_at: "soon" }, 400, "malformed"],
    [
      "CreateArtifact",
      { version: 4, name: "a", expires_at: "2026-01-01T00:00:00Z" },
      400,
      "invalid_argument",
    ],
    ["FinalizeArtifact", { name: "absent", size: "1" }, 404, "not_found"],
    ["FinalizeArtifact", { name: "taken", size: "-1" }, 400, "malformed"],
    ["GetSignedArtifactURL", { name: "absent" }, 404, "not_found"],
    ["DeleteArtifact", { name: "absent" }, 404, "not_found"],
    ["Nonsense", {}, 404, "bad_route"],
  ])("%s of %j is refused with %i %s", async (method, fields, status, code) => {
    const world = new StorageAlone();
    await world.upload("taken");
    const answer = await world.call(method, { ...ids, ...fields });
    expect([answer.status, answer["code"], typeof answer["msg"]]).toEqual([status, code, "string"]);
  });

  test("answers 429 beyond the job's limit", async () => {
    const world = new StorageAlone();
    world.storage.behaviour.jobArtifactsMax = 1;
    await world.upload("a");
    const answer = await world.call("CreateArtifact", { ...ids, name: "b", version: 4 });
    expect([answer.status, answer["code"]]).toEqual([429, "resource_exhausted"]);
  });
});

describe("a token", () => {
  test("reaches its own run only", async () => {
    const world = new StorageAlone();
    await world.upload("a");
    const other = world.storage.issueRuntimeToken({ runBackendId: "run-2", jobBackendId: "job-1" });
    for (const method of [
      "CreateArtifact",
      "ListArtifacts",
      "GetSignedArtifactURL",
      "DeleteArtifact",
    ]) {
      const answer = await world.call(method, { ...ids, name: "a", version: 4 }, other);
      expect([answer.status, answer["code"]]).toEqual([403, "permission_denied"]);
    }
    const own = { ...ids, workflow_run_backend_id: "run-2" };
    expect((await world.call("ListArtifacts", own, other))["artifacts"]).toEqual([]);
  });

  test("reads and deletes what other jobs of its run made, but creates for its own job only", async () => {
    const world = new StorageAlone();
    await world.upload("a");
    const other = world.storage.issueRuntimeToken({ runBackendId: "run-1", jobBackendId: "job-2" });
    const create = await world.call("CreateArtifact", { ...ids, name: "b", version: 4 }, other);
    expect(create.status).toBe(403);
    const itsOwnIds = { ...ids, workflow_job_run_backend_id: "job-2", name: "a" };
    expect((await world.call("DeleteArtifact", itsOwnIds, other)).status).toBe(404);
    const theArtifacts = { ...ids, name: "a" };
    expect((await world.call("GetSignedArtifactURL", theArtifacts, other)).status).toBe(200);
    expect((await world.call("DeleteArtifact", theArtifacts, other)).status).toBe(200);
  });

  test("of a partial re-run reads the earlier attempt's artifacts, unless GitHub is broken", async () => {
    const world = new StorageAlone();
    await world.upload("a");
    world.storage.addRun({ runBackendId: "run-1b", runId: "77", inherits: ["run-1"] });
    const rerun = world.storage.issueRuntimeToken({
      runBackendId: "run-1b",
      jobBackendId: "job-9",
    });
    const sign = async (): Promise<unknown> =>
      (await world.call("GetSignedArtifactURL", { ...ids, name: "a" }, rerun)).status;
    expect(await sign()).toBe(200);
    world.storage.behaviour.inheritedUnsignable = true;
    expect(await sign()).toBe(404);
    expect((await world.call("DeleteArtifact", { ...ids, name: "a" }, rerun)).status).toBe(403);
  });

  test.each([
    ["missing", "", 401],
    ["no JWT", "ghs_token", 401],
    ["of another GitHub", issueRuntimeToken("other", { ...scope, issuedAtMs: startMs }), 401],
    [
      "without the scope",
      issueRuntimeToken("the emulator's secret", {
        ...scope,
        issuedAtMs: startMs,
        scopes: ["Actions.Other:1:2"],
      }),
      403,
    ],
  ])("that is %s is refused", async (_, token, status) => {
    expect((await new StorageAlone().call("ListArtifacts", ids, token)).status).toBe(status);
  });

  test("whose claims were changed, or which is too old, is refused", async () => {
    const world = new StorageAlone();
    const [head, , sealed] = world.token.split(".");
    const forged = issueRuntimeToken("x", {
      runBackendId: "run-2",
      jobBackendId: "j",
      issuedAtMs: startMs,
    });
    const mixed = [head, forged.split(".")[1], sealed].join(".");
    expect((await world.call("ListArtifacts", ids, mixed)).status).toBe(401);
    world.nowMs += 6 * 3_600_000 - 1;
    expect((await world.call("ListArtifacts", ids)).status).toBe(200);
    world.nowMs += 1;
    expect((await world.call("ListArtifacts", ids)).status).toBe(401);
  });
});
