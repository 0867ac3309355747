import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { bad, ok } from "../../base/result.js";
import type { Clock } from "../../ports/clock.js";
import type { FileProblem } from "../../adapters/node/files.js";
import type { TaskFlags } from "../command-line/task-flags.js";
import { problemLine } from "../input/problem.js";
import type { TaskDescription } from "./description.js";
import { joinTaskFields, readTaskFields } from "./options.js";
import type { TaskInputs } from "./options-files.js";
import { parseTip } from "./options-tip.js";

const nowMs = Date.parse("2025-03-01T12:00:00Z");
const clock: Clock = {
  wallMs: () => nowMs,
  monotonicMs: () => 0,
  sleep: () => Promise.resolve(true),
};

const noFlags: TaskFlags = {
  links: [],
  reproduce: [],
  fix: [],
  tipFiles: [],
  bep: "auto",
  junit: [],
  sarif: [],
  needsStatus: false,
  fromVariables: [],
  warnings: [],
};
const nothing: TaskInputs = { input: undefined, tips: [], warnings: [] };

function join(flags: Partial<TaskFlags>, inputs: Partial<TaskInputs> = {}): TaskDescription {
  const joined = joinTaskFields({ ...noFlags, ...flags }, { ...nothing, ...inputs });
  if (!joined.ok) throw new Error(joined.problem.map(problemLine).join("\n"));
  return joined.value;
}

describe("the fields of a task", () => {
  test("come from the options", () => {
    const flags = {
      task: "lint",
      kind: "lint",
      status: "failed",
      result: "3 problems",
      elapsedMs: 5,
      startedAtMs: 6,
      links: [{ label: "Log", url: "https://example.com/" }],
      reproduce: [{ command: "make", note: "all" }],
      fix: [{ command: "make fix" }],
    } as const;
    const { task, ...fields } = flags;
    expect(join(flags)).toEqual({ task, fields, warnings: [] });
  });

  test("come from the input, and options win field by field", () => {
    const input = {
      task: "a",
      status: "passed",
      result: "from the input",
      links: [{ label: "A", url: "https://a.example/" }],
      reproduce: [{ command: "make a" }],
    };
    const links = [{ label: "B", url: "https://b.example/" }];
    expect(join({ task: "b", status: "failed", links }, { input })).toEqual({
      task: "b",
      fields: {
        status: "failed",
        result: "from the input",
        links,
        reproduce: [{ command: "make a" }],
      },
      warnings: [],
    });
  });

  test("say nothing of where the task runs or how new it is", () => {
    const input = {
      task: "a",
      workflow: "w",
      event: "e",
      job: "j",
      leg: "l",
      runId: "1",
      attempt: 2,
      seq: 3,
    };
    expect(join({}, { input }).fields).toEqual({});
  });

  test("that are wrong are left out and named, not fatal", () => {
    const described = join({ task: "a" }, { input: { result: 5, color: "red", elapsedMs: 7 } });
    expect(described.fields).toEqual({ elapsedMs: 7 });
    expect(described.warnings.map(problemLine).join("\n")).toMatch(
      /result.*\(--input\).*\n.*color/,
    );
  });

  test("an input that is no object is named", () => {
    const [warning] = join({ task: "a" }, { input: ["a"] }).warnings;
    expect(warning === undefined ? "" : problemLine(warning)).toMatch(
      /^input: expected an object.*\(--input\)/,
    );
  });

  test("a result that is too long is cut", () => {
    const described = join({ task: "a", result: "x".repeat(600) });
    expect(described.fields.result?.length).toBeLessThanOrEqual(500);
    expect(described.warnings).toHaveLength(1);
  });

  test("without task or status there is nothing to publish", () => {
    const joined = joinTaskFields({ ...noFlags, needsStatus: true }, { ...nothing, input: {} });
    expect(joined.ok ? [] : joined.problem.map(problemLine)).toEqual([
      "no task is named (--task): expected a name, found nothing; add --task NAME, or task to the input",
      "no status is given (--status): expected one of running, warning, failing, passed, failed, aborted, found nothing; add --status STATUS, or status to the input",
    ]);
  });

  test("a misspelt status in the input is named beside the missing one", () => {
    const inputs = { ...nothing, input: { task: "a", status: "pased" } };
    const joined = joinTaskFields({ ...noFlags, needsStatus: true }, inputs);
    expect(joined.ok ? "" : joined.problem.map(problemLine).join("\n")).toContain('"pased"');
  });
});

