import { describe, expect, test } from "vitest";
import { closestName } from "../input/closest.js";
import { type OptionKey, optionKeys, options, optionsOf } from "./options.js";
import { type ParsedCommand, parseCommandLine } from "./command-line.js";
import type { TaskFlags } from "./task-flags.js";
import { flagName, variableName } from "./values.js";

function parse(argv: readonly string[], env: Record<string, string> = {}): ParsedCommand {
  return parseCommandLine(argv, env, "1.2.3");
}

function taskOf(argv: readonly string[], env: Record<string, string> = {}): TaskFlags {
  const parsed = parse(argv, env);
  if (parsed.kind !== "report" && parsed.kind !== "run") throw new Error(JSON.stringify(parsed));
  return parsed.task;
}

function usageOf(argv: readonly string[], env: Record<string, string> = {}): string {
  const parsed = parse(argv, env);
  return parsed.kind === "usage" ? parsed.line : `not refused: ${parsed.kind}`;
}

const report = ["report", "--task", "lint", "--status", "failed"];

describe("report", () => {
  test("takes everything that a task can say", () => {
    const argv = [
      ...["report", "--task", "lint", "--status", "failed", "--kind", "lint"],
      ...["--result", "3 problems", "--elapsed", "1m 5s", "--started-at", "2025-03-01T12:00:00Z"],
      ...["--link", "Log=https://example.com/?a=b", "--link", "a=b=http://x.example"],
      ...["--tip", "tips/a.md", "--tip", "tips/b.json", "--input", "entry.json"],
      ...["--bep", "events.json", "--junit", "a/**/*.xml", "--junit", "b.xml", "--sarif=c.sarif"],
    ];
    expect(parse(argv)).toEqual({
      kind: "report",
      flags: {},
      task: {
        needsStatus: true,
        task: "lint",
        status: "failed",
        kind: "lint",
        result: "3 problems",
        elapsedMs: 65_000,
        startedAtMs: 1_740_830_400_000,
        links: [
          { label: "Log", url: "https://example.com/?a=b" },
          { label: "a=b", url: "http://x.example" },
        ],
        reproduce: [],
        fix: [],
        tipFiles: ["tips/a.md", "tips/b.json"],
        bep: "auto",
        bepFile: "events.json",
        junit: ["a/**/*.xml", "b.xml"],
        sarif: ["c.sarif"],
        fromVariables: [],
        warnings: [],
        input: "entry.json",
      },
    });
  });

  test("a note describes the command before it", () => {
    const argv = [
      ...[...report, "--repro", "make a", "--repro-note", "all of a", "--fix", "make fix"],
      ...["--repro", "make b", "--repro", "make c", "--repro-note", "only c"],
    ];
    expect(taskOf(argv)).toMatchObject({
      reproduce: [
        { command: "make a", note: "all of a" },
        { command: "make b" },
        { command: "make c", note: "only c" },
      ],
      fix: [{ command: "make fix" }],
    });
    expect(usageOf([...report, "--repro", "a", "--repro-note", "x", "--repro-note", "y"])).toBe(
      "rollcall report: --repro-note must follow the --repro that it describes",
    );
    expect(usageOf([...report, "--repro", "a", "--fix-note", "x"])).toContain("--fix-note must");
  });

  test("task and status may come from the input instead", () => {
    expect(taskOf(["report", "--input", "-"])).toMatchObject({ input: "-", needsStatus: true });
  });

  test.each([
    [["--task", "a\nb"], "--task must be a name on one line"],
    [["--task", ""], "--task must be a name on one line"],
    [["--task", "x".repeat(201)], "--task must be a name on one line of at most 200 characters"],
    [
      ["--elapsed", "soon"],
      '--elapsed must be a duration such as 90s, 1m 5s or 1500ms (a bare number: seconds), found "soon"',
    ],
    [["--started-at", "noon"], "--started-at must be a time with its zone"],
    [["--link", "x"], "--link must be 'LABEL=URL'"],
    [["--link", "a=javascript:alert(1)"], "--link must be 'LABEL=URL'"],
    [["--repro", " "], "--repro must be a command of at most 4096 characters"],
    [["--fix", "x", "--fix-note", "a\nb"], "--fix-note must be one line"],
  ])("%j is refused in one line", (argv, line) => {
    const given = argv.includes("--task") ? ["report", "--status", "passed"] : report;
    expect(usageOf([...given, ...argv])).toContain(`rollcall report: ${line}`);
  });

  test("an option is given once, unless it may be repeated", () => {
    expect(usageOf([...report, "--kind", "a", "--kind", "b"])).toContain("--kind is given twice");
  });

  test("a value may begin with dashes if it is joined to its option", () => {
    expect(taskOf([...report, "--result=--task"]).result).toBe("--task");
    expect(taskOf([...report, "--result", "-5 degrees"]).result).toBe("-5 degrees");
    expect(usageOf([...report, "--result", "--kind", "x"])).toContain("--result needs a value");
  });
});

