// How much later does a command start under `rollcall run`?
//
//   node tools/bundle.mjs && node tools/bench-run.mjs [--rounds 40] [--bundle dist/rollcall.cjs]
//
// prints that, how fast output passes, and the memory meanwhile; tools/bench.mjs has a row of the first.
// A round starts three processes one after the other, each of which prints the time at which it got to run:
// the bare command, Node with an empty program, and the command under `rollcall run` in the surroundings of
// a GitHub runner (without a network: what comes after the command's start does not count). Medians, since a
// busy machine makes some rounds slow.
import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clearInterval, setInterval } from "node:timers";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const printTime = ["sh", "-c", "date +%s%N"];
const printTimeByNode = "console.log(`${Math.round(Date.now() * 1e6)}`);\n";
const event = { number: 1, pull_request: { number: 1, head: { sha: "5b".repeat(20) } } };
const runner = {
  PATH: process.env.PATH,
  CI: "true",
  GITHUB_ACTIONS: "true",
  // Nobody listens there.
  GITHUB_API_URL: "http://127.0.0.1:9",
  GITHUB_GRAPHQL_URL: "http://127.0.0.1:9/graphql",
  GITHUB_REPOSITORY: "octo-org/widgets",
  GITHUB_EVENT_NAME: "pull_request",
  GITHUB_REF: "refs/pull/1/merge",
  GITHUB_RUN_ID: "1",
  GITHUB_RUN_ATTEMPT: "1",
  GITHUB_JOB: "bench",
  GITHUB_WORKFLOW_REF: "octo-org/widgets/.github/workflows/ci.yml@refs/pull/1/merge",
  GITHUB_TOKEN: "not-a-token",
  ROLLCALL_PUBLISH_BUDGET: "1s",
};

/** How long after their start they get to run: the bare command, an empty program, the command under `run`. */
async function startTimes(rounds, bundle) {
  return await withRunner(async (env, folder) => {
    const emptyProgram = join(folder, "empty.mjs");
    await writeFile(emptyProgram, printTimeByNode);
    const commands = {
      bare: printTime,
      node: [process.execPath, emptyProgram],
      run: underRollcall(bundle, printTime),
    };
    const times = { bare: [], node: [], run: [] };
    for (let round = 0; round < rounds; round += 1) {
      for (const [name, command] of Object.entries(commands)) {
        times[name].push(await startMs(command, env));
      }
    }
    return times;
  });
}

/** Adds the row of what a command waits for under `run`; `bench` has `runs`, `add` and `middle`. */
export async function measureRun({ runs, add, middle }) {
  const { bare, node, run } = await startTimes(runs, join("dist", "rollcall.cjs"));
  const ownMs = middle(run.map((ms, round) => ms - bare[round] - node[round]));
  const title = "rollcall run: the command's start, over its bare start and Node's own";
  add(title, ownMs, middle(node), "ms", 150);
}

/** The surroundings of a job, in a folder that is gone afterwards. */
async function withRunner(work) {
  const folder = await mkdtemp(join(tmpdir(), "rollcall-bench-"));
  const eventPath = join(folder, "event.json");
  await writeFile(eventPath, JSON.stringify(event));
  try {
    return await work({ ...runner, GITHUB_EVENT_PATH: eventPath, RUNNER_TEMP: folder }, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function underRollcall(bundle, command) {
  return [process.execPath, bundle, "run", "--task", "bench", "--", ...command];
}

/** Milliseconds from the start of a process to the time that it prints. */
async function startMs([program, ...args], env) {
  const startedAtMs = performance.timeOrigin + performance.now();
  const child = spawn(program, args, { env, stdio: ["ignore", "pipe", "ignore"] });
  let out = "";
  const first = new Promise((resolve) => {
    child.stdout.on("data", (chunk) => {
      out += chunk;
      if (out.includes("\n")) resolve();
    });
  });
  const closed = new Promise((resolve) => child.on("close", resolve));
  await Promise.race([first, closed]);
  // What it does afterwards is not measured, nor may it disturb the next measurement.
  child.kill("SIGKILL");
  await closed;
  if (!/^\d+\n/.test(out))
    throw new Error(`no time from ${program} ${args[0] ?? ""}: is the bundle made?`);
  return Number(out.trim()) / 1e6 - startedAtMs;
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

async function main() {
  const { rounds, bundle } = parseArgs({
    options: {
      rounds: { type: "string", default: "40" },
      bundle: { type: "string", default: "dist/rollcall.cjs" },
    },
  }).values;
  const times = await startTimes(Number(rounds), bundle);
  const [bareMs, nodeMs, runMs] = [times.bare, times.node, times.run].map(median);
  const overheads = times.run.map((ms, index) => ms - times.bare[index]);
  const owns = overheads.map((ms, index) => ms - times.node[index]);
  const shown = (ms) => `${ms.toFixed(1).padStart(7)} ms`;
  console.log(`rounds: ${rounds}; medians; Node ${process.version}`);
  console.log(`bare command starts after           ${shown(bareMs)}`);
  console.log(`an empty program of Node after      ${shown(nodeMs)}`);
  console.log(
    `the command under rollcall run after${shown(runMs)}   ${(runMs / nodeMs).toFixed(2)} x Node`,
  );
  console.log(`overhead, with Node's own start     ${shown(median(overheads))}`);
  console.log(`overhead, without it                ${shown(median(owns))}   asked: < 150 ms`);
  await withRunner(async (env) => {
    await measureThroughput(bundle, env);
  });
}

/** Output of a gigabyte into a pipe that is read as fast as it goes, and the most memory meanwhile. */
async function measureThroughput(bundle, env) {
  const bytes = 2 ** 30;
  const produce = ["sh", "-c", `yes 0123456789abcdef0123456789abcdef | head -c ${bytes}`];
  const bare = await drained(produce, env);
  const relayed = await drained(underRollcall(bundle, produce), env);
  const rate = (ms) => `${Math.round(bytes / 1e6 / (ms / 1000))} MB/s`;
  console.log(`output, bare: ${rate(bare.ms)}; under rollcall run: ${rate(relayed.ms)}`);
  console.log(
    `ratio of times: ${(relayed.ms / bare.ms).toFixed(2)}; most memory: ${relayed.memoryMb} MB`,
  );
}

async function drained([program, ...args], env) {
  // A pipe of the system's, as a runner has it, not a socket of Node's.
  const line = `"$0" "$@" 2>/dev/null | cat > /dev/null`;
  const startedAtMs = performance.now();
  const child = spawn("sh", ["-c", line, program, ...args], { env, stdio: "ignore" });
  let memoryMb = 0;
  const timer = setInterval(async () => {
    memoryMb = Math.max(memoryMb, await memoryOf(child.pid));
  }, 50);
  await new Promise((resolve) => child.on("close", resolve));
  clearInterval(timer);
  return { ms: performance.now() - startedAtMs, memoryMb };
}

/** The largest resident set among the direct children of a shell, in megabytes (Linux). */
async function memoryOf(pid) {
  const { readFile } = await import("node:fs/promises");
  try {
    const children = (await readFile(`/proc/${pid}/task/${pid}/children`, "utf8"))
      .trim()
      .split(" ");
    const sizes = await Promise.all(
      children.map(async (child) => {
        const status = await readFile(`/proc/${child}/status`, "utf8").catch(() => "");
        return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
      }),
    );
    return Math.round(Math.max(...sizes));
  } catch {
    return 0;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
