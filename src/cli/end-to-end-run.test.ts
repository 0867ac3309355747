/** Does `rollcall run` say the truth of its command, also when it is told to end in the middle? */
import { describe, expect, test, vi } from "vitest";
import { decodeBody } from "../codec/state-block.js";
import { liveEntries } from "../merge/live.js";
import type { Entry } from "../model/entry.js";
import { ProgramWorld, runProgram, startProgram } from "../testing/program.js";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000, maxConcurrency: 3 });

async function inWorld(work: (world: ProgramWorld) => Promise<void>): Promise<void> {
  const world = await ProgramWorld.open();
  await work(world);
  await world.close();
}

function entryOf(world: ProgramWorld): Entry | undefined {
  const decoded = decodeBody(world.comments[0]?.body ?? "");
  return decoded.kind === "state" ? liveEntries(decoded.roster)[0]?.entry : undefined;
}

describe.concurrent("a tool of which nothing is known", () => {
  test("shows the end of its output when it fails", async () => {
    await inWorld(async (world) => {
      const script = `echo 'compiling'; echo 'src/a.c:3: error: no ${ProgramWorld.token}' >&2; exit 2`;
      const file = await world.writeFile("tool.sh", script);
      const args = ["run", "--task", "unit", "--", "sh", file];
      const end = await runProgram(args, world.environment("unit"));
      expect(end.exitCode).toBe(2);
      expect(end.stderr).toContain("error: no");
      const body = world.comments[0]?.body ?? "";
      expect(body).toContain("src/a.c:3: error: no ***");
      expect(body).not.toContain(ProgramWorld.token);
      expect(entryOf(world)?.snippets).toMatchObject([{ label: `sh ${file}`, bucket: "test" }]);
    });
  });

  test("shows nothing of it when it passes, nor when it said itself what failed", async () => {
    await inWorld(async (world) => {
      const said = '{"snippets":[{"label":"mine","bucket":"test","text":"said"}]}';
      const script = `echo 'error: no'; echo '${said}' >> "$ROLLCALL_UPDATES"; exit 1`;
      await runProgram(["run", "--task", "a", "--", "sh", "-c", "echo error"], {
        ...world.environment("a"),
      });
      expect(entryOf(world)).toMatchObject({ status: "passed" });
      expect(entryOf(world)).not.toHaveProperty("snippets");
      await runProgram(["run", "--task", "a", "--", "sh", "-c", script], world.environment("a"));
      expect(entryOf(world)?.snippets).toMatchObject([{ label: "mine" }]);
    });
  });
});

describe.concurrent("told to end", () => {
  test("says so while a command that ignores it still runs, and afterwards, too", async () => {
    await inWorld(async (world) => {
      const script = `trap '' INT TERM; echo ready; cat > /dev/null; exit 0`;
      const args = ["run", "--task", "deploy", "--", "sh", "-c", script];
      const { process, ended } = startProgram(args, world.environment("deploy"));
      await world.until((comments) => comments.length > 0);
      process.kill("SIGINT");
      await world.until(([comment]) => /aborted \(cancelled\)/i.test(comment?.body ?? ""));
      expect(process.exitCode).toBeNull();
      expect(entryOf(world)).toMatchObject({ status: "aborted", final: true });
      process.stdin?.end();
      expect((await ended).exitCode).toBe(0);
      expect(entryOf(world)).toMatchObject({ status: "aborted", abortReason: "cancelled" });
    });
  });

  test("keeps the exit code of a command that cleans up, and what it says meanwhile", async () => {
    await inWorld(async (world) => {
      const told = `echo '{"result":"rolled back"}' >> "$ROLLCALL_UPDATES"`;
      const script = `end() { read line; ${told}; exit 7; }; trap end INT; while :; do sleep 0.1; done`;
      const args = ["run", "--task", "deploy", "--", "sh", "-c", script];
      const { process, ended } = startProgram(args, world.environment("deploy"));
      await world.until((comments) => comments.length > 0);
      process.kill("SIGINT");
      await world.until(([comment]) => /aborted \(cancelled\)/i.test(comment?.body ?? ""));
      process.stdin?.end("go\n");
      expect((await ended).exitCode).toBe(7);
      expect(entryOf(world)).toMatchObject({
        status: "aborted",
        abortReason: "cancelled",
        result: "rolled back",
      });
    });
  });
});
