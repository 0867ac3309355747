/** What does a build event file say, after the fact? */
import { stat } from "node:fs/promises";
import { BazelBuild } from "../../ingest/bazel-build.js";
import { isBuilding } from "../../ingest/bazel-command.js";
import { failuresOf } from "../../ingest/bazel-failures.js";
import { endedFindings } from "../../ingest/bazel-findings.js";
import type { Findings } from "../../ingest/findings.js";
import { BazelEventFile } from "./bazel-event-file.js";
import { readFailures } from "./bazel-failure-logs.js";
import type { Host } from "../host/host.js";
import { type Problem, shownValue } from "../input/problem.js";

/** How it is read. */
export interface BazelFileOptions {
  /** The task's kind: decides the words where the file does not. */
  readonly kind: string;
  /** Bazel's own exit code, if it is known: it decides the status. */
  readonly exitCode?: number;
}

/** What it says. */
export interface BazelFileFindings {
  readonly findings: Findings;
  readonly warnings: readonly Problem[];
}

const readMsMax = 60_000;
const pieceBytesMax = 16 * 1024 * 1024;

/** Reads a whole build event file (`--build_event_json_file`) and the logs of what failed. */
export async function readBazelFile(
  path: string,
  host: Host,
  options: BazelFileOptions,
): Promise<BazelFileFindings> {
  const { kind, exitCode } = options;
  const unusable = await unusableFile(path);
  if (unusable !== undefined) return { findings: {}, warnings: [fileProblem(path, unusable)] };
  const warnings: Problem[] = [];
  const build = new BazelBuild(isBuilding(kind) ? kind : "build", (problem) => {
    warnings.push({
      what: `the build event file ${shownValue(path)}, ${problem}`,
      where: "--bep",
      todo: "the rest of it is used",
    });
  });
  const file = new BazelEventFile(path, build);
  const endMs = host.clock.monotonicMs() + readMsMax;
  const mayGoOn = (): boolean => host.clock.monotonicMs() < endMs;
  while ((await file.read(pieceBytesMax)) && mayGoOn());
  build.finish();
  const { invocation, attempt } = build;
  if (invocation === undefined) {
    return { findings: {}, warnings: [...warnings, fileProblem(path, "no event in it")] };
  }
  const typed = { program: ["bazel"], options: invocation.explicitOptions };
  const snippets = exitCode === 0 ? [] : await readFailures(failuresOf(invocation), mayGoOn);
  return { findings: endedFindings(invocation, { exitCode, typed, snippets, attempt }), warnings };
}

async function unusableFile(path: string): Promise<string | undefined> {
  try {
    return (await stat(path)).isFile() ? undefined : "something that is no file";
  } catch {
    return "no such file";
  }
}

function fileProblem(path: string, found: string): Problem {
  return {
    what: `the build event file ${shownValue(path)} cannot be used`,
    where: "--bep",
    expected: "a file that Bazel wrote with --build_event_json_file",
    found,
    todo: "the row is made without it",
  };
}