describe("run", () => {
  test("leaves the command untouched", () => {
    const command = ["npm", "run", "--", "--task", "x", "--help", "", "-h", "a b", "--", "$HOME"];
    expect(parse(["run", "--task", "test", "--interval", "5s", "--", ...command])).toEqual({
      kind: "run",
      flags: { interval: "5s" },
      task: {
        needsStatus: false,
        task: "test",
        links: [],
        reproduce: [],
        fix: [],
        tipFiles: [],
        bep: "auto",
        junit: [],
        sarif: [],
        fromVariables: [],
        warnings: [],
      },
      command,
    });
  });

  test("has no status of its own, not even from the environment", () => {
    const env = { ROLLCALL_STATUS: "passed" };
    expect(taskOf(["run", "--task", "t", "--", "x"], env).status).toBeUndefined();
    expect(usageOf(["run", "--task", "t", "--status", "passed", "--", "x"])).toContain("--status");
  });

  test("an option's value does not swallow the separator", () => {
    expect(usageOf(["run", "--task", "t", "--result", "--", "x"])).toContain(
      "--result needs a value",
    );
  });
});

describe("results", () => {
  const run = (...argv: readonly string[]): readonly string[] => [
    ...["run", "--task", "t", ...argv, "--", "make", "--bep"],
  ];

  test.each([
    [[], {}, "auto"],
    [["--bep"], {}, "forced"],
    [["--no-bep"], {}, "off"],
    [[], { ROLLCALL_BEP: "true" }, "forced"],
    [[], { ROLLCALL_BEP: "off" }, "off"],
    [[], { ROLLCALL_NO_BEP: "1" }, "off"],
    [[], { ROLLCALL_NO_BEP: "false" }, "auto"],
    [["--bep"], { ROLLCALL_NO_BEP: "1" }, "forced"],
    [["--no-bep"], { ROLLCALL_BEP: "true" }, "off"],
  ] as const)("run %j with %j takes its command for Bazel: %s", (argv, env, bep) => {
    expect(taskOf(run(...argv), env)).toMatchObject({ bep, warnings: [] });
  });

  test("a file that ROLLCALL_BEP names is for report alone, a switch for run", () => {
    expect(taskOf(["report", "--task", "t"], { ROLLCALL_BEP: "e.json" })).toMatchObject({
      bepFile: "e.json",
      fromVariables: ["bep"],
    });
    expect(taskOf(report, { ROLLCALL_BEP: "true" }).bepFile).toBeUndefined();
    expect(taskOf(run(), { ROLLCALL_BEP: "e.json" })).toMatchObject({
      bep: "auto",
      warnings: [{ where: "ROLLCALL_BEP", expected: "true or false" }],
    });
  });

  test("globs in variables stand one a line", () => {
    const env = { ROLLCALL_JUNIT: "a/*.xml\nb.xml\n", ROLLCALL_SARIF: `${"x".repeat(5_000)}\nc` };
    expect(taskOf(["report", "--task", "t"], env)).toMatchObject({
      junit: ["a/*.xml", "b.xml"],
      sarif: ["c"],
      warnings: [{ where: "ROLLCALL_SARIF" }],
    });
  });

  test.each([
    [["run", "--task", "t", "--bep", "--no-bep", "--", "x"], "run: --bep and --no-bep contradict"],
    [["run", "--task", "t", "--no-bep", "--bep", "--", "x"], "run: --bep and --no-bep contradict"],
    [["run", "--task", "t", "--bep", "e.json", "--", "x"], "run: --bep is a switch of run"],
    [["run", "--task", "t", "--bep=e.json", "--", "x"], "--bep is a switch and takes no value;"],
    [["run", "--task", "t", "--bpe", "--", "x"], "unknown option --bpe; did you mean --bep?"],
    [["run", "--task", "t", "--jnuit", "x", "--", "x"], "did you mean --junit?"],
    [["report", "--task", "t", "--no-bep"], "report: unknown option --no-bep; did you mean --bep?"],
    [["report", "--task", "t", "--sarfi", "x"], "did you mean --sarif?"],
    [["report", "--task", "t", "--bep"], "--bep needs a value: --bep <file>"],
    [["report", "--task", "t", "--bep", "--junit", "x"], "--bep needs a value, found the option"],
    [["report", "--task", "t", "--junit", "a.xml", "b.xml"], "put a glob in quotes: --junit"],
    [["report", "--task", "t", "--junit", ""], "--junit must be a path of at most 4096 characters"],
    [["report", "--task", "t"], "or results that say it: --junit, --sarif, --bep"],
  ])("%j is refused", (argv, line) => {
    expect(usageOf(argv)).toContain(line);
  });
});

