/**
 * What does `tools/bench.mjs` publish to? An embedded GitHub in a process of its own, as a run leaves it.
 *
 * Started with two numbers: how many tasks have published to the pull request and its run's board before,
 * and how many jobs are to come. Prints one line, the environments of those jobs as JSON, when it is
 * ready. Each line on its standard input lets half a minute pass; it serves until that ends.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NodeClock } from "../../adapters/node/clock.js";
import { jobEnvironment } from "../demo/job.js";
import { DemoWorld, demoHead, demoPullNumber } from "../demo/world.js";
import type { Clock } from "../../ports/clock.js";
import { closeReports, reportInProcess } from "./report-in-process.js";

const [published = 0, jobs = 1] = process.argv.slice(2).map(Number);
const apartMs = 30_000;
const workflow = {
  ...{ path: ".github/workflows/ci.yml", name: "CI", runId: "9000000101", runner: "ubuntu-24.04" },
  tasks: [],
};
/** What was before the bench lies apart as in life: nobody hurries because others write. */
const real = new NodeClock();
let aheadMs = 0;
const clock: Clock = {
  wallMs: () => real.wallMs() + aheadMs,
  monotonicMs: () => real.monotonicMs() + aheadMs,
  sleep: async (delayMs, signal) => await real.sleep(delayMs, signal),
};
const directory = await mkdtemp(join(tmpdir(), "rollcall-bench-github-"));
const eventPath = join(directory, "event.json");
const head = { sha: demoHead, repo: { full_name: "octo-org/widgets" } };
const event = { number: demoPullNumber, pull_request: { number: demoPullNumber, head } };
await writeFile(eventPath, JSON.stringify(event));
const world = await DemoWorld.open(
  [workflow],
  {
    nowMs: () => clock.wallMs(),
    wait: async (delayMs) => {
      await clock.sleep(delayMs);
    },
  },
  { noBoard: false, noEditLog: false },
);
const surroundings = {
  ...{ world, eventPath, temporaryDirectory: directory, logLevel: undefined },
  self: ["rollcall"] as const,
  environment: process.env,
};
for (let index = 0; index < published; index += 1) {
  const task = `task-${index}`;
  await reportInProcess(environment(task), task, clock);
  aheadMs += apartMs;
}
process.stdout.write(
  `${JSON.stringify(Array.from({ length: jobs }, (_, index) => environment(`job-${index}`)))}\n`,
);
for await (const chunk of process.stdin) aheadMs += apartMs * String(chunk).length;
closeReports();
await world.served.close();
await rm(directory, { recursive: true, force: true });

function environment(job: string): Record<string, string> {
  return jobEnvironment(surroundings, workflow, { job });
}
