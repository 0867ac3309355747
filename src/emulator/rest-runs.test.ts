import { expect, test } from "vitest";
import { firstHead, openGitHub, testToken } from "../testing/emulated-github.js";
import type { Answer, TestGitHub } from "../testing/emulated-github.js";

const runsPath = "/repos/octo/demo/actions/runs";

function idsOf({ json }: Answer): number[] {
  return (json as { workflow_runs: { id: number }[] }).workflow_runs.map(({ id }) => id);
}

async function withRuns(): Promise<TestGitHub & { readonly ids: readonly number[] }> {
  const opened = openGitHub();
  const { clock, github, repository } = opened;
  const ci = { path: ".github/workflows/ci.yml", name: "CI", headSha: firstHead };
  const ids: number[] = [];
  for (const options of [
    { ...ci, event: "pull_request", status: "completed", conclusion: "failure" },
    { ...ci, event: "push" },
    { ...ci, path: ".github/workflows/lint.yaml", headSha: "b".repeat(40) },
  ]) {
    ids.push(Number(github.addRun(repository, options).id));
    await clock.advance(10_000);
  }
  return { ...opened, ids };
}

test("runs are listed by head, newest first, and filtered", async () => {
  const { call, ids } = await withRuns();
  const [first, second, third] = ids;
  const found = async (query: string): Promise<number[]> =>
    idsOf(await call("GET", `${runsPath}?${query}`));
  expect(await found("")).toEqual([third, second, first]);
  expect(await found(`head_sha=${firstHead}`)).toEqual([second, first]);
  expect(await found("event=push")).toEqual([second]);
  expect(await found("status=failure")).toEqual([first]);
  expect(await found("status=in_progress")).toEqual([third, second]);
  expect(await found("created=>=2026-01-15T12:00:10Z")).toEqual([third, second]);
  expect(await found("created=2026-01-15T12:00:00Z..2026-01-15T12:00:10Z")).toEqual([
    second,
    first,
  ]);
  expect(await found("created=<2026-01-15")).toEqual([]);
  expect(await found("created=2026-01-15")).toEqual([third, second, first]);
  expect(await found("per_page=1&page=2")).toEqual([second]);
});

test("a run tells its workflow, attempt, status and pull requests", async () => {
  const { call, github, ids, repository } = await withRuns();
  const run = github.addRun(repository, {
    id: "99999999999",
    path: ".github/workflows/ci.yml",
    headSha: firstHead,
  });
  github.setRun(run, { attempt: 2, status: "completed", conclusion: "cancelled" });
  const { json } = await call("GET", `${runsPath}/${run.id}`);
  expect(json).toMatchObject({
    id: 99_999_999_999,
    name: "ci",
    path: ".github/workflows/ci.yml",
    event: "pull_request",
    run_attempt: 2,
    run_number: 3,
    status: "completed",
    conclusion: "cancelled",
    head_sha: firstHead,
    pull_requests: [{ number: 7 }],
  });
  const first = (await call("GET", `${runsPath}/${String(ids[0])}`)).json;
  expect((first as { workflow_id: number }).workflow_id).toBe(
    (json as { workflow_id: number }).workflow_id,
  );
  expect((await call("GET", `${runsPath}/12`)).status).toBe(404);
});

test("a fork's run names no pull request", async () => {
  const { call, github, repository } = openGitHub();
  const fork = github.addRepository({ fullName: "mona/demo", isFork: true });
  const headSha = "c".repeat(40);
  github.addPull(repository, { number: 8, headSha, headRepository: fork });
  const options = { path: ".github/workflows/ci.yml", headSha, headRepository: fork };
  const run = github.addRun(repository, options);
  expect((await call("GET", `${runsPath}/${run.id}`)).json).toMatchObject({
    pull_requests: [],
    head_repository: { full_name: "mona/demo", fork: true },
  });
});

test("runs need actions: read, unless the repository is public", async () => {
  const { call, github } = openGitHub();
  github.addToken({ token: "no-actions", permissions: { pull_requests: "write" } });
  expect((await call("GET", runsPath, { token: "no-actions" })).status).toBe(403);
  github.addRepository({ fullName: "octo/open", isPrivate: false });
  const open = "/repos/octo/open/actions/runs";
  expect((await call("GET", open, { token: "no-actions" })).status).toBe(200);
});

test("a lagging list and a lagging read show the runs of a while ago", async () => {
  const { call, clock, github, repository } = openGitHub();
  const options = { path: ".github/workflows/ci.yml", headSha: firstHead };
  const run = github.addRun(repository, options);
  await clock.advance(5_000);
  github.setRun(run, { status: "completed", conclusion: "success" });
  const late = github.addRun(repository, options);
  github.behaviour.listLagMs = 2_000;
  github.behaviour.readLagMs = 1_000;
  const listed = await call("GET", runsPath);
  expect(idsOf(listed)).toEqual([Number(run.id)]);
  expect(listed.json).toMatchObject({ workflow_runs: [{ status: "in_progress" }] });
  expect((await call("GET", `${runsPath}/${late.id}`)).status).toBe(404);
  await clock.advance(1_000);
  expect((await call("GET", `${runsPath}/${late.id}`)).status).toBe(200);
  expect(idsOf(await call("GET", runsPath))).toEqual([Number(run.id)]);
  await clock.advance(1_000);
  expect(idsOf(await call("GET", runsPath))).toEqual([Number(late.id), Number(run.id)]);
});

test("an artifact's route is answered 404 while no extension has it", async () => {
  const { call, github } = openGitHub();
  expect((await call("GET", `${runsPath}/1/artifacts`)).status).toBe(404);
  expect(github.costs(testToken).rest).toBe(1);
});
