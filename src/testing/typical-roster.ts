/**
 * What does a large repository's roster look like, for sizes and times?
 *
 * Three workflows, matrix legs, texts and links as real tasks write them; ids, times and counts are
 * spread at random, which is the worst that can honestly be expected of a compressor.
 */
import { Prng } from "../base/prng.js";
import { type Entry, compareEntries } from "../model/entry.js";
import type { Roster, Run } from "../model/roster.js";
import type { Status } from "../model/status.js";

const repository = "https://github.com/acme-corp/monorepo";
const runs: readonly Run[] = [
  run(".github/workflows/ci.yml", "pull_request", "17012345678"),
  run(".github/workflows/compat.yml", "pull_request", "17012345702"),
  run(".github/workflows/delivery.yml", "push", "17012345544"),
];
const kinds = ["build", "test", "lint", "format", "delivery"] as const;
const systems = ["ubuntu-24.04", "macos-15", "windows-2025"] as const;
const verdicts: readonly Status[] = [
  ...(["passed", "passed", "passed", "passed", "passed", "passed", "passed"] as const),
  ...(["failed", "running", "warning"] as const),
];

/** A roster of so many tasks; with `invocationLinks` each has a link that ends in a random UUID. */
export function typicalRoster(
  taskCount: number,
  options: { readonly seed?: string; readonly invocationLinks?: boolean } = {},
): Roster {
  const prng = Prng.fromSeed(options.seed ?? "typical");
  const entries: Entry[] = [];
  let jobId = 48_211_234_567;
  for (let index = 0; index < taskCount; index += 1) {
    jobId += prng.integer(1, 300);
    entries.push(typicalEntry(prng, index, jobId, options.invocationLinks ?? false));
  }
  return {
    version: 1,
    lane: "pull-request",
    head: hex(prng, 40),
    runs,
    entries: entries.sort(compareEntries),
    shown: { snippets: [], reproduce: [], fix: [] },
  };
}

/** The same tasks, spread over so many workflows of one run each. */
export function spreadRoster(roster: Roster, workflows: number): Roster {
  const entries = roster.entries.map((entry, index): Entry => {
    const place = index % workflows;
    const workflow = `.github/workflows/w${place}.yml`;
    return { ...entry, workflow, event: "pull_request", runId: String(17_012_345_678 + place) };
  });
  return { ...roster, runs: [], entries: entries.sort(compareEntries) };
}

function typicalEntry(prng: Prng, index: number, jobId: number, invocationLinks: boolean): Entry {
  const { workflow, event, runId } = runs[[0, 0, 0, 0, 0, 0, 0, 1, 1, 2][index % 10]!]!;
  const kind = index % 10 < 6 ? "test" : kinds[index % 5]!;
  const job = `${kind}${["", "-integration", "-e2e"][index % 3]!}`;
  const status = prng.pick(verdicts);
  return {
    workflow,
    event,
    job,
    leg: `node=${prng.pick(["18", "20", "22"])}, os=${systems[index % 3]!}, shard=${index}`,
    task: `${kind}-${job}`,
    runId,
    attempt: prng.chance(1, 20) ? 2 : 1,
    seq: prng.integer(1, 6),
    kind,
    status,
    final: status !== "running",
    result: typicalResult(prng, kind, status),
    startedAtMs: 1_763_950_000_000 + prng.integer(0, 1_200) * 1_000,
    elapsedMs: prng.integer(3_000, 900_000),
    jobUrl: `${repository}/actions/runs/${runId}/job/${jobId}`,
    checkUrl: `${repository}/runs/${jobId + prng.integer(1_000_000, 2_000_000)}`,
    ...(invocationLinks ? { links: [{ label: "Invocation", url: invocationUrl(prng) }] } : {}),
    ...(status === "failed" ? { failedInPhase: kind, reproduce: [reproduce(prng)] } : {}),
    ...(kind === "lint" ? { fix: [{ command: "bazel run //:lint -- --fix" }] } : {}),
  };
}

function typicalResult(prng: Prng, kind: string, status: Status): string {
  const count = prng.integer(3, 200);
  const cached = prng.integer(0, count);
  if (kind === "build") return `Bazel build complete (${count} built)`;
  if (kind === "delivery") return `Delivery complete (${prng.integer(1, 5)} delivered)`;
  if (kind !== "test") return `${kind === "lint" ? "Lint" : "Format"} complete (clean)`;
  if (status === "failed") return `Bazel test failed (${prng.integer(1, 9)} tests failed)`;
  if (status === "running") return `Bazel test running... (${cached} of ${count} tests run)`;
  return `Bazel test complete (${count}/${count} passed · ${cached} cached)`;
}

function reproduce(prng: Prng): { readonly command: string; readonly note: string } {
  const folder = prng.pick(["auth", "billing", "search", "feed", "mail"]);
  const target = prng.pick(["api", "core", "store", "client"]);
  return { command: `bazel test //services/${folder}/${target}:unit_test`, note: "as in CI" };
}

function invocationUrl(prng: Prng): string {
  const digits = [8, 4, 4, 4, 12].map((length) => hex(prng, length));
  return `https://app.buildbuddy.io/invocation/${digits.join("-")}`;
}

function hex(prng: Prng, digits: number): string {
  return Array.from({ length: digits }, () => prng.integer(0, 15).toString(16)).join("");
}

function run(workflow: string, event: string, runId: string): Run {
  return { workflow, event, runId, attempt: 1, status: "in_progress", conclusion: "" };
}
