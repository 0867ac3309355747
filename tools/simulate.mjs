/**
 * Plays many schedules of the simulator (src/testing/sim) on all cores, or one seed with its trace.
 *
 *   pnpm simulate                            20,000 schedules over the ports
 *   pnpm simulate --level http --schedules 500  through the real clients and an emulated GitHub
 *   pnpm simulate --schedules 500 --from 7   seeds 7 to 506
 *   pnpm simulate --seed 1471                one, with the trace of who read and wrote what
 *   pnpm simulate --protocol sticky          another protocol of src/testing/sim/protocols.ts
 *
 * Exits 1 if anything is violated.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Worker, isMainThread, parentPort, workerData } from "node:worker_threads";
import { bundleSource } from "./load-source.mjs";

/** Failing seeds that are shown in full, and those that are named. */
const shownMax = 3;
const namedMax = 50;

if (isMainThread) process.exitCode = await main();
else await work(workerData);

async function main() {
  const { values } = parseArgs({
    options: {
      schedules: { type: "string", default: "20000" },
      from: { type: "string", default: "0" },
      seed: { type: "string" },
      level: { type: "string", default: "ports" },
      protocol: { type: "string", default: "rollcall" },
    },
  });
  const { level, protocol } = values;
  if (level !== "ports" && level !== "http") throw new Error(`--level ports or http, not ${level}`);
  const folder = await mkdtemp(join(tmpdir(), "rollcall-sim-"));
  try {
    const bundle = await bundleSource("src/testing/sim/judge.ts", folder);
    if (values.seed !== undefined) {
      const { judgeSeed } = await import(bundle);
      const { report, violations } = await judgeSeed(values.seed, { level, protocol });
      console.log(report);
      return violations.length === 0 ? 0 : 1;
    }
    const how = { level, protocol };
    return await all(bundle, how, Number(values.from), Number(values.schedules));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function all(bundle, how, from, schedules) {
  const startMs = performance.now();
  const failures = [];
  const threads = availableParallelism();
  await Promise.all(
    Array.from({ length: threads }, async (_, thread) => {
      const data = { bundle, how, from: from + thread, to: from + schedules, step: threads };
      const worker = new Worker(new URL(import.meta.url), {
        workerData: data,
        // Nearly all that a schedule makes is garbage at its end: collected rarely, it costs little.
        resourceLimits: { maxYoungGenerationSizeMb: 128 },
      });
      worker.on("message", (failure) => failures.push(failure));
      await new Promise((resolve, reject) => {
        worker.on("error", reject);
        worker.on("exit", resolve);
      });
    }),
  );
  failures.sort((one, other) => one.seed - other.seed);
  // Another protocol than ours is played for its figures.
  const shown = how.protocol === "rollcall" ? shownMax : 0;
  for (const { report } of failures.slice(0, shown)) console.log(`${report}\n`);
  console.log(summary(how, schedules, failures));
  const seconds = (performance.now() - startMs) / 1_000;
  const each = ((seconds * 1_000 * threads) / schedules).toFixed(1);
  console.log(`${seconds.toFixed(1)} s on ${threads} cores, ${each} ms of one core a schedule`);
  return failures.length === 0 ? 0 : 1;
}

/** What was violated how often: schedules with it, and cases (rows, comments, tasks) in all. */
function summary({ level, protocol }, schedules, failures) {
  const title = `${schedules} schedules of ${protocol} over ${level}:`;
  if (failures.length === 0) return `${title} nothing is violated`;
  const kinds = new Map();
  for (const { invariants } of failures) {
    for (const [invariant, cases] of invariants) {
      const { inSchedules = 0, inAll = 0 } = kinds.get(invariant) ?? {};
      kinds.set(invariant, { inSchedules: inSchedules + 1, inAll: inAll + cases });
    }
  }
  const named = failures.slice(0, namedMax).map(({ seed }) => seed);
  const more = failures.length > namedMax ? `, and ${failures.length - namedMax} more` : "";
  const perTenThousand = (count) => Math.round((count * 10_000) / schedules);
  return [
    `${title} ${failures.length} are violated, ${perTenThousand(failures.length)} of 10,000`,
    ...[...kinds].map(
      ([invariant, { inSchedules, inAll }]) =>
        `  ${invariant}: ${perTenThousand(inSchedules)} of 10,000 schedules, ${inAll} cases`,
    ),
    `seeds ${named.join(", ")}${more}`,
  ].join("\n");
}

async function work({ bundle, how, from, to, step }) {
  const { judgeSeed } = await import(bundle);
  for (let seed = from; seed < to; seed += step) {
    const judged = await judgeSeed(String(seed), how);
    if (judged.violations.length === 0) continue;
    const invariants = new Map();
    for (const { invariant } of judged.violations) {
      invariants.set(invariant, (invariants.get(invariant) ?? 0) + 1);
    }
    parentPort.postMessage({ seed, report: judged.report, invariants });
  }
}