describe("variables of a task's options", () => {
  test("stand in for options, one line a value", () => {
    const env = {
      ROLLCALL_TASK: "lint",
      ROLLCALL_STATUS: "failed",
      ROLLCALL_ELAPSED: "5s",
      ROLLCALL_LINK: "A=https://a.example\nB=https://b.example\n",
      ROLLCALL_REPRO: "make a\nmake b",
      ROLLCALL_REPRO_NOTE: "first",
    };
    expect(taskOf(["report"], env)).toMatchObject({
      task: "lint",
      status: "failed",
      elapsedMs: 5_000,
      links: [{ label: "A" }, { label: "B" }],
      reproduce: [{ command: "make a", note: "first" }, { command: "make b" }],
    });
  });

  test("give way to options, and are named when they are wrong", () => {
    const env = { ROLLCALL_TASK: "b", ROLLCALL_REPRO: "make b", ROLLCALL_KIND: "" };
    expect(taskOf([...report, "--repro", "make a"], env)).toMatchObject({
      task: "lint",
      reproduce: [{ command: "make a" }],
    });
    expect(usageOf(["report", "--task", "x"], { ROLLCALL_STATUS: "pased" })).toBe(
      'rollcall report: a wrong value, which is left out (ROLLCALL_STATUS): expected one of running, warning, failing, passed, failed, aborted, found "pased"; did you mean passed?',
    );
  });

  test.each([
    ["ROLLCALL_LINK", "bad", "'LABEL=URL' such as"],
    ["ROLLCALL_ELAPSED", "soon", "a duration such as"],
    ["ROLLCALL_STARTED_AT", "noon", "a time with its zone"],
    ["ROLLCALL_KIND", "a\nb", "a name on one line"],
    ["ROLLCALL_FIX", "x".repeat(5_000), "a command of at most 4096 characters"],
  ])("a wrong %s is left out and named, and nothing else is lost", (name, value, expected) => {
    const env = { [name]: value, ROLLCALL_RESULT: "fine" };
    for (const argv of [report, ["run", "--task", "t", "--", "x"]]) {
      const task = taskOf(argv, env);
      expect(task).toMatchObject({ result: "fine", links: [], fix: [] });
      expect(task.warnings).toMatchObject([
        { where: name, expected: expect.stringContaining(expected) as unknown },
      ]);
    }
  });

  test("one wrong line of several costs only itself", () => {
    const { links, warnings } = taskOf(report, { ROLLCALL_LINK: "bad\nA=https://a.example" });
    expect(links).toEqual([{ label: "A", url: "https://a.example" }]);
    expect(warnings).toHaveLength(1);
  });

  test("a wrong name in a variable keeps no command from running", () => {
    const env = { ROLLCALL_TASK: "x".repeat(300) };
    expect(parse(["run", "--", "make"], env)).toMatchObject({ kind: "run", command: ["make"] });
    expect(usageOf(["report", "--status", "passed"], env)).toContain("(ROLLCALL_TASK): expected");
  });
});

