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
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";

const { values } = parseArgs({
  options: { jobs: { type: "string" }, seed: { type: "string", default: "day" } },
});
const folder = await mkdtemp(join(tmpdir(), "rollcall-bench-"));
try {
  const outfile = join(folder, "bench.mjs");
  await build({
    entryPoints: ["src/testing/sim/bench.ts"],
    bundle: true,
    platform: "node",
    format: "esm",
    outfile,
    logLevel: "error",
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  const { benchTable, growthTable } = await import(pathToFileURL(outfile).href);
  console.log(await benchTable(Number(values.jobs ?? 50), values.seed));
  if (values.jobs === undefined) console.log(`\n${await growthTable([10, 30, 100], values.seed)}`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
