/** Does the doctor tell what is missing, with the lines to add, and write nothing? */
import { describe, expect, test } from "vitest";
import {
  RunnerWorld,
  type RunnerOptions,
  pullEvent,
  runnerHead,
  runnerPull,
  runnerToken,
} from "../testing/runner-world.js";
import type { DoctorReport } from "./doctor/report.js";
import { runProgram } from "./program.js";

type Variables = Readonly<Record<string, string | undefined>>;

interface Diagnosis {
  readonly exitCode: number;
  readonly text: string;
  readonly lines: readonly string[];
}

async function diagnose(
  world: RunnerWorld,
  change: Variables = {},
  args: readonly string[] = [],
): Promise<Diagnosis> {
  const before = JSON.stringify([...world.files]);
  const comments = world.github.allCommentsOf(world.pull).length;
  const { host, printed } = world.host(["doctor", ...args], world.environment(change));
  const exitCode = await world.toItsEnd(runProgram(host));
  const text = printed.out.join("");
  // It writes nothing, and says no secret.
  expect(JSON.stringify([...world.files])).toBe(before);
  expect(world.github.allCommentsOf(world.pull)).toHaveLength(comments);
  expect(text + printed.lines.join("")).not.toMatch(/ghs_|eyJ/);
  expect(world.contract.violations).toEqual([]);
  return { exitCode, text, lines: printed.lines };
}

/** The report as JSON, by topic. */
async function report(
  world: RunnerWorld,
  change: Variables = {},
): Promise<DoctorReport & { readonly exitCode: number; readonly of: (topic: string) => unknown }> {
  const { exitCode, text } = await diagnose(world, change, ["--json"]);
  const parsed = JSON.parse(text) as DoctorReport;
  const of = (topic: string): unknown => parsed.facts.find((fact) => fact.topic === topic);
  return { ...parsed, exitCode, of };
}

const nobody = undefined;

describe("the text", () => {
  const golden = async (name: string, text: string): Promise<void> => {
    await expect(text).toMatchFileSnapshot(`../../testdata/cli/doctor/${name}.txt`);
  };

  test("where all is well", async () => {
    const { exitCode, text, lines } = await diagnose(new RunnerWorld());
    await golden("all-is-well", text);
    expect({ exitCode, lines }).toEqual({ exitCode: 0, lines: [] });
  });

  test("where every permission is missing", async () => {
    const world = new RunnerWorld({ permissions: { contents: "read", pull_requests: "read" } });
    world.files.delete("checkout/.git/HEAD");
    const change = { ACTIONS_RUNTIME_TOKEN: nobody, ACTIONS_RESULTS_URL: nobody };
    const { exitCode, text } = await diagnose(world, change);
    await golden("nothing-given", text);
    expect(exitCode).toBe(1);
  });

  test("in a fork's run", async () => {
    const world = new RunnerWorld({ permissions: { pull_requests: "read", actions: "read" } });
    world.writeEvent(pullEvent("mona/widgets"));
    const { exitCode, text } = await diagnose(world);
    await golden("fork", text);
    expect(exitCode).toBe(1);
  });

  test("on a laptop that was told nothing", async () => {
    const world = new RunnerWorld();
    const { host, printed } = world.host(["doctor"], {});
    expect(await world.toItsEnd(runProgram(host))).toBe(1);
    await golden("laptop", printed.out.join(""));
  });
});

