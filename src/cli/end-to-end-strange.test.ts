/** Do the rows reach the comment whatever of GitHub is missing, and whatever strangers left there? */
import { readFileSync } from "node:fs";
import { describe, expect, test, vi } from "vitest";
import { encodeBody, decodeBody } from "../codec/state-block.js";
import { zipOf } from "../codec/zip.js";
import { liveEntries } from "../merge/live.js";
import { payloadBytesMax } from "../model/limits.js";
import { emptyRoster } from "../model/roster.js";
import { commentMarker } from "../render/comment.js";
import { makeEntry } from "../testing/make-entry.js";
import { ProgramWorld, runProgram, workflows } from "../testing/program.js";

// Most of the time is waiting; but another file may start as many at the same time, and a request has
// five seconds.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000, maxConcurrency: 5 });

const botLogin = "github-actions[bot]";

/** The tasks in a body, each with its status. */
function tasksIn(body: string): readonly string[] {
  const decoded = decodeBody(body);
  if (decoded.kind !== "state") throw new Error(`the body is ${decoded.kind}`);
  return liveEntries(decoded.roster)
    .map(({ entry }) => `${entry.task} ${entry.status}`)
    .sort();
}

/** The tasks in the only comment that our own identity wrote. */
function tasksOf(world: ProgramWorld): readonly string[] {
  const ours = world.comments.filter(({ author }) => author === botLogin);
  expect(ours).toHaveLength(1);
  return tasksIn(ours[0]?.body ?? "");
}

/** Publishes a task's status; returns the lines that it said. */
async function report(
  world: ProgramWorld,
  task: string,
  place: (typeof workflows)[number] = workflows[0],
  more: Readonly<Record<string, string>> = {},
): Promise<readonly string[]> {
  const args = ["report", "--strict", "--task", task, "--status", "passed"];
  const end = await runProgram(args, { ...world.environment(task, place), ...more });
  expect(end).toMatchObject({ exitCode: 0, stdout: "" });
  world.expectNoSecret(end);
  return end.stderr.split("\n").slice(0, -1);
}