describe("the other commands", () => {
  test("sync, show, render, schema and demo", () => {
    expect(parse(["sync", "--pr", "12", "--dry-run"])).toEqual({
      kind: "sync",
      flags: { pr: "12", dryRun: true },
    });
    expect(parse(["show"])).toEqual({ kind: "show", flags: {} });
    expect(parse(["show", "--json", "comment.md"])).toEqual({
      kind: "show",
      flags: { json: true },
      file: "comment.md",
    });
    expect(parse(["show", "-"])).toMatchObject({ file: "-" });
    expect(parse(["render", "r.json", "--pr=7"])).toEqual({
      kind: "render",
      flags: { pr: "7" },
      file: "r.json",
    });
    expect(parse(["schema", "roster"])).toEqual({ kind: "schema", schema: "roster" });
    expect(parse(["demo", "--headless", "--no-board"])).toMatchObject({
      kind: "demo",
      headless: true,
      hostile: false,
      noBoard: true,
      noEditLog: false,
    });
  });

  test.each([
    [["sync", "now"], 'rollcall sync: unexpected "now"; put a value that holds spaces in quotes'],
    [["show", "a", "b"], 'rollcall show: unexpected "b"'],
    [["schema", "entry", "x"], 'rollcall schema: unexpected "x"'],
    [["render"], "rollcall render: no roster given"],
    [["schema"], "rollcall schema: nothing named"],
    [["sync", "--task", "x"], "rollcall sync: unknown option --task"],
    [["sync", "--strict=yes"], "rollcall sync: --strict is a switch and takes no value"],
    [["sync", "-x"], "rollcall sync: unknown option -x; rollcall sync --help lists the options"],
    [["help", "foo"], 'rollcall: unknown command "foo"'],
    [["render", "r.json", "--json"], "rollcall render: unknown option --json"],
    [["run", "--task", "t", "--json", "--", "x"], "rollcall run: unknown option --json"],
    [["show", "--strict"], "rollcall show: unknown option --strict"],
    [["show", "--dry-run"], "rollcall show: unknown option --dry-run"],
    [["render", "r.json", "--strict"], "rollcall render: unknown option --strict"],
    [["--strict"], "rollcall: unknown option --strict; write a command first"],
    [["sync", "ghp_0123456789abcdefghij0123456789abcdef"], 'rollcall sync: unexpected "***"'],
  ])("%j is refused", (argv, line) => {
    expect(usageOf(argv)).toContain(line);
  });

  test("help is help wherever it stands", () => {
    for (const argv of [["help"], ["-h"], ["help", "run"], ["run", "-h", "--", "x"]]) {
      expect(parse(argv)).toMatchObject({ kind: "print" });
    }
  });
});

describe("settings among the options", () => {
  test.each([
    ["--repo", "hello", "expected owner/name"],
    ["--pr", "0", "expected a pull request's number"],
    ["--sha", "abc123", "expected a full commit id"],
    ["--api-url", "ghe.example.com", "expected an http or https address"],
    ["--log-level", "loud", "expected one of debug, info, notice, warning, error"],
    ["--lane", "fast", "expected one of pull-request, merge-queue"],
    ["--run-id", "a b", "expected a run's id"],
    ["--run-attempt", "0", "expected a number from 1"],
    ["--author", "not a login", "expected a login"],
    ["--publish-budget", "1h", "expected a duration from 1s to 10m"],
    ["--settle", "1ms", "expected a duration from 100ms to 5m"],
    ["--leg", "a\u0007b", "expected a leg"],
  ])("%s %j is refused at once", (flag, value, line) => {
    expect(usageOf([...report, flag, value])).toContain(`(${flag}): ${line}`);
  });

  test("are kept as text for the other sources to be joined", () => {
    const argv = [...report, "--repo", "o/n", "--pr", "7", "--strict", "--leg", '{"b":1,"a":"x"}'];
    expect(parse(argv)).toMatchObject({
      flags: { repo: "o/n", pr: "7", strict: true, leg: '{"b":1,"a":"x"}' },
    });
  });
});

describe("the table of options", () => {
  test("every option has a flag and a variable of the same name", () => {
    expect(flagName("apiUrl")).toBe("--api-url");
    expect(variableName("apiUrl")).toBe("ROLLCALL_API_URL");
    const names = optionKeys.map((key) => variableName(key));
    expect(new Set(names).size).toBe(names.length);
  });

  test("no variable of an option is one that means something else", () => {
    const taken = ["ROLLCALL_TOKEN", "ROLLCALL_MATRIX", "ROLLCALL_JOB_ID", "ROLLCALL_UPDATES"];
    expect(
      optionKeys.map((key) => variableName(key)).filter((name) => taken.includes(name)),
    ).toEqual([]);
  });

  test("what the documents promise everywhere is there wherever the network is", () => {
    const everywhere: readonly OptionKey[] = [
      ...(["repo", "pr", "sha", "apiUrl", "config", "logLevel"] as const),
    ];
    for (const command of ["report", "run", "sync", "show"] as const) {
      expect(everywhere.filter((key) => !optionsOf(command).includes(key))).toEqual([]);
    }
    for (const command of ["report", "run", "sync"] as const) {
      expect(optionsOf(command)).toEqual(expect.arrayContaining(["dryRun", "strict"]));
    }
    for (const command of ["report", "sync", "show"] as const) {
      expect(optionsOf(command)).toContain("json");
    }
    expect(optionKeys.filter((key) => options[key].help === "")).toEqual([]);
  });
});

test.each([
  ["pased", "passed"],
  ["PASSED", "passed"],
  ["faild", "failed"],
  ["fialed", "failed"],
  ["x", undefined],
  ["", undefined],
  ["something else", undefined],
])("the closest status to %j is %s", (name, closest) => {
  expect(closestName(name, ["passed", "failed"])).toBe(closest);
});
