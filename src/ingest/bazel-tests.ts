/**
 * How many tests passed, and which did not?
 *
 * Counted as Bazel counts them in its last lines, which speak of tests, not of shards, runs or attempts: a
 * flaky test passed, one that has no status was skipped, and one that could not be built is told apart.
 */
import type { BazelTestSummary } from "./bazel-event.js";
import { BoundedMap } from "./bounded-map.js";

const labelsMax = 200;
/** Tests that were not run are remembered, lest a later summary counts them again. */
const unrunMax = 20_000;

/** A test that failed. */
export interface FailedTest {
  readonly label: string;
  readonly timedOut: boolean;
  readonly durationMs: number | undefined;
}

/** True for the rule of a test: `sh_test`. */
export function isTestRule(rule: string): boolean {
  return rule.endsWith("_test");
}

/** The tests of one invocation. */
export class BazelTests {
  /** How many tests were found; grows while Bazel analyses. */
  configured = 0;
  /** Those that are flaky included. */
  passed = 0;
  failed = 0;
  flaky = 0;
  /** Passed without being run. */
  cached = 0;
  unbuilt = 0;
  skipped = 0;
  readonly failures = new BoundedMap<FailedTest>(labelsMax);
  readonly flakyLabels = new BoundedMap<true>(labelsMax);
  readonly unbuiltLabels = new BoundedMap<true>(labelsMax);
  readonly #unrun = new BoundedMap<"unbuilt" | "skipped">(unrunMax);

  /** All that are accounted for. */
  get total(): number {
    return this.passed + this.failed + this.unbuilt + this.skipped;
  }

  /** Those that have a verdict of their own. */
  get run(): number {
    return this.passed + this.failed;
  }

  /** Takes a test's summary. */
  summary({ label, status, cached, durationMs }: BazelTestSummary): void {
    this.#takeBack(label);
    switch (status) {
      case "PASSED":
        this.passed += 1;
        if (cached) this.cached += 1;
        break;
      case "FLAKY":
        this.passed += 1;
        this.flaky += 1;
        this.flakyLabels.set(label, true);
        break;
      case "FAILED":
      case "TIMEOUT":
      case "REMOTE_FAILURE":
        this.failed += 1;
        this.failures.set(label, { label, timedOut: status === "TIMEOUT", durationMs });
        break;
      case "FAILED_TO_BUILD":
        this.failedToBuild(label);
        break;
      case "NO_STATUS":
      case "INCOMPLETE":
      case "TOOL_HALTED_BEFORE_TESTING":
        this.skip(label);
        break;
    }
  }

  /** A test whose target could not be built has no summary. */
  failedToBuild(label: string): void {
    this.#takeBack(label);
    this.unbuilt += 1;
    this.unbuiltLabels.set(label, true);
    this.#unrun.set(label, "unbuilt");
  }

  /** A test that was never run, or not to its end. */
  skip(label: string): void {
    if (this.#unrun.has(label)) return;
    this.skipped += 1;
    this.#unrun.set(label, "skipped");
  }

  /** What is told of a test now replaces what was told when its target was done. */
  #takeBack(label: string): void {
    const before = this.#unrun.get(label);
    if (before === undefined) return;
    this.#unrun.delete(label);
    if (before === "unbuilt") {
      this.unbuilt -= 1;
      this.unbuiltLabels.delete(label);
    } else {
      this.skipped -= 1;
    }
  }
}
