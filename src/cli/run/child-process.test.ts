/**
 * Real commands under a real `startCommand`: in a process of its own, since signals and inherited
 * streams cannot be tried out on the test runner itself.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { CommandOutcome } from "./child-process.js";

/** What the process around the command does: start it, wait, linger, release, exit. */
const wrapperSource = `
import { appendFileSync, existsSync, writeFileSync } from "node:fs";
import { startCommand } from "./child-process.js";
const { folder, lingerMs = 0, ...rest } = JSON.parse(process.argv[2]);
const command = process.argv.slice(3);
const running = startCommand({
  command,
  env: process.env,
  temporaryDirectory: folder,
  onSignal: (signal) => appendFileSync(folder + "/signals", signal + "\\n"),
  ...rest,
});
writeFileSync(folder + "/started", "");
const outcome = await running.ended;
writeFileSync(folder + "/ended", "");
await new Promise((resolve) => setTimeout(resolve, lingerMs));
const { updatesPath, receivedSignal } = running;
await running.outputDone;
running.release();
const updatesLeft = updatesPath !== undefined && existsSync(updatesPath);
writeFileSync(folder + "/result", JSON.stringify({ outcome, updatesPath, updatesLeft, receivedSignal }));
process.exitCode = outcome.exitCode;
`;

interface WrapperResult {
  readonly outcome: CommandOutcome;
  readonly updatesPath?: string;
  readonly updatesLeft: boolean;
  readonly receivedSignal?: string;
}

interface Wrapped {
  readonly folder: string;
  readonly wrapper: ChildProcess;
  readonly pid: number;
  /** Everything about the end. */
  readonly ended: Promise<
    WrapperResult & { readonly code: number | null; readonly out: Buffer; readonly err: Buffer }
  >;
}

let base = "";
let wrapperPath = "";
const strays: number[] = [];

beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), "rollcall-child-"));
  wrapperPath = join(base, "wrapper.mjs");
  buildSync({
    stdin: { contents: wrapperSource, resolveDir: import.meta.dirname, loader: "ts" },
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    outfile: wrapperPath,
  });
});
afterEach(() => {
  for (const pid of strays.splice(0)) {
    if (isAlive(pid)) process.kill(pid, "SIGKILL");
  }
});
afterAll(() => {
  rmSync(base, { recursive: true });
});

/** Starts the wrapper around a command; `input` is its standard input. */
function wrap(
  command: readonly string[],
  options: {
    readonly lingerMs?: number;
    readonly onTerminal?: boolean;
    readonly temporaryDirectory?: string;
  } = {},
  input: string | Buffer = "",
  env: Readonly<Record<string, string>> = {},
): Wrapped {
  const folder = mkdtempSync(join(base, "case-"));
  const wrapper = spawn(
    process.execPath,
    [wrapperPath, JSON.stringify({ folder, ...options }), ...command],
    // A group of its own, so that a test can signal the whole group as some CI hosts do.
    { stdio: "pipe", detached: true, env: { ...process.env, FOLDER: folder, ...env } },
  );
  wrapper.stdin.on("error", () => undefined);
  wrapper.stdin.end(input);
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  wrapper.stdout.on("data", (chunk: Buffer) => out.push(chunk));
  wrapper.stderr.on("data", (chunk: Buffer) => err.push(chunk));
  const { pid } = wrapper;
  if (pid === undefined) throw new Error("the wrapper did not start");
  const ended = new Promise<number | null>((resolve) => {
    wrapper.on("close", resolve);
  }).then((code) => ({
    ...(JSON.parse(readFileSync(join(folder, "result"), "utf8")) as WrapperResult),
    code,
    out: Buffer.concat(out),
    err: Buffer.concat(err),
  }));
  return { folder, wrapper, pid, ended };
}

function sh(
  script: string,
  ...rest: Parameters<typeof wrap> extends [unknown, ...infer Rest] ? Rest : never
): Wrapped {
  return wrap(["sh", "-c", script], ...rest);
}

async function fileOf({ folder }: Wrapped, name: string): Promise<string> {
  const path = join(folder, name);
  await expect
    .poll(() => existsSync(path) && readFileSync(path, "utf8").length > 0, { timeout: 10_000 })
    .toBe(true);
  return readFileSync(path, "utf8").trim();
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // A zombie that nobody reaps is no process any more.
  const stat = `/proc/${pid}/stat`;
  return !existsSync(stat) || !/\) Z /.test(readFileSync(stat, "utf8"));
}

