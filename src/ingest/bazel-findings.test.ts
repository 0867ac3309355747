import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { BazelEvent, TestStatus } from "./bazel-event.js";
import { endedFindings, liveFindings } from "./bazel-findings.js";
import { BazelInvocation } from "./bazel-invocation.js";
import type { Findings } from "./findings.js";

function invocationOf(command: string, events: readonly BazelEvent[]): BazelInvocation {
  const invocation = new BazelInvocation();
  invocation.take({ kind: "started", invocationId: "1-2", command });
  for (const event of events) invocation.take(event);
  return invocation;
}

function ended(invocation: BazelInvocation, exitCode?: number, attempt = 1): Findings {
  const typed = { program: ["bazel"], options: [] };
  return endedFindings(invocation, { exitCode, typed, snippets: [], attempt });
}

const built = (label: string): BazelEvent => ({
  kind: "completed",
  label,
  aspect: false,
  success: true,
});
const summary = (label: string, status: TestStatus, cached = false): BazelEvent => ({
  kind: "test-summary",
  label,
  status,
  cached,
  durationMs: 5,
});
const configured = (label: string, rule = "sh_test"): BazelEvent => ({
  kind: "configured",
  label,
  rule,
});
const aborted = (announced: string, reason: string, label?: string): BazelEvent => ({
  kind: "aborted",
  announced,
  label,
  aspect: false,
  reason,
  description: "",
});
const finished = (code: number, name = ""): BazelEvent => ({ kind: "finished", code, name });
const many = (number: number, of: (label: string) => BazelEvent): BazelEvent[] =>
  Array.from({ length: number }, (_, index) => of(`//p:t${index}`));

describe("while it runs", () => {
  const live = (command: string, events: readonly BazelEvent[]): string => {
    const { status, final, result } = liveFindings(invocationOf(command, events));
    expect(final).toBe(false);
    return `${status ?? ""}: ${result ?? ""}`;
  };

  test("a build counts its targets, with commas", () => {
    expect(live("build", [])).toBe("running: Bazel build running...");
    expect(live("build", [built("//a")])).toBe("running: Bazel build running... (1 target built)");
    expect(live("build", many(1_234, built))).toBe(
      "running: Bazel build running... (1,234 targets built)",
    );
    expect(
      live("build", [
        { kind: "action-failed", label: "//a", mnemonic: "", stderr: undefined, stdout: undefined },
      ]),
    ).toBe("failing: Bazel build failing");
  });

  test("a test says how many of how many", () => {
    const found = many(25, configured);
    expect(live("test", found)).toBe("running: Bazel test running...");
    expect(live("test", [...found, built("//p:t1")])).toBe(
      "running: Bazel test running... (1 target built)",
    );
    const passes = many(11, (label) => summary(label, "PASSED"));
    expect(live("test", [...found, ...passes])).toBe(
      "running: Bazel test running... (11 of 25 tests run)",
    );
    expect(live("test", [...found, ...passes, summary("//p:t20", "FAILED")])).toBe(
      "failing: Bazel test failing (12 of 25 tests run · 1 failed)",
    );
    expect(live("test", [...found, ...passes, summary("//p:t20", "FLAKY")])).toBe(
      "warning: Bazel test running... (12 of 25 tests run · 1 flaky)",
    );
  });

  test("bazel run first builds", () => {
    expect(live("run", [built("//a")])).toBe("running: Bazel run building... (1 target built)");
    expect(live("run", [built("//a"), finished(0)])).toBe(
      "running: Bazel run running... (1 target built)",
    );
  });
});