describe("what a token may do", () => {
  const cases: readonly [string, RunnerOptions, Variables, object][] = [
    ["all", {}, {}, { works: true, mode: "comment and board", advice: [] }],
    [
      "no pull-requests: write",
      { permissions: { pull_requests: "read", actions: "read" } },
      {},
      { works: false, mode: "board alone", advice: [{ lack: "pull-requests" }] },
    ],
    [
      "issues: write alone",
      { permissions: { issues: "write", pull_requests: "read", actions: "read" } },
      {},
      { works: true, mode: "comment and board", advice: [] },
    ],
    [
      "no actions: read",
      { permissions: { pull_requests: "write" } },
      {},
      { works: true, mode: "comment and board", advice: [{ lack: "actions" }] },
    ],
    [
      "no actions: read, in a public repository",
      { permissions: { pull_requests: "write" }, isPrivate: false },
      {},
      { works: true, mode: "comment and board", advice: [] },
    ],
    [
      "no runtime token",
      {},
      { ACTIONS_RUNTIME_TOKEN: nobody },
      { works: true, mode: "comment alone", advice: [{ lack: "runtime-token" }] },
    ],
    [
      "the runtime token by id-token: write",
      {},
      { ACTIONS_RUNTIME_TOKEN: nobody, ACTIONS_ID_TOKEN_REQUEST_TOKEN: "same" },
      { works: true, mode: "comment and board", advice: [] },
    ],
    [
      "no token at all",
      {},
      { GITHUB_TOKEN: nobody },
      { works: false, mode: "nothing", advice: [{ lack: "token" }] },
    ],
    [
      "a token that has expired",
      {},
      { GITHUB_TOKEN: "ghs_Expired000000000000000000000000000000" },
      { works: false, mode: "board alone" },
    ],
  ];
  test.each(cases)("%s", async (_, options, change, expected) => {
    const world = new RunnerWorld(options);
    const runtimeToken = world.environment()["ACTIONS_RUNTIME_TOKEN"];
    const { exitCode, ...found } = await report(
      world,
      change["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] === "same"
        ? { ...change, ACTIONS_ID_TOKEN_REQUEST_TOKEN: runtimeToken }
        : change,
    );
    expect(found).toMatchObject(expected);
    expect(exitCode).toBe(found.works ? 0 : 1);
  });

  test("another's token is no matter of the workflow's permissions", async () => {
    const world = new RunnerWorld();
    const token = "ghp_Machine000000000000000000000000000000";
    world.github.addToken({ token, kind: "user", permissions: { pull_requests: "read" } });
    const change = { ROLLCALL_TOKEN: token };
    const { advice, of } = await report(world, change);
    expect(advice).toMatchObject([
      {
        what: "Give the token of ROLLCALL_TOKEN the permission",
        lines: "pull-requests: write\nactions: read",
      },
    ]);
    expect(of("token")).toMatchObject({ text: "ROLLCALL_TOKEN, of octocat, by GraphQL" });
  });

  test("a fork's run whose token may write is told to pass it on purpose", async () => {
    const world = new RunnerWorld();
    world.writeEvent(pullEvent("mona/widgets"));
    expect(await report(world)).toMatchObject({ works: false, advice: [{ lack: "trust" }] });
    const passed = await report(world, { ROLLCALL_TOKEN: runnerToken });
    expect(passed).toMatchObject({ works: true, advice: [] });
  });
});

describe("what a pull request and its repository are like", () => {
  test("locked", async () => {
    const world = new RunnerWorld();
    world.github.setThread(world.pull, { locked: true });
    const { works, verdict, advice, of } = await report(world);
    expect({ works, advice }).toEqual({ works: false, advice: [] });
    expect(verdict).toContain("Unable to create comment because issue is locked");
    expect(of("pull request")).toMatchObject({ value: { locked: true } });
  });

  test("archived", async () => {
    const world = new RunnerWorld();
    world.repository.archived = true;
    const { works, of } = await report(world);
    expect(works).toBe(false);
    expect(of("repository")).toMatchObject({ standing: "missing", value: { archived: true } });
  });

  test("closed, or without issues: all works", async () => {
    const world = new RunnerWorld();
    world.github.setThread(world.pull, { open: false });
    world.repository.hasIssues = false;
    const { works, of } = await report(world);
    expect(works).toBe(true);
    expect(of("pull request")).toMatchObject({
      text: `#${String(runnerPull)}, closed, head 5b4c2f1; its comment is still kept up to date`,
    });
    expect(of("repository")).toMatchObject({
      text: expect.stringContaining("issues are off") as string,
    });
  });

  test("with a newer push", async () => {
    const world = new RunnerWorld();
    world.github.pushHead(world.pull, "c".repeat(40));
    const { of } = await report(world);
    expect(of("pull request")).toMatchObject({
      standing: "note",
      value: { head: "c".repeat(40), ownHead: runnerHead },
    });
  });

  test("not there", async () => {
    const { works, verdict } = await report(new RunnerWorld(), {
      ROLLCALL_PR: "99",
      ROLLCALL_SHA: runnerHead,
    });
    expect(works).toBe(false);
    expect(verdict).toMatch(/pulls\/99: HTTP 404/);
  });

  test("none, on a push: there is nothing to publish", async () => {
    const world = new RunnerWorld();
    const change = { GITHUB_EVENT_NAME: "push", GITHUB_REF: "refs/heads/main" };
    expect(await report(world, change)).toMatchObject({ works: true, mode: "none needed" });
  });
});

describe("what GitHub is like", () => {
  test("an Enterprise Server: its version, its addresses, no board", async () => {
    const world = new RunnerWorld();
    world.github.behaviour.enterpriseVersion = "3.17.2";
    const { works, mode, advice, of } = await report(world, {
      GITHUB_SERVER_URL: "https://github.example.com",
      GITHUB_API_URL: "https://github.example.com/api/v3",
      GITHUB_GRAPHQL_URL: undefined,
      ACTIONS_RESULTS_URL: undefined,
    });
    expect({ works, mode, advice }).toEqual({ works: true, mode: "comment alone", advice: [] });
    expect(of("versions")).toMatchObject({
      text: "Rollcall 1.2.3, Node 24.1.0, GitHub Enterprise Server 3.17.2",
    });
    expect(of("board")).toMatchObject({ standing: "note" });
  });

  test("no GraphQL: by REST, which says why", async () => {
    const world = new RunnerWorld();
    world.github.behaviour.fault = ({ class: kind }) =>
      kind.startsWith("graphql") ? { kind: "status", status: 404 } : undefined;
    const { works, of } = await report(world);
    expect(works).toBe(true);
    expect(of("token")).toMatchObject({
      standing: "note",
      text: expect.stringMatching(
        /^GITHUB_TOKEN, of github-actions\[bot\], by REST \(.*HTTP 404/,
      ) as string,
    });
    expect(of("history")).toMatchObject({ standing: "note" });
  });

  test.each([1, 0])(
    "each question that fails is one sentence (every other works: %d)",
    async (rest) => {
      const world = new RunnerWorld();
      let calls = 0;
      world.github.behaviour.fault = () => {
        calls += 1;
        return rest === 0 || calls % 2 === 0 ? { kind: "drop" } : undefined;
      };
      const { exitCode, lines } = await diagnose(world);
      expect([0, 1]).toContain(exitCode);
      expect(lines).toEqual([]);
    },
  );

  test("a clock that is off", async () => {
    const { of } = await report(new RunnerWorld({ clockAheadMs: 90_000 }));
    expect(of("clock")).toMatchObject({
      standing: "note",
      text: "1m 30s ahead of GitHub's; all times are taken from GitHub's",
    });
  });

  test("budgets that are nearly spent", async () => {
    const world = new RunnerWorld();
    const token = world.github.addToken({ token: runnerToken });
    world.github.spend(token, "core", 950);
    const { of } = await report(world);
    expect(of("quota")).toMatchObject({ standing: "note", value: { rest: { limit: 1_000 } } });
  });
});

describe("wrong usage", () => {
  test.each([
    [["--pr", "twelve"], {}],
    [[], { ROLLCALL_PR: "twelve" }],
    [["--strict"], {}],
    [["extra"], {}],
  ] as const)("%j %j", async (args, change) => {
    const { exitCode, text, lines } = await diagnose(new RunnerWorld(), change, args);
    expect({ exitCode, text }).toEqual({ exitCode: 2, text: "" });
    expect(lines).toHaveLength(1);
  });
});
