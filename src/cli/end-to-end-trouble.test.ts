/** Is every wrong input told in one line that says what to do, with the exit code that was promised? */
import { createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { decodeBody } from "../codec/state-block.js";
import { type ProgramEnd, ProgramWorld, runProgram } from "../testing/program.js";

// Processes wait for each other, not for a processor: on a busy machine all takes its time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000, maxConcurrency: 5 });

type Variables = Record<string, string | undefined>;

/** A port at which nobody listens: it was free a moment ago. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** A token of somebody who may read only. */
const readOnlyToken = "ghs_ReadOnly000000000000000000000000000000";

let world: ProgramWorld;
beforeAll(async () => {
  world = await ProgramWorld.open();
  world.github.addToken({ token: readOnlyToken, permissions: { contents: "read" } });
});
afterAll(async () => {
  await world.close();
});

/** Where a task is published for a test alone. */
async function ownWorld(work: (own: ProgramWorld) => Promise<void>): Promise<void> {
  const own = await ProgramWorld.open();
  await work(own);
  await own.close();
}

/** One line, which names what is to be done; no stack, no token. */
function expectOneLine(end: ProgramEnd, line: RegExp): void {
  expect(end.stderr).toMatch(/^[^\n]+\n$/);
  expect(end.stderr).toMatch(line);
  expect(end.stderr).not.toMatch(/^\s+at |\.mjs|a bug in/m);
  expect(end.stderr).not.toContain(readOnlyToken);
  world.expectNoSecret(end);
}

describe.concurrent("what keeps from publishing fails no build", () => {
  const cases: Readonly<Record<string, readonly [() => Promise<Variables> | Variables, string]>> = {
    "no token": [
      () => ({ GITHUB_TOKEN: undefined }),
      String.raw`there is no token for GitHub \(ROLLCALL_TOKEN, .*\): expected a token with .*, found nothing; add GITHUB_TOKEN: `,
    ],
    "no pull request": [
      async () => ({
        GITHUB_REF: "refs/heads/main",
        GITHUB_EVENT_PATH: await world.writeFile("empty.json", "{}"),
      }),
      String.raw`the pull request's number is unknown \(GITHUB_EVENT_PATH, GITHUB_REF\): expected .*, found "refs/heads/main"; name it with --pr`,
    ],
    "a run id that is none": [
      () => ({ GITHUB_RUN_ID: "12x" }),
      String.raw`the run's id is unknown \(GITHUB_RUN_ID\): expected decimal digits, found "12x"; name it with --run-id`,
    ],
    "no event file": [
      () => ({ GITHUB_EVENT_PATH: "/no/such/event.json" }),
      String.raw`.* head commit is unknown .*\(GITHUB_EVENT_PATH "/no/such/event.json"\): expected GitHub's event as JSON, found .+; pass it with --sha`,
    ],
    "an event file that is cut off": [
      async () => ({ GITHUB_EVENT_PATH: await world.writeFile("cut.json", '{"number": 12') }),
      String.raw`.* head commit is unknown .*\(GITHUB_EVENT_PATH ".*\): expected GitHub's event as JSON, found text that is no JSON; pass it with --sha`,
    ],
    "a server that is not there": [
      async () => {
        const url = `http://127.0.0.1:${await closedPort()}`;
        return {
          GITHUB_API_URL: url,
          GITHUB_GRAPHQL_URL: `${url}/graphql`,
          ROLLCALL_PUBLISH_BUDGET: "3s",
        };
      },
      // On a machine that is too busy for the second try, the time is over first.
      String.raw`(?:POST http://127\.0\.0\.1:\d+/graphql: connect ECONNREFUSED|the time for publishing is over).*`,
    ],
    "a token that may only read": [
      () => ({ GITHUB_TOKEN: readOnlyToken }),
      String.raw`.*403.*; give the job .permissions: pull-requests: write`,
    ],
  };
  test.each(Object.entries(cases))("%s", async (name, [change, line]) => {
    const env = { ...world.environment(name.replaceAll(" ", "-")), ...(await change()) };
    const report = ["report", "--task", name, "--status", "passed"];
    const ends = await Promise.all([
      runProgram(report, env),
      runProgram([...report, "--strict"], env),
    ]);
    for (const end of ends)
      expectOneLine(end, new RegExp(`^::warning title=Rollcall::not published: ${line}`));
    expect(ends.map(({ exitCode }) => exitCode)).toEqual([0, 1]);
    expect(world.comments).toEqual([]);
  });
});

describe.concurrent("wrong usage", () => {
  const task = ["report", "--task", "lint"];
  const cases: Readonly<Record<string, readonly [readonly string[], string, RegExp]>> = {
    "a run id that is none": [
      [...task, "--status", "passed", "--run-id", "1 2"],
      "",
      /--run-id.*found "1 2"; write for example 1234567890/,
    ],
    "input that is no JSON": [
      [...task, "--input", "-"],
      "{status: passed}",
      /standard input .*--input\): expected an entry as JSON .*, found text that is no JSON; correct/,
    ],
    "input that is not there": [
      [...task, "--input", "/no/such/entry.json"],
      "",
      /"\/no\/such\/entry.json" .*--input\): expected an entry as JSON .*, found .+; correct/,
    ],
    "input that is no entry": [[...task, "--input", "-"], "[1, 2]", /--input/],
    "an unknown status in the input": [
      [...task, "--input", "-"],
      '{"status": "pased"}',
      /status: expected .*, found "pased".*--input/,
    ],
    "input without a status": [
      [...task, "--input", "-"],
      '{"result": "fine"}',
      /no status is given \(--status\): expected one of .*; add --status/,
    ],
    "a roster that is none": [["render", "-"], '{"entries": [', /"-": expected a roster as JSON/],
    "a roster without entries": [
      ["show", "-"],
      "{}",
      /"-": expected a roster with the field entries/,
    ],
    "a damaged comment": [
      ["show", "-"],
      "x\n<!-- rollcall:state v1 cut -->",
      /"-": state block: .*; fetch the comment's body again, whole and unchanged/,
    ],
    "a start in the future": [
      [...task, "--status", "passed", "--started-at", "9000000000"],
      "",
      /cannot have started yet \(--started-at\): expected a time before now, .*, found 2255-/,
    ],
    "a demo's task that there is not": [
      ["demo", "--headless", "--kill", "nope"],
      "",
      /^rollcall demo: --kill must be one of .*, found "nope"/,
    ],
    "a comment that is not ours": [["show", "-"], "hello", /"-": expected a comment of ours or/],
  };
  test.each(Object.entries(cases))("%s", async (_, [args, stdin, line]) => {
    const end = await runProgram(args, world.environment("lint"), { stdin });
    expectOneLine(end, line);
    expect(end.exitCode).toBe(2);
    expect(end.stdout).toBe("");
  });

  test("a roster with an entry that is none is rendered without it, and fails", async () => {
    const stdin = '{"entries":[{"task":"a","status":"passed"},{"task":"b"}]}';
    const end = await runProgram(["render", "-"], {}, { stdin });
    expect(end.exitCode).toBe(2);
    expect(end.stdout).toContain("1 successful");
    expect(end.stderr).toBe(
      'rollcall: "-": entries[1].status: expected a value, found nothing; entries[1] left out\n',
    );
  });

  test("a wrong variable keeps no command from running", async () => {
    const env = { ...world.environment("lint"), ROLLCALL_PR: "never" };
    const end = await runProgram(["run", "--task", "a", "--", "sh", "-c", "exit 3"], env);
    expect(end.exitCode).toBe(3);
    expectOneLine(end, /ROLLCALL_PR.*found "never"; write for example 12/);
  });

  test("no surroundings keep a command from running, nor its updates from being shown", async () => {
    await ownWorld(async (own) => {
      const env = {
        ...own.environment("lint"),
        ROLLCALL_LINK: "bad",
        RUNNER_TEMP: "/no/such/folder",
        GITHUB_STEP_SUMMARY: "/no/such/summary.md",
      };
      const script = `echo '{"result":"told"}' >> "$ROLLCALL_UPDATES"; exit 3`;
      const end = await runProgram(["run", "--task", "a", "--", "sh", "-c", script], env);
      expect(end.exitCode).toBe(3);
      expect(end.stderr.split("\n")).toEqual([
        expect.stringMatching(/^::warning .*left out \(ROLLCALL_LINK\): expected 'LABEL=URL'/),
        expect.stringMatching(/^::warning .*job summary could not be written.*found no such file/),
        "",
      ]);
      expect(own.comments[0]?.body).toContain("told");
    });
  });

  test("a token that a task quotes is published by nobody", async () => {
    await ownWorld(async (own) => {
      const env = own.environment("lint");
      const { token } = ProgramWorld;
      const said = { tips: [{ id: "t", severity: "info", title: token, body: token }] };
      const args = [
        ...["report", "--json", "--task", "a", "--status", "failed", "--result", `x ${token} y`],
        ...["--link", `L=https://e.example/?t=${token}`, "--repro", `curl -H ${token}`],
        ...["--input", await own.writeFile("entry.json", JSON.stringify(said))],
      ];
      const end = await runProgram(args, env);
      expect(end).toMatchObject({ exitCode: 0, stderr: "" });
      own.expectNoSecret(end);
      const body = own.comments[0]?.body ?? "";
      expect(body).toContain("x \\*\\*\\* y");
      const decoded = decodeBody(body);
      expect(JSON.stringify(decoded) + body).not.toContain(token);
      expect(decoded).toMatchObject({ roster: { entries: [{ result: "x *** y" }] } });
    });
  });

  test("--dry-run --json prints one line of JSON, which says that it was dry", async () => {
    await ownWorld(async (own) => {
      const args = ["report", "--dry-run", "--json", "--task", "a", "--status", "passed"];
      const end = await runProgram(args, own.environment("a"));
      expect(end).toMatchObject({ exitCode: 0, stderr: "" });
      const { outcome, entry, body } = JSON.parse(end.stdout) as Record<string, unknown>;
      expect(outcome).toEqual({ kind: "dry-run", would: "published" });
      expect(entry).toMatchObject({ task: "a", status: "passed" });
      expect(decodeBody(String(body)).kind).toBe("state");
      expect(own.comments).toEqual([]);
    });
  });

  test("a push has no pull request: report and sync say so and are content", async () => {
    const push = { GITHUB_EVENT_NAME: "push", GITHUB_REF: "refs/heads/main" };
    const env = { ...world.environment("push"), ...push };
    const ends = await Promise.all([
      runProgram(["report", "--strict", "--task", "a", "--status", "passed"], env),
      runProgram(["sync", "--strict"], env),
    ]);
    for (const end of ends) {
      expectOneLine(end, /^rollcall: (?:not published|nothing to sync): A run for push belongs to/);
      expect(end.exitCode).toBe(0);
    }
  });

  test("without a token sync and show say what report says", async () => {
    const env = { ...world.environment("lint"), GITHUB_TOKEN: undefined };
    const ends = await Promise.all([runProgram(["sync"], env), runProgram(["show"], env)]);
    expect(ends.map(({ exitCode }) => exitCode)).toEqual([0, 1]);
    for (const end of ends) {
      expectOneLine(end, /there is no token for GitHub \(ROLLCALL_TOKEN, .*; add GITHUB_TOKEN: /);
    }
  });

  test("a refused request is named as it was sent", async () => {
    const args = ["show", "--repo", ProgramWorld.fullName, "--pr", "999"];
    const env = { ...world.environment("lint"), GITHUB_GRAPHQL_URL: `${world.served.url}/none` };
    const end = await runProgram(args, env);
    expectOneLine(end, /GET \/repos\/octo-org\/widgets\/pulls\/999: HTTP 404/);
    expect(end.exitCode).toBe(1);
  });

  test("a wrong option keeps the command from running", async () => {
    const args = ["run", "--task", "a", "--interval", "never", "--", "echo", "started"];
    const end = await runProgram(args, world.environment("lint"));
    expect(end).toMatchObject({ exitCode: 2, stdout: "" });
    expectOneLine(end, /--interval/);
  });

  test.each([["sync"], ["show"]])("a wrong variable of %s", async (command) => {
    const env = { ...world.environment("lint"), ROLLCALL_PR: "twelve" };
    const end = await runProgram([command], env);
    expectOneLine(
      end,
      /^rollcall: a wrong value \(ROLLCALL_PR\).*found "twelve"; write for example/,
    );
    expect(end.exitCode).toBe(2);
  });
});
