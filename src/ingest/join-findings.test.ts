import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { statuses } from "../model/status.js";
import type { Findings } from "./findings.js";
import { joinFindings } from "./join-findings.js";

const word = fc.constantFrom("a", "b", "c");
const findings: fc.Arbitrary<Findings> = fc.record(
  {
    status: fc.constantFrom(...statuses),
    final: fc.boolean(),
    result: fc.constantFrom(
      "1/2 passed · 1 failed",
      "Bazel test complete (1/2 passed)",
      "Lint complete (clean)",
      "x",
    ),
    abortReason: word,
    failedInPhase: word,
    links: fc.array(fc.record({ label: word, url: word })),
    reproduce: fc.array(fc.record({ command: word })),
    snippets: fc.array(
      fc.record({ label: word, bucket: fc.constantFrom("build", "test", "timeout"), text: word }),
      { maxLength: 9 },
    ),
  },
  { requiredKeys: [] },
);

function withoutOrder({ links, reproduce, ...rest }: Findings): unknown {
  return {
    ...rest,
    links: new Set(links?.map(({ url }) => url)),
    reproduce: new Set(reproduce?.map(({ command }) => command)),
  };
}

describe("laws", () => {
  test("the order of the sources does not matter but for links and commands", () => {
    fc.assert(
      fc.property(fc.array(findings, { maxLength: 4 }), (all) => {
        expect(withoutOrder(joinFindings([...all].reverse()))).toEqual(
          withoutOrder(joinFindings(all)),
        );
      }),
    );
  });

  test("the same source twice says nothing new, and none says nothing", () => {
    fc.assert(
      fc.property(findings, (one) => {
        expect(joinFindings([one, one, {}])).toEqual(joinFindings([one]));
      }),
    );
    expect(joinFindings([])).toEqual({});
  });
});

describe("status and text", () => {
  test.each([
    [["passed", "failed"], "failed"],
    [["warning", "passed"], "warning"],
    [["failed", "aborted"], "aborted"],
    [["running", "passed"], "running"],
  ] as const)("%j is %s", (of, status) => {
    expect(joinFindings(of.map((one) => ({ status: one }))).status).toBe(status);
  });

  test.each([
    [
      ["24/25 passed · 1 failed", "Lint complete (clean)"],
      "24/25 passed · 1 failed · Lint complete (clean)",
    ],
    [
      ["24/24 passed · 1 flaky", "Bazel test complete (24/24 passed · 1 flaky · 20 cached)"],
      "Bazel test complete (24/24 passed · 1 flaky · 20 cached)",
    ],
    [["3/3 passed", "3/3 passed"], "3/3 passed"],
    [["3/3 passed", "Bazel test complete (3/3 passed)"], "Bazel test complete (3/3 passed)"],
    [
      ["1/1 passed · 1 unreadable file", "Lint complete (1 unreadable file)"],
      "1/1 passed · 1 unreadable file · Lint complete (1 unreadable file)",
    ],
    [
      ["13/13 passed", "Bazel test complete (3/3 passed)"],
      "13/13 passed · Bazel test complete (3/3 passed)",
    ],
  ])("%j", (of, result) => {
    expect(joinFindings(of.map((one) => ({ result: one }))).result).toBe(result);
  });
});

test("of more snippets than are shown, builds come first", () => {
  const snippet = (label: string, bucket: "build" | "test" | "timeout"): Findings => ({
    snippets: [{ label, bucket, text: "t" }],
  });
  const joined = joinFindings([
    ...["f", "e", "d", "c", "b"].map((label) => snippet(label, "test")),
    snippet("a", "timeout"),
    snippet("z", "build"),
    snippet("z", "build"),
  ]);
  expect(joined.snippets?.map(({ label }) => label)).toEqual(["z", "b", "c", "d", "e"]);
});

describe("Bazel's events and the JUnit files of the same run", () => {
  const bazel: Findings = {
    status: "failed",
    result: "Bazel test failed (2/5 passed · 3 failed)",
    snippets: [
      { label: "//:fail_test", kind: "sh_test", bucket: "test", text: "", durationMs: 900 },
      { label: "//pkg:own_test", bucket: "test", text: "Error: expected 1 to be 2\n  at t.js:3" },
    ],
  };
  const junit: Findings = {
    status: "failed",
    result: "6/9 passed · 3 failed",
    snippets: [
      { label: "fail_test", bucket: "test", text: "AssertionError: 3", truncatedTail: true },
      { label: "a/two", bucket: "test", text: "Error: expected 1 to be 2\n\n  at t.js:3" },
      { label: "a/three", bucket: "test", text: "Error: another one" },
    ],
  };

  test.each([
    [bazel, junit],
    [junit, bazel],
  ])("give Bazel's counts, and each failure once with what is known of it", (...all) => {
    const { result, snippets } = joinFindings(all);
    expect(result).toBe("Bazel test failed (2/5 passed · 3 failed)");
    expect(snippets).toEqual([
      {
        ...{ label: "//:fail_test", kind: "sh_test", bucket: "test", durationMs: 900 },
        ...{ text: "AssertionError: 3", truncatedTail: true },
      },
      bazel.snippets?.[1],
      junit.snippets?.[2],
    ]);
  });

  test("a package's test has its path as its name", () => {
    const other = { label: "pkg/own_test", bucket: "test", text: "other words" } as const;
    expect(joinFindings([bazel, { snippets: [other] }]).snippets).toEqual(bazel.snippets);
  });

  test("of other tests both counts stand", () => {
    const others = { ...junit, snippets: junit.snippets?.slice(2) ?? [] };
    expect(joinFindings([bazel, others]).result).toBe(
      "6/9 passed · 3 failed · Bazel test failed (2/5 passed · 3 failed)",
    );
  });

  test("a failure of which Bazel's verdict knows nothing stays told", () => {
    const passed = {
      ...bazel,
      status: "passed",
      result: "Bazel test complete (5/5 passed)",
    } as const;
    expect(joinFindings([passed, junit])).toMatchObject({
      status: "failed",
      result: "6/9 passed · 3 failed · Bazel test complete (5/5 passed)",
    });
  });

  test("one failure's empty text gives way to one that says something", () => {
    const said = { label: "//:fail_test", bucket: "test", text: "said" } as const;
    expect(joinFindings([{ snippets: [said] }, bazel]).snippets).toEqual([
      said,
      bazel.snippets?.[1],
    ]);
  });
});
