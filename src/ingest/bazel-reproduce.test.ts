import { describe, expect, test } from "vitest";
import type { BazelEvent } from "./bazel-event.js";
import { BazelInvocation } from "./bazel-invocation.js";
import { keptOptions } from "./bazel-kept-options.js";
import { resultsLink } from "./bazel-link.js";
import { reproduceCommands } from "./bazel-reproduce.js";
import { shellWord } from "./bazel-shell.js";
import { commonRoot, patternsFor } from "./bazel-targets.js";

function failing(tests: readonly string[], events: readonly BazelEvent[] = []): BazelInvocation {
  const invocation = new BazelInvocation();
  invocation.take({ kind: "started", invocationId: "1", command: "test" });
  invocation.take({ kind: "patterns", patterns: ["//...", "-//slow/..."] });
  for (const event of events) invocation.take(event);
  for (const label of tests) {
    invocation.take({
      kind: "test-summary",
      label,
      status: "FAILED",
      cached: false,
      durationMs: 1,
    });
  }
  return invocation;
}

const typed = { program: ["npx", "bazelisk"], options: ["--config=ci", "--jobs=5", "//..."] };

describe("commands", () => {
  test("one failure: one command, which stands under its snippet", () => {
    expect(reproduceCommands(failing(["//a:t"]), typed, ["//a:t"])).toEqual([
      { command: "npx bazelisk test --config=ci //a:t", target: "//a:t" },
    ]);
  });

  test("several: one each where there is a snippet, and one for all", () => {
    const labels = ["//a:t", "//a:u", "//b:v"];
    expect(reproduceCommands(failing(labels), typed, ["//a:t"])).toEqual([
      { command: "npx bazelisk test --config=ci //a:t", target: "//a:t" },
      { command: "npx bazelisk test --config=ci //a:t //a:u //b:v" },
    ]);
  });

  test("what cannot be built is built, not tested; the cause, not what depends on it", () => {
    const action = { kind: "action-failed", label: "//lib:x", mnemonic: "Javac" } as const;
    const invocation = failing(
      [],
      [
        { kind: "configured", label: "//a:t", rule: "sh_test" },
        { ...action, stderr: undefined, stdout: undefined },
        { kind: "completed", label: "//a:t", aspect: false, success: false },
      ],
    );
    expect(reproduceCommands(invocation, typed, [])).toEqual([
      { command: "npx bazelisk build --config=ci //lib:x", target: "//lib:x" },
    ]);
  });

  test("very many: their folder, or else what was typed", () => {
    const many = Array.from({ length: 12 }, (_, index) => `//a/p${index}:t`);
    expect(reproduceCommands(failing(many), typed, []).at(-1)?.command).toBe(
      "npx bazelisk test --config=ci //a/...",
    );
    const apart = many.map((label, index) => (index === 0 ? "//z:t" : label));
    expect(reproduceCommands(failing(apart), typed, []).at(-1)?.command).toBe(
      "npx bazelisk test --config=ci -- //... -//slow/...",
    );
  });
});

test("patterns for many labels", () => {
  const many = (prefix: string): string[] =>
    Array.from({ length: 11 }, (_, at) => `${prefix}${at}`);
  expect(patternsFor(many("//a:t").slice(1), [])).toHaveLength(10);
  expect(patternsFor(many("//a:t"), [])).toEqual(["//a:all"]);
  expect(patternsFor([...many("//a/b:t"), "//q:m"], ["//q:m"])).toEqual(["//a/b:all", "//q:m"]);
  expect(patternsFor(many("@repo//a:t"), [])).toBeUndefined();
  expect(patternsFor(many("//:t"), [])).toBeUndefined();
  expect(commonRoot(["//a/b/c:x", "//a/b:y"])).toBe("//a/b/...");
  expect(commonRoot(["//ab:x", "//a:y"])).toBeUndefined();
  expect(commonRoot([])).toBeUndefined();
});

describe("options that are kept", () => {
  test("those that choose what is built or tested, as they were typed", () => {
    const options =
      "--config ci -c opt --platforms=//p:arm --//my:flag=1 --no//my:b --@repo//x:y=z --test_filter=A.* --jobs 5 --keep_going //... --bes_header=x=y";
    expect(keptOptions(options.split(" "), "test")).toEqual([
      "--config=ci",
      "-c opt",
      "--platforms=//p:arm",
      "--//my:flag=1",
      "--no//my:b",
      "--@repo//x:y=z",
      "--test_filter=A.*",
    ]);
    expect(keptOptions(["--test_filter=A", "--config=ci"], "build")).toEqual(["--config=ci"]);
    expect(keptOptions(["--config=a", "--", "--config=b"], "test")).toEqual(["--config=a"]);
  });

  test("a name that only sounds like a secret is kept", () => {
    expect(keptOptions(["--test_filter=AuthorTest.Session"], "test")).toHaveLength(1);
  });

  test("never one that could hold a secret", () => {
    const random = "aB3".repeat(14);
    const options = [
      "--define=API_TOKEN=x",
      `--define=key=${random}`,
      `--test_arg=${random}`,
      "--test_arg=--password=x",
      "--test_env=X=y",
      "--action_env=X=y",
      "--remote_header=authorization=x",
      "--//my:address=https://user:pw@host",
      "--//my:password=x",
      `--config=ghp_${"x".repeat(36)}`,
    ];
    expect(keptOptions(options, "test")).toEqual([]);
  });
});

test("words for a shell", () => {
  expect(shellWord("//a:b")).toBe("//a:b");
  expect(shellWord("A.*")).toBe("'A.*'");
  expect(shellWord("it's")).toBe(`'it'\\''s'`);
  expect(shellWord("")).toBe("''");
  expect(shellWord("a\u0007b")).toBeUndefined();
});

test("links lead to https addresses without secrets", () => {
  const link = (resultsUrl: string, invocationId = "5-a"): string | undefined =>
    resultsLink(Object.assign(new BazelInvocation(), { resultsUrl, invocationId }))?.url;
  expect(link("https://r.example.com/invocation")).toBe("https://r.example.com/invocation/5-a");
  expect(link("https://r.example.com/invocation/")).toBe("https://r.example.com/invocation/5-a");
  expect(link("https://r.example.com")).toBe("https://r.example.com/5-a");
  expect(link("http://r.example.com/")).toBeUndefined();
  expect(link("javascript:alert(1)")).toBeUndefined();
  expect(link("https://user:pw@r.example.com/")).toBeUndefined();
  expect(link("https://r.example.com/?token=abc")).toBeUndefined();
  expect(link("https://r.example.com/", "5 a")).toBeUndefined();
});
