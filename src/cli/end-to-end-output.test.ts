/** Is what a command of `rollcall run` writes what it would have written alone, wherever it goes? */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test, vi } from "vitest";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000, maxConcurrency: 4 });

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "rollcall-output-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface ShellEnd {
  readonly code: number | null;
  readonly out: Buffer;
  readonly err: Buffer;
}

/** A shell's line in which `run` stands for the program up to the command; nothing is published. */
async function shell(line: string, env: Readonly<Record<string, string>> = {}): Promise<ShellEnd> {
  const run = `run() { "$NODE" "$PROGRAM" run --log-level error --task t -- "$@"; }\n`;
  const child = spawn("bash", ["-c", run + line], {
    env: {
      PATH: process.env["PATH"],
      NODE: process.execPath,
      PROGRAM: inject("programPath"),
      FOLDER: mkdtempSync(join(folder, "case-")),
      RUNNER_TEMP: folder,
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
  return await new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      resolve({ code, out: Buffer.concat(out), err: Buffer.concat(err) });
    });
  });
}

function file(name: string, bytes: Buffer = Buffer.alloc(0)): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

/** What writes to both outputs in turn, one line each. */
const inTurn = `sh -c 'for i in $(seq 300); do echo "out $i"; echo "err $i" >&2; done'`;
const inTurnLines = Array.from({ length: 300 }, (_, index) => [
  `out ${index + 1}`,
  `err ${index + 1}`,
]).flat();

describe.concurrent("output passes byte for byte", () => {
  test("of two kinds, each on its way", async () => {
    const [a, b] = [randomBytes(3_000_000), randomBytes(2_000_000)];
    const files = { A: file("a", a), B: file("b", b) };
    const { code, out, err } = await shell(`run sh -c 'cat "$B" >&2; cat "$A"; exit 3'`, files);
    expect(code).toBe(3);
    expect(out.equals(a)).toBe(true);
    expect(err.equals(b)).toBe(true);
  });

  test("through one pipe in the order in which it was written", async () => {
    const { out } = await shell(`run ${inTurn} 2>&1 | cat`);
    expect(out.toString().trimEnd().split("\n")).toEqual(inTurnLines);
  });

  test("into one file behind what is there already", async () => {
    const log = file("log", Buffer.from("before\n"));
    await shell(`run ${inTurn} >> "$LOG" 2>&1; echo after >> "$LOG"`, { LOG: log });
    const lines = readFileSync(log, "utf8").trimEnd().split("\n");
    expect(lines).toEqual(["before", ...inTurnLines, "after"]);
  });

  test("also if a script opens its outputs by name", async () => {
    const script = `echo out > /dev/stdout; echo err > /dev/stderr`;
    const { out, err, code } = await shell(`run sh -c '${script}'`);
    expect([out.toString(), err.toString(), code]).toEqual(["out\n", "err\n", 0]);
  });

  test("with the input that it was given", async () => {
    const { out } = await shell(`printf 'a\\0b' | run sh -c 'cat; echo done' | cat`);
    expect(out.toString()).toBe("a\0bdone\n");
  });
});

describe.concurrent("what the command finds", () => {
  test.runIf(process.platform === "linux")("is /dev/null where that was given", async () => {
    const { err } = await shell(
      `run sh -c 'link=$(readlink /proc/$$/fd/1); echo "$link" >&2' > /dev/null`,
    );
    expect(err.toString()).toBe("/dev/null\n");
  });

  test("is a terminal where there was one", async ({ skip }) => {
    skip(!existsSync("/usr/bin/script"), "no script(1) is here to make a terminal");
    const inner = `"$NODE" "$PROGRAM" run --log-level error --task t -- sh -c "test -t 1 && test -t 2 && echo both"`;
    const { out, code } = await shell(`script -qec '${inner}' /dev/null < /dev/null`);
    expect(out.toString()).toContain("both");
    expect(code).toBe(0);
  });
});

test.concurrent("without mkfifo it writes where we write, which the log says", async () => {
  const tools = mkdtempSync(join(folder, "tools-"));
  const sh = (await shell("command -v sh")).out.toString().trim();
  const bash = (await shell("command -v bash")).out.toString().trim();
  symlinkSync(sh, join(tools, "sh"));
  symlinkSync(bash, join(tools, "bash"));
  const line = `"$NODE" "$PROGRAM" run --log-level debug --task t -- sh -c 'echo out; echo err >&2; exit 3'`;
  const { out, err, code } = await shell(line, { PATH: tools });
  expect([out.toString(), code]).toEqual(["out\n", 3]);
  expect(err.toString()).toMatch(/^err$/m);
  expect(err.toString()).toMatch(/debug: .*no named pipe could be made \(mkfifo: ENOENT\)/);
  const quiet = await shell(line);
  expect(quiet.err.toString()).not.toContain("named pipe");
});

describe.concurrent("a reader that goes away", () => {
  test("ends the command as it would end alone", async () => {
    const line = `(run yes; echo "$?" >&2) | head -1`;
    const { out, err } = await shell(line);
    expect(out.toString()).toBe("y\n");
    expect(err.toString()).toBe("141\n");
  });

  test("does not make a command wait that opens its output again", async () => {
    const script = `trap "" PIPE; while echo y > /dev/stdout; do :; done 2> /dev/null; exit 9`;
    const { err } = await shell(`(run sh -c '${script}'; echo "$?" >&2) | head -1`);
    expect(err.toString()).toBe("9\n");
  });
});

test.concurrent(
  "a process that is left behind writes on, and is waited for by nobody",
  async () => {
    const script = `(until [ -e "$FOLDER/go" ]; do sleep 0.05; done; echo later; echo "end $?") & echo now`;
    const line = [
      `run sh -c '${script}' > "$FOLDER/log"`,
      `echo ended >> "$FOLDER/log"; touch "$FOLDER/go"`,
      `until grep -q end.0 "$FOLDER/log"; do sleep 0.05; done; cat "$FOLDER/log"`,
    ].join("\n");
    const { out } = await shell(line);
    // The shell's own line lies where the next writer's stands; what matters is that all was written.
    expect(out.toString()).toContain("later\nend 0\n");
  },
);
