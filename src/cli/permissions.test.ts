/** Does each thing that is missing cost exactly one thing, and is that told in one line? */
import { describe, expect, test } from "vitest";
import { decodeBody } from "../codec/state-block.js";
import { liveEntries } from "../merge/live.js";
import {
  RunnerWorld,
  type RunnerOptions,
  pullEvent,
  runnerRun,
  runnerToken,
} from "../testing/runner-world.js";
import { runProgram } from "./program.js";

type Variables = Readonly<Record<string, string | undefined>>;

/** Where a task's row can be seen afterwards. */
interface Places {
  readonly comment: readonly string[];
  readonly board: boolean;
  readonly summary: boolean;
}

interface Ended {
  readonly exitCode: number;
  readonly lines: readonly string[];
}

async function run(
  world: RunnerWorld,
  args: readonly string[],
  change: Variables = {},
  runId: string = runnerRun.id,
): Promise<Ended> {
  const { host, printed } = world.host(args, world.environment(change, runId));
  const exitCode = await world.toItsEnd(runProgram(host));
  expect(printed.lines.join("\n")).not.toMatch(/ghs_|ghp_|eyJ/);
  expect(world.contract.violations).toEqual([]);
  return { exitCode, lines: printed.lines };
}

async function report(world: RunnerWorld, task: string, change: Variables = {}): Promise<Ended> {
  return await run(world, ["report", "--task", task, "--status", "failed"], change);
}

function rows(world: RunnerWorld): readonly string[] {
  return world.comments.flatMap(({ body }) => {
    const decoded = decodeBody(body);
    if (decoded.kind !== "state") return [decoded.kind];
    return liveEntries(decoded.roster).map(({ entry, endedWithout }) =>
      endedWithout === undefined ? `${entry.task} ${entry.status}` : `${entry.task} ended`,
    );
  });
}

function places(world: RunnerWorld): Places {
  const board = world.storage.store.listForRest(runnerRun.id).length > 0;
  const summary = (world.files.get("/runner/summary.md") ?? "").includes("unit");
  return { comment: rows(world), board, summary };
}

const everywhere: Places = { comment: ["unit failed"], board: true, summary: true };
const nobody = undefined;

describe("a report", () => {
  const cases: readonly [string, RunnerOptions, Variables, Places, readonly RegExp[]][] = [
    ["with everything", {}, {}, everywhere, []],
    [
      "without pull-requests: write",
      { permissions: { pull_requests: "read", actions: "read" } },
      {},
      { ...everywhere, comment: [] },
      [
        /^::warning .*not published: .*HTTP 403: Resource not accessible by integration; give the job `permissions: pull-requests: write`$/,
      ],
    ],
    ["without actions: read", { permissions: { pull_requests: "write" } }, {}, everywhere, []],
    [
      "without a runtime token",
      {},
      { ACTIONS_RUNTIME_TOKEN: nobody },
      { ...everywhere, board: false },
      [
        /^rollcall: the run's board cannot be used, .*; add .* permission id-token: write to the job$/,
      ],
    ],
    [
      "without a token",
      {},
      { GITHUB_TOKEN: nobody },
      { comment: [], board: false, summary: true },
      [/^::warning .*there is no token for GitHub .*add GITHUB_TOKEN: \$\{\{ github.token \}\}/],
    ],
  ];
  test.each(cases)("%s", async (_, options, change, expected, lines) => {
    const world = new RunnerWorld(options);
    const ended = await report(world, "unit", change);
    expect(places(world)).toEqual(expected);
    expect(ended.exitCode).toBe(0);
    expect(ended.lines).toEqual(lines.map((line) => expect.stringMatching(line) as string));
  });

  test("with id-token: write alone has a board, too", async () => {
    const world = new RunnerWorld();
    const { ACTIONS_RUNTIME_TOKEN: token } = world.environment();
    const change = { ACTIONS_RUNTIME_TOKEN: nobody, ACTIONS_ID_TOKEN_REQUEST_TOKEN: token };
    expect((await report(world, "unit", change)).lines).toEqual([]);
    expect(places(world)).toEqual(everywhere);
  });

  test("without a checkout has no config file, and all the rest", async () => {
    const options = { permissions: { pull_requests: "read" } } as const;
    const checkedOut = new RunnerWorld(options);
    checkedOut.files.set(".github/rollcall.yaml", "strict: true\n");
    expect((await report(checkedOut, "unit")).exitCode).toBe(1);
    const world = new RunnerWorld();
    expect(await report(world, "unit")).toEqual({ exitCode: 0, lines: [] });
    expect(places(world)).toEqual(everywhere);
  });

  test("of a fork goes to board and summary, with one notice, and fails nothing", async () => {
    const world = new RunnerWorld({ permissions: { contents: "read" } });
    world.writeEvent(pullEvent("mona/widgets"));
    const { exitCode, lines } = await report(world, "unit");
    expect(exitCode).toBe(0);
    expect(lines).toEqual([
      expect.stringMatching(
        /^::notice .*the row is in the job summary and on the run's board, a workflow_run workflow with rollcall sync publishes it$/,
      ),
    ]);
    expect(places(world)).toEqual({ ...everywhere, comment: [] });
  });
});

