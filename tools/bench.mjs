/**
 * How fast is Rollcall, and how does its cost grow? One table; docs/performance.md tells how to read it.
 *
 *   pnpm bench                  all of it
 *   pnpm bench --runs 5         fewer runs of each (15)
 *   pnpm bench --only growth    of growth, processes (build first)
 *   pnpm bench --json           the same as JSON
 *
 * Times of growth are processor time (user and system), so that other work on the machine matters little;
 * processes take turns with their baseline (tools/bench-processes.mjs). Each figure is the median of the runs.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { measureProcesses } from "./bench-processes.mjs";
import { bundleSource } from "./load-source.mjs";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "15" },
    only: { type: "string" },
    json: { type: "boolean", default: false },
  },
});
const runs = Number(values.runs);
/** Tasks and workflows of each row. */
const growth = [
  [10, 1],
  [100, 1],
  [1_000, 1],
  [1_000, 5],
  [1_000, 20],
  [5_000, 1],
  [5_000, 20],
];

const rows = [];
const folder = await mkdtemp(join(tmpdir(), "rollcall-bench-"));
try {
  if (values.only !== "processes") await measureGrowth(folder);
  if (values.only !== "growth") await measureProcesses({ runs, add, middle, scratch: folder });
} finally {
  await rm(folder, { recursive: true, force: true });
}
const machine = `${cpus().length} × ${cpus()[0]?.model ?? "unknown"}, Node ${process.version}, ${process.platform} ${process.arch}`;
if (values.json) console.log(JSON.stringify({ machine, runs, rows }, undefined, 2));
else printTable();

async function measureGrowth(scratch) {
  const { benchCase, sizes } = await import(
    await bundleSource("src/testing/bench-cases.ts", scratch)
  );
  // The compiler has done its work before anything is counted.
  const warm = benchCase(200, 2, runs);
  for (let run = 0; run < runs; run += 1) {
    for (const work of ["compose", "parseAndJoin", "baseline"]) warm[work](run);
  }
  for (const [tasks, workflows] of growth) {
    const one = benchCase(tasks, workflows, runs);
    const title = `${tasks} tasks, ${workflows} workflows`;
    const baseMs = median((run) => one.baseline(run));
    add(
      `render + encode, ${title}`,
      median((run) => one.compose(run)),
      baseMs,
      "ms",
      tasks === 1_000 ? 25 : undefined,
    );
    add(
      `parse + join two, ${title}`,
      median((run) => one.parseAndJoin(run)),
      baseMs,
      "ms",
      tasks === 1_000 ? 15 : undefined,
    );
  }
  for (const tasks of [100, 1_000, 2_000, 5_000]) {
    const { whole, body } = sizes(tasks);
    add(`state block if kept whole, ${tasks} tasks, all links`, whole, 65_536, "characters");
    add(`comment, ${tasks} tasks, all links`, body, 65_536, "characters", 65_536);
  }
}

function median(work) {
  return middle(
    Array.from({ length: runs }, (_, run) => {
      const before = process.cpuUsage();
      work(run);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1_000;
    }),
  );
}

function middle(numbers) {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

function add(what, value, baseline, unit, atMost) {
  rows.push({ what, value, baseline, ratio: value / baseline, unit, atMost });
}

function printTable() {
  const number = (value) => (value === undefined ? "" : String(Number(value.toPrecision(3))));
  console.log(`${machine}; medians of ${runs} runs\n`);
  console.log("| figure | measured | asked | baseline | ratio |\n|---|---:|---:|---:|---:|");
  for (const { what, value, unit, atMost, baseline, ratio } of rows) {
    const asked = atMost === undefined ? "" : `≤ ${number(atMost)}`;
    console.log(
      `| ${what} | ${number(value)} ${unit} | ${asked} | ${number(baseline)} | ${number(ratio)} |`,
    );
  }
}
