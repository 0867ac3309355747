/** Does a report say what its result files say, as a process? */
import { copyFile, mkdir, symlink } from "node:fs/promises";
import { join, resolve } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { type ProgramEnd, ProgramWorld, runProgram } from "../testing/program.js";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000, maxConcurrency: 5 });

const results = "testdata/results";

/** One report under `--dry-run`; `{}` in an argument is the world's folder. */
async function reported(
  args: readonly string[],
  files: readonly string[],
  variables: Record<string, string> = {},
): Promise<ProgramEnd> {
  const world = await ProgramWorld.open();
  await mkdir(join(world.directory, "reports", "deep"), { recursive: true });
  for (const file of files) {
    await copyFile(
      `${results}/${file}`,
      join(world.directory, "reports", "deep", file.replace(/^.*\//, "")),
    );
  }
  await symlink("..", join(world.directory, "reports", "loop"));
  await world.writeFile("reports/note.txt", "no result");
  const there = args.map((arg) => arg.replace("{}", world.directory));
  const env = { ...world.environment("unit"), ...variables };
  const end = await runProgram(["report", "--dry-run", "--task", "unit", ...there], env);
  expect(world.comments).toHaveLength(0);
  await world.close();
  return { ...end, stderr: end.stderr.replaceAll(world.directory, "DIR") };
}

/** The comment without what differs from run to run. */
function stable({ stdout }: ProgramEnd): string {
  return stdout
    .replace(/\n<!-- rollcall:state .*/s, "\n")
    .replace(/Last updated .*(?=<\/sub>)/, "Last updated TIME · QUOTA")
    .replace(/Rollcall v[^<]*/, "Rollcall vVERSION");
}

const cases = [
  {
    name: "junit",
    args: ["--kind", "test", "--junit", "{}/reports/**/*.xml"],
    files: ["junit/surefire.xml", "junit/vitest.xml"],
  },
  {
    name: "sarif",
    args: ["--kind", "lint", "--sarif", "{}/reports"],
    files: ["sarif/eslint.sarif"],
  },
  {
    name: "both",
    args: [
      "--kind",
      "test",
      "--junit",
      "{}/reports",
      "--sarif",
      "{}/reports/deep/clean.sarif",
      "--repro",
      "make test",
    ],
    files: ["junit/pytest.xml", "sarif/clean.sarif"],
  },
];

test.concurrent.for(cases)("a comment of $name", async ({ name, args, files }, { expect }) => {
  const end = await reported(args, files);
  expect(end).toMatchObject({ exitCode: 0, stderr: "" });
  await expect(stable(end)).toMatchFileSnapshot(`../../${results}/comments/${name}.md`);
});

describe.concurrent("where nobody knows of a pull request, as on a laptop", () => {
  const found = ["--kind", "test", "--junit", resolve(results, "junit", "pytest.xml")];
  const noToken = { PATH: process.env["PATH"] };

  test("a dry report prints the comment all the same", async ({ expect }) => {
    const end = await runProgram(["report", "--dry-run", "--task", "unit", ...found], noToken);
    expect(end.exitCode).toBe(0);
    expect(end.stderr).toMatch(
      /^rollcall: warning: not published: the repository is unknown .*\n$/,
    );
    await expect(stable(end)).toMatchFileSnapshot(`../../${results}/comments/laptop.md`);
    const wet = await runProgram(["report", "--task", "unit", ...found], noToken);
    expect(wet).toMatchObject({ exitCode: 0, stdout: "" });
  });

  test("and so does a dry run, behind what the command writes", async ({ expect }) => {
    const command = ["--", "sh", "-c", "echo mine; echo 'error: no room' >&2; exit 3"];
    const args = ["run", "--dry-run", "--task", "deploy", ...command];
    const end = await runProgram(args, noToken);
    expect(end.exitCode).toBe(3);
    const text = stable(end)
      .replace(/📅 [^·]* · /, "")
      .replace(/ · ⏱ (?!Last)\S+(?=<br>)/, "");
    await expect(text).toMatchFileSnapshot(`../../${results}/comments/laptop-run.md`);
  });

  test("as JSON beside the entry", async ({ expect }) => {
    const args = ["report", "--dry-run", "--json", "--task", "unit", ...found];
    const { stdout } = await runProgram(args, noToken);
    expect(JSON.parse(stdout)).toMatchObject({
      outcome: { kind: "failed", problem: expect.stringContaining("repository") as string },
      entry: { task: "unit", status: "failed" },
      body: expect.stringMatching(/^<!-- rollcall:/) as string,
    });
  });
});

test.concurrent("options win over what was found", async () => {
  const args = ["--status", "passed", "--result", "fine", "--junit", "{}/reports", "--json"];
  const { stdout } = await reported(args, ["junit/vitest.xml"]);
  const { entry } = JSON.parse(stdout) as { readonly entry: unknown };
  expect(entry).toMatchObject({ status: "passed", result: "fine", snippets: [{ bucket: "test" }] });
});

test.concurrent("a faulty file is named and skipped, and what was right counts", async () => {
  const args = ["--json", "--junit", "{}/reports"];
  const { stdout, stderr, exitCode } = await reported(args, [
    "junit/cut-off.xml",
    "junit/gradle.xml",
  ]);
  expect(exitCode).toBe(0);
  expect(stdout).toContain('"result":"3/3 passed · 1 unreadable file"');
  expect(stderr).toMatch(
    /cut-off\.xml.*\(--junit\).*found a fault \(unclosed root tag\) in line 5/,
  );
});

test.concurrent("without any file and any status nothing is reported", async () => {
  const end = await reported(["--junit", "{}/none/*.xml"], []);
  expect(end).toMatchObject({ exitCode: 2, stdout: "" });
  expect(end.stderr).toMatch(/^rollcall: no status is given, and no result file says one .*\n$/);
  const variables = { ROLLCALL_JUNIT: "none/*.xml" };
  const named = await reported([], [], variables);
  expect(named.exitCode).toBe(0);
  expect(named.stderr).toContain("not published: no result file says the task's status");
  const strict = await reported(["--strict"], [], variables);
  expect(strict.exitCode).toBe(1);
});

test.concurrent("a file that two globs mean counts once", async () => {
  const args = ["--json", "--junit", "{}/reports", "--junit", "{}/reports/deep/gradle.xml"];
  const { stdout } = await reported(args, ["junit/gradle.xml"]);
  expect(stdout).toContain('"result":"2/2 passed"');
});
