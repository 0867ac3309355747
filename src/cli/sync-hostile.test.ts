/**
 * Does a `sync` under `workflow_run`, which holds a token that may write, believe anything that a fork
 * says in its artifacts?
 */
import { beforeEach, describe, expect, test } from "vitest";
import { formatName, writerOf } from "../codec/board-name.js";
import { encodePayload } from "../codec/payload.js";
import { decodeBody } from "../codec/state-block.js";
import type { RunRecord } from "../emulator/state.js";
import { liveEntries } from "../merge/live.js";
import type { Entry } from "../model/entry.js";
import { makeEntry } from "../testing/make-entry.js";
import {
  RunnerWorld,
  runnerHead,
  runnerPull,
  runnerRepository,
  runnerRun,
} from "../testing/runner-world.js";
import { runProgram } from "./program.js";

const forkHead = "c0ffee".padEnd(40, "0");
const forkRun = "9000000201";
const syncRun = "9000000202";
const strangerRun = "9000000999";
const forkPull = 77;

let world: RunnerWorld;
let run: RunRecord;

beforeEach(() => {
  world = new RunnerWorld();
  const { github, repository } = world;
  const fork = github.addRepository({ fullName: "mona/widgets", isFork: true });
  github.addPull(repository, { number: forkPull, headSha: forkHead, headRepository: fork });
  run = world.addRun({ id: forkRun, headSha: forkHead, headRepository: fork });
  github.setRun(run, { status: "completed", conclusion: "failure" });
  world.addRun({ id: syncRun, path: ".github/workflows/sync.yml", event: "workflow_run" });
});

/** An entry of the fork's run, but for what is said otherwise. */
function entryOf(fields: Partial<Entry>): Entry {
  return makeEntry({ runId: forkRun, workflow: runnerRun.path, job: "unit", ...fields });
}

/** What the fork's job left on its run's board. */
function leave(entries: readonly Entry[], head = forkHead, runId = forkRun): void {
  for (const entry of entries) {
    const { attempt, seq, final } = entry;
    const name = formatName({ kind: "entry", writer: writerOf(entry), attempt, seq, final });
    const payload = { version: 1, kind: "entry", head, lane: "pull-request", runs: [] } as const;
    world.leaveArtifact(runId, name, encodePayload({ ...payload, entries: [entry] }));
  }
}

interface Synced {
  readonly outcome: { readonly kind: string; readonly reason?: unknown; readonly problem?: string };
  readonly lines: readonly string[];
}

async function sync(
  args: readonly string[] = [],
  change: Readonly<Record<string, unknown>> = {},
): Promise<Synced> {
  const event = {
    workflow_run: {
      id: Number(forkRun),
      run_attempt: 1,
      path: runnerRun.path,
      event: "pull_request",
      head_sha: forkHead,
      head_branch: "patch-1",
      head_repository: { full_name: "mona/widgets" },
      pull_requests: [],
      status: "completed",
      conclusion: "failure",
      ...change,
    },
  };
  world.writeEvent(event);
  const place = { GITHUB_EVENT_NAME: "workflow_run", GITHUB_REF: "refs/heads/main" };
  const env = world.environment(place, syncRun);
  const { host, printed } = world.host(["sync", "--json", ...args], env);
  expect(await world.toItsEnd(runProgram(host))).toBe(0);
  expect(world.contract.violations).toEqual([]);
  const { outcome } = JSON.parse(printed.out.join("")) as Synced;
  return { outcome, lines: printed.lines };
}

/** The rows of a pull request's comment: workflow, task, status. */
function rowsOf(number: number): readonly string[] {
  const pull = world.github.findPull(world.repository, number);
  const bodies = world.github.commentsOf(pull).map(({ body }) => decodeBody(body));
  return bodies.flatMap((decoded) =>
    decoded.kind === "state"
      ? liveEntries(decoded.roster).map(
          ({ entry }) => `${entry.workflow} ${entry.task} ${entry.status}`,
        )
      : [decoded.kind],
  );
}

const ci = runnerRun.path;

test("what the fork's run says of itself is published", async () => {
  leave([entryOf({ task: "unit", status: "failed" })]);
  expect((await sync()).outcome).toEqual({ kind: "published" });
  expect(rowsOf(forkPull)).toEqual([`${ci} unit failed`]);
  expect(rowsOf(runnerPull)).toEqual([]);
});

