/**
 * Which tasks does the demo run?
 *
 * Two workflows of one pull request, as a busy repository has them: 19 tasks, builds, tests, formats,
 * lints, generated files and deliveries, on two kinds of runners, two of them flagged, three failing.
 */
import type { Status } from "../../model/status.js";

/** What a task says after so long. */
export interface PlannedUpdate {
  readonly afterMs: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** One task: what its command does, and what its row must show in the end. */
export interface PlannedTask {
  readonly job: string;
  readonly matrix?: Readonly<Record<string, string>>;
  readonly task: string;
  readonly kind: string;
  /** From the start of its workflow to the start of its job. */
  readonly startMs: number;
  readonly durationMs: number;
  readonly updates: readonly PlannedUpdate[];
  readonly exitCode: number;
  /** Further options of `rollcall run`. */
  readonly options: readonly string[];
  readonly expected: { readonly status: Status; readonly result: string };
}

/** One workflow. */
export interface PlannedWorkflow {
  readonly path: string;
  readonly name: string;
  readonly runId: string;
  readonly runner: string;
  readonly tasks: readonly PlannedTask[];
}

interface Sketch {
  readonly job?: string;
  readonly matrix?: Readonly<Record<string, string>>;
  readonly kind: string;
  readonly start: number;
  readonly seconds: number;
  readonly status?: Status;
  /** While it runs, evenly spread over its time. */
  readonly says?: readonly string[];
  readonly result: string;
  readonly options?: readonly string[];
}

/** A task out of what makes it special. */
export function planned(task: string, sketch: Sketch): PlannedTask {
  const { kind, start, seconds, status = "passed", says = [], result, options = [] } = sketch;
  const durationMs = seconds * 1_000;
  const spoken = says.map((text, index) => ({
    afterMs: Math.round((durationMs * (index + 0.3)) / (says.length + 1)),
    fields: { result: text },
  }));
  const last = status === "warning" ? { status, result } : { result };
  return {
    job: sketch.job ?? task,
    ...(sketch.matrix === undefined ? {} : { matrix: sketch.matrix }),
    task,
    kind,
    startMs: start * 1_000,
    durationMs,
    updates: [...spoken, { afterMs: Math.max(0, durationMs - 50), fields: last }],
    exitCode: status === "failed" ? 1 : 0,
    options,
    expected: { status, result },
  };
}

const selfHosted: PlannedWorkflow = {
  path: ".github/workflows/ci.yml",
  name: "CI",
  runId: "9000000101",
  runner: "self-hosted",
  tasks: [
    planned("build", {
      kind: "build",
      start: 0,
      seconds: 6,
      says: ["84 of 160 targets built"],
      result: "160 built",
    }),
    planned("build-release", {
      kind: "build",
      start: 0,
      seconds: 9,
      says: ["31 of 160 targets built", "140 of 160 targets built"],
      result: "160 built",
    }),
    planned("test", {
      kind: "test",
      start: 0,
      seconds: 10,
      status: "failed",
      says: ["12 of 25 tests run", "19 of 25 tests run · 1 failed"],
      result: "1 of 25 tests failed · 20 cached",
      options: [
        "--repro",
        "bazel test //pkg:flag_parser_test",
        "--repro-note",
        "the failing test alone",
      ],
    }),
    planned("test-integration", {
      kind: "test",
      start: 0,
      seconds: 11,
      status: "warning",
      says: ["40 of 60 tests run"],
      result: "60/60 passed · 2 flaky",
    }),
    planned("lint", {
      kind: "lint",
      start: 0,
      seconds: 4,
      status: "warning",
      result: "2 warnings",
      options: ["--fix", "bazel run //tools:lint -- --fix"],
    }),
    planned("format", {
      kind: "format",
      start: 0,
      seconds: 3,
      status: "failed",
      result: "3 files need format",
      options: ["--fix", "bazel run //tools:format", "--fix-note", "formats the three files"],
    }),
    planned("gazelle", { kind: "gazelle", start: 0, seconds: 3, result: "clean" }),
    planned("delivery-image", {
      kind: "delivery",
      start: 6,
      seconds: 5,
      says: ["1 of 2 targets delivered"],
      result: "2 delivered",
    }),
    planned("delivery-docs", {
      kind: "delivery",
      start: 6,
      seconds: 5,
      result: "1 delivered · 1 skipped",
    }),
  ],
};

const githubHosted: PlannedWorkflow = {
  path: ".github/workflows/ci-github-runners.yml",
  name: "CI (GitHub runners)",
  runId: "9000000102",
  runner: "ubuntu-latest",
  tasks: [
    planned("pre-build", { kind: "build", start: 0, seconds: 3, result: "rollcall.cjs built" }),
    ...["20", "22", "24"].map((node) =>
      planned("unit", {
        job: "unit",
        matrix: { node },
        kind: "test",
        start: 3,
        seconds: 6,
        says: ["212 of 640 tests run"],
        result: "640/640 passed",
      }),
    ),
    planned("goldens", { kind: "test", start: 3, seconds: 6, result: "31/31 passed" }),
    planned("format", { kind: "format", start: 3, seconds: 3, result: "clean" }),
    planned("lint", { kind: "lint", start: 3, seconds: 5, result: "clean" }),
    planned("typecheck", {
      kind: "lint",
      start: 3,
      seconds: 6,
      status: "failed",
      result: "1 type error",
      options: ["--repro", "pnpm typecheck"],
    }),
    planned("gazelle", { kind: "gazelle", start: 3, seconds: 6, result: "clean" }),
    planned("delivery-npm", {
      kind: "delivery",
      start: 7,
      seconds: 4,
      result: "dry run: 1 package",
    }),
  ],
};

/** Both workflows. */
export const demoPlan: readonly PlannedWorkflow[] = [selfHosted, githubHosted];
