/**
 * Plays many schedules of the simulator (src/testing/sim) on all cores, or one seed with its trace.
 *
 *   pnpm simulate                          20,000 schedules
 *   pnpm simulate --schedules 500 --from 7  seeds 7 to 506
 *   pnpm simulate --seed 1471              one, with the trace of who read and wrote what
 *
 * Exits 1 if anything is violated.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Worker, isMainThread, parentPort, workerData } from "node:worker_threads";
import { bundleSource } from "./load-source.mjs";

/** Failing seeds that are shown in full. */
const shownMax = 3;

if (isMainThread) process.exitCode = await main();
else await work(workerData);

async function main() {
  const { values } = parseArgs({
    options: {
      schedules: { type: "string", default: "20000" },
      from: { type: "string", default: "0" },
      seed: { type: "string" },
    },
  });
  const folder = await mkdtemp(join(tmpdir(), "rollcall-sim-"));
  try {
    const bundle = await bundleSource("src/testing/sim/judge.ts", folder);
    if (values.seed !== undefined) {
      const { judgeSeed } = await import(bundle);
      const { report, violations } = await judgeSeed(values.seed);
      console.log(report);
      return violations.length === 0 ? 0 : 1;
    }
    return await all(bundle, Number(values.from), Number(values.schedules));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function all(bundle, from, schedules) {
  const startMs = performance.now();
  const failures = [];
  const threads = availableParallelism();
  await Promise.all(
    Array.from({ length: threads }, async (_, thread) => {
      const data = { bundle, from: from + thread, to: from + schedules, step: threads };
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
  for (const { report } of failures.slice(0, shownMax)) console.log(`${report}\n`);
  const seeds = failures.map(({ seed }) => seed).join(", ");
  const seconds = ((performance.now() - startMs) / 1_000).toFixed(1);
  console.log(
    `${schedules} schedules on ${threads} cores in ${seconds} s: ` +
      (failures.length === 0 ? "nothing is violated" : `violated by seeds ${seeds}`),
  );
  return failures.length === 0 ? 0 : 1;
}

async function work({ bundle, from, to, step }) {
  const { judgeSeed } = await import(bundle);
  for (let seed = from; seed < to; seed += step) {
    const judged = await judgeSeed(String(seed));
    if (judged.violations.length > 0) parentPort.postMessage({ seed, report: judged.report });
  }
}
