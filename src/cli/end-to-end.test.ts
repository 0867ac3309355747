/** Does the program do what its users want of it, as real processes over real HTTP? */
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { decodeBody } from "../codec/state-block.js";
import { liveEntries } from "../merge/live.js";
import type { LiveEntry } from "../model/live-entry.js";
import { ProgramWorld, runProgram, startProgram, workflows } from "../testing/program.js";

// Most of the time is waiting; but another file may start as many at the same time, and a request has
// five seconds.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000, maxConcurrency: 5 });

/** The rows of the pull request's only comment of ours. */
function rowsOf(world: ProgramWorld): readonly LiveEntry[] {
  const { comments } = world;
  expect(comments).toHaveLength(1);
  const decoded = decodeBody(comments[0]?.body ?? "");
  if (decoded.kind !== "state") throw new Error(`the comment is ${decoded.kind}`);
  return liveEntries(decoded.roster);
}

async function inWorld(work: (world: ProgramWorld) => Promise<void>): Promise<void> {
  const world = await ProgramWorld.open();
  await work(world);
  await world.close();
}

test.concurrent("two workflows' reports race for one comment, and all rows are in it", async () => {
  const world = await ProgramWorld.open();
  const tasks = ["build", "lint", "test", "docs"];
  const statuses = ["running", "passed"];
  for (const [round, status] of statuses.entries()) {
    const jobs = workflows.flatMap((workflow) => tasks.map((task) => ({ workflow, task })));
    const ends = await Promise.all(
      jobs.map(
        async ({ workflow, task }) =>
          await runProgram(
            ["report", "--task", task, "--status", status, "--result", `round ${round}`],
            world.environment(task, workflow),
          ),
      ),
    );
    for (const { exitCode, stderr } of ends) {
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    }
    const found = rowsOf(world).map(
      ({ entry: row }) => `${row.workflow} ${row.task} ${row.status} ${row.result ?? ""}`,
    );
    const wanted = jobs.map(
      ({ workflow, task }) => `${workflow.path} ${task} ${status} round ${round}`,
    );
    expect([...found].sort()).toEqual([...wanted].sort());
  }
  await world.close();
});

describe.concurrent("run", () => {
  const cases = [
    { what: "success", command: ["true"], code: 0, status: "passed", reason: undefined },
    {
      what: "failure",
      command: ["sh", "-c", "exit 3"],
      code: 3,
      status: "failed",
      reason: undefined,
    },
    { what: "no command", command: ["/no/such"], code: 127, status: "failed", reason: undefined },
    {
      what: "a kill",
      command: ["sh", "-c", "kill -9 $$"],
      code: 128 + 9,
      status: "aborted",
      reason: "SIGKILL",
    },
  ];
  test.each(cases)("keeps the exit code of $what", async ({ command, code, status, reason }) => {
    await inWorld(async (world) => {
      const args = ["run", "--task", "build", "--", ...command];
      const { exitCode, stdout } = await runProgram(args, world.environment("build"));
      expect(exitCode).toBe(code);
      expect(stdout).toBe("");
      const [row] = rowsOf(world);
      expect(row?.entry).toMatchObject({ task: "build", status, final: true });
      expect(row?.entry.abortReason).toBe(reason);
    });
  });

  test("leaves the command's input and output alone, byte for byte", async () => {
    await inWorld(async (world) => {
      const script =
        'cat; printf "\\000\\377\\n::warning::\\r no end"; printf "err\\n" >&2; exit 4';
      const args = ["run", "--task", "build", "--", "sh", "-c", script];
      const end = await runProgram(args, world.environment("build"), { stdin: "given\r\n" });
      expect(end.exitCode).toBe(4);
      const wanted = Buffer.from("given\r\n\0\xff\n::warning::\r no end", "latin1");
      expect(end.stdoutBytes.equals(wanted), end.stdout).toBe(true);
      expect(end.stderr).toBe("err\n");
    });
  });

  test("shows what the command tells of itself, while it runs and afterwards", async () => {
    await inWorld(async (world) => {
      const tell = (text: string): string => `echo '${text}' >> "$ROLLCALL_UPDATES"`;
      const script = [
        tell('{"status":"failing","result":"3/25 failed"}'),
        "cat",
        tell('{"result":"4/25 failed","reproduce":[{"command":"make test"}]}'),
        "exit 1",
      ].join("; ");
      const args = ["run", "--task", "unit", "--interval", "1s", "--", "sh", "-c", script];
      const { process, ended } = startProgram(args, world.environment("unit"));
      await world.until(([comment]) => comment?.body.includes("3/25 failed") === true);
      expect(rowsOf(world)[0]?.entry).toMatchObject({ status: "failing", final: false });
      process.stdin?.end();
      expect((await ended).exitCode).toBe(1);
      expect(rowsOf(world)[0]?.entry).toMatchObject({
        status: "failed",
        final: true,
        result: "4/25 failed",
        reproduce: [{ command: "make test" }],
      });
      expect(world.comments[0]?.body).toContain("make test");
    });
  });

  test("is aborted when the job is cancelled", async () => {
    await inWorld(async (world) => {
      const args = ["run", "--task", "deploy", "--", "cat"];
      const { process, ended } = startProgram(args, world.environment("deploy"));
      await world.until((comments) => comments.length > 0);
      process.kill("SIGTERM");
      expect((await ended).exitCode).toBe(128 + 15);
      const [row] = rowsOf(world);
      expect(row?.entry).toMatchObject({ status: "aborted", abortReason: "cancelled" });
      expect(world.comments[0]?.body).toMatch(/aborted \(cancelled\)/i);
    });
  });

  test("that dies without a word is marked by a sync once its run is over", async () => {
    await inWorld(async (world) => {
      const { process, ended } = startProgram(
        ["run", "--task", "deploy", "--", "cat"],
        world.environment("deploy"),
      );
      await world.until((comments) => comments.length > 0);
      process.kill("SIGKILL");
      process.stdin?.end();
      expect((await ended).exitCode).toBeNull();
      const sync = async (): Promise<void> => {
        const end = await runProgram(["sync"], world.environment("sync", workflows[1]));
        expect(end).toMatchObject({ exitCode: 0, stderr: "" });
      };
      await sync();
      expect(rowsOf(world)[0]?.endedWithout).toBeUndefined();
      world.completeRun(workflows[0].runId, "cancelled");
      await sync();
      const [row] = rowsOf(world);
      expect(row?.entry).toMatchObject({ task: "deploy", status: "running" });
      expect(row?.endedWithout?.conclusion).toBe("cancelled");
      const shown = await runProgram(["show", ...world.place], {
        GITHUB_TOKEN: ProgramWorld.token,
      });
      expect(shown.stdout).toMatch(/^aborted +deploy .*no verdict \(run cancelled\)$/m);
      expect(world.comments[0]?.body).toMatch(/aborted/i);
    });
  });
});