describe("when it has ended", () => {
  test("25 of 25, some flaky, some cached: flaky ones passed, and are named", () => {
    const events = [
      ...many(20, (label) => summary(label, "PASSED", true)),
      summary("//a:x", "FLAKY"),
      summary("//a:y", "FLAKY"),
      ...many(3, (label) => summary(`${label}z`, "PASSED")),
    ];
    expect(ended(invocationOf("test", events), 0)).toEqual({
      status: "warning",
      final: true,
      result: "Bazel test complete (25/25 passed · 2 flaky · 20 cached) · flaky: //a:x, //a:y",
    });
    const flaky = many(1_500, (label) => summary(label, "FLAKY"));
    expect(ended(invocationOf("test", flaky), 0).result).toBe(
      "Bazel test complete (1500/1500 passed · 1500 flaky) · flaky: //p:t0, //p:t1, //p:t2 and 1497 more",
    );
  });

  test("failures are in the total and never lost behind passes", () => {
    const passes = many(5_000, (label) => summary(label, "PASSED"));
    const findings = ended(invocationOf("test", [...passes, summary("//z:t", "TIMEOUT")]), 3);
    expect(findings).toMatchObject({
      status: "failed",
      failedInPhase: "test",
      result: "Bazel test failed (5000/5001 passed · 1 failed)",
      reproduce: [{ command: "bazel test //z:t", target: "//z:t" }],
    });
  });

  test("what was not run did not pass", () => {
    const statuses = [
      "NO_STATUS",
      "INCOMPLETE",
      "TOOL_HALTED_BEFORE_TESTING",
      "FAILED_TO_BUILD",
    ] as const;
    const events = statuses.map((status, index) => summary(`//a:t${index}`, status));
    expect(ended(invocationOf("test", [...events, summary("//a:p", "PASSED")]), 1).result).toBe(
      "Bazel test failed (1/5 passed · 1 failed to build · 3 skipped)",
    );
  });

  test("a test is counted once, whatever is told of its target before", () => {
    const events: BazelEvent[] = [
      configured("//a"),
      configured("//b"),
      aborted("targetCompleted", "INCOMPLETE", "//a"),
      { kind: "completed", label: "//b", aspect: false, success: false },
      summary("//a", "PASSED"),
      summary("//b", "FAILED_TO_BUILD"),
    ];
    expect(ended(invocationOf("test", events), 1).result).toBe(
      "Bazel test failed (1/2 passed · 1 failed to build)",
    );
  });

  test("skipped, failed and aspect completions are not built", () => {
    const events: BazelEvent[] = [
      ...many(3, built),
      { kind: "completed", label: "//a", aspect: true, success: true },
      aborted("targetCompleted", "SKIPPED", "//b"),
    ];
    expect(ended(invocationOf("build", events), 0).result).toBe(
      "Bazel build complete (3 built · 1 skipped)",
    );
    expect(ended(invocationOf("build", []), 0).result).toBe("Bazel build complete (ok)");
  });

  test.each([
    [8, "INTERRUPTED", "interrupted"],
    [33, "OOM_ERROR", "out of memory"],
    [34, "REMOTE_ERROR", "remote execution failure"],
    [37, "BLAZE_INTERNAL_ERROR", "internal error of Bazel"],
    [38, "TRANSIENT_BUILD_EVENT_SERVICE_UPLOAD_ERROR", "build events could not be uploaded"],
    [39, "REMOTE_CACHE_EVICTED", "remote cache lost files"],
  ])("exit code %d is an abort", (code, name, abortReason) => {
    const invocation = (): BazelInvocation => invocationOf("test", [finished(code, name)]);
    expect(ended(invocation(), code)).toMatchObject({ status: "aborted", abortReason });
    expect(ended(invocation())).toMatchObject({ status: "aborted", abortReason });
    expect(ended(invocationOf("test", []), code)).toMatchObject({ status: "aborted", abortReason });
    // A wrapper may end with a code of its own.
    expect(ended(invocation(), 124)).toMatchObject({ status: "aborted", abortReason });
  });

  test.each([
    "LOADING_FAILURE",
    "ANALYSIS_FAILURE",
    "INCOMPLETE",
    "NO_BUILD",
    "NO_ANALYZE",
    "SKIPPED",
  ])("%s is no abort", (reason) => {
    const events = [aborted("targetCompleted", reason, "//a"), finished(1, "BUILD_FAILURE")];
    expect(ended(invocationOf("build", events), 1)).toMatchObject({
      status: "failed",
      failedInPhase: "build",
    });
  });

  test("without a last event, the aborted ones tell why; with one, they do not", () => {
    const why = aborted("testSummary", "OUT_OF_MEMORY", "//a");
    expect(ended(invocationOf("test", [why]), 137)).toMatchObject({ abortReason: "out of memory" });
    expect(ended(invocationOf("test", [why, finished(3)]), 3).status).toBe("failed");
    expect(ended(invocationOf("test", []), 137).abortReason).toBe("killed by signal 9");
    expect(ended(invocationOf("test", [])).abortReason).toBe("Bazel never told its end");
    expect(ended(invocationOf("test", []), 1).status).toBe("failed");
  });

  test("the exit code of the process decides", () => {
    expect(ended(invocationOf("test", [finished(3)]), 0).status).toBe("passed");
    expect(ended(invocationOf("test", [summary("//a", "PASSED"), finished(0)]), 7)).toMatchObject({
      status: "failed",
      result: "Bazel test failed (1/1 passed · exit code 7)",
    });
    // The program that `bazel run` ran, not Bazel, was interrupted.
    expect(ended(invocationOf("run", [finished(0)]), 8)).toMatchObject({
      status: "failed",
      failedInPhase: "run",
      result: "Bazel run failed (exit code 8)",
    });
  });

  test("no tests", () => {
    expect(ended(invocationOf("test", [finished(4)]), 4).result).toBe(
      "Bazel test failed (no tests)",
    );
    expect(ended(invocationOf("test", [finished(0)]), 0).result).toBe(
      "Bazel test complete (no tests)",
    );
    expect(ended(invocationOf("test", [finished(1)]), 1).result).toBe("Bazel test failed");
  });

  test("the phase is that of the attempt that failed", () => {
    const events = [summary("//a", "FAILED"), finished(3)];
    expect(ended(invocationOf("test", events), 3, 2).failedInPhase).toBe("test_retry_2");
    const unbuilt = [
      configured("//a"),
      { ...built("//a"), success: false } as BazelEvent,
      finished(1),
    ];
    expect(ended(invocationOf("test", unbuilt), 1).failedInPhase).toBe("build");
  });
});