describe.concurrent("a GitHub that lacks something", () => {
  const lacks: Readonly<Record<string, (world: ProgramWorld) => void>> = {
    "results service": ({ storage }) => {
      storage.behaviour.fault = () => ({ when: "before", answer: 503 });
    },
    "edit log": ({ github }) => {
      github.behaviour.logMissing = true;
    },
    GraphQL: ({ github }) => {
      github.behaviour.fault = ({ class: kind }) =>
        kind.startsWith("graphql") ? { kind: "status", status: 404 } : undefined;
    },
  };
  const cases = [
    ["results service"],
    ["edit log"],
    ["results service", "edit log"],
    ["GraphQL"],
  ] as const;
  test.each(cases.map((names) => [names.join(" and "), names] as const))(
    "no %s",
    async (_, names) => {
      const world = await ProgramWorld.open();
      for (const name of names) lacks[name]?.(world);
      const lines = await Promise.all([
        report(world, "build", workflows[0]),
        report(world, "test", workflows[1]),
      ]);
      expect(tasksOf(world)).toEqual(["build passed", "test passed"]);
      const boardIsOff = (names as readonly string[]).includes("results service");
      for (const said of lines) {
        expect(said, said.join("\n")).toHaveLength(boardIsOff ? 1 : 0);
        if (boardIsOff)
          expect(said[0]).toMatch(/^rollcall: the run's board cannot be used, going on/);
      }
      await world.close();
    },
  );
});

describe.concurrent("what others left", () => {
  const damages: readonly (readonly [string, string, (body: string) => string])[] = [
    ["a bit of the state block", botLogin, (body) => body.replace(/.(.{8} -->\s*)$/, "$1")],
    ["its version", botLogin, (body) => body.replace("rollcall:state v1", "rollcall:state vX")],
    ["all of it", "mona", (body) => body.slice(0, body.lastIndexOf("<!-- rollcall:state"))],
  ];
  test.each(damages)("%s damaged by %s is mended by the next report", async (_, login, damage) => {
    const world = await ProgramWorld.open();
    await report(world, "build");
    const [comment] = world.comments;
    const damaged = damage(comment?.body ?? "");
    expect(damaged).not.toBe(comment?.body);
    world.github.editCommentAs(login, comment?.id ?? "", damaged);
    await report(world, "test");
    expect(tasksOf(world)).toEqual(["build passed", "test passed"]);
    expect(world.comments[0]?.id).toBe(comment?.id);
    await world.close();
  });

  test("a forged state block in a stranger's comment is ignored and left alone", async () => {
    const world = await ProgramWorld.open();
    const entries = [makeEntry({ task: "forged" })];
    const roster = { ...emptyRoster("pull-request", ProgramWorld.head), entries };
    const visible = `${commentMarker("pull-request", ProgramWorld.pullNumber)}\nAll is well.`;
    const forged = encodeBody({
      visible,
      look: "",
      roster,
      writeId: "ab",
      parentId: undefined,
      logProven: false,
    });
    expect(tasksIn(forged)).toHaveLength(1);
    const stranger = world.github.addCommentAs("mallory", world.pull, forged);
    await report(world, "build");
    world.github.addCommentAs("mallory", world.pull, forged);
    await report(world, "test");
    expect(tasksOf(world)).toEqual(["build passed", "test passed"]);
    expect(stranger.versions).toHaveLength(1);
    expect(world.comments.filter(({ body }) => body === forged)).toHaveLength(2);
    const token = { GITHUB_TOKEN: ProgramWorld.token };
    const shown = await runProgram(["show", ...world.place], token);
    expect(shown.stdout).toMatch(/^passed +build /m);
    expect(shown.stdout).not.toContain("forged");
    await world.close();
  });

  test("artifacts that are no board items are named, and harm nobody", async () => {
    const world = await ProgramWorld.open();
    const name = (digit: string): string => `rollcall-entry-${digit.repeat(16)}-1-5-final`;
    const [run] = workflows;
    const tooLarge = zipOf("rollcall.json", new Uint8Array(payloadBytesMax + 1));
    world.leaveArtifact(run.runId, name("a"), Buffer.from("no zip at all"));
    world.leaveArtifact(run.runId, name("b"), tooLarge);
    world.leaveArtifact(run.runId, name("c"), zipOf("other.json", Buffer.from("{}")));
    world.leaveArtifact(run.runId, name("d"), zipOf("rollcall.json", Buffer.from("[1]")));
    world.leaveArtifact(run.runId, "rollcall-entry-of-somebody", Buffer.from("no name of ours"));
    const lines = await report(world, "build");
    expect(tasksOf(world)).toEqual(["build passed"]);
    expect(
      [...lines].sort().map((line) => line.replace(/^::warning title=Rollcall::/, "")),
    ).toEqual([
      expect.stringMatching(`^board item ${name("a")}: zip: .+; skipped$`),
      expect.stringMatching(
        `^board item ${name("b")}: zip: expected at most ${payloadBytesMax} bytes inflated, found ${payloadBytesMax + 1}; skipped$`,
      ),
      expect.stringMatching(
        `^board item ${name("c")}: zip: expected the file rollcall.json, found .?other.json.?; skipped$`,
      ),
      expect.stringMatching(`^board item ${name("d")}: rollcall.json: .+; skipped$`),
    ]);
    await world.close();
  });
});

test("a fork's rows are published by a sync that finds the pull request by its commit", async () => {
  const world = await ProgramWorld.open();
  const { github, repository } = world;
  const headSha = "c0ffee".padEnd(40, "0");
  const fork = github.addRepository({ fullName: "mona/widgets", isFork: true });
  const copy = github.addRepository({ fullName: "eve/widgets", isFork: true });
  // Anyone may open a pull request of somebody else's commit: it is not the run's.
  const decoy = github.addPull(repository, { number: 70, headSha, headRepository: copy });
  const pull = github.addPull(repository, { number: 77, headSha, headRepository: fork });
  const run = { ...workflows[0], runId: "9000000103" };
  const sync = { path: ".github/workflows/sync.yml", name: "Sync", runId: "9000000104" };
  world.addRun({ ...run, id: run.runId, headSha, headRepository: fork });
  world.addRun({ ...sync, id: sync.runId, headSha: "d".repeat(40), event: "workflow_run" });
  const readOnly = "ghs_ForkReadOnly0000000000000000000000000";
  github.addToken({ token: readOnly, permissions: { contents: "read" } });

  const event = {
    number: 77,
    pull_request: {
      number: 77,
      head: { sha: headSha, repo: { full_name: "mona/widgets" } },
      base: { repo: { full_name: ProgramWorld.fullName } },
    },
  };
  const summary = await world.writeFile("summary.md", "");
  const reported = await runProgram(["report", "--task", "unit", "--status", "failed"], {
    GITHUB_STEP_SUMMARY: summary,
    ...world.environment("unit", run),
    GITHUB_EVENT_PATH: await world.writeFile("fork.json", JSON.stringify(event)),
    GITHUB_TOKEN: readOnly,
  });
  expect(reported.exitCode).toBe(0);
  expect(reported.stderr).toMatch(
    /^::notice title=Rollcall::not published: the job's token may only read \(pull request from a fork\); the row is in the job summary and on the run's board, a workflow_run workflow with rollcall sync publishes it\n$/,
  );
  expect(readFileSync(summary, "utf8")).toContain("unit");
  expect(github.commentsOf(pull)).toEqual([]);

  world.completeRun(run.runId, "failure");
  const model = JSON.parse(
    readFileSync("testdata/events/workflow_run--fork.json", "utf8")
      .replaceAll("octo-org/hello", ProgramWorld.fullName)
      .replaceAll("mona/hello", "mona/widgets"),
  ) as { workflow_run: object };
  const ended = {
    ...model,
    workflow_run: {
      ...model.workflow_run,
      id: Number(run.runId),
      head_sha: headSha,
      run_attempt: 1,
    },
  };
  const syncEnvironment = {
    ...world.environment("sync", sync),
    GITHUB_EVENT_NAME: "workflow_run",
    GITHUB_EVENT_PATH: await world.writeFile("ended.json", JSON.stringify(ended)),
    GITHUB_REF: "refs/heads/main",
    GITHUB_SHA: "d".repeat(40),
  };
  const end = await runProgram(["sync", "--strict", "--json"], syncEnvironment);
  expect(end).toMatchObject({ exitCode: 0, stderr: "" });
  expect(JSON.parse(end.stdout)).toEqual({
    outcome: { kind: "published" },
    pull: 77,
    head: headSha,
  });
  const shown = await runProgram(["show"], syncEnvironment);
  expect(shown).toMatchObject({ exitCode: 0, stderr: "" });
  expect(shown.stdout).toMatch(/^failed +unit /m);
  const elsewhere = { ...ended, workflow_run: { ...ended.workflow_run, head_sha: "e".repeat(40) } };
  const unknown = {
    ...syncEnvironment,
    GITHUB_EVENT_PATH: await world.writeFile("unknown.json", JSON.stringify(elsewhere)),
  };
  const lost = await Promise.all([runProgram(["show"], unknown), runProgram(["sync"], unknown)]);
  expect(lost.map(({ exitCode }) => exitCode)).toEqual([1, 0]);
  for (const { stderr } of lost) {
    expect(stderr).toMatch(
      /looked for an open pull request whose head is e{40}, found none; name one with --pr\n$/,
    );
  }
  expect(github.commentsOf(pull).map(({ body }) => tasksIn(body))).toEqual([["unit failed"]]);
  expect(github.commentsOf(decoy)).toEqual([]);
  expect(world.comments).toEqual([]);
  await world.close();
});
