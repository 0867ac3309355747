/**
 * How fast is Rollcall, and how does its cost grow? One table; docs/performance.md tells how to read it.
 *
 *   pnpm bench                  all of it
 *   pnpm bench --runs 5         fewer runs of each (15)
 *   pnpm bench --only growth    of growth, encodings, processes, run (build first for the last two)
 *   pnpm bench --json           the same as JSON
 *
 * Times of growth are processor time (user and system), so that other work on the machine matters little;
 * processes take turns with their baseline (tools/bench-processes.mjs, tools/bench-run.mjs). Each figure is
 * the median of the runs. Garbage is collected before each timed call: none pays for what others have left.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { measureProcesses } from "./bench-processes.mjs";
import { measureRun } from "./bench-run.mjs";
import { bundleSource } from "./load-source.mjs";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "15" },
    only: { type: "string" },
    json: { type: "boolean", default: false },
  },
});
const runs = Number(values.runs);
const taskCounts = [10, 100, 1_000, 5_000];
const workflowCounts = [1, 5, 20];
/** So many runs before any is timed, however few are. */
const warmRuns = 40;
/** What takes less than a clock can tell is done so many times. */
const quickRepeats = 20;

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc");

const parts = {
  growth: measureGrowth,
  encodings: measureEncodings,
  processes: (scratch) => measureProcesses({ runs, add, middle, scratch }),
  run: () => measureRun({ runs, add, middle }),
};
if (values.only !== undefined && !Object.hasOwn(parts, values.only)) {
  throw new Error(`--only: expected ${Object.keys(parts).join(", ")}, found ${values.only}`);
}
const rows = [];
const folder = await mkdtemp(join(tmpdir(), "rollcall-bench-"));
try {
  for (const [name, measure] of Object.entries(parts)) {
    if (values.only === undefined || values.only === name) await measure(folder);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
const machine = `${cpus().length} × ${cpus()[0]?.model ?? "unknown"}, Node ${process.version}, ${process.platform} ${process.arch}`;
if (values.json) console.log(JSON.stringify({ machine, runs, rows }, undefined, 2));
else printTable();

async function measureGrowth(scratch) {
  const { benchCase, sizes } = await cases(scratch);
  // The compiler has done its work before anything is counted.
  const warm = benchCase(400, 3, warmRuns);
  for (let run = 0; run < warmRuns; run += 1) {
    for (const work of ["compose", "writeBody", "parseAndJoin", "parseJson"]) warm[work](run);
  }
  for (const tasks of taskCounts) {
    for (const workflows of workflowCounts) {
      const one = benchCase(tasks, workflows, runs);
      collectGarbage();
      const title = `${count(tasks, "task")}, ${count(workflows, "workflow")}`;
      const asked = (ms) => (tasks === 1_000 ? ms : undefined);
      const bodyMs = median((run) => one.writeBody(run), quickRepeats);
      const composeMs = median((run) => one.compose(run));
      add(`render + encode, ${title}`, composeMs, bodyMs, "ms", asked(25));
      const jsonMs = median((run) => one.parseJson(run));
      const joinMs = median((run) => one.parseAndJoin(run));
      add(`parse + join two, ${title}`, joinMs, jsonMs, "ms", asked(15));
    }
  }
  for (const tasks of [100, 1_000, 2_000, 5_000]) {
    const { whole, body } = sizes(tasks);
    const title = `${count(tasks, "task")}, all links`;
    add(`state block if kept whole, ${title}`, whole, 65_536, "characters");
    add(`comment, ${title}`, body, 65_536, "characters", 65_536);
  }
}

/** Sizes over that of plain JSON; of the larger rosters also the time from roster to text. */
async function measureEncodings(scratch) {
  const { encodings, encodedRosters } = await cases(scratch);
  const rosters = encodedRosters();
  for (const { name: what, roster } of rosters) {
    const [plain] = encodings.map(({ chars }) => chars(roster));
    for (const { name, chars } of encodings) {
      add(`block of ${what}: ${name}`, chars(roster), plain, "characters");
    }
  }
  const { name: what, roster } = rosters.at(-1);
  const times = encodings.map(({ chars }) => median(() => chars(roster)));
  encodings.forEach(({ name }, place) => {
    add(`encoding ${what}: ${name}`, times[place], times[0], "ms");
  });
}

async function cases(scratch) {
  return await import(await bundleSource("src/testing/bench-cases.ts", scratch));
}

function median(work, repeats = 1) {
  return middle(
    Array.from({ length: runs }, (_, run) => {
      collectGarbage({ type: "minor" });
      const before = process.cpuUsage();
      for (let repeat = 0; repeat < repeats; repeat += 1) work(run);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1_000 / repeats;
    }),
  );
}

function middle(numbers) {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

function count(number, noun) {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
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