describe("how a command ended", () => {
  test.each([0, 1, 42, 255])("its exit code %i is ours", async (exitCode) => {
    const { code, outcome } = await sh(`exit ${exitCode}`).ended;
    expect(code).toBe(exitCode);
    expect(outcome).toEqual({ kind: "exited", exitCode });
  });

  test.each([
    ["SIGTERM", 143],
    ["SIGKILL", 137],
    ["SIGSEGV", 139],
  ])("%s makes it %i", async (signal, exitCode) => {
    const { code, outcome } = await sh(`kill -${signal.slice(3)} $$`).ended;
    expect(code).toBe(exitCode);
    expect(outcome).toEqual({ kind: "signalled", signal, exitCode });
  });

  test.each([
    [["no-such-command-anywhere"], 127, "rollcall: no-such-command-anywhere: command not found"],
    [["./no/such/file"], 127, "rollcall: ./no/such/file: No such file or directory"],
    [["/"], 126, "rollcall: /: Permission denied"],
  ])("%j does not start, as a shell would say it", async (command, exitCode, line) => {
    const { outcome, code } = await wrap(command).ended;
    expect(outcome).toEqual({ kind: "not-started", exitCode, line });
    expect(code).toBe(exitCode);
  });

  test("a file that is not executable is 126", async () => {
    const path = join(base, "plain.txt");
    writeFileSync(path, "#!/bin/sh\necho no\n", { mode: 0o644 });
    const { outcome } = await wrap([path]).ended;
    expect(outcome).toEqual({
      kind: "not-started",
      exitCode: 126,
      line: `rollcall: ${path}: Permission denied`,
    });
  });
});

describe("the command is alone, for all that it can see", () => {
  test("its arguments arrive untouched, and no shell reads them", async () => {
    const args = [
      "a b",
      "",
      "$HOME",
      "`id`",
      "x;y",
      "'\"",
      "new\nline",
      "--",
      "--help",
      "\u{1F680}",
    ];
    const print = "process.stdout.write(JSON.stringify(process.argv.slice(1)))";
    const { out } = await wrap([process.execPath, "-e", print, "--", ...args]).ended;
    expect(JSON.parse(out.toString())).toEqual(args);
  });

  test("standard input and output pass byte for byte", async () => {
    const bytes = randomBytes(3_000_000);
    const { out, err, code } = await wrap(["cat"], {}, bytes).ended;
    expect(out.equals(bytes)).toBe(true);
    expect(err).toHaveLength(0);
    expect(code).toBe(0);
  });

  test("standard error is not mixed with standard output", async () => {
    const { out, err } = await sh("printf out; printf err >&2").ended;
    expect([out.toString(), err.toString()]).toEqual(["out", "err"]);
  });

  test("its environment is ours, and the updates file", async () => {
    const script = 'printf "%s" "$EXTRA"; test -w "$ROLLCALL_UPDATES" && ls -l "$ROLLCALL_UPDATES"';
    const { out, updatesPath, updatesLeft } = await sh(script, {}, "", { EXTRA: "yes" }).ended;
    expect(out.toString()).toMatch(/^yes-rw-------/);
    expect(updatesPath).toBeDefined();
    expect(updatesLeft).toBe(false);
  });

  test("without a place for the updates file it runs all the same", async () => {
    const options = { temporaryDirectory: join(base, "absent") };
    const env = { ROLLCALL_UPDATES: "/of/an/outer/run" };
    const { out, code, updatesPath } = await sh('echo "<$ROLLCALL_UPDATES>"', options, "", env)
      .ended;
    expect(out.toString()).toBe("<>\n");
    expect(code).toBe(0);
    expect(updatesPath).toBeUndefined();
  });

  test("what it leaves behind when it ends by itself is left alone", async () => {
    const wrapped = sh('sleep 30 >/dev/null 2>&1 & echo $! > "$FOLDER/left"');
    const { code } = await wrapped.ended;
    const left = Number(await fileOf(wrapped, "left"));
    strays.push(left);
    expect(code).toBe(0);
    expect(isAlive(left)).toBe(true);
  });
});