test("a sync without actions: read marks no row of a run that has ended, and says so once", async () => {
  const sync = { id: "9000000300", path: ".github/workflows/sync.yml" };
  const marked = async (permissions: RunnerOptions["permissions"]): Promise<Ended> => {
    const world = new RunnerWorld(permissions === undefined ? {} : { permissions });
    world.addRun(sync);
    await run(world, ["report", "--task", "unit", "--status", "running"]);
    expect(rows(world)).toEqual(["unit running"]);
    world.github.setRun(world.run, { status: "completed", conclusion: "cancelled" });
    await world.clock.advance(60_000);
    const change = { GITHUB_WORKFLOW_REF: `octo-org/widgets/${sync.path}@refs/heads/main` };
    const ended = await run(world, ["sync"], change, sync.id);
    expect(rows(world)).toEqual([permissions === undefined ? "unit ended" : "unit running"]);
    return ended;
  };
  expect(await marked(undefined)).toEqual({ exitCode: 0, lines: [] });
  expect(await marked({ pull_requests: "write" })).toEqual({
    exitCode: 0,
    lines: [
      expect.stringMatching(
        /^::notice .*rows of runs that have ended cannot be marked, .*actions\/runs: HTTP 403: .*; give the job `permissions: actions: read`$/,
      ),
    ],
  });
});

