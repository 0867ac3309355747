/**
 * What does a real day cost with Rollcall's protocol, and with others, on the same schedule?
 *
 *   pnpm bench:protocol [OPTION]...
 *
 * What is played:
 *   --protocols LIST       of rollcall, reference, reference-newest, sticky (all of them)
 *   --seed TEXT            which day (day)   --days N   are averaged, this and further ones (1)
 *   --workflows N          (2)   --jobs N   of each (50)   --span-ms N   of the day (600000)
 *   --growth LIST          further sizes, in jobs a workflow, for the growth of the cost
 *                          (10,30,100,300); empty: none
 *   --interval-ms N        between a run's live updates (20000)
 * What GitHub is assumed to be like:
 *   --api-ms-min N, --api-ms-max N   a call of the API or of the results service (200, 600)
 *   --upload-ms N          an artifact's upload over all of its requests (1200)
 *   --listing-lag-ms N     a listing of artifacts is behind by up to so much (5000)
 *   --job-budget N         REST requests, and GraphQL points, an hour of a job's token (1000)
 *   --app-budget N         of an app's, which the reference needs (5000)
 *   --writes-per-minute-max N, --writes-per-hour-max N   the secondary limits (80, 500)
 *   --verbose              says on standard error what is being played
 *
 * "Cost" is REST requests that were charged and GraphQL points together. A request that a task made
 * before its command ended belongs to live updates, any later one to the task's verdict: the growth of
 * the former is the growth "verdict writes apart". The reference is its last version without a server
 * (SEED), and its newest (HEAD) as it does without; both with our text and state block, since SEED's own
 * takes 3,600 characters a task and is refused from the 18th on (fact sheet 9.2).
 */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { bundleSource } from "./load-source.mjs";

/** Options that are knobs of the day, and what they are called there. */
const knobs = {
  workflows: "workflows",
  jobs: "jobsPerWorkflow",
  "span-ms": "spanMs",
  "interval-ms": "intervalMs",
  "api-ms-min": "apiMsMin",
  "api-ms-max": "apiMsMax",
  "upload-ms": "uploadMs",
  "listing-lag-ms": "listingLagMs",
  "job-budget": "jobBudget",
  "app-budget": "appBudget",
  "writes-per-minute-max": "writesPerMinuteMax",
  "writes-per-hour-max": "writesPerHourMax",
};
const { values } = parseArgs({
  options: {
    ...Object.fromEntries(Object.keys(knobs).map((name) => [name, { type: "string" }])),
    protocols: { type: "string" },
    seed: { type: "string", default: "day" },
    days: { type: "string", default: "1" },
    growth: { type: "string", default: "10,30,100,300" },
    verbose: { type: "boolean", default: false },
    help: { type: "boolean", short: "h", default: false },
  },
});

if (values.help) {
  const [, comment] = /^\/\*\*\n([\s\S]*?)\n \*\//.exec(
    await readFile(import.meta.filename, "utf8"),
  );
  console.log(comment.replace(/^ \* ?/gm, ""));
} else {
  const folder = await mkdtemp(join(tmpdir(), "rollcall-bench-"));
  try {
    await bench(await import(await bundleSource("src/testing/sim/bench.ts", folder)));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function bench({ benchTable, protocols, usualDay }) {
  const day = { ...usualDay };
  for (const [name, knob] of Object.entries(knobs)) {
    if (values[name] !== undefined) day[knob] = number(name, values[name]);
  }
  const names = list(values.protocols ?? Object.keys(protocols).join(","));
  const unknown = names.find((name) => protocols[name] === undefined);
  if (unknown !== undefined) {
    throw new Error(`--protocols: ${unknown} is none of ${Object.keys(protocols).join(", ")}`);
  }
  const options = {
    day,
    seeds: Array.from({ length: number("days", values.days) }, (_, index) =>
      index === 0 ? values.seed : `${values.seed} ${index}`,
    ),
    protocols: names.map((name) => protocols[name]),
    sizes: list(values.growth).map((size) => number("growth", size)),
  };
  const progress = values.verbose ? (text) => console.error(text) : () => undefined;
  console.log(await benchTable(options, progress));
}

function list(text) {
  return text.split(",").filter((part) => part !== "");
}

function number(name, text) {
  const value = Number(text);
  if (!(value >= 0)) throw new Error(`--${name}: expected a number, found ${text}`);
  return value;
}