describe("signals without a terminal", () => {
  const counting = `
    trap 'echo TERM >> "$FOLDER/got"' TERM
    trap 'echo INT >> "$FOLDER/got"' INT
    echo ready > "$FOLDER/ready"
    while [ ! -e "$FOLDER/stop" ]; do sleep 0.05; done
    exit 7`;

  async function stop(wrapped: Wrapped): Promise<void> {
    await fileOf(wrapped, "got");
    await new Promise((resolve) => setTimeout(resolve, 300));
    writeFileSync(join(wrapped.folder, "stop"), "");
  }

  test.each([
    ["our process", 1],
    ["our whole group", -1],
  ])("a signal to %s reaches the command once, and its own answer counts", async (_, sign) => {
    const wrapped = sh(counting);
    await fileOf(wrapped, "ready");
    process.kill(sign * wrapped.pid, "SIGTERM");
    await stop(wrapped);
    const { code, receivedSignal } = await wrapped.ended;
    expect(readFileSync(join(wrapped.folder, "got"), "utf8")).toBe("TERM\n");
    expect(code).toBe(7);
    expect(receivedSignal).toBe("SIGTERM");
  });

  test("a second signal is passed on, too; the first is remembered", async () => {
    const wrapped = sh(counting);
    await fileOf(wrapped, "ready");
    process.kill(wrapped.pid, "SIGINT");
    await fileOf(wrapped, "got");
    process.kill(wrapped.pid, "SIGTERM");
    await stop(wrapped);
    const { receivedSignal } = await wrapped.ended;
    expect(readFileSync(join(wrapped.folder, "got"), "utf8")).toBe("INT\nTERM\n");
    expect(readFileSync(join(wrapped.folder, "signals"), "utf8")).toBe("SIGINT\nSIGTERM\n");
    expect(receivedSignal).toBe("SIGINT");
  });

  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)("%s ends the command and all that it started: %i", async (signal, exitCode) => {
    const script = 'sleep 60 & echo $! > "$FOLDER/child"; sh -c "sleep 60" & exec sleep 60';
    const wrapped = sh(script);
    const child = Number(await fileOf(wrapped, "child"));
    await new Promise((resolve) => setTimeout(resolve, 100));
    process.kill(wrapped.pid, signal);
    const { code, outcome } = await wrapped.ended;
    expect(outcome).toEqual({ kind: "signalled", signal, exitCode });
    expect(code).toBe(exitCode);
    // A shell lets background commands ignore SIGINT: these are killed after their moment of grace.
    expect(isAlive(child)).toBe(false);
  });

  test("what will not go is killed after a moment", async () => {
    const script = `
      sh -c 'trap "" TERM; echo $$ > "$FOLDER/stubborn"; while :; do sleep 1; done' &
      trap 'exit 3' TERM
      while :; do sleep 0.05; done`;
    const wrapped = sh(script);
    const stubborn = Number(await fileOf(wrapped, "stubborn"));
    strays.push(stubborn);
    process.kill(wrapped.pid, "SIGTERM");
    const { code } = await wrapped.ended;
    expect(code).toBe(3);
    await expect.poll(() => isAlive(stubborn)).toBe(false);
  });

  test("a signal after the command's end changes nothing of its exit code", async () => {
    const wrapped = sh("exit 5", { lingerMs: 600 });
    await expect
      .poll(() => existsSync(join(wrapped.folder, "ended")), { timeout: 10_000 })
      .toBe(true);
    process.kill(wrapped.pid, "SIGTERM");
    const { code, outcome } = await wrapped.ended;
    expect(code).toBe(5);
    expect(outcome).toEqual({ kind: "exited", exitCode: 5 });
    expect(readFileSync(join(wrapped.folder, "signals"), "utf8")).toBe("SIGTERM\n");
  });
});

describe("on a terminal", () => {
  const group = 'cut -d" " -f5 /proc/$$/stat';

  test.runIf(process.platform === "linux")("the command stays in our group", async () => {
    const shared = sh(group, { onTerminal: true });
    expect((await shared.ended).out.toString().trim()).toBe(String(shared.pid));
    const own = sh(group, { onTerminal: false });
    expect((await own.ended).out.toString().trim()).not.toBe(String(own.pid));
  });

  test("Ctrl-C reaches it by itself and is not passed on a second time", async () => {
    const script = `
      trap 'echo INT >> "$FOLDER/got"' INT
      trap 'echo TERM >> "$FOLDER/got"' TERM
      echo ready > "$FOLDER/ready"
      while [ ! -e "$FOLDER/stop" ]; do sleep 0.05; done
      exit 9`;
    const wrapped = sh(script, { onTerminal: true });
    await fileOf(wrapped, "ready");
    process.kill(-wrapped.pid, "SIGINT");
    await fileOf(wrapped, "got");
    process.kill(wrapped.pid, "SIGTERM");
    await expect.poll(() => readFileSync(join(wrapped.folder, "got"), "utf8")).toBe("INT\nTERM\n");
    writeFileSync(join(wrapped.folder, "stop"), "");
    expect((await wrapped.ended).code).toBe(9);
  });

  test("it sees the terminal that we have", async ({ skip }) => {
    skip(!existsSync("/usr/bin/script"), "no script(1) is here to make a terminal");
    const folder = mkdtempSync(join(base, "case-"));
    const spec = JSON.stringify({ folder });
    const line = `'${process.execPath}' '${wrapperPath}' '${spec}' sh -c 'test -t 0 && test -t 1 && tty </dev/tty'`;
    const script = spawn("/usr/bin/script", ["-qec", line, "/dev/null"], {
      stdio: ["pipe", "pipe", "pipe"],
    });
    const out: Buffer[] = [];
    script.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    const code = await new Promise((resolve) => script.on("close", resolve));
    expect(code).toBe(0);
    expect(Buffer.concat(out).toString()).toContain("/dev/");
  });
});
