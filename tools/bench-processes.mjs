/**
 * What do whole processes of the program cost? Rows of tools/bench.mjs, each in turns with its baseline.
 *
 * Reports go to an embedded GitHub in a process of its own, half a minute apart by its clock, so that no
 * report waits because of the one before. Wall time is that of a process as users start it; processor time
 * and memory are told by further ones at their end.
 */
import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { bundleSource } from "./load-source.mjs";

const program = join("dist", "rollcall.cjs");
const node = ["-e", "0"];
const report = [program, "report", "--task", "bench", "--kind", "test", "--status", "passed"];
/** So many tasks have published before. */
const boards = [10, 100];
/** The first publications of a process compile its code, and do not count as warm. */
const coldRuns = 20;

const tellUsage = `process.on("exit", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const usage = { cpuMs: (userCPUTime + systemCPUTime) / 1e3, peakMb: maxRSS / 1024 };
  require("node:fs").writeSync(3, JSON.stringify(usage));
});\n`;

/** Adds the rows of start-up, and of reports; `bench` has `runs`, `add`, `middle` and a `scratch` folder. */
export async function measureProcesses(bench) {
  const { runs, add, middle, scratch } = bench;
  const preload = join(scratch, "tell-usage.cjs");
  await writeFile(preload, tellUsage);
  const nodeMs = [];
  const versionMs = [];
  for (let run = 0; run < runs; run += 1) {
    nodeMs.push(await wallMs(node));
    versionMs.push(await wallMs([program, "--version"]));
  }
  const baseMs = middle(nodeMs);
  add("node -e 0", baseMs, baseMs, "ms");
  add("rollcall --version", middle(versionMs), baseMs, "ms", 1.25 * baseMs);

  const source = async (name) =>
    fileURLToPath(await bundleSource(`src/cli/bench/${name}.ts`, join(scratch, name)));
  const github = await source("github");
  const publications = await source("publications");
  for (const tasks of boards) {
    const jobs = await startGitHub([github, tasks, 3 * runs + coldRuns]);
    await measureReports(bench, tasks, jobs, preload);
    await measureWarm(bench, tasks, jobs, publications);
    await jobs.end();
  }
}

async function measureReports({ runs, add, middle }, tasks, jobs, preload) {
  const [nodeMs, reportMs, nodeUsage, reportUsage] = [[], [], [], []];
  for (let run = 0; run < runs; run += 1) {
    nodeMs.push(await wallMs(node));
    reportMs.push(await wallMs(report, await jobs.next()));
    nodeUsage.push(await usageOf(node, preload));
    reportUsage.push(await usageOf(report, preload, await jobs.next()));
  }
  const title = `rollcall report, ${tasks} tasks there`;
  const baseMs = middle(nodeMs);
  add(title, middle(reportMs), baseMs, "ms", 2.5 * baseMs);
  for (const [field, what, unit, atMost] of [
    ["peakMb", "peak memory", "MB", 75],
    ["cpuMs", "processor time", "ms"],
  ]) {
    const [value, base] = [reportUsage, nodeUsage].map((usages) =>
      middle(usages.map((usage) => usage[field])),
    );
    add(`${title}, ${what}`, value, base, unit, atMost);
  }
}

/** Further publications of one process: what the work itself takes. */
async function measureWarm({ runs, add, middle }, tasks, jobs, module) {
  const child = spawn(process.execPath, [module], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const times = [];
  for (let run = 0; run < coldRuns + runs; run += 1) {
    child.stdin.write(`${JSON.stringify(await jobs.next())}\n`);
    times.push(Number((await lines.next()).value));
  }
  child.stdin.end();
  await ended(child, [module]);
  const title = `one more publication of a process, ${tasks} tasks there, processor time`;
  add(title, middle(times.slice(coldRuns)), times[0], "ms", tasks === 100 ? 60 : undefined);
}

/** Hands out the environments of jobs that nobody has used, half a minute apart. */
async function startGitHub([module, tasks, jobs]) {
  const args = [module, String(tasks), String(jobs)];
  const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const { value = "[]" } = await lines.next();
  const environments = JSON.parse(value);
  return {
    next: async () => {
      await new Promise((resolve) => child.stdin.write("\n", resolve));
      return environments.shift();
    },
    end: async () => {
      child.stdin.end();
      await ended(child, args);
    },
  };
}

/** How long a Node process takes from its start to its end. */
async function wallMs(args, env = {}) {
  const startMs = performance.now();
  await ended(spawn(process.execPath, args, { env, stdio: ["ignore", "ignore", "pipe"] }), args);
  return performance.now() - startMs;
}

/** What a Node process has used at its end. */
async function usageOf(args, preload, env = {}) {
  const child = spawn(process.execPath, ["--require", preload, ...args], {
    env,
    stdio: ["ignore", "ignore", "pipe", "pipe"],
  });
  let told = "";
  child.stdio[3].on("data", (chunk) => (told += chunk));
  await ended(child, args);
  return JSON.parse(told);
}

/** Throws if it failed, or a report had anything to say. */
async function ended(child, args) {
  let said = "";
  child.stderr?.on("data", (chunk) => (said += chunk));
  const status = await new Promise((resolve) => child.on("close", resolve));
  if (status !== 0 || said !== "") {
    throw new Error(`${args.join(" ")}: ${said || `exit code ${status}`}; is it built? pnpm build`);
  }
}
