import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Prng } from "../base/prng.js";
import { ArtifactStorage } from "../emulator/artifact-extension.js";
import { EmulatedGitHub } from "../emulator/github.js";
import { serveGitHub, type ServedGitHub } from "../emulator/serve.js";
import type { RunRecord } from "../emulator/state.js";
import { openApiContract, type OpenApiContract } from "./openapi-contract.js";
import { VirtualClock } from "./virtual-clock.js";

const scope = { runBackendId: "ce7f54c7-61c7-4aae-887f-30da475f5f1a", jobBackendId: "ca395085" };
const token = "ghs_writer";
const dayMs = 86_400_000;

let clock: VirtualClock;
let contract: OpenApiContract;
let github: EmulatedGitHub;
let storage: ArtifactStorage;
let served: ServedGitHub;
let run: RunRecord;
let folder: string;

beforeEach(async () => {
  clock = new VirtualClock();
  contract = openApiContract();
  github = new EmulatedGitHub({
    clock,
    prng: Prng.fromSeed("artifact"),
    contract,
  });
  storage = new ArtifactStorage(clock);
  github.use(storage);
  const repository = github.addRepository({ fullName: "octo/repo" });
  run = github.addRun(repository, { path: ".github/workflows/ci.yml", headSha: "a".repeat(40) });
  storage.addRun({ runBackendId: scope.runBackendId, runId: run.id });
  github.addRepository({ fullName: "octo/other" });
  github.addToken({ token, permissions: { actions: "write" } });
  served = await serveGitHub(github);
  folder = await mkdtemp(join(tmpdir(), "rollcall-artifact-"));
});

afterEach(async () => {
  await served.close();
  await rm(folder, { recursive: true });
  expect(contract.violations).toEqual([]);
});

type Result = { readonly value?: unknown; readonly error?: string };

/** Lets the official client make the calls, as if in a job of the run. */
async function official(...calls: readonly (readonly unknown[])[]): Promise<readonly Result[]> {
  const client = fileURLToPath(new URL("actions-artifact-client.mjs", import.meta.url));
  const resultsPath = join(folder, "results.json");
  await promisify(execFile)(process.execPath, [client, JSON.stringify(calls), resultsPath], {
    env: {
      PATH: process.env["PATH"],
      ACTIONS_RUNTIME_TOKEN: storage.issueRuntimeToken(scope),
      ACTIONS_RESULTS_URL: `${served.url}/`,
      GITHUB_API_URL: served.url,
      GITHUB_SERVER_URL: "https://github.com",
    },
  });
  return JSON.parse(await readFile(resultsPath, "utf8")) as readonly Result[];
}

async function twirp(method: string, fields: object): Promise<Record<string, unknown>> {
  const path = `/twirp/github.actions.results.api.v1.ArtifactService/${method}`;
  const response = await fetch(served.url + path, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: `Bearer ${storage.issueRuntimeToken(scope)}`,
    },
    body: JSON.stringify({
      workflowRunBackendId: scope.runBackendId,
      workflowJobRunBackendId: scope.jobBackendId,
      ...fields,
    }),
  });
  return { status: response.status, ...((await response.json()) as object) };
}

/** Uploads with plain requests, in one `PUT`; the id. */
async function upload(name: string, bytes = "a zip, or so we say"): Promise<string> {
  const begun = await twirp("CreateArtifact", { name, version: 4 });
  const put = await fetch(String(begun["signed_upload_url"]), {
    method: "PUT",
    headers: { "x-ms-blob-type": "BlockBlob", "content-type": "application/zip" },
    body: bytes,
  });
  expect(put.status).toBe(201);
  const finalized = await twirp("FinalizeArtifact", { name, size: String(bytes.length) });
  expect(finalized["status"]).toBe(200);
  return String(finalized["artifact_id"]);
}

async function rest(
  path: string,
  options: { method?: string; as?: string; etag?: string } = {},
): Promise<Response> {
  return await fetch(path.startsWith("http") ? path : `${served.url}/repos/octo/repo${path}`, {
    method: options.method ?? "GET",
    redirect: "manual",
    headers: {
      authorization: `Bearer ${options.as ?? token}`,
      ...(options.etag === undefined ? {} : { "if-none-match": options.etag }),
    },
  });
}

async function names(response: Response): Promise<string[]> {
  const { artifacts } = (await response.json()) as { artifacts: { name: string }[] };
  return artifacts.map((artifact) => artifact.name);
}

