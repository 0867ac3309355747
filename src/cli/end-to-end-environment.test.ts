/** Does a command get what it would have got without us, and does no shell see a word of the pull request? */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { decodePayload } from "../codec/payload.js";
import { decodeBody } from "../codec/state-block.js";
import { ProgramWorld, runProgram } from "../testing/program.js";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

let world: ProgramWorld;
let env: Record<string, string>;
beforeEach(async () => {
  world = await ProgramWorld.open();
  env = await environment();
});
afterEach(async () => {
  await world.close();
});

/** A shell that sees one of these makes a file. */
function commands(name: string): readonly string[] {
  const path = join(world.directory, `ran-${name}`);
  return [`$(touch ${path})`, `\`touch ${path}\``, `'; touch ${path}; '`, `"; touch ${path} #`];
}

/** All that the author of a pull request chooses: its title, its text, its branch, his name. */
async function environment(): Promise<Record<string, string>> {
  const text = commands("text").join(" ");
  const branch = commands("branch").join("");
  const event = {
    number: ProgramWorld.pullNumber,
    pull_request: {
      number: ProgramWorld.pullNumber,
      title: text,
      body: text,
      user: { login: text },
      labels: [{ name: text }],
      head: {
        sha: ProgramWorld.head,
        ref: branch,
        label: `octo-org:${branch}`,
        repo: { full_name: ProgramWorld.fullName },
      },
      base: { ref: branch, repo: { full_name: ProgramWorld.fullName } },
    },
  };
  return {
    ...world.environment("unit"),
    GITHUB_EVENT_PATH: await world.writeFile("event.json", JSON.stringify(event)),
    GITHUB_HEAD_REF: branch,
    GITHUB_BASE_REF: branch,
    GITHUB_REF_NAME: `1234/merge${branch}`,
    GITHUB_ACTOR: text,
    GITHUB_TRIGGERING_ACTOR: text,
    GITHUB_STEP_SUMMARY: await world.writeFile("summary.md", ""),
  };
}

function expectNothingRan(): void {
  for (const name of ["text", "branch", "argument"]) {
    expect(existsSync(join(world.directory, `ran-${name}`)), name).toBe(false);
  }
}

/** Prints its arguments and environment: no shell, which would add variables of its own. */
const echo = "console.log(JSON.stringify({ args: process.argv.slice(1), env: process.env }))";

test("a command's environment is ours and ROLLCALL_UPDATES, its arguments are its own", async () => {
  const args = commands("argument");
  const own = { ...env, EMPTY: "", "with space": " a\nb ", ROLLCALL_LOG_LEVEL: "warning" };
  const command = [process.execPath, "-e", echo, "--", ...args];
  const end = await runProgram(["run", "--task", "unit", "--", ...command], own);
  expect({ exitCode: end.exitCode, stderr: end.stderr }).toEqual({ exitCode: 0, stderr: "" });
  const told = JSON.parse(end.stdout) as { args: string[]; env: Record<string, string> };
  expect(told.args).toEqual(args);
  const { ROLLCALL_UPDATES: updates, ...rest } = told.env;
  expect(rest).toEqual({ ...own, PATH: process.env["PATH"] });
  expect(updates?.startsWith(world.directory)).toBe(true);
  expect(world.comments[0]?.body).toContain("unit");
  expectNothingRan();
});

test("without a pull request a command's environment is the same", async () => {
  const own = { ...env, GITHUB_EVENT_NAME: "push", GITHUB_REF: "refs/heads/main" };
  const command = [process.execPath, "-e", echo];
  const end = await runProgram(["run", "--task", "unit", "--", ...command], own);
  const told = JSON.parse(end.stdout) as { env: Record<string, string> };
  const { ROLLCALL_UPDATES: updates, ...rest } = told.env;
  expect(rest).toEqual({ ...own, PATH: process.env["PATH"] });
  expect(updates).toBeDefined();
});

test.each([
  ["run", ["run", "--task", "unit", "--", "true"]],
  ["report", ["report", "--task", "unit", "--status", "passed"]],
  ["sync", ["sync"]],
  ["show", ["show"]],
  ["doctor", ["doctor"]],
])(
  "%s gives no shell a word of the pull request, not even beside a token's command",
  async (_, args) => {
    const tokenCommand = `printf %s ${ProgramWorld.token}`;
    const own = { ...env, GITHUB_TOKEN: "", ROLLCALL_TOKEN_COMMAND: tokenCommand };
    const end = await runProgram([...args], own);
    expect(end.stderr).not.toMatch(/there is no token/);
    world.expectNoSecret(end);
    expectNothingRan();
  },
);

test.each([
  ["report", ["report", "--task", "unit", "--status", "failed"]],
  ["run", ["run", "--task", "unit", "--", "false"]],
  ["sync", ["sync"]],
  ["show", ["show"]],
])("%s tells no token, not even to a debugger, nor where a server quotes it", async (_, args) => {
  const quoting = `no such permission for Bearer ${ProgramWorld.token}`;
  let failures = 3;
  world.github.behaviour.fault = ({ class: kind }) =>
    kind !== "extension" && failures-- > 0
      ? { kind: "status", status: 500, message: quoting }
      : undefined;
  const own = { ...env, ROLLCALL_LOG_LEVEL: "debug", GITHUB_STEP_SUMMARY: undefined };
  const end = await runProgram([...args], own);
  expect(end.stderr).toContain("no such permission for Bearer ***");
  world.expectNoSecret(end);
  const artifacts = world.storage.store.everythingLive();
  const texts = artifacts.map(({ blobPath }) => {
    const read = decodePayload(world.storage.store.blobs.read(blobPath)?.bytes ?? new Uint8Array());
    return JSON.stringify(read);
  });
  const bodies = world.comments.map(({ body }) => body + JSON.stringify(decodeBody(body)));
  for (const text of [...texts, ...bodies]) expect(text).not.toMatch(/ghs_|eyJ/);
  if (args[0] === "report" || args[0] === "run") {
    expect(texts.length).toBeGreaterThan(0);
    expect(bodies.length).toBeGreaterThan(0);
  }
});