const labels = fc.constantFrom("//a:1_test", "//a:2_test", "//b:3", "@x//:4", "");
const anyStatus = fc.constantFrom<TestStatus>(
  "NO_STATUS",
  "PASSED",
  "FLAKY",
  "TIMEOUT",
  "FAILED",
  "INCOMPLETE",
  "REMOTE_FAILURE",
  "FAILED_TO_BUILD",
);
const anyEvent: fc.Arbitrary<BazelEvent> = fc.oneof(
  fc.record({
    kind: fc.constant("configured" as const),
    label: labels,
    rule: fc.constantFrom("sh_test", "genrule"),
  }),
  fc.record({
    kind: fc.constant("completed" as const),
    label: labels,
    aspect: fc.boolean(),
    success: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant("test-summary" as const),
    label: labels,
    status: anyStatus,
    cached: fc.boolean(),
    durationMs: fc.constantFrom(undefined, 5),
  }),
  fc.record({
    kind: fc.constant("aborted" as const),
    announced: fc.constantFrom("testSummary", "targetCompleted", "pattern", "progress"),
    label: fc.option(labels, { nil: undefined }),
    aspect: fc.boolean(),
    reason: fc.constantFrom("USER_INTERRUPTED", "SKIPPED", "ANALYSIS_FAILURE", "INCOMPLETE"),
    description: fc.constantFrom("", "why"),
  }),
  fc.record({ kind: fc.constant("finished" as const), code: fc.nat(50), name: fc.constant("") }),
);

test("whatever happens: nothing throws, no count is negative, and live text completes nothing", () => {
  fc.assert(
    fc.property(
      fc.array(anyEvent, { maxLength: 40 }),
      fc.option(fc.nat(255), { nil: undefined }),
      (events, exitCode) => {
        const invocation = invocationOf("test", events);
        const { passed, failed, flaky, cached, unbuilt, skipped, total } = invocation.tests;
        for (const number of [passed, failed, flaky, cached, unbuilt, skipped, invocation.built]) {
          expect(number).toBeGreaterThanOrEqual(0);
        }
        expect(flaky + cached).toBeLessThanOrEqual(passed);
        expect(passed + failed + unbuilt + skipped).toBe(total);
        expect(liveFindings(invocation).result).not.toContain("complete");
        const { status, result } = ended(invocation, exitCode);
        expect(result).not.toBe("");
        if (exitCode === 0) expect(["passed", "warning"]).toContain(status);
        if (exitCode !== undefined && exitCode !== 0)
          expect(["failed", "aborted"]).toContain(status);
      },
    ),
  );
});

test("the order in which tests end does not matter", () => {
  const tests = fc.uniqueArray(fc.tuple(fc.nat(30), anyStatus, fc.boolean()), {
    selector: ([id]) => id,
  });
  fc.assert(
    fc.property(tests, fc.nat(), (found, turn) => {
      const events = found.map(([id, status, cached]) => summary(`//p:${id}`, status, cached));
      const at = events.length === 0 ? 0 : turn % events.length;
      const turned = [...events.slice(at), ...events.slice(0, at)];
      const words = (some: readonly BazelEvent[]): string =>
        (ended(invocationOf("test", [...some, finished(3)]), 3).result ?? "").replace(
          / · flaky:.*/,
          "",
        );
      expect(words(turned)).toBe(words(events));
    }),
  );
});