describe("the official client", () => {
  test("uploads in blocks, lists, downloads and deletes in its own run", async () => {
    const file = join(folder, "large.bin");
    const content = randomBytes(9 * 1024 * 1024);
    await writeFile(file, content);
    const out = join(folder, "out");
    const [uploaded, listed, found, downloaded, again, deleted, empty, absent] = await official(
      ["uploadArtifact", "all of it", [file], folder, { compressionLevel: 0 }],
      ["listArtifacts"],
      ["getArtifact", "all of it"],
      ["downloadArtifact", 5_112_000_001, { path: out }],
      ["uploadArtifact", "all of it", [file], folder],
      ["deleteArtifact", "all of it"],
      ["listArtifacts"],
      ["getArtifact", "all of it"],
    );
    const { id, size, digest } = uploaded?.value as { id: number; size: number; digest: string };
    expect(size).toBeGreaterThan(content.length);
    const shown = {
      name: "all of it",
      id,
      size,
      createdAt: "2026-01-15T12:00:00.000Z",
      digest: `sha256:${digest}`,
    };
    expect(listed).toEqual({ value: { artifacts: [shown] } });
    expect(found).toEqual({ value: { artifact: shown } });
    expect(downloaded).toEqual({ value: { downloadPath: out, digestMismatch: false } });
    expect((await readFile(join(out, "large.bin"))).equals(content)).toBe(true);
    expect(again?.error).toMatch(/\(409\) Conflict: an artifact with this name already exists/);
    expect(deleted).toEqual({ value: { id } });
    expect(empty).toEqual({ value: { artifacts: [] } });
    expect(absent?.error).toMatch(/^Artifact not found for name: all of it/);
    expect(storage.tokenLeaks).toBe(0);
    expect(github.costs(token).rest).toBe(0);
  }, 90_000);

  test("lists, downloads and deletes through REST from anywhere else", async () => {
    const file = join(folder, "small.txt");
    await writeFile(file, "Hello");
    const findBy = {
      token,
      workflowRunId: Number(run.id),
      repositoryOwner: "octo",
      repositoryName: "repo",
    };
    const out = join(folder, "out");
    const [uploaded, listed, found, downloaded, deleted, empty] = await official(
      ["uploadArtifact", "small", [file], folder],
      ["listArtifacts", { findBy }],
      ["getArtifact", "small", { findBy }],
      ["downloadArtifact", 5_112_000_001, { findBy, path: out }],
      ["deleteArtifact", "small", { findBy }],
      ["listArtifacts", { findBy }],
    );
    const { id } = uploaded?.value as { id: number };
    expect(listed?.value).toMatchObject({ artifacts: [{ id, name: "small" }] });
    expect(found?.value).toMatchObject({ artifact: { id, name: "small" } });
    expect(downloaded?.value).toEqual({ downloadPath: out, digestMismatch: false });
    expect(await readFile(join(out, "small.txt"), "utf8")).toBe("Hello");
    expect(deleted).toEqual({ value: { id } });
    expect(empty).toEqual({ value: { artifacts: [] } });
    expect(storage.tokenLeaks).toBe(0);
  }, 90_000);
});

test("a finalization whose answer is lost has happened, and cannot be repeated", async () => {
  const begun = await twirp("CreateArtifact", { name: "one", version: 4 });
  const headers = { "x-ms-blob-type": "BlockBlob" };
  await fetch(String(begun["signed_upload_url"]), { method: "PUT", headers, body: "zip" });
  github.behaviour.fault = (operation) =>
    operation.name === "POST FinalizeArtifact" ? { kind: "lost-answer", as: 502 } : undefined;
  const finalize = async (): Promise<unknown> =>
    (await twirp("FinalizeArtifact", { name: "one", size: "3" }))["status"];
  expect(await finalize()).toBe(502);
  github.behaviour.fault = undefined;
  expect(await finalize()).toBe(404);
  expect(await twirp("ListArtifacts", {})).toMatchObject({ artifacts: [{ name: "one" }] });
});

