/** What does `rollcall run` leave behind: of its environment in public, and of its files on the machine? */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { chmod } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { decodePayload } from "../codec/payload.js";
import { decodeBody } from "../codec/state-block.js";
import { bazelStream, plantToken } from "../testing/bazel-streams.js";
import { type ProgramEnd, ProgramWorld, runProgram, startProgram } from "../testing/program.js";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000, maxConcurrency: 3 });

async function inWorld(work: (world: ProgramWorld) => Promise<void>): Promise<void> {
  const world = await ProgramWorld.open();
  await work(world);
  await world.close();
}

/** Of no token's shape and in no secret's variable: masking would let it pass. */
const planted = "plain-planted-value-4711";

/** A Bazel that writes a recorded stream where it is told to, and ends as it did then. */
async function fakeBazel(world: ProgramWorld, name: string): Promise<string> {
  const { events, exitCode } = bazelStream(name);
  const stream = await world.writeFile("events.ndjson", plantToken(events, planted));
  const script = `#!/bin/sh
for word; do case $word in --build_event_json_file=*) file=\${word#*=};; esac; done
cat '${stream}' > "$file"
read line
exit ${exitCode}
`;
  const path = await world.writeFile("bazel", script);
  await chmod(path, 0o755);
  return path;
}

/** Everything that was sent in a request, also what it holds packed. */
function textsOf(body: Uint8Array): readonly string[] {
  const text = Buffer.from(body).toString("utf8");
  const payload = decodePayload(body);
  const strings: string[] = [];
  try {
    JSON.parse(text, (_key, value: unknown) => {
      if (typeof value === "string") strings.push(value);
      return value;
    });
  } catch {
    // Not JSON.
  }
  const states = strings.map((one) => decodeBody(one)).filter(({ kind }) => kind === "state");
  return [text, JSON.stringify(payload), JSON.stringify(states)];
}

describe.concurrent("nothing of the environment or a command line gets out", () => {
  test("of a Bazel whose stream holds it everywhere", async () => {
    await inWorld(async (world) => {
      const sent: string[] = [];
      world.github.onExchange(({ request }) => {
        sent.push(request.url, ...textsOf(request.body));
      });
      const bazel = await fakeBazel(world, "test-mixed-fail-flaky");
      const summary = await world.writeFile("summary.md", "");
      const env = {
        ...world.environment("unit"),
        HARMLESS: planted,
        GITHUB_STEP_SUMMARY: summary,
      };
      const typed = [bazel, "test", `--test_env=X=${planted}`, `--define=x=${planted}`, "//..."];
      const args = ["run", "--task", "test", "--log-level", "debug", "--interval", "1s", "--"];
      const { process, ended } = startProgram([...args, ...typed], env);
      await world.until(([comment]) => comment?.body.includes("5 of 5 tests run") === true);
      process.stdin?.end("\n");
      const end: ProgramEnd = await ended;
      expect(end.exitCode).toBe(3);
      const [comment] = world.comments;
      expect(comment?.body).toContain("expected 4, got 5");
      expect(comment?.body).toContain("bazel test //:fail_test");
      expect(sent.join("\n")).toContain("expected 4, got 5");
      expect(readFileSync(summary, "utf8")).toContain("1 failed");
      for (const text of [...sent, end.stdout, end.stderr, readFileSync(summary, "utf8")]) {
        expect(text).not.toContain(planted);
      }
    });
  });
});

describe.concurrent("no file stays behind", () => {
  /** The names of ours in the folder for temporary files. */
  function leftIn({ directory }: ProgramWorld): readonly string[] {
    return readdirSync(directory).filter((name) => name.startsWith("rollcall"));
  }

  test.each<[string, readonly string[], number]>([
    ["passes", ["sh", "-c", 'echo "{}" >> "$ROLLCALL_UPDATES"; echo out; echo err >&2'], 0],
    ["fails", ["sh", "-c", "echo out; exit 3"], 3],
    ["cannot be started", ["/no/such/program"], 127],
    ["is killed", ["sh", "-c", "kill -9 $$"], 137],
  ])("when the command %s", async (_what, command, exitCode) => {
    await inWorld(async (world) => {
      const args = ["run", "--task", "unit", "--", ...command];
      const end = await runProgram(args, world.environment("unit"));
      expect(end.exitCode).toBe(exitCode);
      expect(leftIn(world)).toEqual([]);
    });
  });

  test("when Bazel has written its events, and when it is cancelled", async () => {
    await inWorld(async (world) => {
      const bazel = await fakeBazel(world, "test-pass");
      const args = ["run", "--task", "unit", "--", bazel, "test", "//..."];
      const started = startProgram(args, world.environment("unit"));
      await world.until((comments) => comments.length > 0);
      const [folder = ""] = leftIn(world);
      expect(existsSync(join(world.directory, folder))).toBe(true);
      started.process.kill("SIGINT");
      expect((await started.ended).exitCode).toBe(130);
      expect(leftIn(world)).toEqual([]);
      const end = await runProgram(args, world.environment("unit"), { stdin: "\n" });
      expect(end.exitCode).toBe(0);
      expect(leftIn(world)).toEqual([]);
    });
  });
});