describe.concurrent("what needs no runner", () => {
  let world: ProgramWorld;
  const token = { GITHUB_TOKEN: ProgramWorld.token };
  const describeTask = ["--task", "lint", "--status", "failed", "--result", "2 errors"];
  beforeAll(async () => {
    world = await ProgramWorld.open();
    const args = ["report", ...describeTask, "--fix", "make format"];
    expect(await runProgram(args, world.environment("lint"))).toMatchObject({ exitCode: 0 });
  });
  afterAll(async () => {
    await world.close();
  });

  test("show prints a table", async () => {
    const { exitCode, stdout, stderr } = await runProgram(["show", ...world.place], token);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).toMatch(/^pull-request 5b4c2f1: 1 task\n/);
    expect(stdout).toMatch(/^failed +lint +lint +lint +\.github\/workflows\/ci\.yml +2 errors$/m);
  });

  test("show --json and render make the comment again", async () => {
    const shown = await runProgram(["show", "--json", ...world.place], token);
    const path = await world.writeFile("roster.json", shown.stdout);
    const pull = ["--pr", String(ProgramWorld.pullNumber)];
    const ends = await Promise.all([
      runProgram(["render", path, ...pull]),
      runProgram(["render", "-", ...pull], {}, { stdin: shown.stdout }),
      runProgram(["show", "--json", path]),
    ]);
    for (const { exitCode, stderr } of ends)
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    const [rendered, fromInput, again] = ends;
    expect(again.stdout).toBe(shown.stdout);
    expect(fromInput.stdout).toBe(rendered.stdout);
    const stable = (text: string): string =>
      text
        .split("\n")
        .filter((line) => /lint|2 errors|make format|^<!-- rollcall:/.test(line))
        .join("\n");
    const visible = (world.comments[0]?.body ?? "").replace(/\n<!-- rollcall:state .*$/, "");
    expect(stable(rendered.stdout)).toBe(stable(visible));
    expect(stable(visible)).toContain("make format");
  });

  test.each(["entry", "roster", "config"])("schema %s is a JSON Schema", async (name) => {
    const { exitCode, stdout } = await runProgram(["schema", name]);
    expect(exitCode).toBe(0);
    const validate = new Ajv2020({ strict: true, allErrors: true, validateFormats: false }).compile(
      JSON.parse(stdout) as object,
    );
    const good = { entry: { task: "lint", status: "passed" }, config: { interval: "30s" } };
    if (name === "roster") {
      const shown = await runProgram(["show", "--json", ...world.place], token);
      expect(validate(JSON.parse(shown.stdout)), JSON.stringify(validate.errors)).toBe(true);
    } else {
      expect(validate(good[name as keyof typeof good]), JSON.stringify(validate.errors)).toBe(true);
    }
    expect(validate({ task: 5, interval: 5, entries: 5 })).toBe(false);
  });

  test.each(["report", "run"])(
    "%s --dry-run prints the comment and writes nothing",
    async (command) => {
      await inWorld(async (empty) => {
        const rest =
          command === "run" ? ["--task", "a", "--", "true"] : ["--task", "a", "--status", "passed"];
        const end = await runProgram([command, "--dry-run", ...rest], empty.environment("a"));
        expect(end).toMatchObject({ exitCode: 0, stderr: "" });
        const decoded = decodeBody(end.stdout.trimEnd());
        expect(decoded.kind).toBe("state");
        expect(empty.github.allCommentsOf(empty.pull)).toHaveLength(0);
        const ownRun = empty.storage.store.listForRest(workflows[0].runId);
        expect(ownRun).toEqual([]);
      });
    },
  );
});
