/** Does a report say what its result files say, as a process? */
import { copyFile, mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
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