describe("REST", () => {
  test("shows an artifact of any attempt, with GitHub's fields", async () => {
    const id = await upload("one");
    storage.addRun({ runBackendId: "attempt-2", runId: run.id });
    const response = await rest(`/actions/runs/${run.id}/artifacts`);
    const body = (await response.json()) as { artifacts: unknown[] };
    const url = `${served.url}/repos/octo/repo/actions/artifacts/${id}`;
    const shown = {
      id: Number(id),
      node_id: expect.any(String) as string,
      name: "one",
      size_in_bytes: 19,
      url,
      archive_download_url: `${url}/zip`,
      expired: false,
      created_at: "2026-01-15T12:00:00Z",
      expires_at: "2026-04-15T12:00:00Z",
      updated_at: "2026-01-15T12:00:00Z",
      digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) as string,
      workflow_run: {
        id: Number(run.id),
        repository_id: Number(run.repository.id),
        head_repository_id: Number(run.repository.id),
        head_branch: "topic",
        head_sha: "a".repeat(40),
      },
    };
    expect(body).toEqual({ total_count: 1, artifacts: [shown] });
    expect(await (await rest(`/actions/artifacts/${id}`)).json()).toEqual(shown);
  });

  test("pages, filters by the exact name, and answers an unchanged listing for free", async () => {
    for (const name of ["a", "ab", "b"]) await upload(name);
    const list = `/actions/runs/${run.id}/artifacts`;
    const first = await rest(`${list}?per_page=2`);
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.get("link") ?? "")?.[1] ?? "";
    expect(await names(first)).toEqual(["b", "ab"]);
    expect(await names(await rest(next))).toEqual(["a"]);
    expect(await names(await rest(`${list}?direction=asc&per_page=100`))).toEqual(["a", "ab", "b"]);
    const named = await rest(`${list}?name=a`);
    const etag = named.headers.get("etag") ?? "";
    expect(await named.json()).toMatchObject({ total_count: 1, artifacts: [{ name: "a" }] });
    expect((await rest(`${list}?name=a`, { etag })).status).toBe(304);
    expect(github.costs(token)).toMatchObject({ rest: 4, notModified: 1 });
  });

  test("redirects to an address that is good for a minute and takes no token", async () => {
    const id = await upload("one");
    const redirect = await rest(`/actions/artifacts/${id}/zip`);
    const location = redirect.headers.get("location") ?? "";
    expect(redirect.status).toBe(302);
    const download = await fetch(location);
    expect([download.status, await download.text()]).toEqual([200, "a zip, or so we say"]);
    const leak = await rest(location);
    expect([leak.status, storage.tokenLeaks]).toEqual([400, 1]);
    await clock.advance(60_000);
    expect((await fetch(location)).status).toBe(403);
  });

  test("answers 410 for an expired artifact and 404 for a deleted or foreign one", async () => {
    const [expired, deleted] = [await upload("old"), await upload("gone")];
    const statuses = async (id: string, prefix = ""): Promise<number[]> => [
      (await rest(`${prefix}/actions/artifacts/${id}`)).status,
      (await rest(`${prefix}/actions/artifacts/${id}/zip`)).status,
    ];
    const foreign = await rest(`${served.url}/repos/octo/other/actions/artifacts/${expired}`);
    expect(foreign.status).toBe(404);
    const otherRun = await rest(`${served.url}/repos/octo/other/actions/runs/${run.id}/artifacts`);
    expect(otherRun.status).toBe(404);
    expect((await rest(`/actions/artifacts/${deleted}`, { method: "DELETE" })).status).toBe(204);
    expect(await statuses(deleted)).toEqual([404, 404]);
    expect(await statuses(expired)).toEqual([200, 302]);
    await clock.advance(90 * dayMs);
    expect(await statuses(expired)).toEqual([200, 410]);
    const listing = await rest(`/actions/runs/${run.id}/artifacts`);
    expect(await listing.json()).toMatchObject({ artifacts: [{ name: "old", expired: true }] });
  });

  test("lists ghosts and lacks what is fresh while it lags", async () => {
    storage.behaviour.restListingLagMs = 3_000;
    await upload("old");
    await clock.advance(3_000);
    await twirp("DeleteArtifact", { name: "old" });
    await upload("new");
    const list = async (): Promise<string[]> =>
      await names(await rest(`/actions/runs/${run.id}/artifacts`));
    expect(await list()).toEqual(["old"]);
    await clock.advance(3_000);
    expect(await list()).toEqual(["new"]);
  });

  test("needs the permission: actions: read to read, actions: write to delete", async () => {
    const id = await upload("one");
    github.addToken({ token: "ghs_none", permissions: { pull_requests: "write" } });
    github.addToken({ token: "ghs_reader", permissions: { actions: "read" } });
    const refused = await rest(`/actions/artifacts/${id}`, { as: "ghs_none" });
    expect([403, 404]).toContain(refused.status);
    expect((await rest(`/actions/artifacts/${id}`, { as: "ghs_reader" })).status).toBe(200);
    const remove = { method: "DELETE", as: "ghs_reader" };
    expect((await rest(`/actions/artifacts/${id}`, remove)).status).toBe(403);
    expect((await rest(`/actions/artifacts/${id}`, { as: "ghs_nobody" })).status).toBe(401);
  });
});