describe("what GitHub may be like", () => {
  const states: readonly [string, (world: RunnerWorld) => void, readonly string[], RegExp[]][] = [
    [
      "a locked pull request",
      ({ github, pull }) => {
        github.setThread(pull, { locked: true });
      },
      ["unit failed"],
      [/not published: .*issue is locked.?; unlock the pull request's conversation, or pass/],
    ],
    [
      "a closed pull request",
      ({ github, pull }) => {
        github.setThread(pull, { open: false });
      },
      ["lint failed", "unit failed"],
      [],
    ],
    [
      "a merged pull request",
      ({ github, pull }) => {
        github.setPull(pull, { merged: true });
      },
      ["lint failed", "unit failed"],
      [],
    ],
    [
      "a comment that somebody deleted",
      (world) => {
        world.github.deleteCommentAs("mona", world.comments[0]!.id);
      },
      ["lint failed", "unit failed"],
      [],
    ],
    [
      "an archived repository",
      ({ repository }) => {
        repository.archived = true;
      },
      ["unit failed"],
      [
        /not published: .*was archived so is read-only.?; nobody can write to an archived repository/,
      ],
    ],
    [
      "a repository without issues",
      ({ repository }) => {
        repository.hasIssues = false;
      },
      ["lint failed", "unit failed"],
      [],
    ],
  ];
  test.each(states)("%s", async (_, become, expected, lines) => {
    const world = new RunnerWorld();
    await report(world, "unit");
    await world.clock.advance(60_000);
    become(world);
    const ended = await report(world, "lint");
    expect([...rows(world)].sort()).toEqual(expected);
    expect(ended.exitCode).toBe(0);
    expect(ended.lines).toEqual(lines.map((line) => expect.stringMatching(line) as string));
  });

  const enterprise = {
    GITHUB_SERVER_URL: "https://github.example.com",
    GITHUB_API_URL: "https://github.example.com/api/v3",
    GITHUB_GRAPHQL_URL: nobody,
    ACTIONS_RESULTS_URL: nobody,
  };
  test.each([
    ["with our GraphQL fields", false],
    ["without them: by REST", true],
  ])("an Enterprise Server %s", async (_, old) => {
    const world = new RunnerWorld();
    world.github.behaviour.enterpriseVersion = "3.14.0";
    if (old) refuseFields(world);
    const seen = new Set<string>();
    world.github.onExchange(({ request }) => seen.add(new URL(request.url).host));
    const first = await report(world, "unit", enterprise);
    await world.clock.advance(60_000);
    await report(world, "lint", enterprise);
    expect([...rows(world)].sort()).toEqual(["lint failed", "unit failed"]);
    expect(first).toEqual({
      exitCode: 0,
      lines: [
        expect.stringMatching(
          /^rollcall: the run's board cannot be reached, .*Enterprise Server.*; the comment alone does/,
        ),
      ],
    });
    // Nothing, the runtime token least of all, goes to github.com's services.
    expect([...seen]).toEqual(["github.example.com"]);
  });
});

/** As a server answers that does not know a field. */
function refuseFields(world: RunnerWorld): void {
  world.github.behaviour.fault = ({ class: kind }) =>
    kind.startsWith("graphql")
      ? { kind: "status", status: 422, message: "Field 'fullDatabaseId' doesn't exist" }
      : undefined;
}

describe("a token that expires in the middle", () => {
  const renewed = "ghs_Renewed000000000000000000000000000000";

  /** After the first answer to a read the old token is no good, and the source has a new one. */
  function expire(world: RunnerWorld, source: string): void {
    let done = false;
    world.github.addToken({ token: renewed });
    world.files.set(source, `${runnerToken}\n`);
    world.github.onExchange(({ operation }) => {
      if (done || operation.class !== "graphql-read") return;
      done = true;
      world.github.revokeToken(runnerToken);
      world.files.set(source, `${renewed}\n`);
    });
  }

  test.each([
    ["a file", { ROLLCALL_TOKEN_FILE: "/run/token" }, "/run/token"],
    ["a command", { ROLLCALL_TOKEN_COMMAND: "mint --repo here" }, "mint --repo here"],
  ])("is read again from %s", async (_, change, source) => {
    const world = new RunnerWorld();
    expire(world, source);
    const ended = await report(world, "unit", { ...change, GITHUB_TOKEN: nobody });
    expect(ended).toEqual({ exitCode: 0, lines: [] });
    expect(places(world)).toEqual(everywhere);
  });

  test("and cannot be read again costs the comment, with one line", async () => {
    const world = new RunnerWorld();
    expire(world, "/unused");
    const ended = await report(world, "unit");
    expect(ended.exitCode).toBe(0);
    expect(ended.lines).toEqual([
      expect.stringMatching(
        /^::warning .*not published: .*HTTP 401: Bad credentials; the token is /,
      ),
    ]);
    expect(places(world)).toEqual({ ...everywhere, comment: [] });
  });

  test("a command that fails says so, and not what it printed", async () => {
    const world = new RunnerWorld();
    const change = { ROLLCALL_TOKEN_COMMAND: "mint --key ghs_Secret00000000000000000000000000" };
    const { lines } = await report(world, "unit", change);
    expect(lines).toEqual([
      expect.stringMatching(
        /not published: the token \(--token-command\): expected a command that prints the token alone, found exit code 127; try it in a shell$/,
      ),
    ]);
  });
});
