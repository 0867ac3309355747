/** Does a command of `rollcall run` that is told to end come to its end in time, whatever holds it up? */
import { existsSync, readdirSync, readlinkSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { decodeBody } from "../codec/state-block.js";
import { liveEntries } from "../merge/live.js";
import { type ProgramEnd, ProgramWorld, startProgram } from "../testing/program.js";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000, maxConcurrency: 2 });

/** What is promised, from the first signal to the process's end. */
const promisedMs = 5_000;
const neverMs = 3_600_000;

async function inWorld(work: (world: ProgramWorld) => Promise<void>): Promise<void> {
  const world = await ProgramWorld.open();
  await work(world);
  await world.close();
}

type Started = ReturnType<typeof startProgram>;

/** Sends a signal; how the process ended, and after how long. */
async function endedBy(
  { process, ended }: Started,
  signal: NodeJS.Signals,
): Promise<ProgramEnd & { readonly durationMs: number }> {
  const startedMs = performance.now();
  process.kill(signal);
  return { ...(await ended), durationMs: performance.now() - startedMs };
}

function run(world: ProgramWorld, script: string, ...options: readonly string[]): Started {
  const args = ["run", "--task", "unit", ...options, "--", "sh", "-c", script];
  return startProgram(args, world.environment("unit"));
}

describe.concurrent("while GitHub never answers", () => {
  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("%s ends it with %i", { retry: 1 }, async (signal, exitCode) => {
    await inWorld(async (world) => {
      const started = run(world, "exec sleep 600");
      await world.until((comments) => comments.length > 0);
      const asked: string[] = [];
      world.github.behaviour.latency = (_operation, { url }) => {
        asked.push(url);
        return { beforeMs: neverMs, afterMs: 0 };
      };
      const end = await endedBy(started, signal);
      expect(end.durationMs).toBeLessThan(promisedMs);
      expect(end.exitCode).toBe(exitCode);
      expect(asked).not.toEqual([]);
      expect(end.stderr).toMatch(/not published: /);
      world.expectNoSecret(end);
    });
  });

  test("from the start, it ends as soon, and its output stands", { retry: 1 }, async () => {
    await inWorld(async (world) => {
      world.github.behaviour.latency = () => ({ beforeMs: neverMs, afterMs: 0 });
      const started = run(world, "echo here; exec sleep 600");
      await new Promise((resolve) => started.process.stdout?.once("data", resolve));
      const end = await endedBy(started, "SIGINT");
      expect(end.durationMs).toBeLessThan(promisedMs);
      expect(end).toMatchObject({ exitCode: 130, stdout: "here\n" });
      expect(world.comments).toEqual([]);
    });
  });

  test("to what is written, the cancelled row was sent", { retry: 1 }, async () => {
    await inWorld(async (world) => {
      const started = run(world, "exec sleep 600");
      await world.until((comments) => comments.length > 0);
      const written: string[] = [];
      world.github.behaviour.latency = (_operation, { body }) => {
        const text = Buffer.from(body).toString("utf8");
        if (!/aborted \(cancelled\)/i.test(text)) return { beforeMs: 0, afterMs: 0 };
        written.push(text);
        return { beforeMs: neverMs, afterMs: 0 };
      };
      const end = await endedBy(started, "SIGTERM");
      expect(end.durationMs).toBeLessThan(promisedMs);
      expect(end.exitCode).toBe(143);
      expect(written).not.toEqual([]);
    });
  });
});

describe.runIf(existsSync("/proc/self/fd")).concurrent("while result files are read", () => {
  /** A command that failed, and a text of zeros that takes long to read and no room on the disk. */
  async function reading(world: ProgramWorld): Promise<Started> {
    const report = await world.writeFile("report.xml", "<testsuite>");
    const started = run(world, `touch '${report}'; exit 3`, "--junit", report);
    truncateSync(report, 900 * 1024 * 1024);
    await expect.poll(() => hasOpen(started, report), { timeout: 60_000, interval: 5 }).toBe(true);
    return started;
  }

  test("a signal changes no verdict", { retry: 1 }, async () => {
    await inWorld(async (world) => {
      const end = await endedBy(await reading(world), "SIGTERM");
      expect(end.durationMs).toBeLessThan(promisedMs);
      expect(end.exitCode).toBe(3);
      const decoded = decodeBody(world.comments[0]?.body ?? "");
      const [row] = decoded.kind === "state" ? liveEntries(decoded.roster) : [];
      expect(row?.entry).toMatchObject({ status: "failed", final: true });
    });
  });

  test("and GitHub never answers, a signal cuts both short", { retry: 1 }, async () => {
    await inWorld(async (world) => {
      const started = await reading(world);
      world.github.behaviour.latency = () => ({ beforeMs: neverMs, afterMs: 0 });
      const end = await endedBy(started, "SIGTERM");
      expect(end.durationMs).toBeLessThan(promisedMs);
      expect(end.exitCode).toBe(3);
    });
  });
});

/** True while the process has the file open. */
function hasOpen({ process }: Started, path: string): boolean {
  const folder = `/proc/${process.pid ?? 0}/fd`;
  try {
    return readdirSync(folder).some((name) => {
      try {
        return readlinkSync(join(folder, name)) === path;
      } catch {
        return false;
      }
    });
  } catch {
    return false;
  }
}
