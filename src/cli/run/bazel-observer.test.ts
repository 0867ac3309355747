import { spawn } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { NodeClock } from "../../adapters/node/clock.js";
import { readText } from "../../adapters/node/files.js";
import type { Findings } from "../../ingest/findings.js";
import type { Clock } from "../../ports/clock.js";
import { bazelStream } from "../../testing/bazel-streams.js";
import { ProcessClock } from "../../testing/process-clock.js";
import { VirtualClock } from "../../testing/virtual-clock.js";
import { type BepMode, observeBazel } from "./bazel-observer.js";
import type { CommandObserver } from "./command-observer.js";
import type { Host } from "../host/host.js";

type Words = readonly [string, ...string[]];

let directory = "";
let virtual = new VirtualClock();
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "rollcall-observer-"));
  virtual = new VirtualClock();
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

function hostWith(clock: Clock): Host {
  const host: Partial<Host> = { clock, env: {}, readText, temporaryDirectory: directory };
  return host as Host;
}

async function observe(
  command: Words,
  mode: BepMode = "auto",
): Promise<CommandObserver | undefined> {
  const clock = new ProcessClock(virtual, { monotonicMs: 0, wallMs: 0 });
  return await observeBazel(command, mode, hostWith(clock));
}

/** What an observer tells, and how a test waits for it: files are real, only time is not. */
class Told {
  readonly findings: Findings[] = [];
  readonly lines: string[] = [];
  readonly observer: CommandObserver;

  constructor(observer: CommandObserver | undefined) {
    if (observer === undefined) throw new Error("no observer");
    this.observer = observer;
    const log = { write: (_level: string, line: string): number => this.lines.push(line) };
    observer.follow(log, (findings) => this.findings.push(findings));
  }

  get results(): readonly (string | undefined)[] {
    return this.findings.map(({ result }) => result);
  }

  /** Lets time go on until the last thing that was told is this. */
  async until(result: string): Promise<void> {
    await expect
      .poll(
        async () => {
          await virtual.advance(500);
          return this.results.at(-1);
        },
        { timeout: 20_000, interval: 5 },
      )
      .toBe(result);
  }

  async finish(exitCode: number): Promise<Findings> {
    return await this.observer.finish({ kind: "exited", exitCode }, 5_000);
  }
}

/** The file that the command was told to write. */
function eventPath({ command }: CommandObserver): string {
  const [option = ""] = command.filter((word) => word.startsWith("--build_event_json_file="));
  return option.slice(option.indexOf("=") + 1);
}

const mixed = bazelStream("test-mixed-fail-flaky").events;
const passing = bazelStream("test-pass").events;
const summary = (label: string): string =>
  `{"id":{"testSummary":{"label":"${label}"}},"testSummary":{"overallStatus":"PASSED"}}\n`;

describe("which commands are observed", () => {
  test("Bazel's that build; the option is added", async () => {
    const observer = await observe(["bazel", "test", "//...", "--", "-//x"]);
    const path = observer === undefined ? "" : eventPath(observer);
    expect(observer?.command).toEqual([
      "bazel",
      "test",
      `--build_event_json_file=${path}`,
      "--nobuild_event_json_file_path_conversion",
      "//...",
      "--",
      "-//x",
    ]);
    expect(path.startsWith(directory)).toBe(true);
    observer?.release();
    expect(readdirSync(directory)).toEqual([]);
  });

  test("others are not, nor is anything under --no-bep", async () => {
    expect(await observe(["bazel", "query", "//..."])).toBeUndefined();
    expect(await observe(["make", "test"])).toBeUndefined();
    expect(await observe(["bazel", "test", "//..."], "off")).toBeUndefined();
    expect(await observe(["bazel", "test", "--build_event_json_file="])).toBeUndefined();
    expect((await observe(["./ci.sh", "test"], "forced"))?.command).toHaveLength(4);
    expect(readdirSync(directory)).toHaveLength(1);
  });

  test("no folder for temporary files is no reason to fail", async () => {
    const host = { ...hostWith(new NodeClock()), temporaryDirectory: join(directory, "none") };
    expect(await observeBazel(["bazel", "test", "x"], "auto", host)).toBeUndefined();
  });
});