describe("an artifact of the fork's run", () => {
  const honest = { task: "unit", status: "failed" } as const;
  const lies: readonly [string, Partial<Entry>][] = [
    ["another workflow", { workflow: ".github/workflows/release.yml" }],
    ["another event", { event: "push" }],
    ["another run", { runId: "9999999999999" }],
    ["an attempt that there was not", { attempt: 9 }],
  ];
  test.each(lies)("claims %s: left out, with a line", async (_, lie) => {
    leave([entryOf(honest), entryOf({ task: "lie", ...lie })]);
    const { outcome, lines } = await sync();
    expect(outcome).toEqual({ kind: "published" });
    expect(rowsOf(forkPull)).toEqual([`${ci} unit failed`]);
    expect(lines).toEqual([
      expect.stringMatching(
        /^::warning .*of run 9000000201: 1 of 1 entries are of another run, workflow or attempt; left out$/,
      ),
    ]);
  });

  test("claims the rows of a trusted workflow of the same head: they stand", async () => {
    const trusted = world.addRun({
      id: "9000000150",
      path: ".github/workflows/lint.yml",
      headSha: forkHead,
    });
    const lint = makeEntry({
      runId: trusted.id,
      workflow: trusted.path,
      task: "lint",
      status: "failed",
    });
    const { attempt, seq, final } = lint;
    const name = formatName({ kind: "entry", writer: writerOf(lint), attempt, seq, final });
    const payload = { version: 1, kind: "entry", head: forkHead, lane: "pull-request" } as const;
    world.leaveArtifact(trusted.id, name, encodePayload({ ...payload, runs: [], entries: [lint] }));
    // A later version of the same row, and a newer run in its place.
    leave([
      entryOf({ ...lint, status: "passed", seq: 99 }),
      entryOf({ ...lint, status: "passed", runId: forkRun }),
      entryOf(honest),
    ]);
    await sync();
    expect([...rowsOf(forkPull)].sort()).toEqual([
      `${ci} unit failed`,
      ".github/workflows/lint.yml lint failed",
    ]);
  });

  test("of a stranger's run of the same commit, a newer one: neither believed nor downloaded", async () => {
    const eve = world.github.addRepository({ fullName: "eve/widgets", isFork: true });
    world.addRun({ id: strangerRun, headSha: forkHead, headRepository: eve });
    leave([entryOf(honest)]);
    leave([entryOf({ ...honest, status: "passed", runId: strangerRun })], forkHead, strangerRun);
    const downloads: string[] = [];
    world.github.onExchange(({ request: { url } }) => {
      if (/\/artifacts/.test(url) && url.includes(strangerRun)) downloads.push(url);
    });
    expect((await sync()).outcome).toEqual({ kind: "published" });
    expect(rowsOf(forkPull)).toEqual([`${ci} unit failed`]);
    expect(downloads).toEqual([]);
  });

  test("has fields that nobody can have: they are cut or left out, and said", async () => {
    const entry = entryOf({ ...honest, result: "x".repeat(600), elapsedMs: -5 });
    leave([entry]);
    const { outcome, lines } = await sync();
    expect(outcome).toEqual({ kind: "published" });
    expect(rowsOf(forkPull)).toEqual([`${ci} unit failed`]);
    expect(lines).toEqual([
      expect.stringMatching(
        /^::warning .*-final: entries\[0\]\.result: expected at most 500 characters, found "x+\.\.\.; cut$/,
      ),
      expect.stringMatching(/^::warning .*-final: entries\[0\]\.elapsedMs: .*found -5; left out$/),
    ]);
  });

  test("leads to pages of another host: shown without them, and said", async () => {
    const evil = "https://evil.example/job";
    const page = "https://github.com/octo-org/widgets/actions/runs/9000000201/job/1";
    leave([entryOf({ ...honest, jobUrl: evil, checkUrl: page })]);
    const { outcome, lines } = await sync();
    expect(outcome).toEqual({ kind: "published" });
    const pull = world.github.findPull(world.repository, forkPull);
    const body = world.github.commentsOf(pull)[0]?.body ?? "";
    const decoded = decodeBody(body);
    const entries = decoded.kind === "state" ? decoded.roster.entries : [];
    expect(entries).toMatchObject([{ task: "unit", checkUrl: page }]);
    expect(body + JSON.stringify(entries)).not.toContain("evil.example");
    expect(lines).toEqual([
      expect.stringMatching(
        /^::warning .*the row of "unit", jobUrl: expected a page of .*, found "https:\/\/evil.example\/job"; left out$/,
      ),
    ]);
  });

  test("claims another head: ignored", async () => {
    leave([entryOf(honest)], runnerHead);
    await sync();
    expect(rowsOf(forkPull)).toEqual([]);
    expect(rowsOf(runnerPull)).toEqual([]);
  });
});