describe("files", () => {
  const files: Readonly<Record<string, string>> = {
    "entry.json": '{"task":"a","status":"passed"}',
    "broken.json": '{"task":',
    "tip.md": "# Cache is cold\n\nWarm it.\n",
  };
  const host = {
    readText: (path: string) =>
      Promise.resolve(
        files[path] === undefined
          ? bad<FileProblem>({ kind: "missing", words: "no such file" })
          : ok(files[path]),
      ),
    stdin: Readable.from([Buffer.from('{"task":"from standard input","status":"passed"}')]),
    clock,
  };

  test("input and tips are read and joined", async () => {
    const flags = { ...noFlags, input: "entry.json", tipFiles: ["tip.md"] };
    expect(await readTaskFields(flags, host)).toMatchObject({
      ok: true,
      value: { task: "a", fields: { status: "passed", tips: [{ title: "Cache is cold" }] } },
    });
  });

  test("- is standard input", async () => {
    expect(await readTaskFields({ ...noFlags, needsStatus: true, input: "-" }, host)).toMatchObject(
      {
        ok: true,
        value: { task: "from standard input" },
      },
    );
  });

  test("every file that cannot be used is named", async () => {
    const flags = { ...noFlags, input: "broken.json", tipFiles: ["absent.md", "tip.md"] };
    const read = await readTaskFields(flags, host);
    expect(read.ok ? [] : read.problem.map(problemLine)).toEqual([
      'the file "broken.json" cannot be used (--input): expected an entry as JSON (rollcall schema entry), found text that is no JSON; correct the file or its path',
      'the file "absent.md" cannot be used (--tip): expected a Markdown or JSON file, found no such file; correct the file or its path',
    ]);
  });
});

describe("a start in the future", () => {
  const host = {
    readText: () => Promise.resolve(bad<FileProblem>({ kind: "missing", words: "no such file" })),
    stdin: Readable.from([]),
    clock,
  };
  const ahead = { ...noFlags, task: "a", startedAtMs: nowMs + 3_600_000 };

  test("is refused where it was typed", async () => {
    const read = await readTaskFields(ahead, host);
    expect(read.ok ? [] : read.problem.map(problemLine)).toEqual([
      "the task cannot have started yet (--started-at): expected a time before now, 2025-03-01T12:00:00.000Z, found 2025-03-01T13:00:00.000Z; give the time at which the task started, in UTC or with its zone",
    ]);
  });

  test("is left out where a variable said it", async () => {
    const read = await readTaskFields({ ...ahead, fromVariables: ["startedAt"] }, host);
    expect(read).toMatchObject({
      ok: true,
      value: { fields: {}, warnings: [{ where: "ROLLCALL_STARTED_AT" }] },
    });
    expect(read.ok ? read.value.fields : undefined).toEqual({});
  });

  test("by a few seconds is another machine's clock, and taken", async () => {
    const read = await readTaskFields({ ...ahead, startedAtMs: nowMs + 5_000 }, host);
    expect(read).toMatchObject({ ok: true, value: { fields: { startedAtMs: nowMs + 5_000 } } });
  });
});

test("files that variables name are left out when they cannot be used", async () => {
  const host = {
    readText: () => Promise.resolve(bad<FileProblem>({ kind: "missing", words: "no such file" })),
    stdin: Readable.from([]),
    clock,
  };
  const files = { input: "entry.json", tipFiles: ["tip.md"] };
  const flags: TaskFlags = { ...noFlags, ...files, fromVariables: ["input", "tip"] };
  expect(await readTaskFields({ ...flags, task: "a" }, host)).toMatchObject({
    ok: true,
    value: { task: "a", warnings: [{ where: "ROLLCALL_INPUT" }, { where: "ROLLCALL_TIP" }] },
  });
  const unnamed = await readTaskFields(flags, host);
  expect(unnamed).toMatchObject({ ok: false, problem: [{ where: "ROLLCALL_INPUT" }] });
});

describe("tips", () => {
  test("a Markdown file: heading, body, and the file's name as id", () => {
    const text = "\uFEFF\n## Use the *cache* ##\r\n\r\nIt is faster.\n\n- really\n";
    expect(parseTip({ path: "tips/use-cache.md", text })).toEqual({
      fields: {
        tips: [
          {
            id: "use-cache",
            severity: "suggestion",
            title: "Use the *cache*",
            body: "It is faster.\n\n- really",
          },
        ],
      },
      problems: [],
    });
  });

  test("the lines on top may say the rest", () => {
    const text = [
      "---",
      "id: cache",
      "severity: warning",
      'title: "Title: with a colon"',
      "hint: set CACHE=1",
      "",
      "---",
      "# A heading of the body",
      "text",
    ].join("\n");
    expect(parseTip({ path: "a.md", text }).fields.tips).toEqual([
      {
        id: "cache",
        severity: "warning",
        title: "Title: with a colon",
        hint: "set CACHE=1",
        body: "# A heading of the body\ntext",
      },
    ]);
  });

  test("a JSON file has a tip's fields", () => {
    const text = '{"title":"T","body":"B","severity":"info"}';
    expect(parseTip({ path: "x/t.json", text }).fields.tips).toEqual([
      { id: "t", severity: "info", title: "T", body: "B" },
    ]);
  });

  test.each([
    ["a.md", "no heading\n", "expected a heading"],
    ["a.md", "", "found nothing"],
    ["a.md", "---\nid: x\n", "expected a second line ---"],
    ["a.json", "[1]", "expected one JSON object"],
    ["a.json", "{", "expected one JSON object"],
  ])("%s with %j is left out and named", (path, text, problem) => {
    const read = parseTip({ path, text });
    expect(read.fields.tips ?? []).toEqual([]);
    expect(read.problems.join("\n")).toContain(`${path}: `);
    expect(read.problems.join("\n")).toContain(problem);
  });

  test("unknown lines on top and wrong severities are named", () => {
    const text = "---\nseverity: loud\ncolour: red\n---\n# T\nB";
    const { problems } = parseTip({ path: "a.md", text });
    expect(problems.join("\n")).toMatch(/colour: red[^]*severity/);
  });
});