describe("following", () => {
  test("tells what is new, half lines not before they are whole", async () => {
    const told = new Told(await observe(["bazel", "test", "//..."]));
    const path = eventPath(told.observer);
    await virtual.advance(2_000);
    expect(told.findings).toEqual([]);
    const [started = ""] = mixed.split("\n");
    writeFileSync(path, `${started}\n${summary("//a").slice(0, 30)}`);
    await told.until("Bazel test running...");
    appendFileSync(path, summary("//a").slice(30));
    await told.until("Bazel test running... (1 of 1 test run)");
    appendFileSync(path, summary("//b"));
    await told.until("Bazel test running... (2 of 2 tests run)");
    expect(told.results).toHaveLength(3);
    writeFileSync(path, mixed);
    expect(await told.finish(3)).toMatchObject({
      status: "failed",
      final: true,
      result:
        "Bazel test failed (4/5 passed · 1 failed · 1 flaky · 3 cached) · flaky: //:flaky_test",
      reproduce: [{ command: "bazel test //:fail_test", target: "//:fail_test" }],
      snippets: [{ label: "//:fail_test", text: "expected 4, got 5\nassertion failed: total" }],
    });
    expect(told.lines).toEqual([]);
    told.observer.release();
  });

  test("a second invocation, appended or in a file of its own, starts anew", async () => {
    const told = new Told(await observe(["bazel", "test", "//..."]));
    const path = eventPath(told.observer);
    writeFileSync(path, passing);
    await told.until("Bazel test running... (3 of 3 tests run)");
    writeFileSync(`${path}.new`, mixed);
    renameSync(`${path}.new`, path);
    await told.until("Bazel test failing (5 of 5 tests run · 1 failed · 1 flaky)");
    truncateSync(path);
    writeFileSync(path, passing);
    await told.until("Bazel test running... (3 of 3 tests run)");
    appendFileSync(path, mixed);
    expect(await told.finish(3)).toMatchObject({
      status: "failed",
      failedInPhase: "test_retry_4",
    });
  });

  test("a file that never comes, or that is none, says nothing", async () => {
    const told = new Told(await observe(["bazel", "test", "//..."]));
    await virtual.advance(60_000);
    expect(await told.finish(1)).toEqual({});
    expect(told.findings).toEqual([]);
    const other = new Told(
      await observe(["bazel", "test", `--build_event_json_file=${directory}`]),
    );
    expect(await other.finish(0)).toEqual({});
  });

  test("an event file of the command's own is read, but not what it held before", async () => {
    const path = join(directory, "own.ndjson");
    writeFileSync(path, mixed);
    const command: Words = ["bazel", "test", "--build_event_json_file", path, "//..."];
    const stale = new Told(await observe(command));
    expect(stale.observer.command).toEqual(command);
    await virtual.advance(5_000);
    expect(await stale.finish(2)).toEqual({});
    const told = new Told(await observe(command));
    writeFileSync(path, passing);
    await told.until("Bazel test running... (3 of 3 tests run)");
    expect(await told.finish(0)).toMatchObject({ status: "passed" });
    told.observer.release();
    expect(existsSync(path)).toBe(true);
  });

  test("a bad line is named in the log", async () => {
    const told = new Told(await observe(["bazel", "test", "//..."]));
    writeFileSync(eventPath(told.observer), `${passing}nonsense\n`);
    await told.finish(0);
    expect(told.lines).toEqual([expect.stringMatching(/^Bazel's event file, line \d+: expected/)]);
  });

  test("without time left, the verdict is that of what was read", async () => {
    const told = new Told(await observe(["bazel", "test", "//..."]));
    writeFileSync(eventPath(told.observer), mixed);
    const findings = await told.observer.finish({ kind: "exited", exitCode: 3 }, 0);
    expect(findings).toMatchObject({ status: "failed", snippets: [{ text: "" }] });
  });
});

test("a real process that writes while it is followed", async () => {
  const script = join(directory, "bazel");
  const go = join(directory, "go");
  const [first, rest] = [join(directory, "first"), join(directory, "rest")];
  const at = mixed.indexOf("\n", mixed.indexOf('"overallStatus":"PASSED"')) + 1;
  writeFileSync(first, mixed.slice(0, at + 25));
  writeFileSync(rest, mixed.slice(at + 25));
  writeFileSync(
    script,
    `#!/bin/sh
for word; do case $word in --build_event_json_file=*) file=\${word#*=};; esac; done
cat '${first}' > "$file"
until [ -e '${go}' ]; do sleep 0.02; done
cat '${rest}' >> "$file"
exit 3
`,
  );
  chmodSync(script, 0o755);
  const observer = await observeBazel([script, "test", "//..."], "auto", hostWith(new NodeClock()));
  const [program = "", ...args] = observer?.command ?? [];
  const child = spawn(program, args, { stdio: "ignore" });
  const exited = new Promise<number>((resolve) => {
    child.on("exit", (code) => {
      resolve(code ?? -1);
    });
  });
  const told = new Told(observer);
  await expect
    .poll(() => told.results.at(-1), { timeout: 20_000 })
    .toMatch(/^Bazel test running\.\.\. \(1 of \d+ tests? run\)$/);
  writeFileSync(go, "");
  const findings = await told.finish(await exited);
  told.observer.release();
  expect(findings).toMatchObject({ status: "failed", failedInPhase: "test" });
  for (const result of told.results) expect(result).not.toContain("complete");
});