describe("the pull request", () => {
  beforeEach(() => {
    leave([entryOf({ task: "unit", status: "failed" })]);
  });

  test("is not another one that an artifact named", async () => {
    const { outcome, lines } = await sync(["--pr", String(runnerPull)]);
    expect(outcome).toMatchObject({ kind: "failed" });
    expect(lines).toEqual([
      expect.stringMatching(
        /nothing to sync: pull request #12: expected a head in the triggering run's repository mona\/widgets, found octo-org\/widgets; name no other/,
      ),
    ]);
    expect(rowsOf(runnerPull)).toEqual([]);
  });

  test("is not another one of the same fork", async () => {
    const fork = world.github.addRepository({ fullName: "mona/widgets", isFork: true });
    const other = { number: 78, headSha: "d".repeat(40), headRepository: fork };
    world.github.addPull(world.repository, other);
    const { outcome } = await sync(["--pr", "78"]);
    expect(outcome).toMatchObject({ kind: "no-pull-request" });
    expect(rowsOf(78)).toEqual([]);
  });

  test("is found behind sixty that strangers opened with the same commit", async () => {
    const { github, repository } = world;
    const headSha = "f00d".padEnd(40, "0");
    for (let index = 0; index < 60; index += 1) {
      const fullName = `stranger-${index}/widgets`;
      const headRepository = github.addRepository({ fullName, isFork: true });
      github.addPull(repository, { number: 100 + index, headSha, headRepository });
    }
    const { headRepository } = run;
    github.addPull(repository, { number: 200, headSha, headRepository });
    const id = "9000000210";
    world.addRun({ id, headSha, headRepository, status: "completed", conclusion: "failure" });
    leave([entryOf({ task: "unit", status: "failed", runId: id })], headSha, id);
    const { outcome } = await sync([], { id: Number(id), head_sha: headSha });
    expect(outcome).toEqual({ kind: "published" });
    expect(rowsOf(200)).toEqual([`${ci} unit failed`]);
    expect(rowsOf(100)).toEqual([]);
  });

  test("named rightly is published to", async () => {
    expect((await sync(["--pr", String(forkPull)])).outcome).toEqual({ kind: "published" });
    expect(rowsOf(forkPull)).toEqual([`${ci} unit failed`]);
  });

  test("whose head has moved on is left to the newer push", async () => {
    const pull = world.github.findPull(world.repository, forkPull);
    world.github.pushHead(pull, "e".repeat(40));
    const { outcome, lines } = await sync(["--pr", String(forkPull)]);
    expect(outcome).toMatchObject({ kind: "no-pull-request" });
    expect(lines).toEqual([
      expect.stringMatching(/its head is eeeeeee, .* was of c0ffee0; a newer/),
    ]);
    // Looked up, it is not found; neither is it written to.
    expect((await sync()).outcome.kind).toBe("failed");
    expect(rowsOf(forkPull)).toEqual([]);
  });

  test("is not found for a head in a repository that was deleted", async () => {
    const { outcome } = await sync([], { head_repository: null });
    expect(outcome).toMatchObject({ kind: "failed" });
    expect(rowsOf(forkPull)).toEqual([]);
  });

  test("is none of another repository's, whatever its event lists", async () => {
    const foreign = {
      number: runnerPull,
      head: { sha: forkHead },
      base: { repo: { url: "https://api.github.com/repos/mona/widgets" } },
    };
    expect((await sync([], { pull_requests: [foreign] })).outcome).toEqual({ kind: "published" });
    expect(rowsOf(runnerPull)).toEqual([]);
    const ours = { ...foreign, base: { repo: { url: `https://x/repos/${runnerRepository}` } } };
    const { outcome } = await sync([], { pull_requests: [ours] });
    expect(outcome).toMatchObject({ kind: "failed" });
    expect(rowsOf(runnerPull)).toEqual([]);
  });
});
