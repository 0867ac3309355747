/**
 * What did one invocation of Bazel do?
 *
 * Takes events one by one and keeps counts and the first of each sort of failure, so that its memory does
 * not grow with the build. What the reference got wrong (fact sheet 8.1 to 8.3) is mended here: only a target
 * that was built is counted as built, and only a test that passed as passed.
 */
import type { BazelAborted, BazelActionFailed, BazelAttempt, BazelEvent } from "./bazel-event.js";
import { BazelTests, isTestRule } from "./bazel-tests.js";
import { BoundedMap } from "./bounded-map.js";

/** So many labels of each sort of failure are kept; more are only counted. */
const labelsMax = 200;
const actionsMax = 25;
/** Rules of targets that are not done yet. */
const rulesMax = 20_000;

/** An error of loading or analysis, in Bazel's words. */
export interface BazelLoadError {
  readonly label: string;
  readonly description: string;
}

/** One invocation. */
export class BazelInvocation {
  invocationId = "";
  command = "";
  /** The patterns of targets as they were typed. */
  patterns: readonly string[] = [];
  resultsUrl: string | undefined;
  explicitOptions: readonly string[] = [];
  /** How Bazel says that it ended; undefined while it runs, or if it was killed. */
  finished: { readonly code: number; readonly name: string } | undefined;
  built = 0;
  skipped = 0;
  failedActions = 0;
  /** Reasons of aborted events that stand for a broken-off invocation, such as `USER_INTERRUPTED`. */
  readonly abortReasons = new Set<string>();
  readonly tests = new BazelTests();
  readonly actions = new BoundedMap<BazelActionFailed>(actionsMax);
  readonly loadErrors = new BoundedMap<BazelLoadError>(labelsMax);
  readonly failedTargets = new BoundedMap<true>(labelsMax);
  readonly #rules = new BoundedMap<string>(rulesMax);
  readonly #attempts = new BoundedMap<BazelAttempt>(labelsMax);

  /** Takes one event of this invocation. */
  take(event: BazelEvent): void {
    switch (event.kind) {
      case "started":
        this.invocationId = event.invocationId;
        this.command = event.command;
        break;
      case "patterns":
        this.patterns = event.patterns;
        break;
      case "results-url":
        this.resultsUrl = event.url;
        break;
      case "explicit-options":
        this.explicitOptions = event.options;
        break;
      case "configured":
        this.#configured(event.label, event.rule);
        break;
      case "completed":
        this.#completed(event.label, event.aspect, event.success);
        break;
      case "action-failed":
        this.failedActions += 1;
        if (!this.actions.has(event.label)) this.actions.set(event.label, event);
        break;
      case "attempt-failed":
        if (isFailure(event.status)) this.#attempts.set(event.label, event);
        break;
      case "test-summary":
        this.tests.summary(event);
        if (event.status === "PASSED" || event.status === "FLAKY") this.#forget(event.label);
        break;
      case "aborted":
        this.#aborted(event);
        break;
      case "finished":
        this.finished = { code: event.code, name: event.name };
        break;
    }
  }

  /** The rule of a target that failed, if it is known: `sh_test`. */
  ruleOf(label: string): string | undefined {
    return this.#rules.get(label);
  }

  /** The last attempt of a test that failed, if one was told. */
  attemptOf(label: string): BazelAttempt | undefined {
    return this.#attempts.get(label);
  }

  /** True if something failed to load, to be analysed or to be built. */
  get failedToBuild(): boolean {
    return (
      this.failedActions > 0 ||
      this.failedTargets.total > 0 ||
      this.loadErrors.total > 0 ||
      this.tests.unbuilt > 0
    );
  }

  #configured(label: string, rule: string): void {
    if (this.#rules.has(label)) return;
    this.#rules.set(label, rule);
    if (isTestRule(rule)) this.tests.configured += 1;
  }

  #completed(label: string, aspect: boolean, success: boolean): void {
    if (success) {
      if (aspect) return;
      this.built += 1;
      if (!isTestRule(this.#rules.get(label) ?? "")) this.#rules.delete(label);
      return;
    }
    if (!this.failedTargets.has(label)) this.failedTargets.set(label, true);
    if (!aspect && isTestRule(this.#rules.get(label) ?? "")) this.tests.failedToBuild(label);
  }

  #aborted(event: BazelAborted): void {
    const { announced, label, aspect, reason, description } = event;
    if (breaksOff.includes(reason)) this.abortReasons.add(reason);
    const failed = reason === "LOADING_FAILURE" || reason === "ANALYSIS_FAILURE";
    if (label === undefined || aspect) return;
    if (failed && description !== "" && !this.loadErrors.has(label)) {
      this.loadErrors.set(label, { label, description });
    }
    if (announced === "testSummary") this.tests.skip(label);
    if (announced !== "targetCompleted" && announced !== "targetConfigured") return;
    if (failed) {
      if (!this.failedTargets.has(label)) this.failedTargets.set(label, true);
      return;
    }
    if (reason === "SKIPPED") this.skipped += 1;
    if (isTestRule(this.#rules.get(label) ?? "")) this.tests.skip(label);
  }

  #forget(label: string): void {
    this.#rules.delete(label);
    this.#attempts.delete(label);
  }
}

/** Reasons that are no verdict on the code; all others belong to a plain failure (8.1). */
const breaksOff: readonly string[] = [
  "USER_INTERRUPTED",
  "TIME_OUT",
  "REMOTE_ENVIRONMENT_FAILURE",
  "INTERNAL",
  "OUT_OF_MEMORY",
];

function isFailure(status: string): boolean {
  return ["FAILED", "TIMEOUT", "REMOTE_FAILURE", "INCOMPLETE"].includes(status);
}
