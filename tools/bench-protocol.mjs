/**
 * What does a real day cost with Rollcall's protocol, and with others, on the same schedule?
 *
 *   pnpm bench:protocol              2 workflows of 50 jobs, then how the cost grows with the jobs
 *   pnpm bench:protocol --jobs 10    another size, without the growth
 *   pnpm bench:protocol --seed x     another day
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { bundleSource } from "./load-source.mjs";

const { values } = parseArgs({
  options: { jobs: { type: "string" }, seed: { type: "string", default: "day" } },
});
const folder = await mkdtemp(join(tmpdir(), "rollcall-bench-"));
try {
  const { benchTable, growthTable } = await import(
    await bundleSource("src/testing/sim/bench.ts", folder)
  );
  console.log(await benchTable(Number(values.jobs ?? 50), values.seed));
  if (values.jobs === undefined) console.log(`\n${await growthTable([10, 30, 100], values.seed)}`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
